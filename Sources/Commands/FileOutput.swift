import PacketWalkDiagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes a report to a file that the user named.
enum FileOutput {
  /// Writes all of it, over what was there, as a shell's `>` does.
  ///
  /// - Throws: `unreadable` with what the system says.
  static func write(_ text: String, to path: String) throws(InputError) {
    try write(Array(text.utf8), to: path)
  }

  /// Writes all of the bytes, likewise.
  ///
  /// - Throws: `unreadable` with what the system says.
  static func write(_ bytes: [UInt8], to path: String) throws(InputError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw error(path) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        let failure = error(path)
        close(descriptor)
        throw failure
      }
    }
    guard close(descriptor) == 0 else { throw error(path) }
  }

  private static func error(_ path: String) -> InputError {
    let number = errno
    let text = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "system error \(number)"
    return InputError(.unreadable, "the result can't be written: \(text)", at: Origin(file: path))
  }
}

/// The system's own, since `write` here is ours.
private func systemWrite(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, base, count)
}
