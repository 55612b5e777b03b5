import PacketWalkCSIMD

/// The columns that are read with the processor's widest registers. Everything here is the C header's; bounds of
/// what is written are asserted.
extension FlowBytes {
  /// Whether this processor has what these functions need.
  static let hasVectors = packetwalk_has_vectors()

  func places(
    from start: Int, to end: Int, _ places: FlowColumn<Int32>, _ newlines: FlowColumn<Int32>
  ) -> packetwalk_index {
    assert(start >= 0 && end <= count && places.capacity >= end - start + 128, "room for all separators")
    return unsafe packetwalk_find_places(
      base, Int32(truncatingIfNeeded: start), Int32(truncatingIfNeeded: end), places.base, newlines.base)
  }

  func addresses(_ rows: FieldRows, into column: FlowColumn<UInt32>, at row: Int) -> Int {
    assert(row >= 0 && row + rows.count <= column.capacity, "room for the rows")
    return unsafe Int(
      packetwalk_addresses(base, rows.places, Int32(rows.stride), Int32(rows.count), column.base + row))
  }

  func numbers(_ rows: FieldRows, into column: FlowColumn<UInt8>, at row: Int) -> Int {
    assert(row >= 0 && row + rows.count <= column.capacity, "room for the rows")
    return unsafe Int(
      packetwalk_numbers8(base, rows.places, Int32(rows.stride), Int32(rows.count), column.base + row))
  }

  func numbers(_ rows: FieldRows, into column: FlowColumn<UInt16>, at row: Int) -> Int {
    assert(row >= 0 && row + rows.count <= column.capacity, "room for the rows")
    return unsafe Int(
      packetwalk_numbers16(base, rows.places, Int32(rows.stride), Int32(rows.count), column.base + row))
  }

  func numbers(_ rows: FieldRows, into column: FlowColumn<UInt64>, at row: Int) -> Int {
    assert(row >= 0 && row + rows.count <= column.capacity, "room for the rows")
    return unsafe Int(
      packetwalk_numbers64(base, rows.places, Int32(rows.stride), Int32(rows.count), column.base + row))
  }

  func numbers(_ rows: FieldRows, into column: FlowColumn<Int>, at row: Int) -> Int {
    assert(row >= 0 && row + rows.count <= column.capacity, "room for the rows")
    // Numbers of so few digits are the same bits in both types.
    return unsafe (column.base + row).withMemoryRebound(to: UInt64.self, capacity: rows.count) {
      unsafe Int(packetwalk_numbers64(base, rows.places, Int32(rows.stride), Int32(rows.count), $0))
    }
  }
}
