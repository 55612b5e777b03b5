import PacketWalkCZlib

/// Packs bytes, for tests of unpacking.
package enum Gzip {
  /// One member with all of the bytes.
  ///
  /// - Parameters:
  ///   - level: zlib's, 0 to store them as they are.
  ///   - isFixed: whether codes are those that every inflate knows.
  package static func pack(_ bytes: [UInt8], level: Int32 = 9, isFixed: Bool = false) throws -> [UInt8] {
    struct Failure: Error {}
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    defer { unsafe stream.deallocate() }
    // 15 bits of window, and 16 for gzip's header and checksum; the method is deflate.
    let size = unsafe Int32(MemoryLayout<z_stream>.size)
    let strategy = isFixed ? Z_FIXED : Z_DEFAULT_STRATEGY
    guard
      unsafe deflateInit2_(stream, level, Z_DEFLATED, 15 + 16, 8, strategy, ZLIB_VERSION, size) == Z_OK
    else { throw Failure() }
    defer { _ = unsafe deflateEnd(stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 8 + 64)
    let room = output.count
    let code = unsafe input.withUnsafeMutableBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output in
        unsafe stream.pointee.next_in = input.baseAddress
        unsafe stream.pointee.avail_in = UInt32(input.count)
        unsafe stream.pointee.next_out = output.baseAddress
        unsafe stream.pointee.avail_out = UInt32(output.count)
        return unsafe deflate(stream, Z_FINISH)
      }
    }
    guard code == Z_STREAM_END else { throw Failure() }
    return unsafe Array(output.prefix(room - Int(stream.pointee.avail_out)))
  }
}
