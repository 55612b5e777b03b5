package import PacketWalkAddressing
package import PacketWalkDiagnostics

/// The fields of one mapping, each read as what its key expects.
package struct YAMLFields {
  /// What the mapping is, with its article.
  package let owner: String
  private let keys: [String]
  package let origin: Origin
  private let values: [String: YAMLPair]

  /// - Parameter owner: what the mapping is, with its article: `a subnet`.
  /// - Throws: `malformed` for anything but a mapping and for a key that is not among the known ones.
  package init(_ node: YAMLNode, of owner: String, keys: [String]) throws(InputError) {
    var values: [String: YAMLPair] = [:]
    for pair in try node.pairs(owner) {
      guard keys.contains(pair.key) else { throw Self.unknown(pair, owner, keys) }
      // `key:` with nothing after it says nothing.
      if !pair.value.isEmpty { values[pair.key] = pair }
    }
    self.owner = owner
    self.keys = keys
    self.origin = node.origin
    self.values = values
  }

  private static func unknown(_ pair: YAMLPair, _ owner: String, _ keys: [String]) -> InputError {
    let near = nearestNames(to: pair.key, among: keys)
    let hint =
      near.first.map { "; did you mean “\($0)”?" } ?? "; known are " + keys.joined(separator: ", ")
    return InputError(
      .malformed, "\(owner) has no key “\(pair.key)”\(hint)", at: pair.origin, candidates: near)
  }

  package subscript(key: String) -> YAMLNode? { values[key]?.value }
  /// Whether a mapping of this kind may have the key.
  func knows(_ key: String) -> Bool { keys.contains(key) }
  package func has(_ key: String) -> Bool { values[key] != nil }
  /// Where the key stands, or else the mapping.
  package func origin(of key: String) -> Origin { values[key]?.origin ?? origin }

  package func required(_ key: String) throws(InputError) -> YAMLNode {
    guard let node = self[key] else {
      throw InputError(.malformed, "\(owner) needs “\(key)”", at: origin)
    }
    return node
  }

  package func text(_ key: String) throws(InputError) -> String? {
    guard let node = self[key] else { return nil }
    return try node.text(key)
  }

  package func bool(_ key: String) throws(InputError) -> Bool? {
    guard let node = self[key] else { return nil }
    switch try node.text(key) {
    case "true": return true
    case "false": return false
    default: throw InputError(.malformed, "“\(key)” is either true or false", at: node.origin)
    }
  }

  package func integer(_ key: String, in range: ClosedRange<Int>) throws(InputError) -> Int? {
    guard let node = self[key] else { return nil }
    return try node.integer(key, in: range)
  }

  /// One of a few words.
  package func word<Value>(_ key: String, _ words: [(String, Value)]) throws(InputError) -> Value? {
    guard let node = self[key] else { return nil }
    return try node.word(key, words)
  }

  /// The items of a list; a single value stands for a list of one.
  package func list(_ key: String) -> [YAMLNode]? { self[key]?.items }

  /// The pairs of a mapping; none where the key is absent.
  package func pairs(_ key: String) throws(InputError) -> [YAMLPair] {
    guard let node = self[key] else { return [] }
    return try node.pairs("“\(key)”")
  }

  package func prefixes(_ key: String) throws(InputError) -> [IPPrefix]? {
    guard let items = list(key) else { return nil }
    var prefixes: [IPPrefix] = []
    for item in items { prefixes.append(try item.prefix()) }
    return prefixes
  }

  package func address(_ key: String) throws(InputError) -> IPAddress? {
    guard let node = self[key] else { return nil }
    return try node.address()
  }
}
