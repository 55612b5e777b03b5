import PacketWalkCSIMD

/// Where the separators of some lines are: every space and newline of a stretch of the window.
@safe final class LineIndex {
  /// How many bytes are looked at together: few enough for what is written about them to stay in the cache.
  let stretch: Int
  /// The places of separators, in their order. The first is the one before the first line.
  let positions: FlowColumn<Int32>
  /// The places of newlines.
  let newlines: FlowColumn<Int32>
  private(set) var positionCount = 0
  private(set) var newlineCount = 0
  /// Whether some separators follow each other, so that there are empty fields.
  private(set) var hasEmptyFields = false

  init(stretch: Int) {
    // Whole blocks of 64; what is written beyond the last separator is at most one block's worth.
    self.stretch = max(64, (stretch + 63) & ~63)
    positions = FlowColumn(capacity: self.stretch + 128, zero: 0)
    newlines = FlowColumn(capacity: self.stretch + 128, zero: 0)
  }

  deinit {
    positions.deallocate()
    newlines.deallocate()
  }

  func clear() {
    (positionCount, newlineCount) = (0, 0)
  }

  /// Looks at the text from a place to the end, or as much of it as makes a stretch.
  func build(_ bytes: FlowBytes, from start: Int, vectors: Bool) {
    let end = min(bytes.count, start + stretch)
    if vectors {
      let found = bytes.places(from: start, to: end, positions, newlines)
      positionCount = Int(found.places)
      newlineCount = Int(found.newlines)
      hasEmptyFields = found.has_empty_fields
    } else {
      build(bytes, from: start, to: end)
    }
  }

  private func build(_ bytes: FlowBytes, from start: Int, to end: Int) {
    let (positions, newlines) = (positions, newlines)
    positions[0] = Int32(truncatingIfNeeded: start - 1)
    var (positionCount, newlineCount) = (1, 0)
    // The byte before the first is a separator.
    var (carry, doubled): (UInt64, UInt64) = (1, 0)
    var place = start
    while place < end {
      var found = bytes.separators(at: place)
      if end - place < 64 {
        let inside = (1 as UInt64) << UInt64(end - place) - 1
        found.spaces &= inside
        found.newlines &= inside
      }
      let both = found.spaces | found.newlines
      doubled |= both & (both &<< 1 | carry)
      carry = both &>> 63
      let first = Int32(truncatingIfNeeded: place)
      positionCount &+= positions.writePlaces(of: both, from: first, at: positionCount)
      var lines = found.newlines
      while lines != 0 {
        newlines[newlineCount] = first &+ Int32(truncatingIfNeeded: lines.trailingZeroBitCount)
        newlineCount &+= 1
        lines &= lines &- 1
      }
      place &+= 64
    }
    self.positionCount = positionCount
    self.newlineCount = newlineCount
    hasEmptyFields = doubled != 0
  }
}

extension FlowColumn<Int32> {
  /// Writes where a mask's bits are, counted from a first place; returns how many there are. Up to twelve values
  /// behind them are written over.
  @inline(__always)
  fileprivate func writePlaces(of mask: UInt64, from first: Int32, at index: Int) -> Int {
    assert(index >= 0 && index + 64 <= capacity, "room for a whole block's places")
    return unsafe Int(packetwalk_write_places(base + index, first, mask))
  }
}
