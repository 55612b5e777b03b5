/// The units of an interface's timestamps: `if_tsresol` and `if_tsoffset` of pcapng.
struct CaptureClock: Hashable, Sendable {
  /// Units in a second.
  private let unitsPerSecond: UInt64
  /// Nanoseconds in a unit, where that is a whole number; else 0.
  private let nanosecondsPerUnit: UInt64
  /// Added to every timestamp.
  private let offset: Int64

  static let microseconds = CaptureClock(resolution: 6, offsetSeconds: 0)

  /// From `if_tsresol`: a power of 10, or with the highest bit a power of 2, of the units in a second.
  ///
  /// Finer units than 64 bits count are taken for the finest that they do.
  init(resolution: UInt8, offsetSeconds: Int64) {
    let exponent = Int(resolution & 0x7F)
    if resolution & 0x80 != 0 {
      unitsPerSecond = 1 << UInt64(min(exponent, 63))
    } else {
      unitsPerSecond = (0..<min(exponent, 19)).reduce(UInt64(1)) { product, _ in product * 10 }
    }
    let billion: UInt64 = 1_000_000_000
    nanosecondsPerUnit = billion % unitsPerSecond == 0 ? billion / unitsPerSecond : 0
    let (product, overflow) = offsetSeconds.multipliedReportingOverflow(by: Int64(billion))
    offset = overflow ? 0 : product
  }

  /// A timestamp in nanoseconds since 1970; nil where no 64 bits hold it.
  @inline(__always)
  func nanoseconds(_ units: UInt64) -> Int64? {
    let product = units.multipliedFullWidth(by: nanosecondsPerUnit == 0 ? 1_000_000_000 : nanosecondsPerUnit)
    let whole: UInt64
    if nanosecondsPerUnit != 0 {
      guard product.high == 0 else { return nil }
      whole = product.low
    } else {
      guard product.high < unitsPerSecond else { return nil }
      whole = unitsPerSecond.dividingFullWidth(product).quotient
    }
    guard let nanoseconds = Int64(exactly: whole) else { return nil }
    let (sum, overflow) = nanoseconds.addingReportingOverflow(offset)
    return overflow || sum == CaptureRecord.untimed ? nil : sum
  }
}
