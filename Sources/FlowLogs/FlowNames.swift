/// Texts as small numbers: the same text has the same number in all that one reader reads.
///
/// Number 0 is `-`, for what a record does not say.
@safe package final class FlowNames {
  /// More different texts are refused, so that no input takes the machine's memory.
  let maximumCount: Int
  private var texts: [[UInt8]] = [[UInt8(ascii: "-")]]
  /// Places in `texts`, for those too long for the table below.
  private var longTexts: [[UInt8]: UInt32] = [:]

  /// A text of at most 32 bytes, filled up with zeros.
  private struct Key {
    var words: FlowWords
    var number: UInt32
    var length: UInt32
  }
  /// Open addressing: number 0 marks what is free; at most half full.
  private var table: UnsafeMutablePointer<Key>
  private var mask: Int
  private var used = 0

  init(maximumCount: Int = 1 << 20) {
    self.maximumCount = maximumCount
    mask = 1_023
    unsafe table = .allocate(capacity: 1_024)
    unsafe table.initialize(repeating: Key(words: FlowWords(0, 0, 0, 0), number: 0, length: 0), count: 1_024)
  }

  deinit { unsafe table.deallocate() }

  /// How many numbers are in use, 0 among them.
  package var count: Int { texts.count }

  /// The text of a number; what is no UTF-8 in it is replaced.
  ///
  /// - Precondition: the number is less than `count`.
  package subscript(number: UInt32) -> String { String(decoding: texts[Int(number)], as: UTF8.self) }

  /// The number of a text that a record has already been seen with.
  package func number(of text: String) -> UInt32? {
    if text == "-" { return 0 }
    return texts.firstIndex(of: Array(text.utf8)).map { UInt32($0) }
  }

  /// The number of a text, a new one if it is new; nil where there are too many already.
  @inline(__always)
  func number(of text: Range<Int>, in bytes: FlowBytes) -> UInt32? {
    let length = text.count
    guard length <= 32 else { return longNumber(of: text, in: bytes) }
    let words = bytes.words32(at: text.lowerBound, length: length)
    var place = Self.hash(words, length) & mask
    while true {
      assert(place >= 0 && place <= mask, "a place in the table")
      let key = unsafe table + place
      if unsafe key.pointee.number == 0 { break }
      if unsafe key.pointee.words.equals(words),
        unsafe key.pointee.length == UInt32(truncatingIfNeeded: length)
      {
        return unsafe key.pointee.number
      }
      place = (place + 1) & mask
    }
    if length == 1, bytes[text.lowerBound] == UInt8(ascii: "-") { return 0 }
    return insert(text, in: bytes)
  }

  @inline(__always)
  private static func hash(_ words: FlowWords, _ length: Int) -> Int {
    // Identifiers differ in their last digits, which one multiplication each carries upwards.
    var mixed = (words.first ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ mixed &>> 32 ^ words.second) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed &>> 29 ^ words.third) &* 0x94D0_49BB_1331_11EB
    mixed = (mixed ^ mixed &>> 31 ^ words.fourth) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed &>> 32)
  }

  @inline(never)
  private func insert(_ text: Range<Int>, in bytes: FlowBytes) -> UInt32? {
    guard texts.count < maximumCount else { return nil }
    if used * 2 > mask { grow() }
    let number = UInt32(texts.count)
    let words = bytes.words32(at: text.lowerBound, length: text.count)
    put(Key(words: words, number: number, length: UInt32(text.count)))
    used += 1
    texts.append(bytes.array(text))
    return number
  }

  private func put(_ key: Key) {
    var place = Self.hash(key.words, Int(key.length)) & mask
    while unsafe table[place].number != 0 { place = (place + 1) & mask }
    unsafe table[place] = key
  }

  private func grow() {
    let (old, oldCount) = unsafe (table, mask + 1)
    mask = 2 * oldCount - 1
    unsafe table = .allocate(capacity: 2 * oldCount)
    unsafe table.initialize(
      repeating: Key(words: FlowWords(0, 0, 0, 0), number: 0, length: 0), count: 2 * oldCount)
    for place in 0..<oldCount where unsafe old[place].number != 0 { unsafe put(old[place]) }
    unsafe old.deallocate()
  }

  @inline(never)
  private func longNumber(of text: Range<Int>, in bytes: FlowBytes) -> UInt32? {
    let long = bytes.array(text)
    if let number = longTexts[long] { return number }
    guard texts.count < maximumCount else { return nil }
    let number = UInt32(texts.count)
    longTexts[long] = number
    texts.append(long)
    return number
  }
}
