/// Columns of a batch: those that a caller asks for, and for each record those that have a value.
package struct FlowColumns: OptionSet, Hashable, Sendable {
  package var rawValue: UInt64

  package init(rawValue: UInt64) { self.rawValue = rawValue }

  private init(bit: UInt64) { rawValue = 1 << bit }

  package static let interface = FlowColumns(bit: 0)
  package static let source = FlowColumns(bit: 1)
  package static let destination = FlowColumns(bit: 2)
  package static let sourcePort = FlowColumns(bit: 3)
  package static let destinationPort = FlowColumns(bit: 4)
  package static let protocolNumber = FlowColumns(bit: 5)
  package static let packets = FlowColumns(bit: 6)
  package static let bytes = FlowColumns(bit: 7)
  package static let start = FlowColumns(bit: 8)
  package static let end = FlowColumns(bit: 9)
  package static let action = FlowColumns(bit: 10)
  package static let packetSource = FlowColumns(bit: 11)
  package static let packetDestination = FlowColumns(bit: 12)
  package static let tcpFlags = FlowColumns(bit: 13)
  package static let direction = FlowColumns(bit: 14)
  package static let trafficPath = FlowColumns(bit: 15)
  package static let lostNoRoute = FlowColumns(bit: 16)
  package static let lostBlackhole = FlowColumns(bit: 17)
  package static let lostMTUExceeded = FlowColumns(bit: 18)
  package static let lostTTLExpired = FlowColumns(bit: 19)
  // From here on texts, each with an index into the reader's table of names.
  package static let nextHopInterface = FlowColumns(bit: 20)
  package static let gatewaySourceInterface = FlowColumns(bit: 21)
  package static let gatewayDestinationInterface = FlowColumns(bit: 22)
  package static let attachment = FlowColumns(bit: 23)
  package static let pairAttachment = FlowColumns(bit: 24)
  package static let transitGateway = FlowColumns(bit: 25)
  package static let account = FlowColumns(bit: 26)
  package static let vpc = FlowColumns(bit: 27)
  package static let subnet = FlowColumns(bit: 28)
  package static let instance = FlowColumns(bit: 29)
  package static let type = FlowColumns(bit: 30)
  package static let region = FlowColumns(bit: 31)
  package static let rejectReason = FlowColumns(bit: 32)
  package static let resource = FlowColumns(bit: 33)
  package static let encryptionStatus = FlowColumns(bit: 34)
  package static let interfaceType = FlowColumns(bit: 35)
  package static let nextHopSubnet = FlowColumns(bit: 36)
  package static let nextHopVPC = FlowColumns(bit: 37)
  package static let nextHopInterfaceType = FlowColumns(bit: 38)
  package static let packetSourceService = FlowColumns(bit: 39)
  package static let packetDestinationService = FlowColumns(bit: 40)

  /// What decides which flow a record is about.
  package static let flow: FlowColumns = [
    .source, .destination, .sourcePort, .destinationPort, .protocolNumber,
  ]

  /// All there are.
  package static let all = FlowColumns(rawValue: (1 << 41) - 1)

  /// The columns that hold numbers up to 2⁶⁴, and the field of each.
  static let numbers: [(column: FlowColumns, field: FlowField)] = [
    (.packets, .packets), (.bytes, .bytes), (.lostNoRoute, .lostNoRoute), (.lostBlackhole, .lostBlackhole),
    (.lostMTUExceeded, .lostMTUExceeded), (.lostTTLExpired, .lostTTLExpired),
  ]

  /// The columns that hold names, and the field of each.
  static let texts: [(column: FlowColumns, field: FlowField)] = [
    (.nextHopInterface, .nextHopInterfaceID), (.gatewaySourceInterface, .gatewaySourceInterfaceID),
    (.gatewayDestinationInterface, .gatewayDestinationInterfaceID), (.attachment, .attachmentID),
    (.pairAttachment, .pairAttachmentID), (.transitGateway, .transitGatewayID), (.account, .accountID),
    (.vpc, .vpcID), (.subnet, .subnetID), (.instance, .instanceID), (.type, .type), (.region, .region),
    (.rejectReason, .rejectReason), (.resource, .resourceID), (.encryptionStatus, .encryptionStatus),
    (.interfaceType, .interfaceType), (.nextHopSubnet, .nextHopSubnetID), (.nextHopVPC, .nextHopVPCID),
    (.nextHopInterfaceType, .nextHopInterfaceType), (.packetSourceService, .packetSourceService),
    (.packetDestinationService, .packetDestinationService),
  ]
}
