import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Security groups and network ACLs.
extension CloudFormationReader {
  func readSecurityGroup(_ resource: DeclaredResource) {
    network.map(resource, .securityGroups) { () throws(DeclaredError) in
      let properties = resource.properties
      let name = try? properties.text("GroupName")
      guard let vpc: VPCID = try properties.id("VpcId") else {
        throw DeclaredError(
          "it names no VPC, so that it is one of the default VPC's, which no template has",
          at: resource.origin)
      }
      groupPlaces[SecurityGroupID(resource.id)] = network.topology.securityGroups.count
      network.topology.securityGroups.append(
        SecurityGroup(
          id: SecurityGroupID(resource.id), info: info(resource), groupName: name ?? nil, vpc: vpc))
      addRules(resource, "SecurityGroupIngress", .ingress)
      let hasEgress = addRules(resource, "SecurityGroupEgress", .egress)
      // AWS's own rule stands until a rule of the template's takes its place (SG-2).
      if !hasEgress, groupsWithEgress.contains(resource.id) { tellReplacedEgress(resource) }
      if !hasEgress, !groupsWithEgress.contains(resource.id) {
        let place = network.topology.securityGroups.count - 1
        let prefixes = vpcPlaces[vpc].map { network.topology.vpcs[$0].prefixes } ?? []
        network.topology.securityGroups[place].rules += AWSDefaults.openEgress(
          AWSDefaults.families(of: prefixes))
      }
    }
  }

  /// What AWS documents of rules inside the group is taken to hold for those that are resources of their own.
  private func tellReplacedEgress(_ resource: DeclaredResource) {
    guard !hasToldReplacedEgress else { return }
    hasToldReplacedEgress = true
    network.report(
      "PW_EGRESS_TAKEN_FOR_REPLACED", .note, resource.address,
      "a group whose rules for egress are resources of their own is taken to have lost AWS's own rule, which lets "
        + "everything out; so is every other of the input", at: resource.origin)
  }

  /// - Returns: whether the group has a rule of the direction.
  @discardableResult
  private func addRules(_ resource: DeclaredResource, _ key: String, _ direction: RuleDirection) -> Bool {
    let place = network.topology.securityGroups.count - 1
    let list = resource.properties[key]
    guard !list.isUnknown else {
      _ = network.mapRule("every rule (\(direction))", of: resource.address) { () throws(DeclaredError) in
        _ = try resource.properties.list(key)
      }
      network.topology.securityGroups[place].unreadableRules.append(
        UnreadableRule(direction: direction, origin: list.origin))
      return true
    }
    let rules = (try? resource.properties.list(key)) ?? []
    for rule in rules { add(rule, direction, to: place, of: resource.address) }
    return !rules.isEmpty
  }

  private func add(
    _ rule: DeclaredField, _ direction: RuleDirection, to place: Int, of subject: String,
    from resource: DeclaredResource? = nil
  ) {
    let isRead = network.mapRule("a rule (\(direction))", of: subject) { () throws(DeclaredError) in
      if let resource { try requireCertain(resource) }
      let made = try self.rule(rule, direction)
      network.topology.securityGroups[place].rules.append(made)
    }
    if !isRead {
      network.topology.securityGroups[place].unreadableRules.append(
        UnreadableRule(direction: direction, origin: rule.origin))
    }
  }

  private func rule(
    _ field: DeclaredField, _ direction: RuleDirection
  ) throws(DeclaredError) -> SecurityGroupRule {
    guard !field.isUnknown else { throw DeclaredError("it is not known", at: field.origin) }
    let end = direction == .ingress ? "Source" : "Destination"
    let peer: SecurityGroupRule.Peer
    if let prefix = try field.prefix("CidrIp") {
      peer = .prefix(prefix)
    } else if let prefix = try field.prefix("CidrIpv6") {
      peer = .prefix(prefix)
    } else if let list: PrefixListID = try field.id("\(end)PrefixListId") {
      peer = .prefixList(list)
    } else if let group: SecurityGroupID = try field.id("\(end)SecurityGroupId") {
      peer = .group(group)
    } else {
      throw DeclaredError("it names no range, no prefix list and no group", at: field.origin)
    }
    return SecurityGroupRule(
      direction: direction, traffic: try DeclaredTraffic.ofGroup(field), peer: peer,
      description: (try? field.text("Description")) ?? nil, origin: field.origin)
  }

  /// A rule that is a resource of its own.
  func readGroupRule(_ resource: DeclaredResource, _ direction: RuleDirection) {
    network.map(resource, .securityGroups) { () throws(DeclaredError) in
      let id: SecurityGroupID = try resource.properties.requiredID("GroupId")
      guard let place = place(of: id) else {
        throw DeclaredError("its group \(id) is not in the input", at: resource.origin)
      }
      add(resource.properties, direction, to: place, of: resource.address, from: resource)
    }
  }

  /// A further VPC whose interfaces may hold a group (SG-13).
  func readGroupAssociation(_ resource: DeclaredResource) {
    network.map(resource, .securityGroups) { () throws(DeclaredError) in
      let id: SecurityGroupID = try resource.properties.requiredID("GroupId")
      guard let place = place(of: id) else {
        throw DeclaredError("its group \(id) is not in the input", at: resource.origin)
      }
      network.topology.securityGroups[place].associatedVPCs.append(
        try resource.properties.requiredID("VpcId"))
    }
  }

  /// The place of a group; that of a VPC's default group is made when a rule asks for it.
  private func place(of id: SecurityGroupID) -> Int? {
    if let place = groupPlaces[id] ?? network.place(of: id, in: \.securityGroups) { return place }
    for vpc in network.topology.vpcs where network.defaultGroup(of: vpc.id) == id {
      var group = SecurityGroup(
        id: id, info: ResourceInfo(account: vpc.info.account, region: vpc.info.region), groupName: "default",
        vpc: vpc.id, isDefault: true)
      group.info.name = "default of \(vpc.shortName)"
      group.rules =
        AWSDefaults.ownIngress(id) + AWSDefaults.openEgress(AWSDefaults.families(of: vpc.prefixes))
      groupPlaces[id] = network.topology.securityGroups.count
      network.topology.securityGroups.append(group)
      return groupPlaces[id]
    }
    return nil
  }

  // MARK: Network ACLs

  func readNetworkACL(_ resource: DeclaredResource) {
    network.map(resource, .networkACLs) { () throws(DeclaredError) in
      let acl = NetworkACL(
        id: NetworkACLID(resource.id), info: info(resource), vpc: try resource.properties.requiredID("VpcId"))
      aclPlaces[acl.id] = network.topology.networkACLs.count
      network.topology.networkACLs.append(acl)
    }
  }

  func readNetworkACLEntry(_ resource: DeclaredResource) {
    network.map(resource, .networkACLs) { () throws(DeclaredError) in
      let properties = resource.properties
      let id: NetworkACLID = try properties.requiredID("NetworkAclId")
      guard let place = aclPlace(id) else {
        throw DeclaredError("its network ACL \(id) is not in the input", at: resource.origin)
      }
      let number = try? properties.number("RuleNumber")
      let egress = properties["Egress"].isUnknown ? nil : (try? properties.flag("Egress")) ?? false
      let isRead = network.mapRule("this entry", of: resource.address) { () throws(DeclaredError) in
        try requireCertain(resource)
        network.topology.networkACLs[place].entries.append(try entry(properties))
      }
      if !isRead {
        for direction in egress.map({ [$0 ? RuleDirection.egress : .ingress] }) ?? RuleDirection.allCases {
          network.topology.networkACLs[place].unreadableEntries.append(
            UnreadableRule(direction: direction, number: number ?? nil, origin: resource.origin))
        }
      }
    }
  }

  /// The place of an ACL; that of a VPC's default one is made when an entry asks for it.
  private func aclPlace(_ id: NetworkACLID) -> Int? {
    if let place = aclPlaces[id] { return place }
    for vpc in network.topology.vpcs where network.defaultACL(of: vpc.id) == id {
      var info = ResourceInfo(account: vpc.info.account, region: vpc.info.region)
      info.name = "default of \(vpc.shortName)"
      let families = AWSDefaults.families(of: vpc.prefixes)
      aclPlaces[id] = network.topology.networkACLs.count
      network.topology.networkACLs.append(
        NetworkACL(
          id: id, info: info, vpc: vpc.id, isDefault: true,
          entries: RuleDirection.allCases.flatMap { AWSDefaults.openEntries(families, $0) }))
      return aclPlaces[id]
    }
    return nil
  }

  private func entry(_ field: DeclaredField) throws(DeclaredError) -> NetworkACLEntry {
    guard let number = try field.number("RuleNumber"), (1...32766).contains(number) else {
      throw DeclaredError("it has no RuleNumber from 1 to 32766", at: field.origin)
    }
    guard let prefix = try field.first("CidrBlock", "Ipv6CidrBlock").prefix(named: "CidrBlock") else {
      throw DeclaredError("it has neither CidrBlock nor Ipv6CidrBlock", at: field.origin)
    }
    let action = try field.required("RuleAction").lowercased()
    guard action == "allow" || action == "deny" else {
      throw DeclaredError("its RuleAction is neither allow nor deny", at: field.origin)
    }
    return NetworkACLEntry(
      number: number, direction: try field.flag("Egress") == true ? .egress : .ingress,
      isAllow: action == "allow", traffic: try DeclaredTraffic.ofEntry(field, family: prefix.family),
      prefix: prefix, origin: field.origin)
  }

  func readNetworkACLAssociation(_ resource: DeclaredResource) {
    network.map(resource, .networkACLs) { () throws(DeclaredError) in
      let id: NetworkACLID = try resource.properties.requiredID("NetworkAclId")
      guard let place = aclPlace(id) else {
        throw DeclaredError("its network ACL \(id) is not in the input", at: resource.origin)
      }
      network.topology.networkACLs[place].subnets.append(try resource.properties.requiredID("SubnetId"))
    }
  }
}
