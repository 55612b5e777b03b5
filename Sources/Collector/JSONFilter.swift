import PacketWalkJSONScan

/// Writes AWS's answer without what must not be on a disk: what the table doesn't keep, and whatever is called
/// like a secret wherever it stands.
///
/// The command was already told to leave the same out (`--query`); this is the second lock.
struct JSONFilter {
  /// Members that hold secrets in the answers of one service or another.
  static let secrets: Set<String> = [
    "CustomerGatewayConfiguration", "customerRouterConfig", "TunnelOptions", "PreSharedKey",
    "PreSharedKeyArn",
    "authKey", "AuthKey", "AuthToken", "UserData", "MasterUsername", "MasterUserPassword",
    "MasterUserSecret", "AdminPassword", "Password", "ClientSecret", "SecretString", "SecretAccessKey",
    "SessionToken", "Environment",
  ]

  private(set) var bytes: [UInt8] = []
  private var depth = 0

  /// The text of a call's answer.
  static func text(_ root: JSONValue, of call: CollectCall) -> [UInt8] {
    var filter = JSONFilter()
    filter.writeAnswer(root, call)
    filter.bytes.append(UInt8(ascii: "\n"))
    return filter.bytes
  }

  /// The same in an envelope that says what was asked, which the answer itself doesn't.
  static func text(
    _ root: JSONValue, of call: CollectCall, parameters: [(name: String, value: String)], takenAt: String
  ) -> [UInt8] {
    var filter = JSONFilter()
    filter.object {
      $0.member("packetwalk") {
        $0.object {
          $0.member("call") { $0.string(call.name) }
          $0.member("parameters") {
            $0.object { for (name, value) in parameters { $0.member(name) { $0.string(value) } } }
          }
          $0.member("takenAt") { $0.string(takenAt) }
        }
      }
      $0.member("result") { $0.writeAnswer(root, call) }
    }
    filter.bytes.append(UInt8(ascii: "\n"))
    return filter.bytes
  }

  private mutating func writeAnswer(_ root: JSONValue, _ call: CollectCall) {
    object { filter in
      for (key, value) in root.members
      where (call.keys.isEmpty || call.keys.contains(key)) && !Self.secrets.contains(key) {
        let parts = key == call.keys.first && !call.fields.isEmpty ? call.fields : nil
        filter.member(key) { $0.write(value, keeping: parts) }
      }
    }
  }

  /// - Parameter parts: the only members to keep, also of a list's elements; nil for all.
  private mutating func write(_ value: JSONValue, keeping parts: [CollectCall.Field]?) {
    switch value.kind {
    case .object:
      object { filter in
        for (key, value) in value.members where !Self.secrets.contains(key) {
          if let parts {
            guard let part = parts.first(where: { $0.name == key }), !value.isNull else { continue }
            filter.member(key) { $0.write(value, keeping: part.parts) }
          } else {
            filter.member(key) { $0.write(value, keeping: nil) }
          }
        }
      }
    case .array:
      array(value.elements) { $0.write($1, keeping: parts) }
    case .string: string(value.string ?? "")
    case .number, .boolean, .null: bytes += Array((value.scalarText ?? "null").utf8)
    }
  }

  // MARK: JSON

  private var needsComma = false

  init() {}

  mutating func object(_ members: (inout JSONFilter) -> Void) { container("{", "}", members) }

  mutating func array<Elements: Sequence>(
    _ elements: Elements, _ body: (inout JSONFilter, Elements.Element) -> Void
  ) {
    container("[", "]") { filter in
      for element in elements {
        filter.next()
        body(&filter, element)
      }
    }
  }

  mutating func member(_ name: String, _ value: (inout JSONFilter) -> Void) {
    next()
    string(name)
    bytes += [UInt8(ascii: ":"), UInt8(ascii: " ")]
    value(&self)
  }

  mutating func member(_ name: String, _ text: String?) {
    guard let text else { return }
    member(name) { $0.string(text) }
  }

  mutating func member(_ name: String, _ number: Int) {
    member(name) { $0.bytes += Array("\(number)".utf8) }
  }

  mutating func literal(_ word: String) { bytes += Array(word.utf8) }

  private mutating func container(_ open: Character, _ close: Character, _ body: (inout JSONFilter) -> Void) {
    bytes += Array(String(open).utf8)
    depth += 1
    let outer = needsComma
    needsComma = false
    body(&self)
    depth -= 1
    if needsComma { newLine() }
    needsComma = outer
    bytes += Array(String(close).utf8)
  }

  private mutating func next() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
    newLine()
  }

  private mutating func newLine() {
    bytes.append(UInt8(ascii: "\n"))
    bytes += Array(repeating: UInt8(ascii: " "), count: depth * 2)
  }

  mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x20, 0x7F:
        let digits = String(byte, radix: 16)
        bytes += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
