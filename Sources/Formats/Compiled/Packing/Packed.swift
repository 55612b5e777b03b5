/// A value with a form in bytes that depends on nothing but the value.
///
/// What is written takes one byte at least, so that a count can be held against the bytes that are left.
protocol Packed {
  /// - Throws: `PackedError` for bytes that no value was written as.
  init(from reader: inout PackedReader) throws(PackedError)
  func write(to writer: inout PackedWriter)
}

/// Bytes that say what no value says.
enum PackedError: Error {
  case contents
}
