/// A function from 0...65535 (0...255 for protocols) to small integers, as runs of equal values.
///
/// Runs cover the whole domain and no two neighbours have one value, so that equal functions compare equal.
struct Segments: Hashable, Sendable {
  /// A run: it begins after the one before it.
  struct Run: Hashable, Sendable {
    var last: UInt16
    var value: UInt32
  }

  private(set) var runs: [Run]

  /// The same value everywhere.
  init(_ value: UInt32, upTo last: UInt16) { runs = [Run(last: last, value: value)] }

  /// `value` within the range, 0 elsewhere.
  init(_ value: UInt32, in range: ClosedRange<UInt16>, upTo last: UInt16) {
    runs = []
    if range.lowerBound > 0 { append(0, upTo: range.lowerBound - 1) }
    append(value, upTo: range.upperBound)
    if range.upperBound < last { append(0, upTo: last) }
  }

  /// Both functions at once, joined value by value.
  ///
  /// - Complexity: O(runs of both).
  init(_ left: Segments, _ right: Segments, joining join: (UInt32, UInt32) -> UInt32) {
    runs = []
    var (l, r) = (0, 0)
    while l < left.runs.count, r < right.runs.count {
      let last = min(left.runs[l].last, right.runs[r].last)
      append(join(left.runs[l].value, right.runs[r].value), upTo: last)
      if left.runs[l].last == last { l += 1 }
      if right.runs[r].last == last { r += 1 }
    }
  }

  private mutating func append(_ value: UInt32, upTo last: UInt16) {
    if let end = runs.last, end.value == value {
      runs[runs.count - 1].last = last
    } else {
      runs.append(Run(last: last, value: value))
    }
  }

  /// The runs with a value other than 0, with both ends.
  var held: [(range: ClosedRange<UInt16>, value: UInt32)] {
    var held: [(range: ClosedRange<UInt16>, value: UInt32)] = []
    var first: UInt16 = 0
    for run in runs {
      if run.value != 0 { held.append((first...run.last, run.value)) }
      first = run.last &+ 1
    }
    return held
  }

  /// The value at a place of the domain.
  func value(at place: UInt16) -> UInt32 { runs.first { place <= $0.last }?.value ?? 0 }
}
