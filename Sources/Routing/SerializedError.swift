/// Why bytes are no table.
public enum SerializedError: Error, Hashable, Sendable {
  /// They don't begin as a table's bytes do.
  case notATable
  /// They are a table of another version of the form.
  case version(UInt32)
  /// They were written on a machine that orders bytes the other way.
  case byteOrder
  /// There are fewer of them, or more, than they say.
  case length
  /// They were changed since they were written.
  case checksum
  /// They say what no table says, although nobody changed them by accident.
  case contents
}
