/// Security groups, network ACLs and prefix lists.
extension SyntheticNetwork {
  /// Where people work: RFC 5737's third block.
  private static let offices = (0..<24).map { "203.0.113.\($0 * 8 + 1)/32" }

  mutating func printFilters() {
    add("describe-security-groups", "SecurityGroups", vpcs.flatMap(groups))
    add("describe-network-acls", "NetworkAcls", vpcs.flatMap(accessLists))
    let s3 = ["198.18.0.0/17", "198.18.128.0/20", "198.18.144.0/21"]
    add(
      "describe-managed-prefix-lists", "PrefixLists",
      [list(corporateList, "corporate", account), list(s3List, "com.amazonaws.\(region).s3", "AWS")])
    add("get-managed-prefix-list-entries.\(corporateList)", "Entries", Self.offices.prefix(8).map(entry))
    add("get-managed-prefix-list-entries.\(s3List)", "Entries", s3.map(entry))
  }

  private func list(_ id: String, _ name: String, _ owner: String) -> JSON {
    [
      "PrefixListId": "\(id)", "AddressFamily": "IPv4", "State": "create-complete",
      "PrefixListArn": "arn:aws:ec2:\(region):\(owner == "AWS" ? "aws" : owner):prefix-list/\(id)",
      "PrefixListName": "\(name)", "OwnerId": "\(owner)",
    ]
  }

  private func entry(_ prefix: String) -> JSON { ["Cidr": "\(prefix)"] }

  // MARK: Groups

  private func groups(of vpc: VPCPlan) -> [JSON] {
    var groups = [
      group(
        vpc.defaultGroup, "default", vpc,
        [permission("-1", nil, groups: [vpc.defaultGroup])]),
      group(
        vpc.bastionGroup, "bastion", vpc,
        [permission("tcp", 22, lists: [corporateList]), permission("tcp", 22, ranges: [Self.offices[8]])],
        [permission("tcp", 22, ranges: ["10.0.0.0/8"]), permission("icmp", nil, ranges: ["10.0.0.0/8"])]),
    ]
    for (place, service) in vpc.services.enumerated() {
      let isOpen = place % 9 == 0
      let office = Self.offices[(place + 7 * vpc.number) % Self.offices.count]
      let clients = isOpen ? ["0.0.0.0/0"] : ["10.0.0.0/8", office]
      groups.append(
        group(
          service.balancerGroup, "\(service.name)-lb", vpc,
          [permission("tcp", 443, ranges: clients), permission("tcp", 80, ranges: clients)],
          [permission("tcp", 8080, groups: [service.appGroup])]))
      groups.append(
        group(
          service.appGroup, "\(service.name)-app", vpc,
          [
            permission("tcp", 8080, groups: [service.balancerGroup]),
            permission("tcp", 22, groups: [vpc.bastionGroup]),
            permission("tcp", 9100, lists: [corporateList]),
            permission("icmp", nil, ranges: ["10.0.0.0/8"]),
          ]))
      let next = vpc.services[(place + 1) % vpc.services.count].appGroup
      let peer = vpcs[(vpc.number + 1) % vpcs.count].zones[place % 3].app.cidr
      groups.append(
        group(
          service.dataGroup, "\(service.name)-data", vpc,
          [
            permission("tcp", 5432, ranges: [peer], groups: [service.appGroup, next]),
            permission("tcp", 6379, groups: [service.appGroup]),
            permission("tcp", 22, groups: [vpc.bastionGroup]),
          ]))
    }
    return groups
  }

  private func group(
    _ id: String, _ name: String, _ vpc: VPCPlan, _ ingress: [JSON], _ egress: [JSON]? = nil
  ) -> JSON {
    [
      "GroupId": "\(id)",
      "IpPermissionsEgress": .list(egress ?? [permission("-1", nil, ranges: ["0.0.0.0/0"])]),
      "VpcId": "\(vpc.id)", "OwnerId": "\(account)", "GroupName": "\(name)",
      "SecurityGroupArn": "arn:aws:ec2:\(region):\(account):security-group/\(id)",
      "Description": "what \(name) needs", "IpPermissions": .list(ingress), "Tags": [],
    ]
  }

  private func permission(
    _ protocolName: String, _ port: Int?, ranges: [String] = [], groups: [String] = [], lists: [String] = []
  ) -> JSON {
    var members: [(key: String, value: JSON)] = [(key: "IpProtocol", value: .text(protocolName))]
    if let port {
      members += [(key: "FromPort", value: .number(port)), (key: "ToPort", value: .number(port))]
    } else if protocolName == "icmp" {
      members += [(key: "FromPort", value: -1), (key: "ToPort", value: -1)]
    }
    return .object(
      members + [
        (
          key: "UserIdGroupPairs",
          value: .list(groups.map { ["UserId": "\(account)", "GroupId": "\($0)"] })
        ),
        (key: "IpRanges", value: .list(ranges.map { ["CidrIp": "\($0)"] })),
        (key: "Ipv6Ranges", value: []),
        (key: "PrefixListIds", value: .list(lists.map { ["PrefixListId": "\($0)"] })),
      ])
  }

  // MARK: Access lists

  private func accessLists(of vpc: VPCPlan) -> [JSON] {
    let open = vpc.zones.flatMap { [$0.open.id, $0.app.id, $0.transit.id] }
    let everything = [
      entry(100, "allow", "-1", "0.0.0.0/0", nil, false), entry(100, "allow", "-1", "0.0.0.0/0", nil, true),
    ]
    var data = [
      entry(90, "deny", "6", "10.0.0.0/8", (3389, 3389), false),
      entry(100, "allow", "6", "10.0.0.0/8", (22, 22), false),
      entry(110, "allow", "6", "10.0.0.0/8", (5432, 6379), false),
      entry(120, "allow", "6", "0.0.0.0/0", (1024, 65535), false),
      entry(130, "allow", "1", "10.0.0.0/8", nil, false),
      entry(100, "allow", "-1", "0.0.0.0/0", nil, true),
    ]
    data += implied
    return [
      accessList(vpc.defaultACL, vpc, "default", open, everything + implied, isDefault: true),
      accessList(vpc.dataACL, vpc, "data", vpc.zones.map(\.data.id), data),
    ]
  }

  private var implied: [JSON] {
    [entry(32767, "deny", "-1", "0.0.0.0/0", nil, false), entry(32767, "deny", "-1", "0.0.0.0/0", nil, true)]
  }

  private func entry(
    _ number: Int, _ action: String, _ protocolNumber: String, _ range: String, _ ports: (Int, Int)?,
    _ isEgress: Bool
  ) -> JSON {
    var members: [(key: String, value: JSON)] = [
      (key: "CidrBlock", value: .text(range)), (key: "Egress", value: .flag(isEgress)),
    ]
    if protocolNumber == "1" { members.append((key: "IcmpTypeCode", value: ["Code": -1, "Type": -1])) }
    if let ports {
      members.append((key: "PortRange", value: ["From": .number(ports.0), "To": .number(ports.1)]))
    }
    return .object(
      members + [
        (key: "Protocol", value: .text(protocolNumber)), (key: "RuleAction", value: .text(action)),
        (key: "RuleNumber", value: .number(number)),
      ])
  }

  private func accessList(
    _ id: String, _ vpc: VPCPlan, _ name: String, _ subnets: [String], _ entries: [JSON],
    isDefault: Bool = false
  ) -> JSON {
    [
      "Associations": .list(
        subnets.map { subnet in
          [
            "NetworkAclAssociationId": "aclassoc-\(subnet.suffix(17))", "NetworkAclId": "\(id)",
            "SubnetId": "\(subnet)",
          ]
        }), "Entries": .list(entries), "IsDefault": .flag(isDefault), "NetworkAclId": "\(id)",
      "Tags": tags("\(vpc.name)-\(name)"), "VpcId": "\(vpc.id)", "OwnerId": "\(account)",
    ]
  }
}
