import PacketWalkDiagnostics

/// The bytes of a YAML file, checked to be text that every reader understands alike.
struct YAMLText {
  let file: String
  /// Without a byte order mark.
  let bytes: [UInt8]
  let string: String
  /// Where each line begins.
  let lineStarts: [Int]

  /// - Throws: `malformed` at the first byte that is no text: bad UTF-8, a control character, a line
  ///   break that YAML knows and editors don't.
  init(_ input: [UInt8], file: String) throws(InputError) {
    let bytes = input.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(input.dropFirst(3)) : input
    var lineStarts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lineStarts.append(offset + 1)
    }
    self.file = file
    self.bytes = bytes
    self.lineStarts = lineStarts
    guard let string = String(validating: bytes, as: UTF8.self) else {
      self.string = ""
      throw error("the file is not UTF-8 from here on", at: Self.firstInvalid(bytes))
    }
    self.string = string
    if let offset = Self.firstForbidden(bytes) { throw error("a character that no text holds", at: offset) }
  }

  func error(_ message: String, at offset: Int) -> InputError {
    InputError(.malformed, message, at: Origin(file: file, position: position(of: offset)))
  }

  func holdsTab(at position: Position?) -> Bool {
    guard let position, position.line >= 1, position.line <= lineStarts.count else { return false }
    let offset = lineStarts[position.line - 1] + position.column - 1
    return offset < bytes.count && bytes[offset] == UInt8(ascii: "\t")
  }

  /// - Complexity: O(log lines)
  func position(of offset: Int) -> Position {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return Position(line: low + 1, column: offset - lineStarts[low] + 1)
  }

  /// Where the first ill-formed sequence begins.
  private static func firstInvalid(_ bytes: [UInt8]) -> Int {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .valid(let scalar) = parser.parseScalar(from: &iterator) { offset += scalar.count }
    return min(offset, bytes.count)
  }

  /// Control characters, a byte order mark within the text, and the line breaks U+0085, U+2028, U+2029
  /// and a lone carriage return, which would count lines other than an editor does.
  private static func firstForbidden(_ bytes: [UInt8]) -> Int? {
    for (offset, byte) in bytes.enumerated() {
      func next(_ distance: Int) -> UInt8 { offset + distance < bytes.count ? bytes[offset + distance] : 0 }
      switch byte {
      case 0x09, 0x0A: continue
      case 0x0D: if next(1) != 0x0A { return offset }
      case 0x00..<0x20, 0x7F: return offset
      case 0xC2: if next(1) < 0xA0 { return offset }
      case 0xE2: if next(1) == 0x80, next(2) == 0xA8 || next(2) == 0xA9 { return offset }
      case 0xEF: if (next(1), next(2)) == (0xBB, 0xBF) || next(1) == 0xBF && next(2) >= 0xBE { return offset }
      default: continue
      }
    }
    return nil
  }
}
