/// A value as the slow and obvious parser sees it, with its byte offset.
struct GoldenValue {
  var offset: Int
  var content: GoldenContent
}

struct GoldenMember {
  var name: String
  var value: GoldenValue
}

enum GoldenContent {
  case object([GoldenMember])
  case array([GoldenValue])
  case string(String)
  case number(String)
  case word(String)
}

/// Where the slow and obvious parser gave up.
struct GoldenError: Error { var offset: Int }

/// JSON by recursive descent, written for reading: what `JSONScan` is compared with.
struct GoldenParser {
  private var rest: ArraySlice<UInt8>
  private var depth = 0

  static func parse(_ bytes: [UInt8]) throws(GoldenError) -> GoldenValue {
    var parser = GoldenParser(rest: bytes[...])
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.rest = bytes.dropFirst(3) }
    parser.skipSpace()
    let value = try parser.value()
    parser.skipSpace()
    if let offset = parser.rest.indices.first { throw GoldenError(offset: offset) }
    return value
  }

  private init(rest: ArraySlice<UInt8>) { self.rest = rest }

  private var offset: Int { rest.startIndex }

  private func fail(at offset: Int? = nil) -> GoldenError { GoldenError(offset: offset ?? self.offset) }

  private mutating func skipSpace() { rest = rest.drop { " \t\r\n".utf8.contains($0) } }

  private mutating func take(_ text: String) -> Bool {
    guard rest.starts(with: text.utf8) else { return false }
    rest = rest.dropFirst(text.utf8.count)
    return true
  }

  private mutating func value() throws(GoldenError) -> GoldenValue {
    let start = offset
    if depth == 512, rest.first == UInt8(ascii: "{") || rest.first == UInt8(ascii: "[") { throw fail() }
    depth += 1
    defer { depth -= 1 }
    if take("{") { return GoldenValue(offset: start, content: try object()) }
    if take("[") { return GoldenValue(offset: start, content: try array()) }
    if rest.first == UInt8(ascii: "\"") { return GoldenValue(offset: start, content: .string(try string())) }
    for word in ["true", "false", "null"] where take(word) {
      return GoldenValue(offset: start, content: .word(word))
    }
    guard let first = rest.first, first == UInt8(ascii: "-") || isDigit(first) else { throw fail() }
    return GoldenValue(offset: start, content: .number(try number()))
  }

  private mutating func object() throws(GoldenError) -> GoldenContent {
    var members: [GoldenMember] = []
    skipSpace()
    if take("}") { return .object([]) }
    while true {
      let start = offset
      if rest.first != UInt8(ascii: "\"") { throw fail() }
      let name = try string()
      if members.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) { throw fail(at: start) }
      skipSpace()
      if !take(":") { throw fail() }
      skipSpace()
      members.append(GoldenMember(name: name, value: try value()))
      skipSpace()
      if take("}") { return .object(members) }
      if !take(",") { throw fail() }
      skipSpace()
    }
  }

  private mutating func array() throws(GoldenError) -> GoldenContent {
    var elements: [GoldenValue] = []
    skipSpace()
    if take("]") { return .array([]) }
    while true {
      elements.append(try value())
      skipSpace()
      if take("]") { return .array(elements) }
      if !take(",") { throw fail() }
      skipSpace()
    }
  }

  private mutating func string() throws(GoldenError) -> String {
    let start = offset
    var text = String.UnicodeScalarView()
    _ = take("\"")
    while let byte = rest.first {
      if take("\"") { return String(text) }
      if byte == UInt8(ascii: "\\") {
        if rest.count == 1 { break }
        text.append(try escape())
      } else if byte < 0x20 {
        throw fail()
      } else {
        text.append(try scalar())
      }
    }
    throw fail(at: start)
  }

  private mutating func escape() throws(GoldenError) -> Unicode.Scalar {
    let plain: [(String, Unicode.Scalar)] = [
      ("\\\"", "\""), ("\\\\", "\\"), ("\\/", "/"), ("\\b", "\u{8}"), ("\\f", "\u{C}"), ("\\n", "\n"),
      ("\\r", "\r"), ("\\t", "\t"),
    ]
    for (escape, scalar) in plain where take(escape) { return scalar }
    let start = offset
    guard let high = unit() else { throw fail(at: start) }
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xDC00, let low = unit(), (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar((high - 0xD800) * 0x400 + (low - 0xDC00) + 0x10000)
    else { throw fail(at: start) }
    return scalar
  }

  private mutating func unit() -> UInt32? {
    guard take("\\u"), rest.count >= 4 else { return nil }
    let digits = String(decoding: rest.prefix(4), as: UTF8.self)
    guard digits.utf8.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }) else { return nil }
    rest = rest.dropFirst(4)
    return UInt32(digits, radix: 16)
  }

  /// One scalar of UTF-8: the shortest prefix that the standard library finds valid.
  private mutating func scalar() throws(GoldenError) -> Unicode.Scalar {
    for length in 1...4 where length <= rest.count {
      guard let text = String(validating: rest.prefix(length), as: UTF8.self), text.unicodeScalars.count == 1,
        let scalar = text.unicodeScalars.first
      else { continue }
      rest = rest.dropFirst(length)
      return scalar
    }
    throw fail()
  }

  private mutating func number() throws(GoldenError) -> String {
    let start = rest
    _ = take("-")
    if take("0") {
      if let next = rest.first, isDigit(next) { throw fail() }
    } else {
      try digits()
    }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
    return String(decoding: start[..<offset], as: UTF8.self)
  }

  private mutating func digits() throws(GoldenError) {
    guard let first = rest.first, isDigit(first) else { throw fail() }
    rest = rest.drop { isDigit($0) }
  }

  private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
