/// A field of VPC and transit gateway flow logs, by its name in a log's format.
///
/// All of versions 2 to 11, in the order in which AWS added them. A version says nothing about which fields
/// a record has, so that only names are looked at.
package enum FlowField: String, Sendable, Hashable, CaseIterable {
  // Version 2: the default format.
  case version
  case accountID = "account-id"
  case interfaceID = "interface-id"
  case sourceAddress = "srcaddr"
  case destinationAddress = "dstaddr"
  case sourcePort = "srcport"
  case destinationPort = "dstport"
  case protocolNumber = "protocol"
  case packets
  case bytes
  case start
  case end
  case action
  case logStatus = "log-status"
  // Version 3.
  case vpcID = "vpc-id"
  case subnetID = "subnet-id"
  case instanceID = "instance-id"
  case tcpFlags = "tcp-flags"
  case type
  case packetSourceAddress = "pkt-srcaddr"
  case packetDestinationAddress = "pkt-dstaddr"
  // Version 4.
  case region
  case zoneID = "az-id"
  case sublocationType = "sublocation-type"
  case sublocationID = "sublocation-id"
  // Version 5.
  case packetSourceService = "pkt-src-aws-service"
  case packetDestinationService = "pkt-dst-aws-service"
  case flowDirection = "flow-direction"
  case trafficPath = "traffic-path"
  // Version 6: transit gateways only.
  case resourceType = "resource-type"
  case transitGatewayID = "tgw-id"
  case attachmentID = "tgw-attachment-id"
  case gatewaySourceAccountID = "tgw-src-vpc-account-id"
  case gatewayDestinationAccountID = "tgw-dst-vpc-account-id"
  case gatewaySourceVPCID = "tgw-src-vpc-id"
  case gatewayDestinationVPCID = "tgw-dst-vpc-id"
  case gatewaySourceSubnetID = "tgw-src-subnet-id"
  case gatewayDestinationSubnetID = "tgw-dst-subnet-id"
  case gatewaySourceInterfaceID = "tgw-src-eni"
  case gatewayDestinationInterfaceID = "tgw-dst-eni"
  case gatewaySourceZoneID = "tgw-src-az-id"
  case gatewayDestinationZoneID = "tgw-dst-az-id"
  case pairAttachmentID = "tgw-pair-attachment-id"
  case lostNoRoute = "packets-lost-no-route"
  case lostBlackhole = "packets-lost-blackhole"
  case lostMTUExceeded = "packets-lost-mtu-exceeded"
  case lostTTLExpired = "packets-lost-ttl-expired"
  // Version 7: containers.
  case clusterARN = "ecs-cluster-arn"
  case clusterName = "ecs-cluster-name"
  case containerInstanceARN = "ecs-container-instance-arn"
  case containerInstanceID = "ecs-container-instance-id"
  case containerID = "ecs-container-id"
  case secondContainerID = "ecs-second-container-id"
  case serviceName = "ecs-service-name"
  case taskDefinitionARN = "ecs-task-definition-arn"
  case taskARN = "ecs-task-arn"
  case taskID = "ecs-task-id"
  // Versions 8, 9 and 10.
  case rejectReason = "reject-reason"
  case resourceID = "resource-id"
  case encryptionStatus = "encryption-status"
  // Version 11.
  case instanceTag = "instance-tag"
  case instanceTag2 = "instance-tag-2"
  case interfaceTag = "interface-tag"
  case interfaceTag2 = "interface-tag-2"
  case groupTag = "asg-tag"
  case groupTag2 = "asg-tag-2"
  case interfaceType = "interface-type"
  case nextHopInterfaceID = "next-hop-interface-id"
  case nextHopSubnetID = "next-hop-subnet-id"
  case nextHopZoneID = "next-hop-az-id"
  case nextHopVPCID = "next-hop-vpc-id"
  case nextHopInterfaceType = "next-hop-interface-type"

  /// The field of a name: with dashes as AWS writes it in text, with underscores as in Parquet, or in
  /// CloudWatch Logs Insights' camel case (`logStatus`, `startTime`).
  package init?(named name: String) {
    guard let field = Self.bySquashedName[Self.squashed(name)] else { return nil }
    self = field
  }

  private static func squashed(_ name: String) -> String {
    String(name.lowercased().filter { $0 != "-" && $0 != "_" })
  }

  private static let bySquashedName: [String: FlowField] = {
    var fields: [String: FlowField] = [:]
    for field in allCases { fields[squashed(field.rawValue)] = field }
    // Logs Insights' own, and those of the table that Athena's guide long gave.
    let others: [(String, FlowField)] = [
      ("starttime", .start), ("endtime", .end), ("account", .accountID), ("sourceaddress", .sourceAddress),
      ("destinationaddress", .destinationAddress), ("sourceport", .sourcePort),
      ("destinationport", .destinationPort), ("numpackets", .packets), ("numbytes", .bytes),
    ]
    for (name, field) in others { fields[name] = field }
    return fields
  }()
}
