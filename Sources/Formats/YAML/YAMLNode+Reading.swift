package import PacketWalkAddressing
package import PacketWalkDiagnostics

/// What a key expects of its value.
extension YAMLNode {
  /// The items of a list; a single value stands for a list of one.
  package var items: [YAMLNode] {
    if case .sequence(let items) = content { return items }
    return isEmpty ? [] : [self]
  }

  /// The pairs of a mapping; none for nothing at all.
  package func pairs(_ what: String) throws(InputError) -> [YAMLPair] {
    if case .mapping(let pairs) = content { return pairs }
    if isEmpty { return [] }
    throw InputError(.malformed, "\(what) is a mapping, and this is \(kindName)", at: origin)
  }

  package func text(_ what: String) throws(InputError) -> String {
    guard let scalar else {
      throw InputError(.malformed, "“\(what)” is a text, and this is \(kindName)", at: origin)
    }
    return scalar
  }

  package func integer(_ what: String, in range: ClosedRange<Int>) throws(InputError) -> Int {
    let text = try text(what)
    guard text.utf8.allSatisfy({ 48...57 ~= $0 }), let number = Int(text), range.contains(number) else {
      throw InputError(
        .malformed, "“\(what)” is a number from \(range.lowerBound) to \(range.upperBound), not “\(text)”",
        at: origin)
    }
    return number
  }

  package func word<Value>(_ what: String, _ words: [(String, Value)]) throws(InputError) -> Value {
    let text = try text(what)
    if let found = words.first(where: { $0.0 == text }) { return found.1 }
    throw InputError(
      .malformed, "“\(what)” is one of \(words.map(\.0).joined(separator: ", ")), not “\(text)”", at: origin,
      candidates: nearestNames(to: text, among: words.map(\.0)))
  }

  package func prefix() throws(InputError) -> IPPrefix {
    let text = try text("cidr")
    guard let prefix = IPPrefix(text) else {
      throw InputError(.malformed, "“\(text)” is no CIDR such as 10.0.0.0/16 or 2001:db8::/56", at: origin)
    }
    return prefix
  }

  package func address() throws(InputError) -> IPAddress {
    let text = try text("address")
    guard let address = IPAddress(text) else {
      throw InputError(.malformed, "“\(text)” is no IP address", at: origin)
    }
    return address
  }
}
