import PacketWalkAddressing

/// One concrete packet.
struct JudgedPacket: Hashable {
  var `protocol`: IPProtocol
  var source: IPAddress
  var destination: IPAddress
  var sourcePort: UInt16 = 0
  var destinationPort: UInt16 = 0
  var icmpType: UInt8 = 0
  var icmpCode: UInt8 = 0

  var family: AddressFamily { destination.family }

  /// The packet that answers it: an echo's reply, or the same with both ends swapped.
  var reply: JudgedPacket {
    var reply = self
    (reply.source, reply.destination) = (destination, source)
    (reply.sourcePort, reply.destinationPort) = (destinationPort, sourcePort)
    switch (`protocol`, icmpType) {
    case (.icmp, 8): reply.icmpType = 0
    case (.icmp, 0): reply.icmpType = 8
    case (.icmpv6, 128): reply.icmpType = 129
    case (.icmpv6, 129): reply.icmpType = 128
    default: break
    }
    return reply
  }

  /// The same for both directions.
  var flow: String {
    ["\(source) \(sourcePort)", "\(destination) \(destinationPort)"].sorted().joined(separator: " ")
  }
}
