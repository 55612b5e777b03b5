import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// What `aws network-firewall describe-…` prints.
@Suite struct SnapshotNetworkFirewallTests {
  private let files: KeyValuePairs<String, String> = [
    "firewalls.json": """
    {"Firewalls": [{"FirewallName": "fw", "FirewallArn": "arn:aws:network-firewall:eu-west-1:123456789012:firewall/fw"}]}
    """,
    "firewall.json": """
    {"UpdateToken": "t",
     "Firewall": {"FirewallName": "fw", "FirewallArn": "arn:aws:network-firewall:eu-west-1:123456789012:firewall/fw",
       "FirewallPolicyArn": "arn:aws:network-firewall:eu-west-1:123456789012:firewall-policy/egress",
       "VpcId": "vpc-0a", "SubnetMappings": [{"SubnetId": "subnet-0f"}], "Tags": [{"Key": "team", "Value": "net"}]},
     "FirewallStatus": {"Status": "READY", "SyncStates": {"eu-west-1a": {"Attachment":
       {"SubnetId": "subnet-0f", "EndpointId": "vpce-0f", "Status": "READY"}}}}}
    """,
    "association.json": """
    {"VpcEndpointAssociation": {"FirewallArn": "arn:aws:network-firewall:eu-west-1:123456789012:firewall/fw",
       "VpcEndpointAssociationArn": "arn:aws:network-firewall:eu-west-1:123456789012:vpc-endpoint-association/a",
       "VpcId": "vpc-0b", "SubnetMapping": {"SubnetId": "subnet-0b"}},
     "VpcEndpointAssociationStatus": {"Status": "READY", "AssociationSyncState": {"eu-west-1a": {"Attachment":
       {"SubnetId": "subnet-0b", "EndpointId": "vpce-0b", "Status": "READY"}}}}}
    """,
    "policy.json": """
    {"FirewallPolicyResponse": {"FirewallPolicyName": "egress",
       "FirewallPolicyArn": "arn:aws:network-firewall:eu-west-1:123456789012:firewall-policy/egress"},
     "FirewallPolicy": {"StatelessDefaultActions": ["aws:forward_to_sfe", "Count"],
       "StatelessFragmentDefaultActions": ["aws:drop"],
       "StatelessRuleGroupReferences": [{"ResourceArn": "arn:aws:rg/edge", "Priority": 5}],
       "StatefulRuleGroupReferences": [{"ResourceArn": "arn:aws:rg/web", "Priority": 1},
         {"ResourceArn": "arn:aws:rg/managed", "Priority": 2, "Override": {"Action": "DROP_TO_ALERT"}}],
       "StatefulDefaultActions": ["aws:drop_established", "aws:alert_established"],
       "StatefulEngineOptions": {"RuleOrder": "STRICT_ORDER", "StreamExceptionPolicy": "REJECT"},
       "PolicyVariables": {"RuleVariables": {"HOME_NET": {"Definition": ["10.0.0.0/8"]}}}}}
    """,
    "edge.json": """
    {"RuleGroupResponse": {"RuleGroupName": "edge", "RuleGroupArn": "arn:aws:rg/edge", "Type": "STATELESS"},
     "RuleGroup": {"RulesSource": {"StatelessRulesAndCustomActions": {"StatelessRules": [{"Priority": 10,
       "RuleDefinition": {"Actions": ["aws:drop"], "MatchAttributes": {"Protocols": [17],
         "Sources": [{"AddressDefinition": "10.0.0.7"}], "Destinations": [{"AddressDefinition": "0.0.0.0/0"}],
         "DestinationPorts": [{"FromPort": 137, "ToPort": 139}],
         "TCPFlags": [{"Flags": ["SYN"], "Masks": ["SYN", "ACK"]}]}}}]}}}}
    """,
    "web.json": """
    {"RuleGroupResponse": {"RuleGroupName": "web", "RuleGroupArn": "arn:aws:rg/web", "Type": "STATEFUL"},
     "RuleGroup": {"RuleVariables": {"PortSets": {"WEB": {"Definition": ["80", "443"]}}},
       "ReferenceSets": {"IPSetReferences": {"PARTNERS": {"ReferenceArn": "arn:aws:ec2:eu-west-1:123456789012:prefix-list/pl-0a"}}},
       "RulesSource": {"StatefulRules": [{"Action": "PASS",
         "Header": {"Protocol": "TCP", "Source": "$HOME_NET", "SourcePort": "ANY", "Direction": "ANY",
           "Destination": "@PARTNERS", "DestinationPort": "$WEB"},
         "RuleOptions": [{"Keyword": "sid", "Settings": ["1"]}, {"Keyword": "flow", "Settings": ["to_server", "established"]},
           {"Keyword": "noalert"}]}]}}}
    """,
    "text.json": #"""
    {"RuleGroupResponse": {"RuleGroupName": "text", "RuleGroupArn": "arn:aws:rg/text", "Type": "STATEFUL"},
     "RuleGroup": {"RulesSource": {"RulesString": "# bans\ndrop tcp any any -> any 23 (msg:\"a; b\"; sid:1;)\n\npass ip any any -> \\\n any any (sid:2;)"}}}
    """#,
    "domains.json": """
    {"RuleGroupResponse": {"RuleGroupName": "domains", "RuleGroupArn": "arn:aws:rg/domains", "Type": "STATEFUL"},
     "RuleGroup": {"RulesSource": {"RulesSourceList": {"Targets": [".example.com"], "TargetTypes": ["TLS_SNI"],
       "GeneratedRulesType": "ALLOWLIST"}}}}
    """,
  ]

  @Test func firewall() throws {
    let (topology, _) = try readSnapshot(files)
    let firewall = try #require(topology.networkFirewalls.first)
    #expect(firewall.info.name == "fw" && firewall.info.tags == ["team": "net"])
    #expect((firewall.info.account, firewall.info.region) == ("123456789012", "eu-west-1"))
    #expect(firewall.vpc == "vpc-0a" && firewall.isAvailable)
    #expect(firewall.policy == "arn:aws:network-firewall:eu-west-1:123456789012:firewall-policy/egress")
    #expect(firewall.endpoints == ["vpce-0f", "vpce-0b"])
    #expect(topology.vpcEndpoints.map(\.id) == ["vpce-0f", "vpce-0b"])
    #expect(topology.vpcEndpoints.map(\.vpc) == ["vpc-0a", "vpc-0b"])
    #expect(topology.vpcEndpoints.map(\.subnets) == [["subnet-0f"], ["subnet-0b"]])
    #expect(topology.vpcEndpoints.allSatisfy { $0.kind == .gatewayLoadBalancer && $0.isAvailable })
    #expect(topology.unmodelled.isEmpty)
    for key in ["Firewall", "Firewalls", "FirewallPolicy", "RuleGroup", "VpcEndpointAssociation"] {
      let entry = try #require(topology.coverage.entries.first { $0.kind == key }, "\(key)")
      #expect(entry.read > 0 && entry.read == entry.modelled, "\(key)")
    }
  }

  @Test func policy() throws {
    let policy = try #require(try readSnapshot(files).topology.firewallPolicies.first)
    #expect(policy.info.name == "egress")
    #expect(policy.statelessDefault == .forward && policy.isStrict && policy.streamException == .reject)
    #expect(policy.statelessGroups == [.init(group: "arn:aws:rg/edge", priority: 5)])
    #expect(
      policy.statefulGroups == [
        .init(group: "arn:aws:rg/web", priority: 1),
        .init(group: "arn:aws:rg/managed", priority: 2, dropsToAlert: true),
      ])
    #expect(policy.statefulDefaults == ["drop_established", "alert_established"])
    #expect(policy.addressSets == ["HOME_NET": ["10.0.0.0/8"]])
  }

  @Test func ruleGroups() throws {
    let (topology, findings) = try readSnapshot(files)
    func rules(_ name: String) throws -> RuleGroup.Rules {
      try #require(topology.ruleGroups.first { $0.info.name == name }).rules
    }
    guard case .stateless(let stateless) = try rules("edge") else {
      Issue.record("the edge group is not stateless")
      return
    }
    #expect(stateless.map(\.description) == ["10 drop udp from 10.0.0.7/32 to 0.0.0.0/0 ports 137-139 flags"])
    guard case .stateful(let standard) = try rules("web"), case .stateful(let text) = try rules("text") else {
      Issue.record("the others are not stateful")
      return
    }
    #expect(
      standard.map(\.text) == [
        "pass tcp $HOME_NET any <> @PARTNERS $WEB (sid:1; flow:to_server,established; noalert;)"
      ])
    #expect(
      text.map(\.text) == [
        #"drop tcp any any -> any 23 (msg:"a; b"; sid:1;)"#, "pass ip any any ->  any any (sid:2;)",
      ])
    #expect(try rules("domains") == .domains(.init(names: [".example.com"], action: .allow)))
    let web = try #require(topology.ruleGroups.first { $0.info.name == "web" })
    #expect(web.portSets == ["WEB": ["80", "443"]] && web.references == ["PARTNERS": "pl-0a"])
    #expect(findings.isEmpty)
    try expectRoundTrip(topology)
  }

  @Test func transitGatewayFirewall() throws {
    let (topology, _) = try readSnapshot([
      "firewall.json": """
      {"Firewall": {"FirewallName": "fw", "FirewallArn": "arn:fw", "FirewallPolicyArn": "arn:fp",
         "TransitGatewayId": "tgw-0a", "AvailabilityZoneMappings": [{"AvailabilityZone": "eu-west-1a"}]},
       "FirewallStatus": {"Status": "PROVISIONING",
         "TransitGatewayAttachmentSyncState": {"AttachmentId": "tgw-attach-0f", "TransitGatewayAttachmentStatus": "READY"}}}
      """
    ])
    let firewall = try #require(topology.networkFirewalls.first)
    #expect(firewall.vpc == nil && firewall.attachment == "tgw-attach-0f" && !firewall.isAvailable)
  }

  @Test func whatCannotBeReadIsNamed() throws {
    let (topology, findings) = try readSnapshot([
      "group.json": """
      {"RuleGroupResponse": {"RuleGroupArn": "arn:aws:rg/bad"}, "RuleGroup": {"RulesSource":
        {"RulesSourceList": {"Targets": [], "GeneratedRulesType": "MAYBELIST"}}}}
      """,
      "firewall.json": #"{"Firewall": {"FirewallArn": "arn:fw"}}"#,
    ])
    #expect(topology.ruleGroups.isEmpty && topology.networkFirewalls.isEmpty)
    #expect(
      findings.map(\.message) == [
        "this network firewall is left out: it has no FirewallPolicyArn",
        "this rule group is left out: its GeneratedRulesType MAYBELIST is unknown",
      ])
  }
}
