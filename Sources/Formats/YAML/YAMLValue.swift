/// A YAML value to be written.
enum YAMLValue: Hashable {
  case scalar(String)
  case list([YAMLValue])
  case mapping([Member])

  struct Member: Hashable {
    var key: String
    var value: YAMLValue
  }
}

extension YAMLValue {
  static func bool(_ value: Bool) -> YAMLValue { .scalar(value ? "true" : "false") }

  /// A list; one item stands for itself where that cannot be mistaken.
  static func items(_ texts: [String]) -> YAMLValue {
    texts.count == 1 ? .scalar(texts[0]) : .list(texts.map { .scalar($0) })
  }
}

/// Collects the members of a mapping, leaving out what is the default.
struct YAMLMembers {
  private(set) var members: [YAMLValue.Member] = []

  var value: YAMLValue { .mapping(members) }
  var isEmpty: Bool { members.isEmpty }

  mutating func add(_ key: String, _ value: YAMLValue) { members.append(.init(key: key, value: value)) }
  mutating func add(_ key: String, _ text: String?) { if let text { add(key, .scalar(text)) } }
  mutating func add(_ key: String, _ value: Bool, unless usual: Bool) {
    if value != usual { add(key, .bool(value)) }
  }
  /// A list, unless it is empty.
  mutating func add(_ key: String, _ texts: [String]) { if !texts.isEmpty { add(key, .items(texts)) } }
  /// A mapping, unless it is empty.
  mutating func add(_ key: String, section: YAMLMembers) { if !section.isEmpty { add(key, section.value) } }
}
