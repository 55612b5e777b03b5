import PacketWalkDiagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open file, closed with the last use of this value.
struct FileDescriptor: ~Copyable {
  let number: Int32
  /// As the user gave it, for errors.
  let path: String
  private let closes: Bool

  /// Takes a descriptor that somebody else closes, such as standard input.
  init(borrowing number: Int32, path: String) {
    self.number = number
    self.path = path
    closes = false
  }

  /// Opens for reading, and waits for nobody: not for a pipe's writer, not for a terminal.
  init(opening path: String) throws(InputError) {
    number = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    self.path = path
    closes = number >= 0
    if number < 0 { throw SystemError.last(path) }
  }

  deinit {
    // Nothing was written, so that a failed close loses nothing.
    if closes { _ = close(number) }
  }

  /// Reads `count` bytes, or what is left where that is less.
  func read(atMost count: Int) throws(InputError) -> [UInt8] {
    var failed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let rest = unsafe UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
        let result = unsafe readOnce(into: rest)
        if result <= 0 {
          failed = result < 0
          return
        }
        filled += result
      }
    }
    if failed { throw SystemError.last(path) }
    return bytes
  }

  /// Reads once, at most what the buffer holds, from where the last call ended; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    let count = unsafe readOnce(into: buffer)
    if count < 0 { throw SystemError.last(path) }
    return count
  }

  /// Goes to a place in the file.
  func seek(to offset: Int) throws(InputError) {
    if lseek(number, off_t(offset), SEEK_SET) < 0 { throw SystemError.last(path) }
  }

  private func readOnce(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    while true {
      #if canImport(Glibc)
        let result = unsafe Glibc.read(number, buffer.baseAddress, buffer.count)
      #elseif canImport(Musl)
        let result = unsafe Musl.read(number, buffer.baseAddress, buffer.count)
      #else
        let result = unsafe Darwin.read(number, buffer.baseAddress, buffer.count)
      #endif
      if result >= 0 { return result }
      if errno == EAGAIN {
        // Standard input that somebody else has made non-blocking.
        var waiting = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&waiting, 1, -1)
      } else if errno != EINTR {
        return result
      }
    }
  }
}
