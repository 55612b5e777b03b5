/// The fields of a flow log's records, in their order.
package struct FlowLogFields: Hashable, Sendable {
  /// The names as they were written.
  package let names: [String]
  /// For each name the field that it means; nil for those that nobody knows, which are passed over.
  package let fields: [FlowField?]

  /// The names that mean no field, in their order.
  package var unknownNames: [String] {
    zip(names, fields).filter { $0.1 == nil }.map(\.0)
  }

  /// The place of a field in a record; the first, should it be there twice.
  package func index(of field: FlowField) -> Int? { fields.firstIndex(of: field) }

  /// Reads names with spaces or commas between them, or the form that `aws ec2 create-flow-logs` takes:
  /// `${version} ${srcaddr}`. Nil where none of them is a field's.
  package init?(_ text: String) {
    let words = text.split {
      $0 == " " || $0 == "," || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\r\n"
    }
    self.init(names: words.map { Self.bare($0) })
    if fields.allSatisfy({ $0 == nil }) { return nil }
  }

  /// Takes names one by one.
  package init(names: [String]) {
    self.names = names
    fields = names.map { FlowField(named: $0) }
  }

  private init(_ fields: [FlowField]) {
    names = fields.map(\.rawValue)
    self.fields = fields
  }

  private static func bare(_ word: Substring) -> String {
    guard word.hasPrefix("${"), word.hasSuffix("}") else { return String(word) }
    return String(word.dropFirst(2).dropLast())
  }

  /// Whether these are names of fields rather than a record's values: at least half of them mean a field,
  /// and none begins with a digit. A record's addresses and numbers do, and `-` means none.
  var lookLikeHeader: Bool {
    let known = fields.count { $0 != nil }
    return known > 0 && known * 2 >= names.count
      && names.allSatisfy { $0.utf8.first.map { !(0x30...0x39).contains($0) } ?? false }
  }

  /// The fields of records that come without a header: AWS's defaults are told apart by how many they have.
  package static func standard(fieldCount: Int) -> FlowLogFields? {
    switch fieldCount {
    case defaultFormat.names.count: defaultFormat
    case transitGatewayFormat.names.count: transitGatewayFormat
    default: nil
    }
  }

  /// The default format of VPC flow logs: all fields of version 2.
  package static let defaultFormat = FlowLogFields([
    .version, .accountID, .interfaceID, .sourceAddress, .destinationAddress, .sourcePort, .destinationPort,
    .protocolNumber, .packets, .bytes, .start, .end, .action, .logStatus,
  ])

  /// The default format of transit gateway flow logs.
  package static let transitGatewayFormat = FlowLogFields([
    .version, .resourceType, .accountID, .transitGatewayID, .attachmentID, .gatewaySourceAccountID,
    .gatewayDestinationAccountID, .gatewaySourceVPCID, .gatewayDestinationVPCID, .gatewaySourceSubnetID,
    .gatewayDestinationSubnetID, .gatewaySourceInterfaceID, .gatewayDestinationInterfaceID,
    .gatewaySourceZoneID, .gatewayDestinationZoneID, .pairAttachmentID, .sourceAddress, .destinationAddress,
    .sourcePort, .destinationPort, .protocolNumber, .packets, .bytes, .start, .end, .logStatus, .type,
    .lostNoRoute, .lostBlackhole, .lostMTUExceeded, .lostTTLExpired, .tcpFlags, .region, .flowDirection,
    .packetSourceService, .packetDestinationService,
  ])
}
