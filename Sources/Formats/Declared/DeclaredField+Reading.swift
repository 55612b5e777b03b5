import PacketWalkAddressing
import PacketWalkJSONScan
import PacketWalkTopology

// A field that is absent, null or empty says nothing; one that is there and can't be what it must be is an error,
// and so is one that only AWS can know: neither is ever taken for an absent one.

extension DeclaredField {
  /// The first member that says something, of the same thing under several names.
  func first(_ keys: String...) -> DeclaredField {
    for key in keys where !self[key].isAbsent { return self[key] }
    return .absent
  }

  var isAbsent: Bool {
    if let written { return written.isNull || written.equals("") }
    return switch value {
    case .null, .text(""): true
    case .boolean, .text, .list, .object, .unknown: false
    }
  }

  var isUnknown: Bool {
    if written == nil, case .unknown = value { return true }
    return false
  }

  /// Why a value is unknown that nobody declares: AWS chooses it.
  static let computed = "it is known after the apply only"

  /// Whether AWS will choose it, no declaration having any part in it.
  var isComputed: Bool {
    if written == nil, case .unknown(Self.computed) = value { return true }
    return false
  }

  /// How messages quote it.
  private var shown: String {
    switch value {
    case .null: "null"
    case .boolean(let flag): flag ? "true" : "false"
    case .text(let text): text.utf8.count <= 60 ? text : "\(text.prefix(60))…"
    case .list: "a list"
    case .object: "an object"
    case .unknown(let reason): "unknown (\(reason))"
    }
  }

  private func error(_ name: String, _ expected: String) -> DeclaredError {
    if case .unknown(let reason) = value {
      return DeclaredError("\(name) is not known: \(reason)", at: origin)
    }
    return DeclaredError("\(name) is \(shown), not \(expected)", at: origin)
  }

  // MARK: Scalars

  func text(_ key: String) throws(DeclaredError) -> String? { try self[key].text(named: key) }

  func text(named name: String) throws(DeclaredError) -> String? {
    switch value {
    case .null, .text(""): return nil
    case .text(let text): return text
    case .boolean(let flag): return flag ? "true" : "false"
    case .list, .object, .unknown: throw error(name, "a text")
    }
  }

  func required(_ key: String) throws(DeclaredError) -> String {
    guard let text = try text(key) else { throw DeclaredError("it has no \(key)", at: origin) }
    return text
  }

  /// What nobody declares and AWS would fill in refers to nothing.
  func id<R>(_ key: String) throws(DeclaredError) -> ResourceID<R>? {
    self[key].isComputed ? nil : try text(key).map { ResourceID($0) }
  }

  func requiredID<R>(_ key: String) throws(DeclaredError) -> ResourceID<R> { ResourceID(try required(key)) }

  func flag(_ key: String) throws(DeclaredError) -> Bool? {
    let field = self[key]
    switch field.value {
    case .boolean(let flag): return flag
    case .null, .text(""): return nil
    case .text("true"), .text("True"): return true
    case .text("false"), .text("False"): return false
    case .text, .list, .object, .unknown: throw field.error(key, "true or false")
    }
  }

  func number(_ key: String) throws(DeclaredError) -> Int? {
    guard let text = try text(key) else { return nil }
    guard let number = Int(text) ?? Double(text).flatMap({ Int(exactly: $0) }) else {
      throw self[key].error(key, "a number")
    }
    return number
  }

  func port(_ key: String) throws(DeclaredError) -> UInt16? {
    guard let number = try number(key) else { return nil }
    guard let port = UInt16(exactly: number) else { throw self[key].error(key, "a port from 0 to 65535") }
    return port
  }

  func prefix(_ key: String) throws(DeclaredError) -> IPPrefix? { try self[key].prefix(named: key) }

  func prefix(named name: String) throws(DeclaredError) -> IPPrefix? {
    guard let text = try text(named: name) else { return nil }
    guard let prefix = IPPrefix(text) else { throw error(name, "a CIDR block") }
    return prefix
  }

  func address(_ key: String) throws(DeclaredError) -> IPAddress? { try self[key].address(named: key) }

  func address(named name: String) throws(DeclaredError) -> IPAddress? {
    guard let text = try text(named: name) else { return nil }
    guard let address = IPAddress(text) else { throw error(name, "an address") }
    return address
  }

  // MARK: Lists

  /// The elements of a list; one value stands for a list of one, an absent one for none.
  func list(_ key: String) throws(DeclaredError) -> [DeclaredField] {
    let field = self[key]
    switch field.value {
    case .null, .text(""): return []
    case .list(let elements): return elements.filter { !$0.isAbsent }
    case .object, .text, .boolean: return [field]
    case .unknown: throw field.error(key, "a list")
    }
  }

  func ids<R>(_ key: String) throws(DeclaredError) -> [ResourceID<R>] {
    if self[key].isComputed { return [] }
    var ids: [ResourceID<R>] = []
    for element in try list(key) {
      if let text = try element.text(named: "an element of \(key)") { ids.append(ResourceID(text)) }
    }
    return ids
  }

  func prefixes(_ key: String) throws(DeclaredError) -> [IPPrefix] {
    var prefixes: [IPPrefix] = []
    for element in try list(key) {
      if let prefix = try element.prefix(named: "an element of \(key)") { prefixes.append(prefix) }
    }
    return prefixes
  }

  func addresses(_ key: String) throws(DeclaredError) -> [IPAddress] {
    var addresses: [IPAddress] = []
    for element in try list(key) {
      if let address = try element.address(named: "an element of \(key)") { addresses.append(address) }
    }
    return addresses
  }
}
