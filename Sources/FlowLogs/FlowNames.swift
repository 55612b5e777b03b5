/// Texts as small numbers: the same text has the same number in all that one reader reads.
///
/// Number 0 is `-`, for what a record does not say.
@safe package final class FlowNames {
  /// More different texts are refused, so that no input takes the machine's memory.
  let maximumCount: Int
  private var texts: [[UInt8]] = [[UInt8(ascii: "-")]]
  /// Places in `texts`, for those too long for the table below.
  private var longTexts: [[UInt8]: UInt32] = [:]

  /// A text of at most 32 bytes.
  private struct Key {
    var words = FlowWords(0, 0, 0, 0)
    /// More than 32 for a number whose text is in `longTexts`.
    var length: UInt32 = .max
  }
  /// The keys of the numbers.
  private var keys: UnsafeMutablePointer<Key>
  private var keyCapacity = 256
  /// Open addressing: numbers, of which 0 marks what is free. At most an eighth is in use, so that the first look
  /// nearly always finds it, and a processor that guesses so is right.
  private var slots: UnsafeMutablePointer<UInt32>
  private var mask = 2_047

  init(maximumCount: Int = 1 << 20) {
    self.maximumCount = maximumCount
    unsafe keys = .allocate(capacity: 256)
    unsafe keys.initialize(repeating: Key(), count: 256)
    unsafe slots = .allocate(capacity: 2_048)
    unsafe slots.initialize(repeating: 0, count: 2_048)
  }

  deinit {
    unsafe keys.deallocate()
    unsafe slots.deallocate()
  }

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
      let number = unsafe slots[place]
      if number == 0 { break }
      let key = unsafe keys + Int(truncatingIfNeeded: number)
      if unsafe key.pointee.words.equals(words),
        unsafe key.pointee.length == UInt32(truncatingIfNeeded: length)
      {
        return number
      }
      place = (place &+ 1) & mask
    }
    if length == 1, bytes[text.lowerBound] == UInt8(ascii: "-") { return 0 }
    return insert(text, in: bytes)
  }

  @inline(__always)
  private static func hash(_ words: FlowWords, _ length: Int) -> Int {
    // Identifiers differ in any of their digits; a multiplication each carries them upwards.
    let first = (words.first ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15
    let second = words.second &* 0xBF58_476D_1CE4_E5B9
    let third = words.third &* 0x94D0_49BB_1331_11EB
    let fourth = words.fourth &* 0xD6E8_FEB8_6659_FD93
    let mixed = (first &+ second) ^ (third &+ fourth)
    return Int(truncatingIfNeeded: ((mixed ^ mixed &>> 32) &* 0x9E37_79B9_7F4A_7C15) &>> 32)
  }

  @inline(never)
  private func insert(_ text: Range<Int>, in bytes: FlowBytes) -> UInt32? {
    guard texts.count < maximumCount else { return nil }
    let number = UInt32(texts.count)
    texts.append(bytes.array(text))
    if texts.count > keyCapacity { growKeys() }
    unsafe keys[Int(number)] = Key(
      words: bytes.words32(at: text.lowerBound, length: text.count), length: UInt32(text.count))
    if texts.count * 8 > mask { growSlots() } else { put(number) }
    return number
  }

  private func put(_ number: UInt32) {
    let key = unsafe keys[Int(number)]
    var place = Self.hash(key.words, Int(key.length)) & mask
    while unsafe slots[place] != 0 { place = (place + 1) & mask }
    unsafe slots[place] = number
  }

  private func growKeys() {
    let old = unsafe keys
    unsafe keys = .allocate(capacity: 2 * keyCapacity)
    unsafe keys.initialize(repeating: Key(), count: 2 * keyCapacity)
    unsafe keys.update(from: old, count: keyCapacity)
    unsafe old.deallocate()
    keyCapacity *= 2
  }

  private func growSlots() {
    unsafe slots.deallocate()
    mask = 2 * mask + 1
    unsafe slots = .allocate(capacity: mask + 1)
    unsafe slots.initialize(repeating: 0, count: mask + 1)
    for number in 1..<texts.count where unsafe keys[number].length <= 32 { put(UInt32(number)) }
  }

  @inline(never)
  private func longNumber(of text: Range<Int>, in bytes: FlowBytes) -> UInt32? {
    let long = bytes.array(text)
    if let number = longTexts[long] { return number }
    guard texts.count < maximumCount else { return nil }
    let number = UInt32(texts.count)
    longTexts[long] = number
    texts.append(long)
    if texts.count > keyCapacity { growKeys() }
    return number
  }
}
