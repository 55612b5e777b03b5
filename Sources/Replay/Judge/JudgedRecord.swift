import PacketWalkAddressing
import PacketWalkTopology

/// One record as the model sees it.
struct JudgedRecord {
  var interface: Int
  var side: RuleDirection
  var protocolNumber: UInt8
  var source: UInt128
  var destination: UInt128
  var isIPv6: Bool
  var sourcePort: UInt16
  var destinationPort: UInt16
  /// Nil where the record has none.
  var flags: UInt8?
  var isAccepted: Bool
  var packets: UInt64
  var bytes: UInt64
  var start: Int
  var line: Int
  var offset: Int
  var isListed: Bool

  /// Whether its sender began the connection; nil where the record does not say.
  @inline(__always)
  var isRequest: Bool? {
    guard protocolNumber == 6, let flags else { return nil }
    switch flags & 18 {
    case 2: return true
    case 18: return false
    default: return nil
    }
  }

  /// By the ports: a service's number is the lower one.
  @inline(__always)
  var isLikelyRequest: Bool { isRequest ?? (destinationPort <= sourcePort) }

  /// The service's port, as far as the record tells.
  var servicePort: UInt16 { isLikelyRequest ? destinationPort : sourcePort }

  /// Whether the record of the other direction says that this one is an answer. Pings both ways are alike: one that was
  /// rejected may have been a request beside answers.
  var isDecidable: Bool { isAccepted || protocolNumber == 6 || protocolNumber == 17 }

  var remote: UInt128 { side == .ingress ? source : destination }

  var volume: Volume { Volume(records: 1, packets: packets, bytes: bytes) }

  @inline(__always)
  var marks: FlowMarks {
    FlowMarks(
      interface: interface, protocolNumber, isIPv6: isIPv6, source, destination, sourcePort, destinationPort)
  }

  var example: FlowExample {
    func address(_ bits: UInt128) -> IPAddress { IPAddress(family: isIPv6 ? .ipv6 : .ipv4, bits: bits) }
    return FlowExample(
      start: start, interface: interface, side: side, protocolNumber: protocolNumber,
      source: address(source), destination: address(destination), sourcePort: sourcePort,
      destinationPort: destinationPort)
  }
}
