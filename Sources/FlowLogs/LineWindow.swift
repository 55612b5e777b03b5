/// The part of a source that is in memory: what is not yet used moves to the front, and more is read behind it.
@safe final class LineWindow {
  private let memory: UnsafeMutablePointer<UInt8>
  let capacity: Int
  /// The bytes that are not yet used.
  private(set) var used = 0
  private(set) var end = 0
  /// Where in the source the window's first byte is.
  private(set) var offset = 0

  init(capacity: Int) {
    self.capacity = capacity
    let size = capacity + 2 * FlowBytes.padding
    unsafe memory = .allocate(capacity: size)
    unsafe memory.initialize(repeating: 0, count: size)
  }

  deinit { unsafe memory.deallocate() }

  var bytes: FlowBytes {
    unsafe FlowBytes(base: UnsafePointer(memory + FlowBytes.padding), count: end)
  }

  /// Forgets everything, for another source or another place in it.
  func restart(at offset: Int) {
    (used, end, self.offset) = (0, 0, offset)
  }

  /// Says that all before this place is used.
  func use(upTo place: Int) {
    assert(place >= used && place <= end, "a place in the window")
    used = place
  }

  /// Makes room and reads more into it; what the function returns is how many bytes it gave.
  func fill<Failure: Error>(
    _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    let start = unsafe memory + FlowBytes.padding
    if used > 0 {
      unsafe start.update(from: start + used, count: end - used)
      offset += used
      end -= used
      used = 0
    }
    guard end < capacity else { return 0 }
    let count = try unsafe read(UnsafeMutableRawBufferPointer(start: start + end, count: capacity - end))
    assert(count >= 0 && count <= capacity - end, "what was read fits")
    end += count
    // What follows the text is read, never used; it must not look like a separator.
    unsafe (start + end).update(repeating: 0, count: FlowBytes.padding)
    return count
  }

  /// Adds text; false where it does not fit.
  func append(_ text: some Collection<UInt8>) -> Bool {
    guard text.count <= capacity - end else { return false }
    var place = unsafe memory + FlowBytes.padding + end
    for byte in text {
      unsafe place.pointee = byte
      unsafe place += 1
    }
    end += text.count
    unsafe place.update(repeating: 0, count: FlowBytes.padding)
    return true
  }
}
