#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whole pages kept as files beside the fixtures, so that a change of wording shows in a review.
package enum TextSnapshot {
  /// A snapshot that could not be read or written.
  package struct Failure: Error {
    let path: String
    let number: Int32
  }

  /// The text recorded under `Fixtures/NAME`. With `RECORD_SNAPSHOTS=1` in the environment, `text` is recorded
  /// first.
  package static func recorded(_ name: String, _ text: String) throws -> String {
    let path = Fixtures.path(name)
    if Environment.value("RECORD_SNAPSHOTS") == "1" { try write(path, Array(text.utf8)) }
    return try String(decoding: read(path), as: UTF8.self)
  }

  /// The bytes of a fixture.
  package static func read(_ path: String) throws -> [UInt8] {
    let file = unsafe fopen(path, "rb")
    guard let file = unsafe file else { throw Failure(path: path, number: errno) }
    defer { _ = unsafe fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe fread(&chunk, 1, chunk.count, file)
      bytes += chunk.prefix(count)
      guard count > 0 else { break }
    }
    guard unsafe ferror(file) == 0 else { throw Failure(path: path, number: errno) }
    return bytes
  }

  private static func write(_ path: String, _ bytes: [UInt8]) throws {
    let file = unsafe fopen(path, "wb")
    guard let file = unsafe file else { throw Failure(path: path, number: errno) }
    let written = unsafe fwrite(bytes, 1, bytes.count, file)
    guard unsafe fclose(file) == 0, written == bytes.count else {
      throw Failure(path: path, number: errno)
    }
  }
}
