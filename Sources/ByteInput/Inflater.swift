import PacketWalkDiagnostics

/// Unpacks one gzip member after the other: what `GzipUnpacker` needs of a library.
///
/// Its kinds give the same bytes, and the same errors but for the words behind "corrupt gzip data", which are the
/// library's.
protocol Inflater: ~Copyable {
  /// - Throws: `unreadable` where there is no memory.
  init(path: String) throws(InputError)

  /// Prepares for another member.
  mutating func startMember() throws(InputError)

  /// Unpacks until the output is full, the input used up or the member at its end.
  ///
  /// - Throws: `malformed` where the data is corrupt.
  mutating func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(InputError) -> InflateStep
}

/// What one call did.
struct InflateStep {
  var consumed: Int
  var produced: Int
  var isEndOfMember: Bool
}

#if ISAL
  /// What this build unpacks with.
  typealias BestInflater = ISALInflater
#else
  /// What this build unpacks with.
  typealias BestInflater = ZlibInflater
#endif
