/// What makes packets of both directions one flow: addresses, protocol, ports, and the mirror's VNI.
///
/// The two ends stand in the order of their numbers, the lower first.
struct FlowKey: Hashable, Sendable {
  var lowAddressHigh: UInt64 = 0
  var lowAddressLow: UInt64 = 0
  var highAddressHigh: UInt64 = 0
  var highAddressLow: UInt64 = 0
  /// Bits 63–48 and 47–32 the ports of the lower and the higher end, or ICMP's type, code and identifier;
  /// 31–24 the protocol; 1 whether there are ports; 0 whether it is IPv6.
  var service: UInt64 = 0
  /// The VNI and 1, or 0 where the packet came without a tunnel.
  var network: UInt64 = 0

  var isIPv6: Bool { service & 1 != 0 }
  var hasPorts: Bool { service & 2 != 0 }
  /// Whether somebody speaks to himself, so that nothing tells the ends apart.
  var hasEqualEnds: Bool {
    lowAddressHigh == highAddressHigh && lowAddressLow == highAddressLow && (!hasPorts || upper == lower)
  }
  var proto: UInt8 { UInt8(truncatingIfNeeded: service >> 24) }
  var upper: UInt16 { UInt16(truncatingIfNeeded: service >> 48) }
  var lower: UInt16 { UInt16(truncatingIfNeeded: service >> 32) }

  /// A hash under a secret, so that no capture can be made to collide.
  @inline(__always)
  func hash(_ secret: FlowHashSecret) -> UInt32 {
    let mixed =
      Self.mix(lowAddressHigh ^ secret.first, lowAddressLow ^ secret.second)
      ^ Self.mix(highAddressHigh ^ secret.third, highAddressLow ^ secret.fourth)
      ^ Self.mix(service ^ secret.fifth, network ^ secret.sixth)
    return UInt32(truncatingIfNeeded: mixed ^ mixed >> 32)
  }

  @inline(__always)
  private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }

  @inline(__always)
  static func == (left: FlowKey, right: FlowKey) -> Bool {
    (left.lowAddressHigh ^ right.lowAddressHigh) | (left.lowAddressLow ^ right.lowAddressLow)
      | (left.highAddressHigh ^ right.highAddressHigh) | (left.highAddressLow ^ right.highAddressLow)
      | (left.service ^ right.service) | (left.network ^ right.network) == 0
  }
}

/// What makes hashes of flows hard to foresee. Nothing that is written depends on it.
struct FlowHashSecret: Sendable {
  let first, second, third, fourth, fifth, sixth: UInt64

  init(using random: inout some RandomNumberGenerator) {
    first = random.next()
    second = random.next()
    third = random.next()
    fourth = random.next()
    fifth = random.next()
    sixth = random.next()
  }
}
