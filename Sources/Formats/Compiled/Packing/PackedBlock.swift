/// Numbers of four bytes, the lowest first, that are read where they are.
struct PackedBlock {
  let bytes: [UInt8]
  let range: Range<Int>

  /// - Precondition: four bytes of the block are there.
  func number(at offset: Int) -> UInt32 {
    precondition(offset >= 0 && offset + 4 <= range.count, "a number of the block")
    let first = range.lowerBound + offset
    return (0..<4).reduce(0) { $0 | UInt32(bytes[first + $1]) << UInt32(8 * $1) }
  }
}
