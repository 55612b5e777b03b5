/// A JSON value, printed as the AWS CLI prints one: indented by four spaces, members in order.
enum JSON {
  case text(String)
  case number(Int)
  case flag(Bool)
  case null
  case list([JSON])
  case object([(key: String, value: JSON)])

  /// A list of texts.
  static func texts(_ texts: [String]) -> JSON { .list(texts.map(JSON.text)) }

  /// The whole text, with a line feed at its end.
  ///
  /// Texts must need no escapes, which holds for all that is made here.
  var printed: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes, depth: 0)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  private func append(to bytes: inout [UInt8], depth: Int) {
    switch self {
    case .text(let text): bytes += "\"\(text)\"".utf8
    case .number(let number): bytes += "\(number)".utf8
    case .flag(let flag): bytes += (flag ? "true" : "false").utf8
    case .null: bytes += "null".utf8
    case .list(let elements):
      Self.append(elements.map { (nil, $0) }, between: ("[", "]"), to: &bytes, depth)
    case .object(let members):
      Self.append(members.map { ($0.key, $0.value) }, between: ("{", "}"), to: &bytes, depth)
    }
  }

  private static func append(
    _ parts: [(key: String?, value: JSON)], between marks: (String, String), to bytes: inout [UInt8],
    _ depth: Int
  ) {
    bytes += marks.0.utf8
    for (place, part) in parts.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      newLine(&bytes, depth + 1)
      if let key = part.key { bytes += "\"\(key)\": ".utf8 }
      part.value.append(to: &bytes, depth: depth + 1)
    }
    if !parts.isEmpty { newLine(&bytes, depth) }
    bytes += marks.1.utf8
  }

  private static func newLine(_ bytes: inout [UInt8], _ depth: Int) {
    bytes.append(UInt8(ascii: "\n"))
    bytes += repeatElement(UInt8(ascii: " "), count: 4 * depth)
  }
}

extension JSON {
  /// The whole text in one line, as Terraform prints it.
  var compact: [UInt8] {
    var bytes: [UInt8] = []
    appendCompact(to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  private func appendCompact(to bytes: inout [UInt8]) {
    switch self {
    case .text, .number, .flag, .null: append(to: &bytes, depth: 0)
    case .list(let elements):
      bytes.append(UInt8(ascii: "["))
      for (place, element) in elements.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        element.appendCompact(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (place, member) in members.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        bytes += "\"\(member.key)\":".utf8
        member.value.appendCompact(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// The same as YAML in block style, all texts in quotes.
  var yaml: [UInt8] {
    var bytes: [UInt8] = []
    appendYAML(to: &bytes, depth: 0)
    return bytes
  }

  private func appendYAML(to bytes: inout [UInt8], depth: Int) {
    func line(_ mark: String, _ value: JSON) {
      bytes += String(repeating: " ", count: 2 * depth).utf8
      bytes += mark.utf8
      if value.isBlock {
        bytes.append(UInt8(ascii: "\n"))
        value.appendYAML(to: &bytes, depth: depth + 1)
      } else {
        bytes.append(UInt8(ascii: " "))
        value.appendCompact(to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
      }
    }
    switch self {
    case .text, .number, .flag, .null: appendCompact(to: &bytes)
    case .list(let elements): for element in elements { line("-", element) }
    case .object(let members): for member in members { line("\"\(member.key)\":", member.value) }
    }
  }

  private var isBlock: Bool {
    switch self {
    case .text, .number, .flag, .null: false
    case .list(let elements): !elements.isEmpty
    case .object(let members): !members.isEmpty
    }
  }
}

extension JSON: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  init(stringLiteral value: String) { self = .text(value) }
  init(integerLiteral value: Int) { self = .number(value) }
  init(booleanLiteral value: Bool) { self = .flag(value) }
}

extension JSON: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  init(arrayLiteral elements: JSON...) { self = .list(elements) }
  init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { (key: $0.0, value: $0.1) })
  }
}
