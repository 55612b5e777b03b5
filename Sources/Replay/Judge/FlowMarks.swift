/// Marks of a flow at an interface, of 64 bits each: of the packets of one direction, and of those that answer them.
///
/// The first eight bits are the same both ways, so that what decides each other has one bucket. No mark is 0.
struct FlowMarks {
  let own: UInt64
  let answered: UInt64

  @inline(__always)
  init(
    interface: Int, _ protocolNumber: UInt8, isIPv6: Bool, _ source: UInt128, _ destination: UInt128,
    _ sourcePort: UInt16, _ destinationPort: UInt16
  ) {
    let base =
      UInt64(truncatingIfNeeded: interface) << 16 | UInt64(protocolNumber) << 8 | (isIPv6 ? 1 : 0)
    let first = Self.end(source, sourcePort)
    let second = Self.end(destination, destinationPort)
    let start = Self.folded(base ^ 0x9E37_79B9_7F4A_7C15, 0xD6E8_FEB8_6659_FD93)
    let bucket = Self.folded(start ^ (first &+ second), 0xBF58_476D_1CE4_E5B9) & 0xFF << 56
    own = bucket | Self.folded(start &+ first, second ^ 0x94D0_49BB_1331_11EB) >> 8 | 1
    answered = bucket | Self.folded(start &+ second, first ^ 0x94D0_49BB_1331_11EB) >> 8 | 1
  }

  @inline(__always)
  private static func end(_ address: UInt128, _ port: UInt16) -> UInt64 {
    let low = UInt64(truncatingIfNeeded: address)
    let high = UInt64(truncatingIfNeeded: address >> 64)
    let folded = Self.folded(low ^ 0xA076_1D64_78BD_642F, high ^ UInt64(port) << 40 ^ 0xE703_7ED1_A0B4_28DB)
    return folded ^ folded >> 29
  }

  /// Both halves of the product.
  @inline(__always)
  private static func folded(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    let mixed = product.high ^ product.low
    return (mixed ^ mixed >> 32) &* 0x9E37_79B9_7F4A_7C15
  }
}
