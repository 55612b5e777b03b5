#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Files as the peers' programs read and write them.
enum Files {
  static func read(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { fail("cannot read \(path)") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 20)
    while case let count = fread(&block, 1, block.count, file), count > 0 { bytes += block[..<count] }
    return bytes
  }

  static func lines(_ path: String) -> [Substring] {
    String(decoding: read(path), as: UTF8.self).split(whereSeparator: \.isNewline)
  }

  static func write(_ bytes: [UInt8], to path: String) {
    guard let file = fopen(path, "w"), fwrite(bytes, 1, bytes.count, file) == bytes.count, fclose(file) == 0
    else { fail("cannot write \(path)") }
  }

  static func fail(_ message: String) -> Never {
    if let errors = fdopen(2, "w") {
      fputs("route-bench: \(message)\n", errors)
      fclose(errors)
    }
    exit(2)
  }

  /// Processor time of this thread, in nanoseconds.
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}
