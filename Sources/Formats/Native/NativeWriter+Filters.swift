import PacketWalkDiagnostics
import PacketWalkAddressing
import PacketWalkTopology

extension NativeWriter {
  // MARK: Network ACLs

  func networkACLs(of id: VPCID, _ families: [AddressFamily], _ place: Place) -> YAMLMembers {
    var section = YAMLMembers()
    for acl in topology.networkACLs where acl.vpc == id {
      let key = names.key(.networkACL, acl.id, scope: place.scope)
      var fields = YAMLMembers()
      if acl.isDefault != (key == "default") { fields.add("default", .bool(acl.isDefault)) }
      fields.add("subnets", furtherSubnets(acl.subnets, place) { acls[$0] == acl.id })
      fields.add("unreadable", acl.unreadableEntries.map { unreadable($0) })
      for (word, direction) in [("in", RuleDirection.ingress), ("out", .egress)] {
        let entries = acl.entries.filter { $0.direction == direction }
        let usual = acl.isDefault ? AWSDefaults.openEntries(families, direction) : []
        if isSame(entries, usual) { continue }
        var numbers = YAMLMembers()
        for entry in entries { numbers.add("\(entry.number)", self.entry(entry)) }
        fields.add(word, numbers.value)
      }
      if !isImplied(acl, of: id, .networkACLs, named: "default", key: key, place, fields) {
        member(.networkACL, acl, in: place, fields, into: &section)
      }
    }
    return section
  }

  func entry(_ entry: NetworkACLEntry) -> String {
    "\(entry.isAllow ? "allow" : "deny") \(entry.traffic) \(NativeScope.preposition(entry.direction)) \(entry.prefix)"
  }

  private func isSame(_ left: [NetworkACLEntry], _ right: [NetworkACLEntry]) -> Bool {
    func bare(_ entry: NetworkACLEntry) -> NetworkACLEntry {
      var entry = entry
      entry.origin = .implied
      return entry
    }
    return left.map(bare) == right.map(bare)
  }

  private func unreadable(_ rule: UnreadableRule) -> String {
    let word = rule.direction == .ingress ? "in" : "out"
    return rule.number.map { "\(word) \($0)" } ?? word
  }

  // MARK: Security groups

  func securityGroups(of id: VPCID, _ families: [AddressFamily], _ place: Place) -> YAMLMembers {
    var section = YAMLMembers()
    for group in topology.securityGroups where group.vpc == id {
      let key = names.key(.securityGroup, group.id, scope: place.scope)
      var fields = YAMLMembers()
      if group.isDefault != (key == "default") { fields.add("default", .bool(group.isDefault)) }
      if group.groupName != (group.isDefault ? "default" : nil) {
        fields.add("group-name", group.groupName ?? "")
      }
      fields.add("vpcs", group.associatedVPCs.map { names.reference(.vpc, $0, from: place.scope) })
      fields.add("unreadable", group.unreadableRules.map { unreadable($0) })
      let ingress = group.rules.filter { $0.direction == .ingress }
      if !isSame(ingress, group.isDefault ? AWSDefaults.ownIngress(group.id) : []) {
        fields.add("in", .list(ingress.map { rule($0, place) }))
      }
      let egress = group.rules.filter { $0.direction == .egress }
      if !isSame(egress, AWSDefaults.openEgress(families)) {
        fields.add("out", .list(egress.map { rule($0, place) }))
      }
      if !isImplied(group, of: id, .securityGroups, named: "default", key: key, place, fields) {
        member(.securityGroup, group, in: place, fields, into: &section)
      }
    }
    return section
  }

  func rule(_ rule: SecurityGroupRule, _ place: Place) -> YAMLValue {
    let text = "\(rule.traffic) \(NativeScope.preposition(rule.direction)) \(peer(rule.peer, place))"
    let isInline = rule.id == nil && rule.description.map { isInlineDescription($0) } ?? true
    if isInline { return .scalar(rule.description.map { "\(text) \"\($0)\"" } ?? text) }
    var fields = YAMLMembers()
    fields.add("rule", text)
    fields.add("description", rule.description)
    fields.add("id", rule.id)
    return fields.value
  }

  /// Whether a description may stand within a rule's own quotes.
  private func isInlineDescription(_ text: String) -> Bool {
    !text.unicodeScalars.contains { $0 == "\"" || $0 == "\\" || $0.value < 32 }
  }

  func peer(_ peer: SecurityGroupRule.Peer, _ place: Place) -> String {
    switch peer {
    case .prefix(let prefix): prefix.description
    case .prefixList(let list): "pl:\(names.reference(.prefixList, list, from: place.scope))"
    case .group(let group): "sg:\(names.reference(.securityGroup, group, from: place.scope))"
    }
  }

  private func isSame(_ left: [SecurityGroupRule], _ right: [SecurityGroupRule]) -> Bool {
    func bare(_ rule: SecurityGroupRule) -> SecurityGroupRule {
      var rule = rule
      rule.origin = .implied
      return rule
    }
    return left.map(bare) == right.map(bare)
  }
}
