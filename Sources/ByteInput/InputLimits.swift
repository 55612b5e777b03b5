/// How much an input may hold: so that a small file, or an endless one, cannot take the machine's memory.
package struct InputLimits: Hashable, Sendable {
  /// The most bytes of a file, of standard input, or of what gzip unpacks.
  package var bytes: Int
  /// How many bytes gzip may unpack to whatever its ratio.
  package var unpackedBytes: Int
  /// Beyond `unpackedBytes`, how many times the packed size the unpacked one may be.
  ///
  /// Snapshots and flow logs pack 10 to 40 times; a gibibyte of zeros packs a thousand times.
  package var ratio: Int

  /// Creates limits; the defaults fit everything that an account of AWS's yields.
  package init(bytes: Int = 2 << 30, unpackedBytes: Int = 64 << 20, ratio: Int = 100) {
    self.bytes = bytes
    self.unpackedBytes = unpackedBytes
    self.ratio = ratio
  }

  /// How many bytes gzip may unpack from this many.
  func unpacked(from packed: Int) -> Int {
    let (product, overflow) = packed.multipliedReportingOverflow(by: ratio)
    return min(bytes, max(unpackedBytes, overflow ? .max : product))
  }

  /// A limit as messages give it: `2 GiB`.
  static func describe(_ bytes: Int) -> String {
    for (unit, size) in [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
    where bytes >= size && bytes % size == 0 {
      return "\(bytes / size) \(unit)"
    }
    return "\(bytes) bytes"
  }
}
