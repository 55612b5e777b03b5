import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-security-groups`.
  func readSecurityGroups() {
    collect("SecurityGroups", into: \.securityGroups) { item throws(Unreadable) in
      let json = item.json
      let name = json.text("GroupName")
      var group = SecurityGroup(
        id: try json.requiredID("GroupId"), info: info(item, arn: json.text("SecurityGroupArn")),
        groupName: name, vpc: try json.requiredID("VpcId"), isDefault: name == "default")
      if group.info.name == nil { group.info.name = name }
      readRules(json, "IpPermissions", .ingress, into: &group)
      readRules(json, "IpPermissionsEgress", .egress, into: &group)
      return group
    }
    readRuleIDs()
    readAssociations()
  }

  /// `describe-security-group-vpc-associations`: further VPCs in which a group may be used (SG-13).
  private func readAssociations() {
    let key = "SecurityGroupVpcAssociations"
    guard sections[key] != nil else { return }
    var places: [SecurityGroupID: Int] = [:]
    for (place, group) in topology.securityGroups.enumerated() { places[group.id] = place }
    for item in items(key) {
      do throws(Unreadable) {
        let group: SecurityGroupID = try item.json.requiredID("GroupId")
        let vpc: VPCID = try item.json.requiredID("VpcId")
        count(key, read: 1, modelled: 1)
        guard item.json.text("State") ?? "associated" == "associated", let place = places[group],
          topology.securityGroups[place].vpc != vpc,
          !topology.securityGroups[place].associatedVPCs.contains(vpc)
        else { continue }
        topology.securityGroups[place].associatedVPCs.append(vpc)
      } catch {
        count(key, read: 1)
        reportLost("security group's VPC association", item.json.text("GroupId") ?? "", error)
      }
    }
  }

  private func readRules(
    _ json: JSONValue, _ key: String, _ direction: RuleDirection, into group: inout SecurityGroup
  ) {
    func lose(_ what: String, _ reason: Unreadable) {
      reportLostRule(what, of: group.displayName, reason)
      group.unreadableRules.append(
        UnreadableRule(direction: direction, origin: origin(reason.culprit)))
    }
    guard let permissions = json[key], permissions.kind == .array else {
      // AWS prints the list even when it is empty.
      lose("every \(direction) rule", Unreadable("the group has no list \(key)", at: json))
      return
    }
    for permission in permissions.elements {
      do throws(Unreadable) {
        let traffic = try Self.groupTraffic(permission)
        var hasPeers = false
        for list in ["IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs"] {
          for peer in try permission.list(list) {
            hasPeers = true
            do throws(Unreadable) {
              guard let read = try self.peer(peer, group.displayName) else { continue }
              group.rules.append(
                SecurityGroupRule(
                  direction: direction, traffic: traffic, peer: read, description: peer.text("Description"),
                  origin: origin(peer)))
            } catch {
              lose("a rule (\(direction))", error)
            }
          }
        }
        guard hasPeers else { throw Unreadable("it names no peer", at: permission) }
      } catch {
        lose("a rule (\(direction))", error)
      }
    }
  }

  /// The one peer of a rule; nil for a rule that is known never to match.
  private func peer(_ json: JSONValue, _ subject: String) throws(Unreadable) -> SecurityGroupRule.Peer? {
    if let prefix = try json.prefix("CidrIp", or: "CidrIpv6") { return .prefix(prefix) }
    if let list: PrefixListID = json.id("PrefixListId") { return .prefixList(list) }
    guard let group: SecurityGroupID = json.id("GroupId") else {
      throw Unreadable("it names no range, no prefix list and no group identifier", at: json)
    }
    // A stale rule: the peering is gone, and with it every member it could mean (SG-11).
    if let status = json.text("PeeringStatus"), ["deleted", "expired", "failed", "rejected"].contains(status)
    {
      report(
        "PW_STALE_RULE", .note, subject,
        "a rule refers to \(group) across a peering connection that is \(status), and never matches", at: json
      )
      return nil
    }
    return .group(group)
  }

  // MARK: describe-security-group-rules

  private struct RuleKey: Hashable {
    var group: SecurityGroupID
    var direction: RuleDirection
    var traffic: TrafficSelector
    var peer: SecurityGroupRule.Peer
  }

  /// Gives rules the identifiers by which AWS and people cite them.
  private func readRuleIDs() {
    guard sections["SecurityGroupRules"] != nil else { return }
    var ids: [RuleKey: (id: String, json: JSONValue)] = [:]
    for item in items("SecurityGroupRules") {
      let json = item.json
      do throws(Unreadable) {
        let key = RuleKey(
          group: try json.requiredID("GroupId"),
          direction: try json.flag("IsEgress") == true ? .egress : .ingress,
          traffic: try Self.groupTraffic(json), peer: try rulePeer(json))
        ids[key] = (try json.required("SecurityGroupRuleId"), json)
        count("SecurityGroupRules", read: 1, modelled: 1)
      } catch {
        count("SecurityGroupRules", read: 1)
        reportLost("security group rule's identifier", identifier(json, "SecurityGroupRules"), error)
      }
    }
    for group in topology.securityGroups.indices {
      let id = topology.securityGroups[group].id
      for rule in topology.securityGroups[group].rules.indices {
        let own = topology.securityGroups[group].rules[rule]
        let key = RuleKey(group: id, direction: own.direction, traffic: own.traffic, peer: own.peer)
        if let found = ids.removeValue(forKey: key) {
          topology.securityGroups[group].rules[rule].id = found.id
        }
      }
    }
    reportStrayRules(ids)
  }

  /// Rules that only one of the two calls knows: taken at different times, or a group that is unreadable.
  private func reportStrayRules(_ ids: [RuleKey: (id: String, json: JSONValue)]) {
    let complete = Set(topology.securityGroups.lazy.filter { $0.unreadableRules.isEmpty }.map(\.id))
    for (key, stray) in ids.sorted(by: { $0.value.id < $1.value.id }) where complete.contains(key.group) {
      report(
        "PW_CONFLICTING_DUPLICATE", .warning, stray.id,
        "this rule of \(key.group) is not among the rules that describe-security-groups printed, which are used",
        at: stray.json)
    }
  }

  private func rulePeer(_ json: JSONValue) throws(Unreadable) -> SecurityGroupRule.Peer {
    if let prefix = try json.prefix("CidrIpv4", or: "CidrIpv6") { return .prefix(prefix) }
    if let list: PrefixListID = json.id("PrefixListId") { return .prefixList(list) }
    guard let group: SecurityGroupID = json["ReferencedGroupInfo"]?.id("GroupId") else {
      throw Unreadable("it names no range, no prefix list and no group identifier", at: json)
    }
    return .group(group)
  }
}
