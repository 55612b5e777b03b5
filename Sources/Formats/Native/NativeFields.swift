import PacketWalkAddressing
import PacketWalkDiagnostics

/// The fields of one mapping, each read as what its key expects.
struct NativeFields {
  let owner: NativeKeys
  let origin: Origin
  private let values: [String: YAMLPair]

  /// - Throws: `malformed` for anything but a mapping and for a key that `owner` doesn't know.
  init(_ node: YAMLNode, of owner: NativeKeys) throws(InputError) {
    var values: [String: YAMLPair] = [:]
    for pair in try node.pairs(owner.owner) {
      guard owner.keys.contains(pair.key) else { throw Self.unknown(pair, owner) }
      // `key:` with nothing after it says nothing.
      if !pair.value.isEmpty { values[pair.key] = pair }
    }
    self.owner = owner
    self.origin = node.origin
    self.values = values
  }

  private static func unknown(_ pair: YAMLPair, _ owner: NativeKeys) -> InputError {
    let near = nearestNames(to: pair.key, among: owner.keys)
    let hint =
      near.first.map { "; did you mean “\($0)”?" } ?? "; known are " + owner.keys.joined(separator: ", ")
    return InputError(
      .malformed, "\(owner.owner) has no key “\(pair.key)”\(hint)", at: pair.origin, candidates: near)
  }

  subscript(key: String) -> YAMLNode? { values[key]?.value }
  func has(_ key: String) -> Bool { values[key] != nil }
  /// Where the key stands, or else the mapping.
  func origin(of key: String) -> Origin { values[key]?.origin ?? origin }

  func required(_ key: String) throws(InputError) -> YAMLNode {
    guard let node = self[key] else {
      throw InputError(.malformed, "\(owner.owner) needs “\(key)”", at: origin)
    }
    return node
  }

  func text(_ key: String) throws(InputError) -> String? {
    guard let node = self[key] else { return nil }
    return try node.text(key)
  }

  func bool(_ key: String) throws(InputError) -> Bool? {
    guard let node = self[key] else { return nil }
    switch try node.text(key) {
    case "true": return true
    case "false": return false
    default: throw InputError(.malformed, "“\(key)” is either true or false", at: node.origin)
    }
  }

  func integer(_ key: String, in range: ClosedRange<Int>) throws(InputError) -> Int? {
    guard let node = self[key] else { return nil }
    return try node.integer(key, in: range)
  }

  /// One of a few words.
  func word<Value>(_ key: String, _ words: [(String, Value)]) throws(InputError) -> Value? {
    guard let node = self[key] else { return nil }
    return try node.word(key, words)
  }

  /// The items of a list; a single value stands for a list of one.
  func list(_ key: String) -> [YAMLNode]? { self[key]?.items }

  /// The pairs of a mapping; none where the key is absent.
  func pairs(_ key: String) throws(InputError) -> [YAMLPair] {
    guard let node = self[key] else { return [] }
    return try node.pairs("“\(key)”")
  }

  func prefixes(_ key: String) throws(InputError) -> [IPPrefix]? {
    guard let items = list(key) else { return nil }
    var prefixes: [IPPrefix] = []
    for item in items { prefixes.append(try item.prefix()) }
    return prefixes
  }

  func address(_ key: String) throws(InputError) -> IPAddress? {
    guard let node = self[key] else { return nil }
    return try node.address()
  }
}

extension YAMLNode {
  /// The items of a list; a single value stands for a list of one.
  var items: [YAMLNode] {
    if case .sequence(let items) = content { return items }
    return isEmpty ? [] : [self]
  }

  /// The pairs of a mapping; none for nothing at all.
  func pairs(_ what: String) throws(InputError) -> [YAMLPair] {
    if case .mapping(let pairs) = content { return pairs }
    if isEmpty { return [] }
    throw InputError(.malformed, "\(what) is a mapping, and this is \(kindName)", at: origin)
  }

  func text(_ what: String) throws(InputError) -> String {
    guard let scalar else {
      throw InputError(.malformed, "“\(what)” is a text, and this is \(kindName)", at: origin)
    }
    return scalar
  }

  func integer(_ what: String, in range: ClosedRange<Int>) throws(InputError) -> Int {
    let text = try text(what)
    guard text.utf8.allSatisfy({ 48...57 ~= $0 }), let number = Int(text), range.contains(number) else {
      throw InputError(
        .malformed, "“\(what)” is a number from \(range.lowerBound) to \(range.upperBound), not “\(text)”",
        at: origin)
    }
    return number
  }

  func word<Value>(_ what: String, _ words: [(String, Value)]) throws(InputError) -> Value {
    let text = try text(what)
    if let found = words.first(where: { $0.0 == text }) { return found.1 }
    throw InputError(
      .malformed, "“\(what)” is one of \(words.map(\.0).joined(separator: ", ")), not “\(text)”", at: origin,
      candidates: nearestNames(to: text, among: words.map(\.0)))
  }

  func prefix() throws(InputError) -> IPPrefix {
    let text = try text("cidr")
    guard let prefix = IPPrefix(text) else {
      throw InputError(.malformed, "“\(text)” is no CIDR such as 10.0.0.0/16 or 2001:db8::/56", at: origin)
    }
    return prefix
  }

  func address() throws(InputError) -> IPAddress {
    let text = try text("address")
    guard let address = IPAddress(text) else {
      throw InputError(.malformed, "“\(text)” is no IP address", at: origin)
    }
    return address
  }
}
