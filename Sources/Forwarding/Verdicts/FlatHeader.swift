/// A port of a packet: a number, one of a branch's variables, or nothing.
struct FlatPort: Equatable, Sendable, BitwiseCopyable {
  var rawValue: UInt32

  static var none: FlatPort { FlatPort(rawValue: .max) }
  static func fixed(_ port: UInt16) -> FlatPort { FlatPort(rawValue: UInt32(port)) }
  static func variable(_ place: Int) -> FlatPort { FlatPort(rawValue: 0x1_0000 + UInt32(place)) }

  var fixed: UInt16? { rawValue <= 0xFFFF ? UInt16(rawValue) : nil }
  /// The variable's place; only of what is neither `none` nor fixed.
  var variable: Int { Int(rawValue) - 0x1_0000 }
}

/// What `Header` is, without anything behind a reference, in 48 bytes.
struct FlatHeader: Equatable, Sendable, BitwiseCopyable {
  private var sourceHigh: UInt64
  private var sourceLow: UInt64
  private var destinationHigh: UInt64
  private var destinationLow: UInt64
  var sourcePort = FlatPort.none
  var destinationPort = FlatPort.none
  var `protocol`: UInt8
  var icmpType: UInt8 = 0
  var icmpCode: UInt8 = 0
  /// Bit 0: the source is IPv6; bit 1: the destination.
  private var families: UInt8

  init(
    source: FlatAddress, destination: FlatAddress, protocol: UInt8, icmpType: UInt8, icmpCode: UInt8
  ) {
    (sourceHigh, sourceLow) = (source.high, source.low)
    (destinationHigh, destinationLow) = (destination.high, destination.low)
    families = (source.isIPv6 ? 1 : 0) | (destination.isIPv6 ? 2 : 0)
    (self.protocol, self.icmpType, self.icmpCode) = (`protocol`, icmpType, icmpCode)
  }

  var source: FlatAddress {
    @inline(__always) get { FlatAddress(high: sourceHigh, low: sourceLow, isIPv6: families & 1 != 0) }
    set {
      (sourceHigh, sourceLow) = (newValue.high, newValue.low)
      families = families & 2 | (newValue.isIPv6 ? 1 : 0)
    }
  }

  var destination: FlatAddress {
    @inline(__always) get {
      FlatAddress(high: destinationHigh, low: destinationLow, isIPv6: families & 2 != 0)
    }
    set {
      (destinationHigh, destinationLow) = (newValue.high, newValue.low)
      families = families & 1 | (newValue.isIPv6 ? 2 : 0)
    }
  }

  /// As `Header.reversed`.
  var reversed: FlatHeader {
    var reply = self
    (reply.sourceHigh, reply.sourceLow) = (destinationHigh, destinationLow)
    (reply.destinationHigh, reply.destinationLow) = (sourceHigh, sourceLow)
    reply.families = families >> 1 | (families & 1) << 1
    (reply.sourcePort, reply.destinationPort) = (destinationPort, sourcePort)
    reply.icmpType = answeringType
    return reply
  }

  /// Whether this is the header of the answer to another: `other == reversed`, without making it.
  @inline(__always)
  func answers(_ other: FlatHeader) -> Bool {
    // Mostly it is an address or a port that differs.
    sourceLow == other.destinationLow && destinationLow == other.sourceLow
      && sourcePort == other.destinationPort && destinationPort == other.sourcePort && reversed == other
  }

  /// As `Header.expectsReply`.
  var expectsReply: Bool {
    switch `protocol` {
    case Self.icmp: icmpType == 8 || icmpType == 0
    case Self.icmpv6: icmpType == 128 || icmpType == 129
    default: true
    }
  }

  // Computed, since a constant that is made on first use is asked each time whether it is made.
  static var icmp: UInt8 { 1 }
  static var icmpv6: UInt8 { 58 }
  static var tcp: UInt8 { 6 }
  static var udp: UInt8 { 17 }

  private var answeringType: UInt8 {
    switch (`protocol`, icmpType) {
    case (Self.icmp, 8): 0
    case (Self.icmp, 0): 8
    case (Self.icmpv6, 128): 129
    case (Self.icmpv6, 129): 128
    default: icmpType
    }
  }
}
