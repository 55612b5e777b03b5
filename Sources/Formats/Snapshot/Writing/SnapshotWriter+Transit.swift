import PacketWalkAddressing
import PacketWalkTopology

extension SnapshotWriter {
  mutating func writeTransit() {
    for gateway in topology.transitGateways where !gateway.isCoreNetwork {
      add(
        "TransitGateways", gateway.info,
        .object([
          "TransitGatewayId": .id(gateway.id), "State": "available", "OwnerId": Self.owner(gateway.info),
          "Options": .object([
            "SecurityGroupReferencingSupport": Self.word(gateway.referencesSecurityGroups)
          ]), "Tags": Self.tags(gateway.info),
        ]))
    }
    let attachments = topology.transitGatewayAttachments.filter { !coreNetworks.contains($0.transitGateway) }
    for attachment in attachments { write(attachment) }
    writePeerings(attachments)
    for table in topology.transitGatewayRouteTables where !coreNetworks.contains(table.transitGateway) {
      write(table)
    }
    writeCoreNetworks()
  }

  private static func word(_ flag: Bool) -> OutputJSON { flag ? "enable" : "disable" }
  private static func word(_ attachment: TransitGatewayAttachment) -> OutputJSON {
    attachment.isAvailable ? "available" : "deleted"
  }

  private mutating func write(_ attachment: TransitGatewayAttachment) {
    let (type, resource): (String, String) =
      switch attachment.kind {
      case .vpc(let vpc, _): ("vpc", vpc.rawValue)
      case .peering(let gateway, _): ("peering", gateway.rawValue)
      case .other(let kind, let resource): (kind, resource)
      }
    add(
      "TransitGatewayAttachments", attachment.info,
      .object([
        "TransitGatewayAttachmentId": .id(attachment.id), "TransitGatewayId": .id(attachment.transitGateway),
        "ResourceType": .text(type), "ResourceId": .text(resource), "State": Self.word(attachment),
        "ResourceOwnerId": Self.owner(attachment.info), "CreationTime": .optional(attachment.createdAt),
        "Tags": Self.tags(attachment.info),
      ]))
    guard case .vpc(let vpc, let subnets) = attachment.kind else { return }
    add(
      "TransitGatewayVpcAttachments", attachment.info,
      .object([
        "TransitGatewayAttachmentId": .id(attachment.id), "TransitGatewayId": .id(attachment.transitGateway),
        "VpcId": .id(vpc), "VpcOwnerId": Self.owner(attachment.info), "State": Self.word(attachment),
        "SubnetIds": .ids(subnets), "CreationTime": .optional(attachment.createdAt),
        "Options": .object([
          "ApplianceModeSupport": Self.word(attachment.isApplianceMode),
          "Ipv6Support": Self.word(attachment.supportsIPv6),
          "SecurityGroupReferencingSupport": Self.word(attachment.referencesSecurityGroups),
        ]),
      ]))
  }

  /// One element for both ends; where the input has only one, its own element is all that there is to say.
  private mutating func writePeerings(_ attachments: [TransitGatewayAttachment]) {
    var settled: Set<Int> = []
    for (index, near) in attachments.enumerated() where !settled.contains(index) {
      guard case .peering(let gateway, let other) = near.kind else { continue }
      let place = attachments.indices.first { candidate in
        let far = attachments[candidate]
        return candidate != index && far.id == other && far.transitGateway == gateway
          && far.kind == .peering(near.transitGateway, attachment: near.id)
      }
      guard let place else { continue }
      settled.formUnion([index, place])
      let far = attachments[place]
      func end(_ attachment: TransitGatewayAttachment) -> OutputJSON {
        .object([
          "TransitGatewayId": .id(attachment.transitGateway), "OwnerId": Self.owner(attachment.info),
          "Region": .optional(attachment.info.region),
        ])
      }
      add(
        "TransitGatewayPeeringAttachments", near.info,
        .object([
          "TransitGatewayAttachmentId": .id(near.id), "RequesterTgwInfo": end(near),
          "AccepterTgwInfo": end(far),
          "AccepterTransitGatewayAttachmentId": far.id == near.id ? nil : .id(far.id),
          "Status": .object(["Code": Self.word(near)]), "State": Self.word(near),
        ]))
    }
  }

  private mutating func write(_ table: TransitGatewayRouteTable) {
    let id = table.id.rawValue
    add(
      "TransitGatewayRouteTables", table.info,
      .object([
        "TransitGatewayRouteTableId": .text(id), "TransitGatewayId": .id(table.transitGateway),
        "State": "available", "Tags": Self.tags(table.info),
      ]))
    detail(
      "ec2-get-transit-gateway-route-table-associations", table.info, "TransitGatewayRouteTableId", id,
      .object([
        "Associations": .list(
          table.associations.map {
            .object(["TransitGatewayAttachmentId": .id($0), "State": "associated"])
          })
      ]))
    guard let routes = table.routes else { return }
    var written = routes.map(Self.json)
    if !table.isComplete {
      // A route without a destination can't be read, so that a longer match may be missing.
      written.append(.object(["State": "active"]))
    }
    detail(
      "ec2-search-transit-gateway-routes", table.info, "TransitGatewayRouteTableId", id,
      .object(["Routes": .list(written), "AdditionalRoutesAvailable": false]))
  }

  private static func json(_ route: TransitGatewayRoute) -> OutputJSON {
    let destination: (key: String, value: OutputJSON) =
      switch route.destination {
      case .prefix(let prefix): ("DestinationCidrBlock", .text(prefix.description))
      case .prefixList(let list): ("PrefixListId", .text(list.rawValue))
      }
    return .members([
      destination,
      ("TransitGatewayAttachments", .ids(route.attachments, as: "TransitGatewayAttachmentId")),
      ("Type", route.source == .propagated ? "propagated" : "static"),
      ("State", route.isBlackhole ? "blackhole" : "active"),
    ])
  }

  // MARK: Core networks

  private mutating func writeCoreNetworks() {
    for network in topology.transitGateways where network.isCoreNetwork {
      let arn = network.id.rawValue
      let id = Self.last(arn)
      add(
        "CoreNetworks", network.info,
        .object([
          "CoreNetworkArn": .text(arn), "CoreNetworkId": .text(id), "State": "AVAILABLE",
          "OwnerAccountId": Self.owner(network.info), "Tags": Self.tags(network.info),
        ]))
      let flag = network.referencesSecurityGroups
      detail(
        "networkmanager-get-core-network-policy", network.info, "CoreNetworkId", id,
        .object([
          "CoreNetworkPolicy": .object([
            "CoreNetworkId": .text(id),
            "PolicyDocument": .text(
              "{\"core-network-configuration\": {\"security-group-referencing-support\": \(flag)}}"),
          ])
        ]))
      let tables = topology.transitGatewayRouteTables.filter { $0.transitGateway == network.id }
      for attachment in topology.transitGatewayAttachments where attachment.transitGateway == network.id {
        write(attachment, of: arn, segment: tables.first { $0.associations.contains(attachment.id) })
      }
      for table in tables {
        guard let routes = table.routes else { continue }
        let place = Self.segment(table)
        document(
          "\(Place(network.info).path)networkmanager-get-network-routes/\(Self.fileName(table.id.rawValue)).json",
          .object([
            "CoreNetworkSegmentEdge": .object([
              "CoreNetworkId": .text(id), "SegmentName": .text(place.name),
              "EdgeLocation": .text(place.edge),
            ]), "NetworkRoutes": .list(routes.map(Self.networkRoute)),
          ]))
      }
    }
  }

  /// A table of a core network is a segment at an edge: `ARN/segment/edge`.
  private static func segment(_ table: TransitGatewayRouteTable) -> (name: String, edge: String) {
    let parts = table.id.rawValue.split(separator: "/").map(String.init)
    guard parts.count > 2 else { return (table.shortName, table.info.region ?? "") }
    return (parts[parts.count - 2], parts[parts.count - 1])
  }

  private static func last(_ arn: String) -> String { arn.split(separator: "/").last.map(String.init) ?? arn }

  private mutating func write(
    _ attachment: TransitGatewayAttachment, of network: String, segment table: TransitGatewayRouteTable?
  ) {
    let (type, resource): (String, String) =
      switch attachment.kind {
      case .vpc(let vpc, _): ("VPC", Self.arn("ec2", attachment.info, "vpc/\(vpc)"))
      case .peering(let gateway, _): ("TRANSIT_GATEWAY_PEERING", gateway.rawValue)
      case .other("vpn", let resource):
        ("SITE_TO_SITE_VPN", Self.arn("ec2", attachment.info, "vpn-connection/\(resource)"))
      case .other(let kind, let resource):
        (
          kind.uppercased().split(separator: "-").joined(separator: "_"),
          Self.arn("networkmanager", attachment.info, "\(kind)/\(resource)")
        )
      }
    add(
      "Attachments", attachment.info,
      .object([
        "CoreNetworkArn": .text(network), "CoreNetworkId": .text(Self.last(network)),
        "AttachmentId": .id(attachment.id), "AttachmentType": .text(type), "ResourceArn": .text(resource),
        "OwnerAccountId": Self.owner(attachment.info),
        "State": attachment.isAvailable ? "AVAILABLE" : "DELETING",
        "EdgeLocation": .optional(attachment.edge),
        "SegmentName": .optional(table.map { Self.segment($0).name }), "Tags": Self.tags(attachment.info),
      ]))
    guard case .vpc(_, let subnets) = attachment.kind else { return }
    detail(
      "networkmanager-get-vpc-attachment", attachment.info, "AttachmentId", attachment.id.rawValue,
      .object([
        "VpcAttachment": .object([
          "Attachment": .object(["AttachmentId": .id(attachment.id)]),
          "SubnetArns": .list(subnets.map { .text(Self.arn("ec2", attachment.info, "subnet/\($0)")) }),
          "Options": .object([
            "ApplianceModeSupport": .flag(attachment.isApplianceMode),
            "Ipv6Support": .flag(attachment.supportsIPv6),
            "SecurityGroupReferencingSupport": .flag(attachment.referencesSecurityGroups),
          ]),
        ])
      ]))
  }

  private static func networkRoute(_ route: TransitGatewayRoute) -> OutputJSON {
    .members([
      destination(route.destination),
      ("Destinations", .ids(route.attachments, as: "CoreNetworkAttachmentId")),
      ("Type", route.source == .propagated ? "PROPAGATED" : "STATIC"),
      ("State", route.isBlackhole ? "BLACKHOLE" : "ACTIVE"),
    ])
  }
}
