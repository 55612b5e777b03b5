import PacketWalkCSIMD

/// A part of a window's memory: the one handle through which lines are read.
///
/// A read of several bytes may begin at the last byte of the text, so that the memory has `padding` readable
/// bytes after it, and as many before it. Bounds are asserted.
@safe struct FlowBytes {
  static let padding = 64

  let base: UnsafePointer<UInt8>
  /// Where the text ends.
  let count: Int

  init(base: UnsafePointer<UInt8>, count: Int) {
    unsafe self.base = base
    self.count = count
  }

  @inline(__always)
  subscript(index: Int) -> UInt8 {
    assert(index >= -Self.padding && index < count + Self.padding, "a byte of the text")
    return unsafe base[index]
  }

  /// Eight bytes, the first of them in the lowest bits.
  @inline(__always)
  func word(at index: Int) -> UInt64 {
    assert(index >= -Self.padding && index + 8 <= count + Self.padding, "bytes of the text")
    return unsafe UInt64(
      littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
  }

  /// Four bytes, the first of them in the lowest bits.
  @inline(__always)
  func half(at index: Int) -> UInt32 {
    assert(index >= -Self.padding && index + 4 <= count + Self.padding, "bytes of the text")
    return unsafe UInt32(
      littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt32.self))
  }

  /// A text of at most 32 bytes as four words, which tell texts of the same length apart.
  @inline(__always)
  func words32(at index: Int, length: Int) -> FlowWords {
    assert(length <= 32, "a short text")
    if length >= 16 {
      return FlowWords(
        word(at: index), word(at: index + 8), word(at: index + length - 16), word(at: index + length - 8))
    }
    if length >= 8 { return FlowWords(word(at: index), word(at: index + length - 8), 0, 0) }
    return FlowWords(length == 0 ? 0 : word(at: index) &<< UInt64(64 - 8 * length), 0, 0, 0)
  }

  /// Which of the 64 bytes from here on are spaces, and which newlines.
  @inline(__always)
  func separators(at index: Int) -> (spaces: UInt64, newlines: UInt64) {
    assert(index >= -Self.padding && index + 64 <= count + Self.padding, "bytes of the text")
    let found = unsafe packetwalk_find_separators(base + index)
    return (found.spaces, found.newlines)
  }

  /// Which of the 16 bytes from here on are digits, full stops and zeros.
  @inline(__always)
  func classes(at index: Int) -> (digits: UInt32, dots: UInt32, zeros: UInt32) {
    assert(index >= -Self.padding && index + 16 <= count + Self.padding, "bytes of the text")
    let found = unsafe packetwalk_classify16(base + index)
    return (found.digits, found.dots, found.zeros)
  }

  func array(_ range: Range<Int>) -> [UInt8] { range.map { self[$0] } }

  func text(_ range: Range<Int>) -> String { String(decoding: array(range), as: UTF8.self) }
}
