import PacketWalkCZlib
import PacketWalkDiagnostics

/// zlib's stream, at an address that stays: zlib keeps a pointer back to it.
@safe struct ZlibInflater: Inflater, ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>
  private let path: String

  init(path: String) throws(InputError) {
    self.path = path
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 15 bits of window, and 16 for gzip's header and checksum.
    let size = unsafe Int32(MemoryLayout<z_stream>.size)
    guard unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else {
      throw InputError(.unreadable, "no memory to unpack gzip data", at: Origin(file: path))
    }
  }

  deinit {
    _ = unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  mutating func startMember() throws(InputError) {
    guard unsafe inflateReset(stream) == Z_OK else { throw corrupt() }
  }

  mutating func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(InputError) -> InflateStep {
    try unsafe checked(run(input, output))
  }

  private func run(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) -> (code: Int32, step: InflateStep) {
    let given = UInt32(clamping: input.count)
    let room = UInt32(clamping: output.count)
    let start = unsafe input.bindMemory(to: UInt8.self).baseAddress
    unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
    unsafe stream.pointee.avail_in = given
    unsafe stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
    unsafe stream.pointee.avail_out = room
    let code = unsafe PacketWalkCZlib.inflate(stream, Z_NO_FLUSH)
    let step = unsafe InflateStep(
      consumed: Int(given - stream.pointee.avail_in), produced: Int(room - stream.pointee.avail_out),
      isEndOfMember: code == Z_STREAM_END)
    return (code, step)
  }

  private func checked(_ result: (code: Int32, step: InflateStep)) throws(InputError) -> InflateStep {
    switch result.code {
    // A buffer error says that there was nothing to do: the caller sees it by a step of zero.
    case Z_OK, Z_STREAM_END, Z_BUF_ERROR: return result.step
    case Z_MEM_ERROR:
      throw InputError(.unreadable, "no memory to unpack gzip data", at: Origin(file: path))
    default: throw corrupt()
    }
  }

  private func corrupt() -> InputError {
    guard let reason = unsafe stream.pointee.msg else { return Gunzip.malformed("corrupt gzip data", path) }
    return unsafe Gunzip.malformed("corrupt gzip data: \(String(cString: reason))", path)
  }
}
