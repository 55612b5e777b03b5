import PacketWalkDiagnostics

/// A text as UTF-8 bytes, and where it begins in them.
///
/// UTF-8 is not validated here: the parser does so while it reads strings, the only place where bytes
/// beyond ASCII may stand.
struct SourceText {
  let bytes: [UInt8]
  /// Three where the bytes begin with a byte order mark, else zero.
  let start: Int

  init(decoding bytes: [UInt8], file: String) throws(InputError) {
    guard bytes.count <= Int(UInt32.max) else {
      throw InputError(.tooLarge, "a JSON text may have at most 4 GiB", at: Origin(file: file))
    }
    switch (bytes.first, bytes.dropFirst().first) {
    case (0xEF, 0xBB) where bytes.count > 2 && bytes[2] == 0xBF:
      self.bytes = bytes
      start = 3
    case (0xFF, 0xFE):
      self.bytes = try Self.transcode(bytes, lowByte: 0, file: file)
      start = 0
    case (0xFE, 0xFF):
      self.bytes = try Self.transcode(bytes, lowByte: 1, file: file)
      start = 0
    default:
      self.bytes = bytes
      start = 0
    }
  }

  /// Transcodes UTF-16 that begins with a byte order mark; `lowByte` is the place of a unit's low byte.
  private static func transcode(_ bytes: [UInt8], lowByte: Int, file: String) throws(InputError) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count / 2 + bytes.count / 16)
    var index = 2
    while index + 1 < bytes.count {
      let unit = UInt32(bytes[index + lowByte]) | UInt32(bytes[index + 1 - lowByte]) << 8
      index += 2
      guard Surrogate.isAny(unit) else {
        UTF8Text.append(unit, to: &text)
        continue
      }
      guard Surrogate.isHigh(unit), index + 1 < bytes.count else {
        throw malformed("a lone surrogate is no text", after: text, file: file)
      }
      let low = UInt32(bytes[index + lowByte]) | UInt32(bytes[index + 1 - lowByte]) << 8
      guard Surrogate.isLow(low) else {
        throw malformed("a lone surrogate is no text", after: text, file: file)
      }
      index += 2
      UTF8Text.append(Surrogate.scalar(high: unit, low: low), to: &text)
    }
    guard index == bytes.count else {
      throw malformed("the UTF-16 text ends in the middle of a unit", after: text, file: file)
    }
    guard text.count <= Int(UInt32.max) else {
      throw InputError(.tooLarge, "a JSON text may have at most 4 GiB", at: Origin(file: file))
    }
    return text
  }

  private static func malformed(_ message: String, after text: [UInt8], file: String) -> InputError {
    var lines = LineIndex(start: 0)
    for (offset, byte) in text.enumerated() where byte == ASCII.lineFeed {
      lines.lineFeeds.append(UInt32(truncatingIfNeeded: offset))
    }
    return InputError(
      .malformed, message, at: Origin(file: file, position: lines.position(of: text.count)))
  }
}
