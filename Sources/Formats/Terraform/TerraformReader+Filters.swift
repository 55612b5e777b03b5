import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Security groups and network ACLs, with rules inline and on their own.
extension TerraformReader {
  func readSecurityGroups() {
    var places: [SecurityGroupID: Int] = [:]
    for resource in all("aws_security_group", "aws_default_security_group") {
      network.map(resource, .securityGroups) { () throws(DeclaredError) in
        let properties = resource.properties
        let isDefault = resource.type == "aws_default_security_group"
        let name = properties["name"].isUnknown ? nil : try properties.text("name")
        let vpc: VPCID = try properties.id("vpc_id") ?? defaultVPC
        let id = isDefault ? network.defaultGroup(of: vpc) : SecurityGroupID(resource.id)
        var group = SecurityGroup(
          id: id, info: info(resource, name: name), groupName: isDefault ? "default" : name, vpc: vpc,
          isDefault: isDefault || name == "default")
        for (key, direction) in [("ingress", RuleDirection.ingress), ("egress", .egress)] {
          // Unset: the provider takes away what AWS gives, and other resources may add.
          if properties[key].isComputed { continue }
          if properties[key].isUnknown {
            readBlock(properties[key], direction, into: &group)
            continue
          }
          for rule in try properties.list(key) { readBlock(rule, direction, into: &group) }
        }
        places[group.id] = network.topology.securityGroups.count
        network.topology.securityGroups.append(group)
      }
    }
    withdrawRules(places)
    // Rules on their own may be about the groups that AWS makes with clusters.
    for resource in all("aws_eks_cluster") { mapCluster(resource) }
    for group in network.clusterGroups.values {
      places[group] = places[group] ?? network.place(of: group, in: \.securityGroups)
    }
    for resource in all("aws_security_group_rule") {
      readRule(resource, places, direction: nil) { rule, direction, group in
        self.readBlock(rule, direction, into: &group)
      }
    }
    for (type, direction) in [
      ("aws_vpc_security_group_ingress_rule", RuleDirection.ingress),
      ("aws_vpc_security_group_egress_rule", .egress),
    ] {
      for resource in all(type) {
        readRule(resource, places, direction: direction) { rule, direction, group in
          self.readSingle(rule, direction, into: &group)
        }
      }
    }
    for resource in all("aws_vpc_security_group_vpc_association") {
      network.map(resource, .securityGroups) { () throws(DeclaredError) in
        let id: SecurityGroupID = try resource.properties.requiredID("security_group_id")
        let vpc: VPCID = try resource.properties.requiredID("vpc_id")
        guard let place = places[id] else { return }
        network.topology.securityGroups[place].associatedVPCs.append(vpc)
      }
    }
  }

  /// Takes rules out of groups' lists that were resources of their own and will be no more.
  private func withdrawRules(_ places: [SecurityGroupID: Int]) {
    for resource in withdrawn(
      "aws_security_group_rule", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule")
    {
      guard let id = resource.properties.knownText("security_group_id").map({ SecurityGroupID($0) }),
        let place = places[id]
      else { continue }
      let word = resource.properties.knownText("type") ?? (resource.type.contains("egress") ? "egress" : "")
      let direction: RuleDirection = word == "egress" ? .egress : .ingress
      guard !inline.contains("\(id) \(direction)") else { continue }
      var former = SecurityGroup(id: id, vpc: network.topology.securityGroups[place].vpc)
      if resource.type == "aws_security_group_rule" {
        readBlock(resource.properties, direction, into: &former)
      } else {
        readSingle(resource.properties, direction, into: &former)
      }
      let own = former.rules
      network.topology.securityGroups[place].rules.removeAll { rule in
        own.contains { $0.admitsSame(as: rule) }
      }
    }
  }

  /// Where groups are that name no VPC.
  private var defaultVPC: VPCID { all("aws_default_vpc").first.map { VPCID($0.id) } ?? "default VPC" }

  private func readRule(
    _ resource: DeclaredResource, _ places: [SecurityGroupID: Int], direction: RuleDirection?,
    _ add: (DeclaredField, RuleDirection, inout SecurityGroup) -> Void
  ) {
    network.map(resource, .securityGroups) { () throws(DeclaredError) in
      let id: SecurityGroupID = try resource.properties.requiredID("security_group_id")
      // A group that others declare: its other rules aren't in the input, so neither is the group.
      guard let place = places[id] else { return }
      var way = direction ?? .ingress
      if direction == nil {
        let word = resource.properties["type"].isUnknown ? nil : try resource.properties.text("type")
        guard let word, ["ingress", "egress"].contains(word) else {
          for either in RuleDirection.allCases {
            network.topology.securityGroups[place].unreadableRules.append(
              UnreadableRule(direction: either, origin: resource.origin))
          }
          throw DeclaredError("it has no type that is known", at: resource.origin)
        }
        way = word == "egress" ? .egress : .ingress
      }
      add(resource.properties, way, &network.topology.securityGroups[place])
    }
  }

  /// `ingress`, `egress` and `aws_security_group_rule`: one protocol, many peers.
  private func readBlock(_ json: DeclaredField, _ direction: RuleDirection, into group: inout SecurityGroup) {
    var peers: [SecurityGroupRule.Peer] = []
    var traffic = TrafficSelector.all
    let own = group.id
    let isRead = network.mapRule("a rule (\(direction))", of: group.displayName) { () throws(DeclaredError) in
      traffic = try self.traffic(json, protocolKey: "protocol")
      peers += try json.prefixes("cidr_blocks").map { .prefix($0) }
      peers += try json.prefixes("ipv6_cidr_blocks").map { .prefix($0) }
      for list: PrefixListID in try json.ids("prefix_list_ids") { peers.append(.prefixList(list)) }
      for id: SecurityGroupID in try json.ids("security_groups") { peers.append(.group(Self.local(id))) }
      if let id: SecurityGroupID = try json.id("source_security_group_id") {
        peers.append(.group(Self.local(id)))
      }
      if try json.flag("self") == true { peers.append(.group(own)) }
    }
    guard isRead else {
      group.unreadableRules.append(UnreadableRule(direction: direction, origin: json.origin))
      return
    }
    let description = (try? json.text("description")) ?? nil
    for peer in peers { add(traffic, peer, direction, description, json.origin, to: &group) }
  }

  /// `aws_vpc_security_group_ingress_rule` and `…_egress_rule`: one peer each.
  private func readSingle(_ json: DeclaredField, _ direction: RuleDirection, into group: inout SecurityGroup)
  {
    var peer: SecurityGroupRule.Peer?
    var traffic = TrafficSelector.all
    let isRead = network.mapRule("a rule (\(direction))", of: group.displayName) { () throws(DeclaredError) in
      traffic = try self.traffic(json, protocolKey: "ip_protocol")
      if let prefix = try json.prefix("cidr_ipv4") {
        peer = .prefix(prefix)
      } else if let prefix = try json.prefix("cidr_ipv6") {
        peer = .prefix(prefix)
      } else if let list: PrefixListID = try json.id("prefix_list_id") {
        peer = .prefixList(list)
      } else if let id: SecurityGroupID = try json.id("referenced_security_group_id") {
        peer = .group(Self.local(id))
      } else {
        throw DeclaredError("it names no peer", at: json.origin)
      }
    }
    guard isRead, let peer else {
      group.unreadableRules.append(UnreadableRule(direction: direction, origin: json.origin))
      return
    }
    add(traffic, peer, direction, (try? json.text("description")) ?? nil, json.origin, to: &group)
  }

  /// A rule that a refresh has seen stands inline and on its own.
  private func add(
    _ traffic: TrafficSelector, _ peer: SecurityGroupRule.Peer, _ direction: RuleDirection,
    _ description: String?, _ origin: Origin, to group: inout SecurityGroup
  ) {
    let isThere = group.rules.contains {
      $0.direction == direction && $0.traffic == traffic && $0.peer == peer
    }
    guard !isThere else { return }
    group.rules.append(
      SecurityGroupRule(
        direction: direction, traffic: traffic, peer: peer, description: description, origin: origin))
  }

  /// `123456789012/sg-1` of another account.
  private static func local(_ id: SecurityGroupID) -> SecurityGroupID {
    guard !id.rawValue.hasPrefix("tf:"), let slash = id.rawValue.lastIndex(of: "/") else { return id }
    return SecurityGroupID(String(id.rawValue[id.rawValue.index(after: slash)...]))
  }

  private func traffic(_ json: DeclaredField, protocolKey: String) throws(DeclaredError) -> TrafficSelector {
    let word = try json.required(protocolKey)
    if word == "-1" || word.lowercased() == "all" { return .all }
    guard let selected = IPProtocol(word.lowercased()) else {
      throw DeclaredError("\(protocolKey) \(word) is no protocol", at: json[protocolKey].origin)
    }
    return try json.traffic(of: selected, from: "from_port", to: "to_port")
  }

  // MARK: Network ACLs

  func readNetworkACLs() {
    var places: [NetworkACLID: Int] = [:]
    for resource in all("aws_network_acl", "aws_default_network_acl") {
      network.map(resource, .networkACLs) { () throws(DeclaredError) in
        let properties = resource.properties
        let isDefault = resource.type == "aws_default_network_acl"
        var id = NetworkACLID(resource.id)
        var vpc: VPCID? = properties["vpc_id"].isUnknown ? nil : try properties.id("vpc_id")
        if isDefault, let adopted: NetworkACLID = try properties.id("default_network_acl_id") {
          id = adopted
          vpc = vpc ?? network.topology.vpcs.first { network.defaultACL(of: $0.id) == adopted }?.id
        }
        guard let vpc else { throw DeclaredError("it has no vpc_id that is known", at: resource.origin) }
        var list = NetworkACL(
          id: id, info: info(resource), vpc: vpc, isDefault: isDefault,
          subnets: properties["subnet_ids"].isUnknown ? [] : try properties.ids("subnet_ids"))
        for (key, direction) in [("ingress", RuleDirection.ingress), ("egress", .egress)] {
          if properties[key].isComputed { continue }
          if properties[key].isUnknown {
            readEntry(properties[key], direction, number: "rule_no", action: "action", into: &list)
            continue
          }
          for entry in try properties.list(key) {
            readEntry(entry, direction, number: "rule_no", action: "action", into: &list)
          }
        }
        places[list.id] = network.topology.networkACLs.count
        network.topology.networkACLs.append(list)
      }
    }
    for resource in withdrawn("aws_network_acl_rule") {
      guard let id = resource.properties.knownText("network_acl_id").map({ NetworkACLID($0) }),
        let place = places[id], let number = (try? resource.properties.number("rule_number")) ?? nil
      else { continue }
      let isEgress = (try? resource.properties.flag("egress")) ?? nil
      let direction: RuleDirection = isEgress == true ? .egress : .ingress
      guard !inline.contains("\(id) \(direction)") else { continue }
      network.topology.networkACLs[place].entries.removeAll {
        $0.number == number && $0.direction == direction
      }
    }
    for resource in all("aws_network_acl_rule") {
      network.map(resource, .networkACLs) { () throws(DeclaredError) in
        let id: NetworkACLID = try resource.properties.requiredID("network_acl_id")
        let isEgress = try resource.properties.flag("egress") ?? false
        guard let place = places[id] else { return }
        readEntry(
          resource.properties, isEgress ? .egress : .ingress, number: "rule_number", action: "rule_action",
          into: &network.topology.networkACLs[place])
      }
    }
    for resource in all("aws_network_acl_association") {
      network.map(resource, .networkACLs) { () throws(DeclaredError) in
        let id: NetworkACLID = try resource.properties.requiredID("network_acl_id")
        let subnet: SubnetID = try resource.properties.requiredID("subnet_id")
        guard let place = places[id], !network.topology.networkACLs[place].subnets.contains(subnet) else {
          return
        }
        network.topology.networkACLs[place].subnets.append(subnet)
      }
    }
  }

  private func readEntry(
    _ json: DeclaredField, _ direction: RuleDirection, number: String, action: String,
    into list: inout NetworkACL
  ) {
    var entry: NetworkACLEntry?
    let isRead = network.mapRule("an entry (\(direction))", of: list.displayName) {
      () throws(DeclaredError) in
      guard let place = try json.number(number) else {
        throw DeclaredError("it has no \(number)", at: json.origin)
      }
      var prefix = try json.prefix("cidr_block")
      if prefix == nil { prefix = try json.prefix("ipv6_cidr_block") }
      guard let prefix else { throw DeclaredError("it names no range", at: json.origin) }
      let word = try json.required("protocol")
      var traffic = TrafficSelector.all
      if word != "-1", word.lowercased() != "all" {
        guard let selected = IPProtocol(word.lowercased()) else {
          throw DeclaredError("protocol \(word) is no protocol", at: json["protocol"].origin)
        }
        traffic =
          selected.hasICMPType
          ? try json.icmp(selected, type: "icmp_type", code: "icmp_code")
          : try json.traffic(of: selected, from: "from_port", to: "to_port")
      }
      entry = NetworkACLEntry(
        number: place, direction: direction, isAllow: try json.required(action).lowercased() == "allow",
        traffic: traffic, prefix: prefix, origin: json.origin)
    }
    guard isRead, let entry else {
      list.unreadableEntries.append(
        UnreadableRule(
          direction: direction, number: (try? json.number(number)) ?? nil, origin: json.origin))
      return
    }
    guard !list.entries.contains(where: { $0.number == entry.number && $0.direction == direction }) else {
      return
    }
    list.entries.append(entry)
  }
}
