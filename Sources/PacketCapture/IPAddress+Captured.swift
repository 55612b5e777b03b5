import PacketWalkAddressing

extension IPAddress {
  /// From the two halves that decoded packets keep.
  init(captured high: UInt64, _ low: UInt64, isIPv6: Bool) {
    self =
      isIPv6
      ? .v6(IPv6Address(bits: UInt128(high) << 64 | UInt128(low)))
      : .v4(IPv4Address(bits: UInt32(truncatingIfNeeded: low)))
  }
}
