import PacketWalkAddressing
import PacketWalkTopology

extension CommandLineEdits {
  // MARK: Security groups

  mutating func authorize(_ rule: SecurityGroupRule, _ group: SecurityGroupID) {
    let reference = state.group(group)
    let id = word(reference)
    command(
      "authorize-security-group-\(Self.word(rule.direction))",
      [("group-id", [id]), ("ip-permissions", [permission(rule, of: reference, describing: true)])],
      in: reference)
  }

  /// By the identifiers of the rules where the input has them: values have to match exactly.
  mutating func revoke(_ rule: SecurityGroupRule, _ group: SecurityGroupID) {
    let reference = state.group(group)
    let id = word(reference)
    let held = state.topology.securityGroups.first { $0.id == group }?.rules.filter {
      $0.admitsSame(as: rule)
    }
    let ids = (held ?? []).compactMap(\.id)
    let isKnown =
      !ids.isEmpty && ids.count == held?.count && ids.allSatisfy { ResourceReference.isAWS($0, "sgr") }
    command(
      "revoke-security-group-\(Self.word(rule.direction))",
      [
        ("group-id", [id]),
        isKnown
          ? ("security-group-rule-ids", ids.map { ShellText($0) })
          : ("ip-permissions", [permission(rule, of: reference, describing: false)]),
      ], in: reference)
  }

  /// AWS takes the whole list of an interface's groups.
  mutating func setGroups(of id: NetworkInterfaceID) {
    let interface = state.interface(id)
    let held = state.topology.networkInterfaces.first { $0.id == id }?.securityGroups ?? []
    guard !held.isEmpty else {
      comment("AWS leaves no interface without a security group: attach another one first")
      return
    }
    let name = word(interface)
    let groups = held.map { word(state.group($0)) }
    command(
      "modify-network-interface-attribute", [("network-interface-id", [name]), ("groups", groups)],
      in: interface)
  }

  private mutating func permission(
    _ rule: SecurityGroupRule, of group: ResourceReference, describing: Bool
  ) -> ShellText {
    let peer: (list: String, key: String, value: ShellText, account: String?)
    switch rule.peer {
    case .prefix(let prefix) where prefix.family == .ipv4:
      peer = ("IpRanges", "CidrIp", ShellText(prefix.description), nil)
    case .prefix(let prefix): peer = ("Ipv6Ranges", "CidrIpv6", ShellText(prefix.description), nil)
    case .prefixList(let list): peer = ("PrefixListIds", "PrefixListId", word(state.prefixList(list)), nil)
    case .group(let other):
      let reference = state.group(other)
      peer = (
        "UserIdGroupPairs", "GroupId", word(reference),
        reference.account == group.account ? nil : reference.account
      )
    }
    return .json { json in
      json.raw("[{\"IpProtocol\":")
      json.string(rule.traffic.protocolWord)
      if let (from, to) = rule.traffic.groupPorts { json.raw(",\"FromPort\":\(from),\"ToPort\":\(to)") }
      json.raw(",\"\(peer.list)\":[{\"\(peer.key)\":")
      json.string(peer.value)
      if let account = peer.account {
        json.raw(",\"UserId\":")
        json.string(account)
      }
      if describing, let description = rule.description {
        json.raw(",\"Description\":")
        json.string(description)
      }
      json.raw("}]}]")
    }
  }

  // MARK: Network ACLs

  mutating func set(_ entry: NetworkACLEntry, _ acl: NetworkACLID) {
    let reference = state.acl(acl)
    let held = state.topology.networkACLs.first { $0.id == acl }?.entries ?? []
    let isThere = held.contains { $0.number == entry.number && $0.direction == entry.direction }
    var options: [(name: String, values: [ShellText])] = [
      ("network-acl-id", [word(reference)]), (Self.word(entry.direction), []),
      ("rule-number", [ShellText("\(entry.number)")]),
      ("protocol", [ShellText(entry.traffic.protocolNumber)]),
      ("rule-action", [ShellText(entry.isAllow ? "allow" : "deny")]),
      (
        entry.prefix.family == .ipv4 ? "cidr-block" : "ipv6-cidr-block", [ShellText(entry.prefix.description)]
      ),
    ]
    if let (from, to) = entry.traffic.portEnds {
      options.append(("port-range", [ShellText("From=\(from),To=\(to)")]))
    }
    if let (type, code) = entry.traffic.icmpNumbers {
      options.append(("icmp-type-code", [ShellText("Code=\(code),Type=\(type)")]))
    }
    command("\(isThere ? "replace" : "create")-network-acl-entry", options, in: reference)
  }
}

/// What AWS's calls and Terraform's resources say for a selector.
extension TrafficSelector {
  /// `tcp`, `47`, or `-1` for all, as security groups have it.
  var protocolWord: String { `protocol`.map { "\($0)" } ?? "-1" }

  /// `6`, or `-1` for all, as network ACLs have it.
  var protocolNumber: String { `protocol`.map { "\($0.rawValue)" } ?? "-1" }

  /// The ports of TCP or UDP: all of them unless some are named.
  var portEnds: (from: Int, to: Int)? {
    guard let `protocol`, `protocol`.hasPorts else { return nil }
    let range = ports ?? .all
    return (Int(range.first), Int(range.last))
  }

  /// ICMP type and code, -1 for all.
  var icmpNumbers: (type: Int, code: Int)? {
    guard let `protocol`, `protocol`.hasICMPType else { return nil }
    return (icmpType.map(Int.init) ?? -1, icmpCode.map(Int.init) ?? -1)
  }

  /// `FromPort` and `ToPort` of a group's rule: ports, or ICMP type and code.
  var groupPorts: (from: Int, to: Int)? {
    if let portEnds { return portEnds }
    return icmpNumbers.map { ($0.type, $0.code) }
  }
}
