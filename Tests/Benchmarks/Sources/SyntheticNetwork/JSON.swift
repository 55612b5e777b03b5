/// A JSON value, printed as the AWS CLI prints one: indented by four spaces, members in order.
enum JSON {
  case text(String)
  case number(Int)
  case flag(Bool)
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
