import PacketWalkAddressing
import PacketWalkTopology

extension SnapshotWriter {
  mutating func writeSecurityGroups() {
    for group in topology.securityGroups {
      add(
        "SecurityGroups", group.info,
        .object([
          "GroupId": .id(group.id),
          "GroupName": .optional(group.groupName ?? (group.isDefault ? "default" : nil)),
          "VpcId": .id(group.vpc), "OwnerId": Self.owner(group.info),
          "IpPermissions": permissions(group, .ingress), "IpPermissionsEgress": permissions(group, .egress),
          "Tags": Self.tags(group.info),
        ]))
      for vpc in group.associatedVPCs {
        add(
          "SecurityGroupVpcAssociations", group.info,
          .object(["GroupId": .id(group.id), "VpcId": .id(vpc), "State": "associated"]))
      }
      for rule in group.rules {
        guard let id = rule.id else { continue }
        add("SecurityGroupRules", group.info, identified(rule, id, group.id))
      }
    }
  }

  private func permissions(_ group: SecurityGroup, _ direction: RuleDirection) -> OutputJSON {
    let rules = group.rules.filter { $0.direction == direction }.map { rule -> OutputJSON in
      var lists: (ranges: [OutputJSON], ranges6: [OutputJSON], prefixLists: [OutputJSON], pairs: [OutputJSON])
      lists = ([], [], [], [])
      let words = OutputJSON.optional(rule.description)
      switch rule.peer {
      case .prefix(let prefix) where prefix.family == .ipv4:
        lists.ranges = [.object(["CidrIp": .text(prefix.description), "Description": words])]
      case .prefix(let prefix):
        lists.ranges6 = [.object(["CidrIpv6": .text(prefix.description), "Description": words])]
      case .prefixList(let list):
        lists.prefixLists = [.object(["PrefixListId": .id(list), "Description": words])]
      case .group(let peer):
        lists.pairs = [
          .object(["GroupId": .id(peer), "UserId": Self.owner(group.info), "Description": words])
        ]
      }
      return .members(
        Self.traffic(rule.traffic) + [
          ("IpRanges", .list(lists.ranges)), ("Ipv6Ranges", .list(lists.ranges6)),
          ("PrefixListIds", .list(lists.prefixLists)), ("UserIdGroupPairs", .list(lists.pairs)),
        ])
    }
    // One that names no peer can't be read, and stays unknown.
    let unreadable = group.unreadableRules.filter { $0.direction == direction }.map { _ in
      OutputJSON.object(["IpProtocol": "-1"])
    }
    return .list(rules + unreadable)
  }

  private func identified(_ rule: SecurityGroupRule, _ id: String, _ group: SecurityGroupID) -> OutputJSON {
    let peer: (key: String, value: OutputJSON) =
      switch rule.peer {
      case .prefix(let prefix):
        (prefix.family == .ipv4 ? "CidrIpv4" : "CidrIpv6", .text(prefix.description))
      case .prefixList(let list): ("PrefixListId", .text(list.rawValue))
      case .group(let other): ("ReferencedGroupInfo", .object(["GroupId": .id(other)]))
      }
    return .members(
      [
        ("SecurityGroupRuleId", .text(id)), ("GroupId", .text(group.rawValue)),
        ("IsEgress", .flag(rule.direction == .egress)),
      ] + Self.traffic(rule.traffic) + [peer])
  }

  /// `IpProtocol`, `FromPort`, `ToPort`.
  private static func traffic(_ traffic: TrafficSelector) -> [(key: String, value: OutputJSON)] {
    var members: [(key: String, value: OutputJSON)] = [
      ("IpProtocol", .text(word(traffic.protocol, named: true)))
    ]
    guard let selected = traffic.protocol else { return members }
    if selected.hasPorts {
      let ports = traffic.ports ?? .all
      members += [("FromPort", .number(Int(ports.first))), ("ToPort", .number(Int(ports.last)))]
    } else if selected.hasICMPType {
      members += [
        ("FromPort", .number(traffic.icmpType.map(Int.init) ?? -1)),
        ("ToPort", .number(traffic.icmpCode.map(Int.init) ?? -1)),
      ]
    }
    return members
  }

  mutating func writeNetworkACLs() {
    for acl in topology.networkACLs {
      var entries = acl.entries.map(entry)
      entries += acl.unreadableEntries.map { entry in
        // An entry without a range can't be read, and what it decides stays unknown.
        .object([
          "RuleNumber": entry.number.map(OutputJSON.number), "Egress": .flag(entry.direction == .egress),
          "Protocol": "-1", "RuleAction": "allow",
        ])
      }
      for egress in [true, false] {
        entries.append(
          .object([
            "RuleNumber": 32767, "Egress": .flag(egress), "Protocol": "-1", "RuleAction": "deny",
            "CidrBlock": "0.0.0.0/0",
          ]))
      }
      add(
        "NetworkAcls", acl.info,
        .object([
          "NetworkAclId": .id(acl.id), "VpcId": .id(acl.vpc), "IsDefault": .flag(acl.isDefault),
          "Associations": .list(
            acl.subnets.map { .object(["NetworkAclId": .id(acl.id), "SubnetId": .id($0)]) }),
          "Entries": .list(entries), "OwnerId": Self.owner(acl.info), "Tags": Self.tags(acl.info),
        ]))
    }
  }

  private func entry(_ entry: NetworkACLEntry) -> OutputJSON {
    let traffic = entry.traffic
    var members: [(key: String, value: OutputJSON)] = [
      ("RuleNumber", .number(entry.number)), ("Egress", .flag(entry.direction == .egress)),
      ("Protocol", .text(Self.word(traffic.protocol, named: false))),
      ("RuleAction", entry.isAllow ? "allow" : "deny"),
      (entry.prefix.family == .ipv4 ? "CidrBlock" : "Ipv6CidrBlock", .text(entry.prefix.description)),
    ]
    if let selected = traffic.protocol, selected.hasPorts {
      let ports = traffic.ports ?? .all
      members.append(
        (
          "PortRange",
          .object(["From": .number(Int(ports.first)), "To": .number(Int(ports.last))])
        ))
    } else if let selected = traffic.protocol, selected.hasICMPType {
      members.append(
        (
          "IcmpTypeCode",
          .object([
            "Type": .number(traffic.icmpType.map(Int.init) ?? -1),
            "Code": .number(traffic.icmpCode.map(Int.init) ?? -1),
          ])
        ))
    }
    return .members(members)
  }

  mutating func writeRouteTables() {
    for table in topology.routeTables {
      var associations: [OutputJSON] = []
      func associate(_ key: String, _ value: OutputJSON, main: Bool = false) {
        associations.append(
          .members([
            ("Main", .flag(main)), ("RouteTableId", .text(table.id.rawValue)), (key, value),
            ("AssociationState", .object(["State": "associated"])),
          ]))
      }
      if table.isMain {
        associate("RouteTableAssociationId", .text("rtbassoc-main-\(table.id)"), main: true)
      }
      for subnet in table.subnets { associate("SubnetId", .text(subnet.rawValue)) }
      for gateway in table.gateways { associate("GatewayId", .text(gateway)) }
      for pool in table.publicPools { associate("PublicIpv4Pool", .text(pool.rawValue)) }
      var routes = table.routes.map(route)
      // A route without a destination can't be read: it may be a longer match for any address.
      if !table.isComplete { routes.append(.object(["State": "active"])) }
      add(
        "RouteTables", table.info,
        .object([
          "RouteTableId": .id(table.id), "VpcId": .id(table.vpc), "Associations": .list(associations),
          "Routes": .list(routes), "OwnerId": Self.owner(table.info), "Tags": Self.tags(table.info),
        ]))
    }
  }

  static func destination(_ destination: RouteDestination) -> (key: String, value: OutputJSON) {
    switch destination {
    case .prefix(let prefix):
      (
        prefix.family == .ipv4 ? "DestinationCidrBlock" : "DestinationIpv6CidrBlock",
        .text(prefix.description)
      )
    case .prefixList(let list): ("DestinationPrefixListId", .text(list.rawValue))
    }
  }

  private func route(_ route: Route) -> OutputJSON {
    var members = [Self.destination(route.destination)]
    if let target = target(route.target) { members.append(target) }
    let state =
      switch route.state {
      case .active: "active"
      case .blackhole: "blackhole"
      case .filtered: "filtered"
      }
    let source =
      switch route.source {
      case .static: route.target == .local ? "CreateRouteTable" : "CreateRoute"
      case .propagated: "EnableVgwRoutePropagation"
      case .advertised: "Advertisement"
      }
    return .members(members + [("Origin", .text(source)), ("State", .text(state))])
  }

  private func target(_ target: RouteTarget) -> (key: String, value: OutputJSON)? {
    switch target {
    case .local: return ("GatewayId", "local")
    case .internetGateway(let id): return ("GatewayId", .text(id.rawValue))
    case .vpnGateway(let id): return ("GatewayId", .text(id.rawValue))
    case .egressOnlyInternetGateway(let id): return ("EgressOnlyInternetGatewayId", .text(id.rawValue))
    case .carrierGateway(let id): return ("CarrierGatewayId", .text(id.rawValue))
    case .natGateway(let id): return ("NatGatewayId", .text(id.rawValue))
    case .networkInterface(let id): return ("NetworkInterfaceId", .text(id.rawValue))
    case .vpcPeeringConnection(let id): return ("VpcPeeringConnectionId", .text(id.rawValue))
    case .transitGateway(let id):
      return (coreNetworks.contains(id) ? "CoreNetworkArn" : "TransitGatewayId", .text(id.rawValue))
    case .vpcEndpoint(let id): return ("VpcEndpointId", .text(id.rawValue))
    case .address(let address): return ("IpAddress", .text(address.description))
    case .unmodelled(let kind, let id):
      guard !id.isEmpty else { return nil }
      let keys = [
        "local gateway": "LocalGatewayId", "core network": "CoreNetworkArn", "ODB network": "OdbNetworkArn",
        "instance": "InstanceId",
      ]
      return (keys[kind] ?? "GatewayId", .text(id))
    }
  }
}
