package import PacketWalkDiagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Numbers that memory has no room for, in a temporary file that has no name any more and ends with this value.
package final class ScratchFile: Sendable {
  private let number: Int32
  private let path: String
  /// How many numbers it holds.
  package let count: Int

  /// Writes numbers into a file in `TMPDIR`, or `/tmp`.
  ///
  /// - Throws: `unreadable`, when the file can't be made or there is no room for it.
  package init(_ numbers: [UInt64]) throws(InputError) {
    let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    path = folder
    count = numbers.count
    var opened = Self.open(in: folder)
    // A thousand is what many shells allow at first; the system allows more to whoever asks.
    if opened < 0, errno == EMFILE, OpenFileLimit.raise() { opened = Self.open(in: folder) }
    number = opened
    guard number >= 0 else { throw SystemError.last(folder) }
    var isWhole = true
    unsafe numbers.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
        let written = unsafe systemWrite(number, rest.baseAddress, rest.count)
        if written < 0, errno == EINTR { continue }
        guard written > 0 else {
          isWhole = false
          return
        }
        done += written
      }
    }
    guard isWhole else {
      let error = SystemError.last(folder)
      close(number)
      throw error
    }
  }

  deinit { close(number) }

  private static func open(in folder: String) -> Int32 {
    var template = Array("\(folder)/packetwalk-XXXXXX".utf8CString)
    return unsafe template.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return -1 }
      let opened = unsafe mkstemp(base)
      if opened >= 0 { unsafe unlink(base) }
      return opened
    }
  }

  /// Some of the numbers, as they were written.
  ///
  /// - Precondition: it holds so many.
  package func read(_ range: Range<Int>) throws(InputError) -> [UInt64] {
    precondition(range.upperBound <= count, "numbers that were written")
    let wanted = range.count
    let part = unsafe [UInt64](unsafeUninitializedCapacity: wanted) { buffer, filled in
      var bytes = 0
      while bytes < wanted * 8 {
        let rest = unsafe UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[bytes..<(wanted * 8)])
        let got = unsafe pread(number, rest.baseAddress, rest.count, off_t(range.lowerBound * 8 + bytes))
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { break }
        bytes += got
      }
      filled = bytes / 8
    }
    guard part.count == wanted else { throw SystemError.last(path) }
    return part
  }
}

private func systemWrite(_ number: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(number, base, count)
}
