/// One line of a partial result as it grows: a JSON object by RFC 8259, its members in the order in which they are written.
struct PartialLine {
  private(set) var text = "{"

  init(_ kind: String) { member("k", kind) }

  var ended: String { text + "}\n" }

  mutating func member(_ name: String, _ value: String) { begin(name, Self.string(value)) }

  mutating func member(_ name: String, _ value: some BinaryInteger) { begin(name, "\(value)") }

  mutating func member(_ name: String, array: [String]) {
    begin(name, "[" + array.joined(separator: ",") + "]")
  }

  mutating func member(_ name: String, _ value: Bool) { begin(name, value ? "true" : "false") }

  mutating func member(_ name: String, raw value: String) { begin(name, value) }

  private mutating func begin(_ name: String, _ value: String) {
    if text.utf8.count > 1 { text += "," }
    text += "\"\(name)\":\(value)"
  }

  static func string(_ value: String) -> String {
    var text = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
