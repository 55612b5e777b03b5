import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// What each type of resource becomes.
@Suite struct CloudFormationTypeTests {
  @Test func rangesAndSubnets() throws {
    let (topology, _) = try readResources(
      """
        More: {Type: AWS::EC2::VPCCidrBlock, Properties: {VpcId: !Ref V, CidrBlock: 10.1.0.0/16}}
        Six: {Type: AWS::EC2::VPCCidrBlock, Properties: {VpcId: !Ref V, AmazonProvidedIpv6CidrBlock: true}}
        A6: {Type: AWS::EC2::SubnetCidrBlock, Properties: {SubnetId: !Ref A, Ipv6CidrBlock: "2001:db8:1::/64"}}
      """)
    let own: [IPPrefix] = [
      try prefix("10.0.0.0/16"), try prefix("10.1.0.0/16"), try prefix("2001:db8:1::/56"),
    ]
    #expect(topology.vpcs.first?.prefixes == own)
    #expect(topology.subnets.first?.prefixes.count == 2)
    #expect(topology.subnets.first?.zone.name == "us-east-1a")
    // What AWS makes with a VPC.
    #expect(topology.routeTables.map(\.isMain) == [true])
    #expect(topology.networkACLs.map(\.isDefault) == [true])
    #expect(topology.securityGroups.map(\.isDefault) == [true])
  }

  @Test func routesAndGateways() throws {
    let (topology, findings) = try readResources(
      """
        I: {Type: AWS::EC2::InternetGateway}
        G: {Type: AWS::EC2::VPNGateway}
        E: {Type: AWS::EC2::EgressOnlyInternetGateway, Properties: {VpcId: !Ref V}}
        At: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref V, InternetGatewayId: !Ref I, VpnGatewayId: !Ref G}}
        T: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref V}}
        TA: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {RouteTableId: !Ref T, SubnetId: !Ref A}}
        TI: {Type: AWS::EC2::GatewayRouteTableAssociation, Properties: {RouteTableId: !Ref T, GatewayId: !Ref I}}
        R1: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref T, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref I}}
        R2: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref T, DestinationCidrBlock: 192.168.0.0/16, GatewayId: !Ref G}}
        R3: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref T, DestinationIpv6CidrBlock: "::/0", EgressOnlyInternetGatewayId: !Ref E}}
        R4: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref T, DestinationCidrBlock: 10.9.0.0/16, InstanceId: !Ref H}}
        R5: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref T, DestinationCidrBlock: 10.8.0.0/16, VpcEndpointId: !GetAtt F.X}}
        H: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref A, SourceDestCheck: false}}
        F: {Type: AWS::VpcLattice::ServiceNetwork}
      """)
    let table = try #require(topology.routeTables.first)
    #expect(table.subnets == ["cfn:t/A"] && table.gateways == ["cfn:t/I"])
    #expect(
      table.routes.map(\.target) == [
        .internetGateway("cfn:t/I"), .vpnGateway("cfn:t/G"), .egressOnlyInternetGateway("cfn:t/E"),
        .networkInterface("cfn:t/H#eni0"), .unmodelled(kind: "unknown target", id: ""),
      ])
    #expect(topology.internetGateways.first?.vpc == "cfn:t/V" && topology.vpnGateways.first?.vpc == "cfn:t/V")
    #expect(findings.contains { $0.code == "PW_UNKNOWN_TARGET" && $0.subject == "R5" })
    #expect(topology.unmodelled.map(\.kind) == ["service network"])
    #expect(topology.networkInterfaces.first?.isSourceDestChecked == false)
  }

  /// No egress rule at all is AWS's own; one of the template's takes its place (SG-2).
  @Test func groups() throws {
    let (topology, findings) = try readResources(
      """
        Open: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref V, GroupName: open}}
        Inline:
          Type: AWS::EC2::SecurityGroup
          Properties:
            VpcId: !Ref V
            SecurityGroupIngress:
              - {IpProtocol: tcp, FromPort: "80", ToPort: 443, CidrIp: 0.0.0.0/0, Description: web}
              - {IpProtocol: "-1", SourceSecurityGroupId: !Ref Open}
              - {IpProtocol: icmp, FromPort: 8, ToPort: -1, CidrIpv6: "::/0"}
              - {IpProtocol: tcp, FromPort: 1, ToPort: 1, SourcePrefixListId: !Ref L}
              - {IpProtocol: tcp, FromPort: 1, ToPort: 1, CidrIp: !GetAtt E.PublicIp}
            SecurityGroupEgress: [{IpProtocol: udp, FromPort: 53, ToPort: 53, CidrIp: 10.0.0.2/32}]
        Own: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref V}}
        OwnOut: {Type: AWS::EC2::SecurityGroupEgress, Properties: {GroupId: !Ref Own, IpProtocol: -1, DestinationSecurityGroupId: !Ref Open}}
        OwnIn: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !GetAtt V.DefaultSecurityGroup, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8}}
        L: {Type: AWS::EC2::PrefixList, Properties: {PrefixListName: l, Entries: [{Cidr: 10.3.0.0/16}]}}
        E: {Type: AWS::EC2::EIP}
      """)
    let groups = Dictionary(uniqueKeysWithValues: topology.securityGroups.map { ($0.id, $0) })
    #expect(groups["cfn:t/Open"]?.rules.map { "\($0.direction) \($0.traffic)" } == ["egress all"])
    let inline = try #require(groups["cfn:t/Inline"])
    #expect(
      inline.rules.map { "\($0.direction) \($0.traffic)" } == [
        "ingress tcp/80-443", "ingress all", "ingress icmp/8", "ingress tcp/1", "egress udp/53",
      ])
    #expect(inline.unreadableRules.map(\.direction) == [.ingress])
    #expect(findings.contains { $0.code == "PW_UNREADABLE_RULE" && $0.subject == "Inline" })
    #expect(groups["cfn:t/Own"]?.rules.map(\.peer) == [.group("cfn:t/Open")])
    #expect(groups["cfn:t/V#default-group"]?.rules.count == 3)
    #expect(try topology.prefixLists.first?.entries == [prefix("10.3.0.0/16")])
  }

  @Test func accessLists() throws {
    let (topology, _) = try readResources(
      """
        N: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref V}}
        NA: {Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: {NetworkAclId: !Ref N, SubnetId: !Ref A}}
        N1: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !Ref N, RuleNumber: 100, Protocol: 6, RuleAction: allow, CidrBlock: 0.0.0.0/0, PortRange: {From: 80, To: 80}}}
        N2: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !Ref N, RuleNumber: 110, Protocol: -1, RuleAction: deny, Egress: true, Ipv6CidrBlock: "::/0"}}
        N3: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !Ref N, RuleNumber: 120, Protocol: 1, RuleAction: allow, CidrBlock: 0.0.0.0/0, Icmp: {Type: 8, Code: -1}}}
        N4: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !Ref N, RuleNumber: 130, Protocol: 6, RuleAction: allow, CidrBlock: !Ref AWS::AccountId}}
        N5: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !GetAtt V.DefaultNetworkAcl, RuleNumber: 50, Protocol: 6, RuleAction: deny, CidrBlock: 10.0.0.0/8}}
      """)
    let acl = try #require(topology.networkACLs.first { $0.id == "cfn:t/N" })
    #expect(
      acl.entries.map { "\($0.number) \($0.direction) \($0.isAllow) \($0.traffic) \($0.prefix)" } == [
        "100 ingress true tcp/80 0.0.0.0/0", "110 egress false all ::/0", "120 ingress true icmp/8 0.0.0.0/0",
      ])
    #expect(acl.unreadableEntries.map(\.number) == [130] && acl.subnets == ["cfn:t/A"])
    let usual = try #require(topology.networkACLs.first { $0.isDefault })
    #expect(usual.entries.map(\.number).sorted() == [50, 100, 100])
  }

  @Test func hosts() throws {
    let (topology, _) = try readResources(
      """
        G: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref V}}
        P: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref V, CidrBlock: 10.0.2.0/24, MapPublicIpOnLaunch: true}}
        Plain: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref A, SecurityGroupIds: [!Ref G], PrivateIpAddress: 10.0.0.20}}
        Public: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref P}}
        Two:
          Type: AWS::EC2::Instance
          Properties:
            NetworkInterfaces:
              - {DeviceIndex: 0, SubnetId: !Ref A, GroupSet: [!Ref G], AssociatePublicIpAddress: true}
              - {DeviceIndex: "1", NetworkInterfaceId: !Ref Spare}
        Spare: {Type: AWS::EC2::NetworkInterface, Properties: {SubnetId: !Ref B, GroupSet: [!Ref G], PrivateIpAddress: 10.0.1.30}}
        Free: {Type: AWS::EC2::NetworkInterface, Properties: {SubnetId: !Ref B}}
        L: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {SecurityGroupIds: [!Ref G]}}}
        Scaled: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {VPCZoneIdentifier: [!Ref A, !Ref B], LaunchTemplate: {LaunchTemplateId: !Ref L, Version: 1}}}
        Eip: {Type: AWS::EC2::EIP, Properties: {InstanceId: !Ref Plain}}
        Nowhere: {Type: AWS::EC2::Instance, Properties: {ImageId: !Ref AWS::AccountId}}
      """)
    let hosts = Dictionary(uniqueKeysWithValues: topology.networkInterfaces.map { ($0.id.rawValue, $0) })
    func shown(_ id: String) -> String {
      guard let host = hosts[id] else { return "none" }
      let group = host.securityGroups.map { $0.rawValue.split(separator: "/").last ?? "" }.joined()
      let own = host.addresses.map { "\($0.address)\($0.publicAddress == nil ? "" : " public")" }.joined()
      return "\(own) \(group) \(host.instance?.rawValue ?? "free") \(host.isAttached)"
    }
    #expect(shown("cfn:t/Plain#eni0") == "10.0.0.20 public G cfn:t/Plain true")
    #expect(shown("cfn:t/Public#eni0") == "10.0.2.4 public V#default-group cfn:t/Public true")
    #expect(shown("cfn:t/Two#eni0") == "10.0.0.4 public G cfn:t/Two true")
    #expect(shown("cfn:t/Spare") == "10.0.1.30 G cfn:t/Two true")
    #expect(shown("cfn:t/Free") == "10.0.1.4 V#default-group free false")
    #expect(shown("cfn:t/Scaled#B#eni0") == "10.0.1.5 G cfn:t/Scaled#B true")
    #expect(topology.isMissing(.networkInterfaces), "the one in the default VPC is not read")
  }

  @Test func translationAndPeering() throws {
    let (topology, _) = try readResources(
      """
        N: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref A, AllocationId: !GetAtt E.AllocationId}}
        M: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref A, ConnectivityType: private, PrivateIpAddress: 10.0.0.9}}
        E: {Type: AWS::EC2::EIP}
        W: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.5.0.0/16}}
        X: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref V, PeerVpcId: !Ref W}}
        S3: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref V, ServiceName: !Sub "com.amazonaws.${AWS::Region}.s3", RouteTableIds: [!Ref T]}}
        T: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref V}}
        Ssm: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref V, VpcEndpointType: Interface, ServiceName: com.amazonaws.us-east-1.ssm, SubnetIds: [!Ref A, !Ref B], PrivateDnsEnabled: true}}
      """)
    #expect(topology.natGateways.map { $0.addresses.first?.publicAddress != nil } == [true, false])
    let own: [IPAddress?] = [try address("10.0.0.4"), try address("10.0.0.9")]
    #expect(topology.natGateways.map { $0.addresses.first?.address } == own)
    let peering = try #require(topology.vpcPeeringConnections.first)
    #expect(peering.isActive)
    #expect(try peering.accepter.prefixes == [prefix("10.5.0.0/16")])
    let table = try #require(topology.routeTables.first { $0.id == "cfn:t/T" })
    #expect(table.routes.map(\.target) == [.vpcEndpoint("cfn:t/S3")])
    let endpoint = try #require(topology.vpcEndpoints.last)
    #expect(endpoint.interfaces == ["cfn:t/Ssm#A", "cfn:t/Ssm#B"] && endpoint.isPrivateDNS)
    #expect(topology.networkInterfaces.map(\.kind) == [.natGateway, .natGateway, .vpcEndpoint, .vpcEndpoint])
  }

  @Test func transitGateways() throws {
    let (topology, _) = try readResources(
      """
        G: {Type: AWS::EC2::TransitGateway}
        Q: {Type: AWS::EC2::TransitGateway, Properties: {DefaultRouteTableAssociation: disable, DefaultRouteTablePropagation: disable}}
        GA: {Type: AWS::EC2::TransitGatewayAttachment, Properties: {TransitGatewayId: !Ref G, VpcId: !Ref V, SubnetIds: [!Ref A]}}
        QA: {Type: AWS::EC2::TransitGatewayVpcAttachment, Properties: {TransitGatewayId: !Ref Q, VpcId: !Ref V, SubnetIds: [!Ref A], Options: {ApplianceModeSupport: enable}}}
        QT: {Type: AWS::EC2::TransitGatewayRouteTable, Properties: {TransitGatewayId: !Ref Q}}
        QTA: {Type: AWS::EC2::TransitGatewayRouteTableAssociation, Properties: {TransitGatewayRouteTableId: !Ref QT, TransitGatewayAttachmentId: !Ref QA}}
        QTP: {Type: AWS::EC2::TransitGatewayRouteTablePropagation, Properties: {TransitGatewayRouteTableId: !Ref QT, TransitGatewayAttachmentId: !Ref QA}}
        QR: {Type: AWS::EC2::TransitGatewayRoute, Properties: {TransitGatewayRouteTableId: !Ref QT, DestinationCidrBlock: 0.0.0.0/0, TransitGatewayAttachmentId: !Ref QA}}
        QB: {Type: AWS::EC2::TransitGatewayRoute, Properties: {TransitGatewayRouteTableId: !Ref QT, DestinationCidrBlock: 10.9.0.0/16, Blackhole: true}}
      """)
    #expect(topology.transitGatewayRouteTables.map(\.id) == ["cfn:t/G#default-route-table", "cfn:t/QT"])
    #expect(topology.transitGatewayRouteTables.map(\.associations) == [["cfn:t/GA"], ["cfn:t/QA"]])
    let routes = topology.transitGatewayRouteTables.map { table in
      (table.routes ?? []).map { "\($0.source) \($0.isBlackhole) \($0.attachments.count)" }
    }
    #expect(routes == [["propagated false 1"], ["static false 1", "static true 0", "propagated false 1"]])
    #expect(topology.transitGatewayAttachments.map(\.isApplianceMode) == [false, true])
  }

  @Test func loadBalancers() throws {
    let (topology, _) = try readResources(
      """
        L: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [!Ref A, !Ref B]}}
        N: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Type: network, Scheme: internal, IpAddressType: dualstack, SubnetMappings: [{SubnetId: !Ref A, PrivateIPv4Address: 10.0.0.50, IPv6Address: "2001:db8::50"}]}}
        P: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref L, Port: 80, Protocol: HTTP, DefaultActions: [{Type: redirect}]}}
        R2: {Type: AWS::ElasticLoadBalancingV2::ListenerRule, Properties: {ListenerArn: !Ref P, Priority: 20, Conditions: [{Field: path-pattern, Values: [/b]}], Actions: [{Type: forward, TargetGroupArn: !Ref T}]}}
        R1: {Type: AWS::ElasticLoadBalancingV2::ListenerRule, Properties: {ListenerArn: !Ref P, Priority: 10, Conditions: [{Field: host-header, HostHeaderConfig: {Values: [a.example.com]}}], Actions: [{Type: forward, ForwardConfig: {TargetGroups: [{TargetGroupArn: !Ref T, Weight: 1}, {TargetGroupArn: !Ref U, Weight: 0}]}}]}}
        T: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref V, Port: 8080, Protocol: HTTP, Targets: [{Id: !Ref H}, {Id: !Ref H, Port: 81}]}}
        U: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref V, Port: 9090, Protocol: HTTP, TargetType: ip}}
        H: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref A}}
        S:
          Type: AWS::ECS::Service
          Properties:
            NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [!Ref B], AssignPublicIp: DISABLED}}
            LoadBalancers: [{TargetGroupArn: !Ref U, ContainerName: x, ContainerPort: 9091}]
      """)
    let front = try #require(topology.loadBalancers.first)
    #expect(front.isInternetFacing && front.nodes == ["cfn:t/L#A", "cfn:t/L#B"] && front.isCrossZone == true)
    #expect(front.securityGroups == ["cfn:t/V#default-group"])
    let rules = front.listeners.first?.rules.map { "\($0.condition) \($0.targetGroups.map(\.rawValue))" }
    #expect(rules == [#"host a.example.com ["cfn:t/T"]"#, #"/b ["cfn:t/T"]"#, " []"])
    let inner = try #require(topology.loadBalancers.last)
    #expect(!inner.isInternetFacing && inner.securityGroups.isEmpty && inner.isCrossZone == false)
    let node = topology.networkInterfaces.first { $0.id == "cfn:t/N#A" }
    #expect(try node?.addresses.map(\.address) == [address("10.0.0.50"), address("2001:db8::50")])
    #expect(node?.info.name == "N/A")
    #expect(node?.kind == .networkLoadBalancer)
    #expect(
      topology.targetGroups.map { $0.targets?.map { "\($0.id):\($0.port)" } } == [
        ["cfn:t/H:8080", "cfn:t/H:81"], ["10.0.1.5:9091"],
      ])
  }

  @Test func services() throws {
    let (topology, _) = try readResources(
      """
        DS: {Type: AWS::RDS::DBSubnetGroup, Properties: {SubnetIds: [!Ref A, !Ref B]}}
        D: {Type: AWS::RDS::DBInstance, Properties: {DBSubnetGroupName: !Ref DS, AvailabilityZone: us-east-1b}}
        DC: {Type: AWS::RDS::DBCluster, Properties: {DBSubnetGroupName: !Ref DS}}
        DI: {Type: AWS::RDS::DBInstance, Properties: {DBClusterIdentifier: !Ref DC}}
        CS: {Type: AWS::ElastiCache::SubnetGroup, Properties: {SubnetIds: [!Ref B]}}
        C: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {CacheSubnetGroupName: !Ref CS}}
        F: {Type: AWS::Lambda::Function, Properties: {VpcConfig: {SubnetIds: [!Ref A], SecurityGroupIds: [!GetAtt V.DefaultSecurityGroup]}}}
        Sam: {Type: AWS::Serverless::Function, Properties: {VpcConfig: {SubnetIds: [!Ref B], SecurityGroupIds: []}}}
        Bare: {Type: AWS::Lambda::Function}
        M: {Type: AWS::EFS::MountTarget, Properties: {SubnetId: !Ref A, SecurityGroups: [!GetAtt V.DefaultSecurityGroup]}}
        Log: {Type: AWS::Logs::LogGroup}
        Own: {Type: "Custom::Route"}
      """)
    let services = topology.managedServices.map { "\($0.kind): \($0.interfaces.map(\.rawValue))" }
    #expect(
      services == [
        #"DB cluster: ["cfn:t/DC#A", "cfn:t/DC#B"]"#, #"DB instance: ["cfn:t/D#B"]"#,
        #"DB instance: ["cfn:t/DC#A", "cfn:t/DC#B"]"#, #"replication group: ["cfn:t/C#B"]"#,
        #"file system: ["cfn:t/M#A"]"#,
      ])
    #expect(topology.networkInterfaces.count { $0.kind == .lambda } == 2)
    let others = topology.coverage.entries.filter { $0.modelled == 0 }
    #expect(others.map(\.kind) == ["AWS::Logs::LogGroup", "Custom::Route"])
    #expect(others.allSatisfy { !$0.isNetwork })
  }
}
