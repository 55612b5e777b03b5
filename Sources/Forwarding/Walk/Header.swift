package import PacketWalkAddressing

/// A port of a packet: a number, or one of the values that something on the path may choose.
package enum PortTerm: Hashable, Sendable {
  /// The protocol has no ports.
  case none
  case fixed(UInt16)
  /// A variable of the walk, by its place in `WalkState.variables`.
  case variable(Int)
}

/// The header fields that forwarding and filters read.
package struct Header: Hashable, Sendable {
  package var `protocol`: IPProtocol
  package var source: IPAddress
  package var destination: IPAddress
  package var sourcePort: PortTerm = .none
  package var destinationPort: PortTerm = .none
  package var icmpType: UInt8 = 0
  package var icmpCode: UInt8 = 0

  /// The header of the answer: ends swapped, an echo request become its reply.
  package var reversed: Header {
    var reply = self
    swap(&reply.source, &reply.destination)
    swap(&reply.sourcePort, &reply.destinationPort)
    switch (`protocol`, icmpType) {
    case (.icmp, 8): reply.icmpType = 0
    case (.icmp, 0): reply.icmpType = 8
    case (.icmpv6, 128): reply.icmpType = 129
    case (.icmpv6, 129): reply.icmpType = 128
    default: break
    }
    return reply
  }

  /// The IPv4 packet that stands for this one to an address of 64:ff9b::/96: the destination is the prefix's
  /// last 32 bits, and ping becomes IPv4's ping (NAT-10, RFC 6146).
  package func translatedToIPv4(source: IPAddress) -> Header {
    var header = self
    header.source = source
    header.destination = .v4(IPv4Address(bits: UInt32(truncatingIfNeeded: destination.bits)))
    if `protocol` == .icmpv6 {
      header.protocol = .icmp
      header.icmpType = icmpType == 129 ? 0 : 8
    }
    return header
  }

  /// Whether packets like this are answered at all: ICMP other than echo is not.
  package var expectsReply: Bool {
    switch `protocol` {
    case .icmp: icmpType == 8 || icmpType == 0
    case .icmpv6: icmpType == 128 || icmpType == 129
    default: true
    }
  }
}

/// A port that the network or the client may choose, and the values still possible in this branch.
package struct PortVariable: Hashable, Sendable {
  package enum Role: Hashable, Sendable {
    case client
    /// Chosen by a NAT gateway or a load balancer.
    case element(ElementRef)
    /// The question's own range of destination ports: every member is asked about.
    case service
  }

  package var role: Role
  package var full: PortSet
  package var set: PortSet

  package var isNarrowed: Bool { self.set != full }
}
