import PacketWalkAddressing
import PacketWalkJSONScan
import PacketWalkTopology

// Fields as AWS prints them: every one may be absent, null or empty, which all mean the same. A field that
// is there and cannot be what it must be is never taken for an absent one.

extension JSONValue {
  /// The text of a field; nil when absent, null or empty.
  func text(_ key: String) -> String? {
    guard let text = self[key]?.string, !text.isEmpty else { return nil }
    return text
  }

  /// The text of a field that the resource can't be used without.
  func required(_ key: String) throws(Unreadable) -> String {
    guard let text = text(key) else { throw Unreadable("it has no \(key)", at: self) }
    return text
  }

  func id<R>(_ key: String) -> ResourceID<R>? { text(key).map { ResourceID($0) } }

  func requiredID<R>(_ key: String) throws(Unreadable) -> ResourceID<R> { ResourceID(try required(key)) }

  /// Whether a field is the text; false when absent.
  func has(_ key: String, _ text: String) -> Bool { self[key]?.equals(text) ?? false }

  /// A number, written as one or as a string.
  func number(_ key: String) throws(Unreadable) -> Int? {
    guard let value = present(key) else { return nil }
    guard let number = value.integer else {
      throw Unreadable("\(key) is \(value.shown), not a number", at: value)
    }
    return number
  }

  func port(_ key: String) throws(Unreadable) -> UInt16? {
    guard let value = present(key), let number = try number(key) else { return nil }
    guard let port = UInt16(exactly: number) else {
      throw Unreadable("\(key) is \(number), not a port from 0 to 65535", at: value)
    }
    return port
  }

  /// The protocol of a listener or of a target group; a word that nobody knows could be of any.
  func protocolName(_ key: String) throws(Unreadable) -> String? {
    guard let name = text(key) else { return nil }
    guard Listener.protocolNames.contains(name.lowercased()) else {
      throw Unreadable("its \(key) \(name) is unknown", at: self[key] ?? self)
    }
    return name
  }

  func flag(_ key: String) throws(Unreadable) -> Bool? {
    guard let value = present(key) else { return nil }
    guard let flag = value.boolean else {
      throw Unreadable("\(key) is \(value.shown), neither true nor false", at: value)
    }
    return flag
  }

  func prefix(_ key: String) throws(Unreadable) -> IPPrefix? {
    guard let value = present(key) else { return nil }
    guard let prefix = value.string.flatMap({ IPPrefix($0) }) else {
      throw Unreadable("\(key) is \(value.shown), not a CIDR block", at: value)
    }
    return prefix
  }

  /// The range under the first key, or else under the second: IPv4 and IPv6 have fields of their own.
  func prefix(_ key: String, or other: String) throws(Unreadable) -> IPPrefix? {
    if let prefix = try prefix(key) { return prefix }
    return try prefix(other)
  }

  func address(_ key: String) throws(Unreadable) -> IPAddress? {
    guard let value = present(key) else { return nil }
    guard let address = value.string.flatMap({ IPAddress($0) }) else {
      throw Unreadable("\(key) is \(value.shown), not an address", at: value)
    }
    return address
  }

  /// The elements of a list; none when absent or null.
  func list(_ key: String) throws(Unreadable) -> List {
    guard let value = present(key) else { return List(elements: nil) }
    guard value.kind == .array else {
      throw Unreadable("\(key) is \(value.shown), not a list", at: value)
    }
    return List(elements: value.elements)
  }

  /// Identifiers in a list, bare (`["sg-1"]`) or as a field of its elements (`[{"GroupId": "sg-1"}]`).
  func ids<R>(_ key: String, _ field: String? = nil) throws(Unreadable) -> [ResourceID<R>] {
    var ids: [ResourceID<R>] = []
    for element in try list(key) {
      guard let id = field.map({ element.text($0) }) ?? element.string, !id.isEmpty else {
        throw Unreadable("an element of \(key) has no \(field ?? "identifier")", at: element)
      }
      ids.append(ResourceID(id))
    }
    return ids
  }

  /// A field that says something.
  func present(_ key: String) -> JSONValue? {
    guard let value = self[key], !value.isNull, !value.equals("") else { return nil }
    return value
  }

  /// The value as a message quotes it.
  var shown: String {
    guard let text = scalarText else { return kind.description }
    return text.utf8.count <= 60 ? text : "\(text.prefix(60))…"
  }
}

/// The elements of a list that may be absent.
struct List: Sequence, IteratorProtocol {
  var elements: JSONElements?

  mutating func next() -> JSONValue? { elements?.next() }
}
