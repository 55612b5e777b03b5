/// JSON text as it grows, by RFC 8259: members in the order in which they are written.
struct JSONText {
  private(set) var text = ""
  private var needsComma = false

  /// The text of one object.
  static func object(_ members: (inout JSONText) -> Void) -> String {
    var json = JSONText()
    json.text.reserveCapacity(1024)
    json.text.append("{")
    members(&json)
    json.text.append("}")
    return json.text
  }

  mutating func member(_ name: String, raw value: String) {
    begin(name)
    text.append(value)
  }

  mutating func member(_ name: String, _ value: String?) {
    begin(name)
    if let value { append(value) } else { text.append("null") }
  }
  mutating func member(_ name: String, _ value: Int?) { member(name, raw: value.map(String.init) ?? "null") }
  mutating func member(_ name: String, _ value: Bool?) {
    member(name, raw: value.map { $0 ? "true" : "false" } ?? "null")
  }
  mutating func member(_ name: String, strings: [String]) { member(name, array: strings.map(Self.string)) }

  /// An array of values that are JSON text already.
  mutating func member(_ name: String, array: [String]) {
    begin(name)
    text.append("[")
    for (place, value) in array.enumerated() {
      if place > 0 { text.append(",") }
      text.append(value)
    }
    text.append("]")
  }

  /// Names are ours, and plain.
  private mutating func begin(_ name: String) {
    text.append(needsComma ? ",\"" : "\"")
    needsComma = true
    text.append(name)
    text.append("\":")
  }

  static func string(_ value: String) -> String {
    var json = JSONText()
    json.append(value)
    return json.text
  }

  /// A string with its quotes. Besides what RFC 8259 demands, DEL, C1 controls and the line and paragraph
  /// separators are escaped: terminals and JavaScript act on them.
  private mutating func append(_ value: String) {
    // Nearly every string is plain ASCII, which is copied as a whole.
    let isPlain = value.utf8.allSatisfy {
      0x20..<0x7F ~= $0 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    text.append("\"")
    defer { text.append("\"") }
    guard !isPlain else {
      text.append(value)
      return
    }
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}
