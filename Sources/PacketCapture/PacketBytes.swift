/// The bytes of one packet, where they lie in the reader's window: good until the reader's next packet.
///
/// A load outside them is a caller's mistake and stops the program: nothing past the packet is ever read.
@safe package struct PacketBytes {
  private let start: UnsafeRawPointer
  package let count: Int

  @inline(__always)
  init(_ bytes: UnsafeRawBufferPointer) {
    // An empty buffer may have no address; nothing is loaded from it.
    unsafe start = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
    count = bytes.count
  }

  @inline(__always)
  init(start: UnsafeRawPointer, count: Int) {
    unsafe self.start = start
    self.count = count
  }

  @inline(__always)
  private func load<Value: BitwiseCopyable>(_ place: Int, as type: Value.Type) -> Value {
    precondition(place >= 0 && place &+ MemoryLayout<Value>.size <= count, "a load outside the packet")
    return unsafe start.loadUnaligned(fromByteOffset: place, as: type)
  }

  @inline(__always)
  package subscript(place: Int) -> UInt8 { load(place, as: UInt8.self) }

  /// Two bytes in network order.
  @inline(__always)
  func u16(_ place: Int) -> UInt16 { load(place, as: UInt16.self).bigEndian }

  /// Four bytes in network order.
  @inline(__always)
  func u32(_ place: Int) -> UInt32 { load(place, as: UInt32.self).bigEndian }

  /// Eight bytes in network order.
  @inline(__always)
  func u64(_ place: Int) -> UInt64 { load(place, as: UInt64.self).bigEndian }

  /// Two bytes in little-endian order.
  @inline(__always)
  func littleU16(_ place: Int) -> UInt16 { load(place, as: UInt16.self).littleEndian }

  /// Four bytes in little-endian order.
  @inline(__always)
  func littleU32(_ place: Int) -> UInt32 { load(place, as: UInt32.self).littleEndian }

  /// Two bytes in the order of the capture.
  @inline(__always)
  func u16(_ place: Int, big: Bool) -> UInt16 { big ? u16(place) : littleU16(place) }

  /// Four bytes in the order of the capture.
  @inline(__always)
  func u32(_ place: Int, big: Bool) -> UInt32 { big ? u32(place) : littleU32(place) }

  /// The bytes from `start` on, `count` of them.
  @inline(__always)
  func slice(_ place: Int, count length: Int) -> PacketBytes {
    precondition(place >= 0 && length >= 0 && place &+ length <= count, "a part outside the packet")
    return unsafe PacketBytes(start: start + place, count: length)
  }

  /// Calls with the bytes' address, for C.
  func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe body(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// A copy.
  package var array: [UInt8] { unsafe withUnsafeBytes { unsafe Array($0) } }
}
