/// Writes YAML the way a person would: what fits a line stands on one line, the rest is indented.
struct YAMLPrinter {
  /// Columns of a line that holds a whole mapping or list.
  private static let width = 110
  private var text = ""

  /// The text of a document. The file's own members, and what is in its sections, begin lines of their own.
  static func print(_ members: [YAMLValue.Member]) -> String {
    var printer = YAMLPrinter()
    for member in members {
      if case .mapping = member.value, !printer.text.isEmpty { printer.text += "\n" }
      printer.write(member, indent: 0, isSection: true)
    }
    return printer.text
  }

  private mutating func write(_ member: YAMLValue.Member, indent: Int, isSection: Bool = false) {
    let start = String(repeating: " ", count: indent) + Self.quoted(member.key, inFlow: false) + ":"
    let flow = Self.flow(member.value)
    let isBlock: Bool
    switch member.value {
    case .scalar: isBlock = false
    case .list(let items): isBlock = !items.isEmpty && start.utf8.count + flow.utf8.count >= Self.width
    case .mapping(let members):
      isBlock = !members.isEmpty && (isSection || start.utf8.count + flow.utf8.count >= Self.width)
    }
    guard isBlock else {
      text += "\(start) \(flow)\n"
      return
    }
    text += start + "\n"
    block(member.value, indent: indent + 2)
  }

  private mutating func block(_ value: YAMLValue, indent: Int) {
    switch value {
    case .scalar: text += Self.flow(value) + "\n"
    case .mapping(let members): for member in members { write(member, indent: indent) }
    case .list(let items):
      for item in items {
        // A line however long: a list's items are rules and names, and a nested block would hide them.
        text += String(repeating: " ", count: indent) + "- " + Self.flow(item, isTop: true) + "\n"
      }
    }
  }

  static func flow(_ value: YAMLValue, isTop: Bool = false) -> String {
    switch value {
    case .scalar(let text): quoted(text, inFlow: !isTop)
    case .list(let items): "[" + items.map { flow($0) }.joined(separator: ", ") + "]"
    case .mapping(let members):
      "{" + members.map { "\(quoted($0.key, inFlow: true)): \(flow($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  /// Words that other YAML readers take for something else than text.
  private static let words: Set<String> = [
    "yes", "no", "on", "off", "y", "n", "null", "~", ".nan", ".inf", "<<", "=", "---", "...",
  ]

  /// Plain where every reader takes it for the same text, else in double quotes. `true` and `false` stay
  /// plain: where this format means text, no value of its own is one of them.
  static func quoted(_ text: String, inFlow: Bool) -> String {
    isPlain(text, inFlow: inFlow) ? text : escaped(text)
  }

  private static func isPlain(_ text: String, inFlow: Bool) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last, !words.contains(text.lowercased()),
      !isNumberOfDigits(bytes)
    else { return false }
    switch first {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 48...57,
      UInt8(ascii: "_"), UInt8(ascii: "/"), 0x80...:
      break
    case UInt8(ascii: ":") where !inFlow && bytes.count > 1: break
    default: return false
    }
    guard last != UInt8(ascii: ":"), last != UInt8(ascii: " ") else { return false }
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case 0..<0x20, 0x7F: return false
      case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ","):
        return false
      case UInt8(ascii: ":"):
        let next = index + 1 < bytes.count ? bytes[index + 1] : 32
        if next == 32 || next == UInt8(ascii: "?") { return false }
      case UInt8(ascii: "#"): if index > 0, bytes[index - 1] == 32 { return false }
      default: continue
      }
    }
    return text.unicodeScalars.allSatisfy(isPrintable)
  }

  /// Digits of which other readers would lose some: an account with its leading zeros, say.
  private static func isNumberOfDigits(_ bytes: [UInt8]) -> Bool {
    (bytes.count > 5 || bytes.count > 1 && bytes.first == 48) && bytes.allSatisfy { 48...57 ~= $0 }
  }

  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...: true
    default: false
    }
  }

  private static func escaped(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default:
        if isPrintable(scalar) {
          result.unicodeScalars.append(scalar)
        } else {
          let digits = String(scalar.value, radix: 16, uppercase: true)
          result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
        }
      }
    }
    return result + "\""
  }
}
