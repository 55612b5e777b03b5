import PacketWalkTopology

/// JSON to be written: members keep their order, so that the same topology always gives the same bytes.
enum OutputJSON: Sendable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral
{
  case text(String)
  case number(Int)
  case flag(Bool)
  indirect case list([OutputJSON])
  indirect case members([(key: String, value: OutputJSON)])

  init(stringLiteral value: String) { self = .text(value) }
  init(booleanLiteral value: Bool) { self = .flag(value) }
  init(integerLiteral value: Int) { self = .number(value) }

  /// An object of the members that have a value.
  static func object(_ members: KeyValuePairs<String, OutputJSON?>) -> OutputJSON {
    .members(members.compactMap { key, value in value.map { (key, $0) } })
  }

  static func optional(_ text: String?) -> OutputJSON? { text.map(OutputJSON.text) }
  static func id<R>(_ id: ResourceID<R>?) -> OutputJSON? { id.map { .text($0.rawValue) } }
  static func ids<R>(_ ids: [ResourceID<R>]) -> OutputJSON { .list(ids.map { .text($0.rawValue) }) }

  /// A list of objects of one member each: `[{"GroupId": "sg-1"}]`.
  static func ids<R>(_ ids: [ResourceID<R>], as key: String) -> OutputJSON {
    .list(ids.map { .members([(key, .text($0.rawValue))]) })
  }

  static func texts(_ texts: [some CustomStringConvertible]) -> OutputJSON {
    .list(texts.map { .text($0.description) })
  }

  /// The text, two blanks a level, as the AWS CLI indents by four.
  var printed: String {
    var text = ""
    print(into: &text, indent: 0)
    return text + "\n"
  }

  private func print(into text: inout String, indent: Int) {
    switch self {
    case .text(let value): Self.quote(value, into: &text)
    case .number(let value): text += "\(value)"
    case .flag(let value): text += value ? "true" : "false"
    case .list(let elements):
      Self.print(elements.count, ("[", "]"), indent, into: &text) { index, text in
        elements[index].print(into: &text, indent: indent + 1)
      }
    case .members(let members):
      Self.print(members.count, ("{", "}"), indent, into: &text) { index, text in
        Self.quote(members[index].key, into: &text)
        text += ": "
        members[index].value.print(into: &text, indent: indent + 1)
      }
    }
  }

  private static func print(
    _ count: Int, _ ends: (String, String), _ indent: Int, into text: inout String,
    _ body: (Int, inout String) -> Void
  ) {
    text += ends.0
    guard count > 0 else {
      text += ends.1
      return
    }
    for index in 0..<count {
      text += index == 0 ? "\n" : ",\n"
      text += String(repeating: "  ", count: indent + 1)
      body(index, &text)
    }
    text += "\n" + String(repeating: "  ", count: indent) + ends.1
  }

  private static func quote(_ value: String, into text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

extension OutputJSON: ExpressibleByArrayLiteral {
  init(arrayLiteral elements: OutputJSON...) { self = .list(elements) }
}
