/// Where lines come from that were unwrapped from something else.
final class LineOrigins {
  struct Origin {
    /// Where the line's text begins among all that was unwrapped.
    var start: Int
    /// Where what it was unwrapped from begins in the source.
    var offset: Int
    var line: Int
  }

  private var origins: [Origin] = []

  func append(_ origin: Origin) { origins.append(origin) }

  /// Forgets those that only text before a place has.
  func forget(before start: Int) {
    let place = index(of: start)
    // Not each time, since the rest moves.
    if place > 1_024 { origins.removeFirst(place) }
  }

  func origin(of start: Int) -> Origin? {
    let place = index(of: start)
    return place < origins.count ? origins[place] : nil
  }

  /// Puts the places in the source into records that have the places among what was unwrapped.
  func correct(_ batch: FlowBatch, from first: Int) {
    for record in first..<batch.count {
      guard let origin = origin(of: batch.offset[record]) else { continue }
      batch.offset[record] = origin.offset
      batch.line[record] = UInt32(truncatingIfNeeded: origin.line)
    }
  }

  /// The last that begins at a place or before it, or 0.
  private func index(of start: Int) -> Int {
    var (low, high) = (0, origins.count)
    while low < high {
      let middle = (low + high) / 2
      if origins[middle].start <= start { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }
}
