import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// What a template leaves open, and what is taken for granted and said.
@Suite struct CloudFormationDoubtTests {
  /// AWS documents what rules inside of a group do to its own rule, not what separate ones do; said once.
  @Test func separateEgressIsTakenToReplace() throws {
    let (topology, findings) = try readResources(
      """
        G: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref V}}
        H: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref V}}
        GE: {Type: AWS::EC2::SecurityGroupEgress, Properties: {GroupId: !Ref G, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}}
        HE: {Type: AWS::EC2::SecurityGroupEgress, Properties: {GroupId: !Ref H, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}}
      """)
    #expect(topology.securityGroups.filter { !$0.isDefault }.map(\.rules.count) == [1, 1])
    let told = findings.filter { $0.code == "PW_EGRESS_TAKEN_FOR_REPLACED" }
    #expect(told.map(\.subject) == ["G"] && told.map(\.severity) == [.note])
    let plain = try readResources("  G: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref V}}\n")
    #expect(!plain.findings.contains { $0.code == "PW_EGRESS_TAKEN_FOR_REPLACED" })
  }

  @Test func zonesOfTheAccount() throws {
    let subnet = """
        S: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref V, CidrBlock: 10.0.9.0/24, AvailabilityZone: !Select [1, !GetAZs ""]}}
      """
    let named = try readResources(subnet, ["AWS::AvailabilityZones": "us-east-1b, us-east-1d"])
    #expect(named.topology.subnets.last?.zone.name == "us-east-1d")
    #expect(!named.findings.contains { $0.code == "PW_ASSUMED_ZONES" })
    let assumed = try readResources(subnet)
    #expect(assumed.topology.subnets.last?.zone.name == "us-east-1b")
    #expect(assumed.findings.contains { $0.code == "PW_ASSUMED_ZONES" })
  }

  private static let doubtful = """
    Parameters: {P: {Type: String}}
    Conditions: {C: !Equals [!Ref P, x]}

    """

  /// Parts that may not be there leave what they are parts of open.
  @Test func partsInDoubt() throws {
    let (topology, findings) = try readTemplates([
      "t.yaml": Self.doubtful + templateHead
        + """
          G: {Type: AWS::EC2::VPNGateway, Properties: {Type: ipsec.1}}
          N: {Type: AWS::EC2::VPNConnection, Properties: {Type: ipsec.1, VpnGatewayId: !Ref G, StaticRoutesOnly: true}}
          R: {Type: AWS::EC2::VPNConnectionRoute, Condition: C, Properties: {VpnConnectionId: !Ref N, DestinationCidrBlock: 192.168.0.0/16}}
          T: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref V}}
          TP: {Type: AWS::EC2::VPNGatewayRoutePropagation, Properties: {VpnGatewayId: !Ref G, RouteTableIds: [!Ref T]}}
          E: {Type: AWS::EC2::ClientVpnEndpoint, Properties: {ClientCidrBlock: 10.200.0.0/22, VpcId: !Ref V}}
          A1: {Type: AWS::EC2::ClientVpnAuthorizationRule, Condition: C, Properties: {ClientVpnEndpointId: !Ref E, TargetNetworkCidr: 10.0.0.0/16, AuthorizeAllGroups: true}}
          E1: {Type: AWS::EC2::ClientVpnRoute, Condition: C, Properties: {ClientVpnEndpointId: !Ref E, DestinationCidrBlock: 10.9.0.0/16, TargetVpcSubnetId: !Ref A}}
        """
    ])
    #expect(topology.vpnConnections.map(\.staticRoutes) == [nil])
    #expect(topology.routeTables.first { $0.id == "cfn:t/T" }?.isComplete == false)
    #expect(topology.clientVPNEndpoints.first?.authorizationRules == nil)
    #expect(topology.clientVPNEndpoints.first?.routes == nil)
    #expect(findings.contains { $0.code == "PW_ROUTES_NOT_DECLARED" })
  }

  /// A rule group whose rules are not known is there, and lets nobody know what it does.
  @Test func unknownRuleGroup() throws {
    let (topology, findings) = try readTemplates([
      "t.yaml": "Parameters: {P: {Type: String}}\n" + templateHead
        + """
          R: {Type: AWS::NetworkFirewall::RuleGroup, Properties: {RuleGroupName: r, Type: STATEFUL, Capacity: 1, RuleGroup: {RulesSource: {RulesString: !Ref P}}}}
        """
    ])
    #expect(topology.ruleGroups.map(\.rules) == [.unknown])
    #expect(findings.contains { $0.code == "PW_UNREADABLE_RULE" && $0.severity == .error })
  }

  /// Nothing in a template accepts a peering of transit gateways.
  @Test func peeringIsTakenForAccepted() throws {
    let (topology, findings) = try readResources(
      """
        G: {Type: AWS::EC2::TransitGateway}
        P: {Type: AWS::EC2::TransitGatewayPeeringAttachment, Properties: {TransitGatewayId: !Ref G, PeerTransitGatewayId: tgw-0123456789abcdef0, PeerRegion: eu-west-1, PeerAccountId: "123456789012"}}
      """)
    #expect(topology.transitGatewayAttachments.map(\.isAvailable) == [true])
    #expect(findings.contains { $0.code == "PW_TAKEN_FOR_ACCEPTED" && $0.subject == "P" })
  }
}
