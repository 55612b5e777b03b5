/// The options at the end of a block of pcapng: code, length, value, padded to four bytes.
struct BlockOptions {
  struct Option {
    var code: UInt16
    /// Where its value begins in the block, and its length.
    var start: Int
    var count: Int
  }

  private var place: Int
  private let end: Int
  /// Whether an option said that it was longer than what was left.
  private(set) var isBroken = false

  init(from start: Int, to end: Int) {
    place = start
    self.end = end
  }

  /// The next option; nil at the end of the options.
  mutating func next(_ block: PacketBytes, big: Bool) -> Option? {
    guard place + 4 <= end else { return nil }
    let code = block.u16(place, big: big)
    let count = Int(block.u16(place + 2, big: big))
    // `opt_endofopt`
    if code == 0 { return nil }
    guard place + 4 + count <= end else {
      isBroken = true
      return nil
    }
    let option = Option(code: code, start: place + 4, count: count)
    place += 4 + (count + 3) & ~3
    return option
  }
}
