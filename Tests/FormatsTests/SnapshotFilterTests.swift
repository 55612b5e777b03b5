import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

@Suite struct SnapshotFilterTests {
  @Test func readsSecurityGroups() throws {
    let (topology, findings) = try readSnapshot([
      "groups.json": """
      {"SecurityGroups": [{
        "GroupId": "sg-0a", "GroupName": "default", "VpcId": "vpc-0a",
        "SecurityGroupArn": "arn:aws:ec2:eu-west-1:123456789012:security-group/sg-0a",
        "IpPermissions": [
          {"IpProtocol": "tcp", "FromPort": 443, "ToPort": "443",
           "IpRanges": [{"CidrIp": "203.0.113.7/24", "Description": "office"}],
           "Ipv6Ranges": [{"CidrIpv6": "2001:db8::/32"}],
           "PrefixListIds": [{"PrefixListId": "pl-0a"}],
           "UserIdGroupPairs": [{"GroupId": "sg-0b", "UserId": "123456789012"}]},
          {"IpProtocol": "icmp", "FromPort": 3, "ToPort": 4, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]},
          {"IpProtocol": "icmpv6", "Ipv6Ranges": [{"CidrIpv6": "::/0"}]},
          {"IpProtocol": "icmp", "FromPort": -1, "ToPort": -1, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]},
          {"IpProtocol": "17", "FromPort": 0, "ToPort": 65535, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]},
          {"IpProtocol": "47", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}],
        "IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}]}
      """
    ])
    let group = try #require(topology.securityGroups.first)
    #expect(group.info.name == "default")
    #expect(group.isDefault)
    #expect(group.info.region == "eu-west-1")
    #expect(
      group.rules.map { "\($0.direction.rawValue) \($0.traffic) \(show($0.peer))" } == [
        "ingress tcp/443 203.0.113.0/24", "ingress tcp/443 2001:db8::/32", "ingress tcp/443 pl-0a",
        "ingress tcp/443 sg-0b", "ingress icmp/3/4 0.0.0.0/0", "ingress icmpv6 all ::/0",
        "ingress icmp all 10.0.0.0/8", "ingress udp all 10.0.0.0/8", "ingress proto/47 10.0.0.0/8",
        "egress all 0.0.0.0/0",
      ])
    #expect(group.rules[0].description == "office")
    #expect(group.rules[0].origin.description == "groups.json:6:19")
    #expect(group.unreadableRules.isEmpty)
    #expect(findings.isEmpty)
  }

  @Test func namesGroupsByTagElseByGroupName() throws {
    let (topology, _) = try readSnapshot([
      "groups.json": """
      {"SecurityGroups": [
        {"GroupId": "sg-0a", "GroupName": "launch-wizard-1", "VpcId": "vpc-0a", "IpPermissions": [],
         "IpPermissionsEgress": [], "Tags": [{"Key": "Name", "Value": "web"}]},
        {"GroupId": "sg-0b", "GroupName": "db", "VpcId": "vpc-0a", "IpPermissions": [],
         "IpPermissionsEgress": []}]}
      """
    ])
    #expect(topology.securityGroups.map(\.info.name) == ["web", "db"])
    #expect(topology.securityGroups.map(\.groupName) == ["launch-wizard-1", "db"])
  }

  @Test(arguments: [
    (#"{"IpProtocol": "tcp", "FromPort": 90, "ToPort": 80, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}"#, "above"),
    (
      #"{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 70000, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}"#,
      "70000"
    ),
    (#"{"IpProtocol": "tcp", "FromPort": 80, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}"#, "only one"),
    (#"{"IpProtocol": "tcp", "FromPort": "http", "ToPort": 80, "IpRanges": [{"CidrIp": "::/0"}]}"#, "http"),
    (#"{"IpProtocol": "sctp", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}"#, "sctp"),
    (#"{"FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}"#, "no IpProtocol"),
    (#"{"IpProtocol": "icmp", "FromPort": 300, "ToPort": -1, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}"#, "300"),
    (#"{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "10.0.0.0"}]}"#, "10.0.0.0"),
    (#"{"IpProtocol": "-1", "IpRanges": [{"Description": "who?"}]}"#, "names no range"),
    (#"{"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupName": "amazon-elb-sg"}]}"#, "names no range"),
    (#"{"IpProtocol": "-1", "IpRanges": []}"#, "names no peer"),
    (#"{"IpProtocol": "-1", "IpRanges": "0.0.0.0/0"}"#, "not a list"),
  ])
  func marksGroupsThatLostARule(permission: String, reason: String) throws {
    let (topology, findings) = try readSnapshot([
      "groups.json": """
      {"SecurityGroups": [{"GroupId": "sg-0a", "VpcId": "vpc-0a", "IpPermissionsEgress": [], "IpPermissions": [
      \(permission),
      {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "192.0.2.0/24"}]}]}]}
      """
    ])
    let group = try #require(topology.securityGroups.first)
    #expect(group.rules.count == 1)
    #expect(group.unreadableRules.map(\.direction) == [.ingress])
    #expect(group.unreadableRules.first?.origin.position?.line == 2)
    let finding = try #require(findings.first)
    #expect(findings.count == 1)
    #expect(finding.code == "PW_UNREADABLE_RULE")
    #expect(finding.severity == .error)
    #expect(finding.message.contains(reason))
    #expect(finding.origin.position?.line == 2)
  }

  @Test func doesNotTakeAbsentRulesForNone() throws {
    let (topology, findings) = try readSnapshot([
      "groups.json": #"{"SecurityGroups": [{"GroupId": "sg-0a", "VpcId": "vpc-0a", "IpPermissions": []}]}"#,
      "acls.json": #"{"NetworkAcls": [{"NetworkAclId": "acl-0a", "VpcId": "vpc-0a"}]}"#,
      "tables.json": #"{"RouteTables": [{"RouteTableId": "rtb-0a", "VpcId": "vpc-0a"}]}"#,
    ])
    #expect(topology.securityGroups.first?.unreadableRules.map(\.direction) == [.egress])
    #expect(topology.networkACLs.first?.unreadableEntries.map(\.direction) == [.ingress, .egress])
    #expect(topology.routeTables.first?.isComplete == false)
    #expect(findings.count == 3)
  }

  @Test func leavesOutStaleRules() throws {  // SG-11
    let (topology, findings) = try readSnapshot([
      "groups.json": """
      {"SecurityGroups": [{"GroupId": "sg-0a", "VpcId": "vpc-0a", "IpPermissionsEgress": [], "IpPermissions": [
        {"IpProtocol": "-1", "UserIdGroupPairs": [
          {"GroupId": "sg-0b", "PeeringStatus": "deleted"}, {"GroupId": "sg-0c", "PeeringStatus": "active"}]}]}]}
      """
    ])
    let group = try #require(topology.securityGroups.first)
    #expect(group.rules.map { show($0.peer) } == ["sg-0c"])
    #expect(group.unreadableRules.isEmpty)
    #expect(findings.map(\.code) == ["PW_STALE_RULE"])
  }

  @Test func givesRulesTheirIdentifiers() throws {
    let (topology, findings) = try readSnapshot([
      "rules.json": """
      {"SecurityGroupRules": [
        {"SecurityGroupRuleId": "sgr-0a", "GroupId": "sg-0a", "IsEgress": false, "IpProtocol": "tcp",
         "FromPort": 22, "ToPort": 22, "CidrIpv4": "10.0.0.0/8"},
        {"SecurityGroupRuleId": "sgr-0b", "GroupId": "sg-0a", "IsEgress": true, "IpProtocol": "-1",
         "FromPort": -1, "ToPort": -1, "ReferencedGroupInfo": {"GroupId": "sg-0b"}},
        {"SecurityGroupRuleId": "sgr-0c", "GroupId": "sg-0a", "IsEgress": false, "IpProtocol": "udp",
         "FromPort": 53, "ToPort": 53, "CidrIpv6": "::/0"}]}
      """,
      "groups.json": """
      {"SecurityGroups": [{"GroupId": "sg-0a", "VpcId": "vpc-0a",
        "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}],
        "IpPermissionsEgress": [{"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": "sg-0b"}]}]}]}
      """,
    ])
    #expect(topology.securityGroups.first?.rules.map(\.id) == ["sgr-0a", "sgr-0b"])
    #expect(findings.map(\.subject) == ["sgr-0c"])
  }

  @Test func readsNetworkACLs() throws {
    let (topology, findings) = try readSnapshot([
      "acls.json": """
      {"NetworkAcls": [{"NetworkAclId": "acl-0a", "VpcId": "vpc-0a", "IsDefault": true,
        "Associations": [{"SubnetId": "subnet-0a"}, {"SubnetId": "subnet-0b"}],
        "Entries": [
          {"RuleNumber": 100, "Egress": false, "Protocol": "6", "RuleAction": "allow",
           "CidrBlock": "0.0.0.0/0", "PortRange": {"From": 1024, "To": 65535}},
          {"RuleNumber": 110, "Egress": true, "Protocol": "1", "RuleAction": "deny",
           "CidrBlock": "10.0.0.0/8", "IcmpTypeCode": {"Type": 8, "Code": -1}},
          {"RuleNumber": 120, "Egress": true, "Protocol": "58", "RuleAction": "allow",
           "Ipv6CidrBlock": "::/0", "IcmpTypeCode": {"Type": 128, "Code": 0}},
          {"RuleNumber": 130, "Egress": true, "Protocol": "58", "RuleAction": "allow",
           "CidrBlock": "0.0.0.0/0", "IcmpTypeCode": {"Type": 128, "Code": 0}},
          {"RuleNumber": 140, "Egress": false, "Protocol": "47", "RuleAction": "allow",
           "CidrBlock": "0.0.0.0/0", "PortRange": {"From": 22, "To": 22}},
          {"RuleNumber": 32767, "Egress": false, "Protocol": "-1", "RuleAction": "deny", "CidrBlock": "0.0.0.0/0"},
          {"RuleNumber": 32768, "Egress": false, "Protocol": "-1", "RuleAction": "deny", "Ipv6CidrBlock": "::/0"}]}]}
      """
    ])
    let acl = try #require(topology.networkACLs.first)
    #expect(acl.isDefault)
    #expect(acl.subnets == ["subnet-0a", "subnet-0b"])
    #expect(
      acl.entries.map {
        "\($0.number) \($0.direction.rawValue) \($0.isAllow) \($0.traffic) \($0.prefix)"
      } == [
        "100 ingress true tcp/1024-65535 0.0.0.0/0", "110 egress false icmp/8 10.0.0.0/8",
        "120 egress true icmpv6/128/0 ::/0", "130 egress true icmpv6 all 0.0.0.0/0",
        "140 ingress true proto/47 0.0.0.0/0",
      ])
    #expect(acl.unreadableEntries.isEmpty)
    #expect(findings.isEmpty)
  }

  @Test(
    arguments: [
      (
        #"{"RuleNumber": 90, "Egress": false, "Protocol": "6", "RuleAction": "allow", "CidrBlock": "10.0.0.0/40"}"#,
        90, 1
      ),
      (#"{"RuleNumber": 90, "Protocol": "6", "RuleAction": "allow", "CidrBlock": "10.0.0.0/8"}"#, 90, 2),
      (#"{"Egress": true, "Protocol": "6", "RuleAction": "allow", "CidrBlock": "10.0.0.0/8"}"#, nil, 1),
      (
        #"{"RuleNumber": 90, "Egress": true, "Protocol": "6", "RuleAction": "log", "CidrBlock": "10.0.0.0/8"}"#,
        90, 1
      ),
      (#"{"RuleNumber": 90, "Egress": true, "Protocol": "6", "RuleAction": "allow"}"#, 90, 1),
      (
        #"{"RuleNumber": 90, "Egress": true, "Protocol": "17", "RuleAction": "allow", "CidrBlock": "10.0.0.0/8", "PortRange": {"From": 2, "To": 1}}"#,
        90, 1
      ),
    ] as [(String, Int?, Int)])
  func marksACLsThatLostAnEntry(entry: String, number: Int?, directions: Int) throws {
    let (topology, findings) = try readSnapshot([
      "acls.json":
        #"{"NetworkAcls": [{"NetworkAclId": "acl-0a", "VpcId": "vpc-0a", "Entries": [\#(entry)]}]}"#
    ])
    let acl = try #require(topology.networkACLs.first)
    #expect(acl.entries.isEmpty)
    #expect(acl.unreadableEntries.map(\.number) == Array(repeating: number, count: directions))
    #expect(findings.map(\.code) == ["PW_UNREADABLE_RULE"])
  }

  @Test func readsPrefixLists() throws {
    let (topology, findings) = try readSnapshot([
      "lists.json": """
      {"PrefixLists": [
        {"PrefixListId": "pl-0a", "PrefixListName": "offices",
         "PrefixListArn": "arn:aws:ec2:eu-west-1:123456789012:prefix-list/pl-0a"},
        {"PrefixListId": "pl-0b", "PrefixListName": "partners"},
        {"PrefixListId": "pl-0c", "PrefixListName": "com.amazonaws.eu-west-1.s3"},
        {"PrefixListId": "pl-0d"}]}
      """,
      "aws.json": """
      {"PrefixLists": [{"PrefixListId": "pl-0c", "PrefixListName": "com.amazonaws.eu-west-1.s3",
        "Cidrs": ["192.0.2.0/25", "2001:db8:53::/48"]}]}
      """,
      "managed-prefix-list-entries.pl-0a.json":
        #"{"Entries": [{"Cidr": "203.0.113.0/24"}, {"Cidr": "198.51.100.0/24"}]}"#,
      "x.json": """
      {"packetwalk": {"call": "get-managed-prefix-list-entries", "parameters": {"PrefixListId": "pl-0b"}},
       "result": {"Entries": [{"Cidr": "198.51.100.128/25"}]}}
      """,
      "ec2-get-managed-prefix-list-entries/pl-0d.json":
        #"{"Entries": [{"Cidr": "10.0.0.0/8"}, {"Cidr": "everyone"}]}"#,
      "entries.json": #"{"Entries": [{"Cidr": "10.0.0.0/8"}]}"#,
    ])
    #expect(
      topology.prefixLists.map { $0.entries?.map(\.description) } == [
        ["203.0.113.0/24", "198.51.100.0/24"], ["198.51.100.128/25"], ["192.0.2.0/25", "2001:db8:53::/48"],
        // A list that lost a range must not match less than it does.
        nil,
      ])
    #expect(topology.prefixLists[0].listName == "offices")
    #expect(findings.map(\.code) == ["PW_UNREADABLE_RULE", "PW_UNNAMED_FILE"])
  }

  private func show(_ peer: SecurityGroupRule.Peer) -> String {
    switch peer {
    case .prefix(let prefix): "\(prefix)"
    case .prefixList(let list): "\(list)"
    case .group(let group): "\(group)"
    }
  }
}
