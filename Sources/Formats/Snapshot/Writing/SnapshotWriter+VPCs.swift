import PacketWalkAddressing
import PacketWalkTopology

extension SnapshotWriter {
  mutating func writeVPCs() {
    for vpc in topology.vpcs {
      let (first, rest) = Self.families(vpc.prefixes)
      add(
        "Vpcs", vpc.info,
        .object([
          "VpcId": .id(vpc.id), "State": "available", "CidrBlock": .optional(first.first?.description),
          "CidrBlockAssociationSet": .list(first.map { Self.block($0, "CidrBlock") }),
          "Ipv6CidrBlockAssociationSet": .list(rest.map { Self.block($0, "Ipv6CidrBlock") }),
          "OwnerId": Self.owner(vpc.info), "Tags": Self.tags(vpc.info),
        ]))
      if !vpc.isDNSSupported {
        detail(
          "ec2-describe-vpc-attribute", vpc.info, "VpcId", vpc.id.rawValue,
          .object(["VpcId": .id(vpc.id), "EnableDnsSupport": .object(["Value": false])]))
      }
      if let controls = vpc.encryption {
        let exclusions = EncryptionControls.Exclusion.allCases.filter(controls.exclusions.contains)
        add(
          "VpcEncryptionControls", vpc.info,
          .object([
            "VpcId": .id(vpc.id), "Mode": .text(controls.mode.rawValue), "State": "available",
            "ResourceExclusions": .members(
              exclusions.map { ($0.rawValue, .object(["State": "enabled"])) }),
          ]))
      }
    }
    for subnet in topology.subnets {
      let (first, rest) = Self.families(subnet.prefixes)
      add(
        "Subnets", subnet.info,
        .object([
          "SubnetId": .id(subnet.id), "VpcId": .id(subnet.vpc), "State": "available",
          "CidrBlock": .optional(first.first?.description),
          "Ipv6CidrBlockAssociationSet": .list(rest.map { Self.block($0, "Ipv6CidrBlock") }),
          "AvailabilityZone": subnet.zone.name.isEmpty ? nil : .text(subnet.zone.name),
          "AvailabilityZoneId": .optional(subnet.zone.zoneID), "OwnerId": Self.owner(subnet.info),
          "BlockPublicAccessStates": subnet.blockPublicAccess.map {
            .object(["InternetGatewayBlockMode": .text($0.rawValue)])
          }, "Tags": Self.tags(subnet.info),
        ]))
    }
  }

  /// IPv4 and IPv6 have fields of their own.
  static func families(_ prefixes: [IPPrefix]) -> ([IPPrefix], [IPPrefix]) {
    (prefixes.filter { $0.family == .ipv4 }, prefixes.filter { $0.family == .ipv6 })
  }

  private static func block(_ prefix: IPPrefix, _ key: String) -> OutputJSON {
    .members([(key, .text(prefix.description)), (key + "State", .object(["State": "associated"]))])
  }

  mutating func writeGateways() {
    func attachments(_ vpc: VPCID?) -> OutputJSON {
      .list(vpc.map { [.object(["State": "available", "VpcId": .id($0)])] } ?? [])
    }
    for gateway in topology.internetGateways {
      add(
        "InternetGateways", gateway.info,
        .object([
          "InternetGatewayId": .id(gateway.id), "Attachments": attachments(gateway.vpc),
          "OwnerId": Self.owner(gateway.info), "Tags": Self.tags(gateway.info),
        ]))
    }
    for gateway in topology.egressOnlyInternetGateways {
      add(
        "EgressOnlyInternetGateways", gateway.info,
        .object([
          "EgressOnlyInternetGatewayId": .id(gateway.id), "Attachments": attachments(gateway.vpc),
          "Tags": Self.tags(gateway.info),
        ]))
    }
    for gateway in topology.carrierGateways {
      add(
        "CarrierGateways", gateway.info,
        .object([
          "CarrierGatewayId": .id(gateway.id), "VpcId": .id(gateway.vpc),
          "State": gateway.vpc == nil ? "deleted" : "available", "OwnerId": Self.owner(gateway.info),
          "Tags": Self.tags(gateway.info),
        ]))
    }
    for peering in topology.vpcPeeringConnections {
      add(
        "VpcPeeringConnections", peering.info,
        .object([
          "VpcPeeringConnectionId": .id(peering.id), "RequesterVpcInfo": end(peering.requester),
          "AccepterVpcInfo": end(peering.accepter),
          "Status": .object(["Code": peering.isActive ? "active" : "deleted"]),
          "Tags": Self.tags(peering.info),
        ]))
    }
  }

  private func end(_ end: VPCPeeringConnection.End) -> OutputJSON {
    let (first, rest) = Self.families(end.prefixes)
    return .object([
      "VpcId": .id(end.vpc), "OwnerId": .optional(end.account), "Region": .optional(end.region),
      "CidrBlock": .optional(first.first?.description),
      "CidrBlockSet": .list(first.map { .object(["CidrBlock": .text($0.description)]) }),
      "Ipv6CidrBlockSet": .list(rest.map { .object(["Ipv6CidrBlock": .text($0.description)]) }),
      "PeeringOptions": .object(["AllowDnsResolutionFromRemoteVpc": .flag(end.allowsDNSResolution)]),
    ])
  }

  mutating func writePublicAccess() {
    for options in topology.blockPublicAccessOptions {
      add(
        "VpcBlockPublicAccessOptions", Place(account: options.account, region: options.region),
        .object([
          "AwsAccountId": .optional(options.account), "AwsRegion": .optional(options.region),
          "InternetGatewayBlockMode": .text(options.mode.rawValue),
        ]))
    }
    for exclusion in topology.blockPublicAccessExclusions {
      let resource =
        switch exclusion.scope {
        case .vpc(let id): "vpc/\(id)"
        case .subnet(let id): "subnet/\(id)"
        }
      add(
        "VpcBlockPublicAccessExclusions", exclusion.info,
        .object([
          "ExclusionId": .id(exclusion.id), "ResourceArn": .text(Self.arn("ec2", exclusion.info, resource)),
          "InternetGatewayExclusionMode": .text(exclusion.mode.rawValue),
          "State": exclusion.isInForce ? "create-complete" : "disable-complete",
          "Tags": Self.tags(exclusion.info),
        ]))
    }
    for pool in topology.publicAddressPools {
      add(
        "PublicIpv4Pools", pool.info,
        .object([
          "PoolId": .id(pool.id),
          "PoolAddressRanges": .list(
            pool.prefixes.map {
              .object([
                "FirstAddress": .text($0.address.description),
                "LastAddress": .text($0.lastAddress.description),
              ])
            }), "Tags": Self.tags(pool.info),
        ]))
      guard let isAdvertised = pool.isAdvertised else { continue }
      for prefix in pool.prefixes {
        add(
          "ByoipCidrs", pool.info,
          .object([
            "Cidr": .text(prefix.description), "State": isAdvertised ? "advertised" : "provisioned",
          ]))
      }
    }
  }

  static func arn(_ service: String, _ info: ResourceInfo, _ resource: String) -> String {
    "arn:aws:\(service):\(info.region ?? ""):\(info.account ?? ""):\(resource)"
  }

  mutating func writePrefixLists() {
    for list in topology.prefixLists {
      add(
        "PrefixLists", list.info,
        .object([
          "PrefixListId": .id(list.id), "PrefixListName": .optional(list.listName),
          "OwnerId": Self.owner(list.info), "Tags": Self.tags(list.info),
        ]))
      guard let entries = list.entries else { continue }
      detail(
        "ec2-get-managed-prefix-list-entries", list.info, "PrefixListId", list.id.rawValue,
        .object(["Entries": .list(entries.map { .object(["Cidr": .text($0.description)]) })]))
    }
  }

  /// Parts of the network without a model, of the kinds that a call prints.
  mutating func writeUnmodelled() {
    for thing in topology.unmodelled {
      guard let (key, words) = SnapshotKeys.unmodelled.first(where: { $0.value.kind == thing.kind }) else {
        continue
      }
      let members: [(String, OutputJSON?)] = [
        (words.id, .text(thing.id)), ("VpcId", .id(thing.vpc)), ("Tags", Self.tags(thing.info)),
      ]
      add(key, thing.info, .members(members.compactMap { key, value in value.map { (key, $0) } }))
    }
  }
}
