/// A table as the runs of addresses that have the same answer: disjoint, ascending, without gaps, and no two
/// neighbours alike.
///
/// Every form of a table is made from this. An answer is a *code*: 0 for no route, else the label plus 1.
struct RouteRuns<Bits: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
  /// The first address of each run; the first run begins at 0.
  private(set) var starts: [Bits] = []
  private(set) var codes: [UInt32] = []

  var count: Int { starts.count }

  init() {}

  /// Sweeps over prefixes that ascend, the covering one first, none twice.
  ///
  /// - Complexity: O(*n*) for *n* prefixes.
  init(ascending prefixes: [RoutePrefix<Bits>]) {
    starts.reserveCapacity(2 * prefixes.count + 1)
    codes.reserveCapacity(2 * prefixes.count + 1)
    append(0, 0)
    // The prefixes around the place of the sweep, the innermost last.
    var open: [(last: Bits, code: UInt32)] = []
    func close() {
      guard let closed = open.popLast(), closed.last < Bits.max else { return }
      append(closed.last + 1, open.last?.code ?? 0)
    }
    for prefix in prefixes {
      while let inner = open.last, inner.last < prefix.bits { close() }
      append(prefix.bits, prefix.label + 1)
      open.append((prefix.last, prefix.label + 1))
    }
    while !open.isEmpty { close() }
  }

  /// Says what holds from an address on; nothing before it changes any more.
  mutating func append(_ start: Bits, _ code: UInt32) {
    if starts.last == start {
      starts.removeLast()
      codes.removeLast()
    }
    guard codes.last != code else { return }
    starts.append(start)
    codes.append(code)
  }

  /// The same by cells of so many leading bits; the cells within which the answer changes have the code `escape`.
  ///
  /// - Parameter tail: What the runs are inside those cells, by the last address of each.
  func coarsened(to width: Int, escape: UInt32, tail: inout [(last: Bits, code: UInt32)]) -> RouteRuns {
    guard width < Bits.bitWidth else { return self }
    let shift = Bits.bitWidth - width
    let mask = (Bits(1) << shift) - 1
    var coarse = RouteRuns()
    coarse.starts.reserveCapacity(count)
    coarse.codes.reserveCapacity(count)
    var index = 0
    while index < count {
      let start = starts[index]
      let cell = start >> shift
      guard start & mask != 0 || (index + 1 < count && starts[index + 1] >> shift == cell) else {
        coarse.append(cell, codes[index])
        index += 1
        continue
      }
      if start & mask != 0 { tail.append((start - 1, codes[index - 1])) }
      coarse.append(cell, escape)
      while index < count, starts[index] >> shift == cell {
        let isLast = index + 1 == count || starts[index + 1] >> shift != cell
        tail.append((isLast ? cell << shift | mask : starts[index + 1] - 1, codes[index]))
        index += 1
      }
      if cell < Bits.max >> shift { coarse.append(cell + 1, codes[index - 1]) }
    }
    return coarse
  }
}

/// A prefix of one family with its label, as tables are built from.
struct RoutePrefix<Bits: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
  var bits: Bits
  var length: UInt8
  var label: UInt32

  /// The last address of the prefix.
  var last: Bits { bits | Bits.max >> length }
}
