import PacketWalkAddressing
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-network-acls`.
  func readNetworkACLs() {
    collect("NetworkAcls", into: \.networkACLs) { item throws(Unreadable) in
      let json = item.json
      var acl = NetworkACL(
        id: try json.requiredID("NetworkAclId"), info: info(item), vpc: try json.requiredID("VpcId"),
        isDefault: try json.flag("IsDefault") ?? false,
        subnets: try json.ids("Associations", "SubnetId"))
      readEntries(json, into: &acl)
      return acl
    }
  }

  private func readEntries(_ json: JSONValue, into acl: inout NetworkACL) {
    guard let entries = json["Entries"], entries.kind == .array else {
      let reason = Unreadable("the network ACL has no list Entries", at: json)
      reportLostRule("every entry", of: acl.displayName, reason)
      acl.unreadableEntries = RuleDirection.allCases.map {
        UnreadableRule(direction: $0, origin: origin(json))
      }
      return
    }
    for entry in entries.elements {
      // 32767 and above are the `*` entries, which every ACL has (ACL-3).
      let number = entry["RuleNumber"]?.integer
      if let number, number >= 32767 { continue }
      let egress = entry["Egress"]?.boolean
      do throws(Unreadable) {
        acl.entries.append(try self.entry(entry, number, egress))
      } catch {
        reportLostRule("entry \(number.map { "\($0)" } ?? "without number")", of: acl.displayName, error)
        for direction in egress.map({ [$0 ? RuleDirection.egress : .ingress] }) ?? RuleDirection.allCases {
          acl.unreadableEntries.append(
            UnreadableRule(direction: direction, number: number, origin: origin(error.culprit)))
        }
      }
    }
  }

  private func entry(_ json: JSONValue, _ number: Int?, _ egress: Bool?) throws(Unreadable) -> NetworkACLEntry
  {
    guard let number, number > 0 else { throw Unreadable("it has no RuleNumber from 1 to 32766", at: json) }
    guard let egress else { throw Unreadable("it doesn't say whether it is Egress", at: json) }
    guard let prefix = try json.prefix("CidrBlock", or: "Ipv6CidrBlock") else {
      throw Unreadable("it has neither CidrBlock nor Ipv6CidrBlock", at: json)
    }
    let isAllow = json.has("RuleAction", "allow")
    guard isAllow || json.has("RuleAction", "deny") else {
      throw Unreadable("its RuleAction is neither allow nor deny", at: json["RuleAction"] ?? json)
    }
    return NetworkACLEntry(
      number: number, direction: egress ? .egress : .ingress, isAllow: isAllow,
      traffic: try Self.entryTraffic(json, family: prefix.family), prefix: prefix, origin: origin(json))
  }
}
