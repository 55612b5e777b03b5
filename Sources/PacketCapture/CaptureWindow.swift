import PacketWalkByteInput
import PacketWalkDiagnostics

/// The part of a capture that is in memory: what has been read and not yet used up, in one piece.
@safe struct CaptureWindow: ~Copyable {
  private let input: ByteStream
  private var storage: UnsafeMutableRawPointer
  private var capacity: Int
  private var start = 0
  private var end = 0
  /// The place of `start` in the unpacked file.
  private(set) var offset: UInt64 = 0
  /// Why reading ended before the input's end.
  private(set) var failure: InputError?
  private var isAtEnd = false

  /// Reads in steps of `blockSize` bytes.
  init(_ input: ByteStream, blockSize: Int) {
    self.input = input
    capacity = max(blockSize, 64)
    unsafe storage = .allocate(byteCount: capacity, alignment: 64)
  }

  deinit { unsafe storage.deallocate() }

  /// What is in the window now.
  @inline(__always)
  var available: Int { end &- start }

  /// How many bytes of the input, packed where it is packed, have been read.
  var bytesRead: Int { input.fileBytesRead }
  /// Of how many; nil where nobody knows.
  var size: Int? { input.size }

  /// Whether the next `count` bytes are there; reads on if need be. The window grows to hold them.
  @inline(__always)
  mutating func require(_ count: Int) -> Bool { available >= count || fill(count) }

  @inline(never)
  private mutating func fill(_ count: Int) -> Bool {
    makeRoom(count)
    while available < count, !isAtEnd {
      do throws(InputError) {
        let room = unsafe UnsafeMutableRawBufferPointer(start: storage + end, count: capacity - end)
        let read = try unsafe input.read(into: room)
        end += read
        if read == 0 { isAtEnd = true }
      } catch {
        failure = error
        isAtEnd = true
      }
    }
    return available >= count
  }

  /// Moves what is left to the front, into a larger place where `count` bytes need one.
  private mutating func makeRoom(_ count: Int) {
    if count > capacity {
      let larger = max(count, min(capacity * 2, 1 << 21))
      let place = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 64)
      unsafe place.copyMemory(from: storage + start, byteCount: available)
      unsafe storage.deallocate()
      unsafe storage = place
      capacity = larger
    } else if start > 0 {
      unsafe storage.copyMemory(from: storage + start, byteCount: available)
    }
    end -= start
    start = 0
  }

  /// The next bytes, good until the next `require` or `skip`.
  ///
  /// - Precondition: `require` said that they are there.
  @inline(__always)
  func bytes(_ place: Int, count: Int) -> PacketBytes {
    precondition(place >= 0 && count >= 0 && place &+ count <= available, "bytes outside the window")
    return unsafe PacketBytes(start: storage + (start &+ place), count: count)
  }

  /// Uses bytes up that are in the window.
  @inline(__always)
  mutating func consume(_ count: Int) {
    precondition(count >= 0 && count <= available, "more than the window holds")
    start &+= count
    offset &+= UInt64(count)
  }

  /// Uses any number of bytes up; false where the input ends before.
  mutating func skip(_ count: Int) -> Bool {
    var left = count
    while left > available {
      left -= available
      consume(available)
      if !require(1) { return false }
    }
    consume(left)
    return true
  }
}
