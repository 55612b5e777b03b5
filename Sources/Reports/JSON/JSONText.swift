/// JSON text as it grows, by RFC 8259: members in the order in which they are written.
struct JSONText {
  private(set) var text = ""
  private var needsComma = false

  /// The text of one object.
  static func object(_ members: (inout JSONText) -> Void) -> String {
    var json = JSONText()
    json.text = "{"
    members(&json)
    return json.text + "}"
  }

  mutating func member(_ name: String, raw value: String) {
    if needsComma { text += "," }
    needsComma = true
    text += Self.string(name) + ":" + value
  }

  mutating func member(_ name: String, _ value: String?) {
    member(name, raw: value.map(Self.string) ?? "null")
  }
  mutating func member(_ name: String, _ value: Int?) { member(name, raw: value.map(String.init) ?? "null") }
  mutating func member(_ name: String, _ value: Bool?) {
    member(name, raw: value.map { $0 ? "true" : "false" } ?? "null")
  }
  mutating func member(_ name: String, strings: [String]) { member(name, array: strings.map(Self.string)) }

  /// An array of values that are JSON text already.
  mutating func member(_ name: String, array: [String]) {
    member(name, raw: "[" + array.joined(separator: ",") + "]")
  }

  /// A string with its quotes. Besides what RFC 8259 demands, DEL, C1 controls and the line and paragraph
  /// separators are escaped: terminals and JavaScript act on them.
  static func string(_ value: String) -> String {
    // Nearly every string is plain ASCII, which is copied as a whole.
    let isPlain = value.utf8.allSatisfy {
      0x20..<0x7F ~= $0 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    if isPlain { return "\"" + value + "\"" }
    var text = "\""
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
    return text + "\""
  }
}
