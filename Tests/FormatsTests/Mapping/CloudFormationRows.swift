import PacketWalkAddressing
import PacketWalkTopology
import Testing

/// A row for each type of template resources that is mapped, beside a VPC `V` with the subnets `A` and `B`.
enum CloudFormationRows {
  static let all = network + CloudFormationServiceRows.all

  private static let network: [MappingRow] = [
    MappingRow(
      "VPCs and subnets",
      """
      M AWS::EC2::VPCCidrBlock {VpcId: !Ref V, CidrBlock: 10.1.0.0/16}
      C AWS::EC2::Subnet {VpcId: !Ref V, CidrBlock: 10.1.0.0/24}
      S AWS::EC2::SubnetCidrBlock {SubnetId: !Ref C, Ipv6CidrBlock: "2001:db8::/64"}
      N AWS::EC2::VPC {CidrBlock: 10.9.0.0/16}
      """
    ) { topology in
      #expect(Set(topology.vpcs.map(\.prefixes.count)) == [1, 2])
      #expect(topology.subnets.map(\.prefixes.count) == [1, 1, 2])
    },
    MappingRow(
      "gateways",
      """
      I AWS::EC2::InternetGateway {}
      E AWS::EC2::EgressOnlyInternetGateway {VpcId: !Ref V}
      C AWS::EC2::CarrierGateway {VpcId: !Ref V}
      G AWS::EC2::VPNGateway {Type: ipsec.1}
      X AWS::EC2::VPCGatewayAttachment {VpcId: !Ref V, InternetGatewayId: !Ref I, VpnGatewayId: !Ref G}
      P AWS::EC2::EIP {Domain: vpc}
      N AWS::EC2::NatGateway {SubnetId: !Ref A, AllocationId: !GetAtt P.AllocationId}
      """
    ) { topology in
      #expect(topology.internetGateways.map(\.vpc) == ["cfn:t/V"])
      #expect(topology.vpnGateways.map(\.vpc) == ["cfn:t/V"])
      #expect(topology.egressOnlyInternetGateways.count == 1 && topology.carrierGateways.count == 1)
      #expect(topology.natGateways.first?.addresses.first?.publicAddress != nil)
    },
    MappingRow(
      "route tables",
      """
      T AWS::EC2::RouteTable {VpcId: !Ref V}
      I AWS::EC2::InternetGateway {}
      R AWS::EC2::Route {RouteTableId: !Ref T, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref I}
      S AWS::EC2::SubnetRouteTableAssociation {RouteTableId: !Ref T, SubnetId: !Ref A}
      X AWS::EC2::GatewayRouteTableAssociation {RouteTableId: !Ref T, GatewayId: !Ref I}
      """
    ) { topology in
      let table = try #require(topology.routeTables.first)
      #expect(table.routes.map(\.target) == [.internetGateway("cfn:t/I")])
      #expect(table.subnets == ["cfn:t/A"] && table.gateways == ["cfn:t/I"])
    },
    MappingRow(
      "VPN connections and what is propagated",
      """
      G AWS::EC2::VPNGateway {Type: ipsec.1}
      X AWS::EC2::VPCGatewayAttachment {VpcId: !Ref V, VpnGatewayId: !Ref G}
      C AWS::EC2::CustomerGateway {IpAddress: 198.51.100.1, BgpAsn: 65000, Type: ipsec.1, Tags: [{Key: Name, Value: office}]}
      N AWS::EC2::VPNConnection {Type: ipsec.1, CustomerGatewayId: !Ref C, VpnGatewayId: !Ref G, StaticRoutesOnly: true}
      R AWS::EC2::VPNConnectionRoute {VpnConnectionId: !Ref N, DestinationCidrBlock: 192.168.0.0/16}
      T AWS::EC2::RouteTable {VpcId: !Ref V}
      P AWS::EC2::VPNGatewayRoutePropagation {VpnGatewayId: !Ref G, RouteTableIds: [!Ref T]}
      """
    ) { topology in
      let connection = try #require(topology.vpnConnections.first)
      #expect(connection.customerGateway == "office")
      #expect(connection.staticRoutes?.map(\.description) == ["192.168.0.0/16"])
      let table = try #require(topology.routeTables.first { !$0.isMain })
      #expect(table.routes.map(\.target) == [.vpnGateway("cfn:t/G")] && table.isComplete)
    },
    MappingRow(
      "security groups and prefix lists",
      """
      L AWS::EC2::PrefixList {PrefixListName: office, AddressFamily: IPv4, MaxEntries: 1, Entries: [{Cidr: 192.0.2.0/24}]}
      G AWS::EC2::SecurityGroup {VpcId: !Ref V, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 80, ToPort: 80, SourcePrefixListId: !Ref L}]}
      I AWS::EC2::SecurityGroupIngress {GroupId: !Ref G, IpProtocol: tcp, FromPort: 22, ToPort: 22, SourceSecurityGroupId: !Ref G}
      E AWS::EC2::SecurityGroupEgress {GroupId: !Ref G, IpProtocol: -1, CidrIp: 10.0.0.0/8}
      N AWS::EC2::VPC {CidrBlock: 10.9.0.0/16}
      X AWS::EC2::SecurityGroupVpcAssociation {GroupId: !Ref G, VpcId: !Ref N}
      """
    ) { topology in
      let group = try #require(topology.securityGroups.first)
      #expect(group.rules.map(\.direction) == [.ingress, .ingress, .egress])
      #expect(group.associatedVPCs == ["cfn:t/N"])
      #expect(topology.prefixLists.first?.entries?.count == 1)
    },
    MappingRow(
      "network ACLs",
      """
      L AWS::EC2::NetworkAcl {VpcId: !Ref V}
      E AWS::EC2::NetworkAclEntry {NetworkAclId: !Ref L, RuleNumber: 100, Protocol: 6, RuleAction: allow, CidrBlock: 10.0.0.0/8, PortRange: {From: 80, To: 80}}
      S AWS::EC2::SubnetNetworkAclAssociation {NetworkAclId: !Ref L, SubnetId: !Ref A}
      """
    ) { topology in
      let list = try #require(topology.networkACLs.first)
      #expect(list.entries.map(\.number) == [100] && list.subnets == ["cfn:t/A"])
    },
    MappingRow(
      "instances and interfaces",
      """
      G AWS::EC2::SecurityGroup {VpcId: !Ref V}
      L AWS::EC2::LaunchTemplate {LaunchTemplateData: {SecurityGroupIds: [!Ref G]}}
      C AWS::AutoScaling::LaunchConfiguration {SecurityGroups: [!Ref G]}
      I AWS::EC2::Instance {SubnetId: !Ref A, LaunchTemplate: {LaunchTemplateId: !Ref L, Version: 1}, PrivateIpAddress: 10.0.0.9}
      N AWS::EC2::NetworkInterface {SubnetId: !Ref B, GroupSet: [!Ref G]}
      X AWS::EC2::NetworkInterfaceAttachment {InstanceId: !Ref I, NetworkInterfaceId: !Ref N, DeviceIndex: 1}
      S AWS::AutoScaling::AutoScalingGroup {VPCZoneIdentifier: [!Ref A, !Ref B], LaunchConfigurationName: !Ref C}
      E AWS::EC2::EIP {InstanceId: !Ref I}
      F AWS::EC2::EIP {Domain: vpc}
      Y AWS::EC2::EIPAssociation {AllocationId: !GetAtt F.AllocationId, NetworkInterfaceId: !Ref N}
      """
    ) { topology in
      #expect(topology.networkInterfaces.allSatisfy { $0.securityGroups == ["cfn:t/G"] })
      #expect(
        topology.networkInterfaces.filter { $0.instance == "cfn:t/I" }.map(\.deviceIndex).sorted() == [0, 1])
      #expect(topology.networkInterfaces.filter { $0.addresses.first?.publicAddress != nil }.count == 2)
      #expect(topology.instances.count == 3)
    },
    MappingRow(
      "peering connections",
      """
      N AWS::EC2::VPC {CidrBlock: 10.9.0.0/16}
      P AWS::EC2::VPCPeeringConnection {VpcId: !Ref V, PeerVpcId: !Ref N}
      """
    ) { topology in #expect(topology.vpcPeeringConnections.map(\.accepter.prefixes.count) == [1]) },
    MappingRow(
      "transit gateways",
      """
      G AWS::EC2::TransitGateway {DefaultRouteTablePropagation: disable}
      H AWS::EC2::TransitGateway {}
      X AWS::EC2::TransitGatewayAttachment {TransitGatewayId: !Ref G, VpcId: !Ref V, SubnetIds: [!Ref A]}
      Y AWS::EC2::TransitGatewayVpcAttachment {TransitGatewayId: !Ref H, VpcId: !Ref V, SubnetIds: [!Ref A]}
      P AWS::EC2::TransitGatewayPeeringAttachment {TransitGatewayId: !Ref G, PeerTransitGatewayId: !Ref H, PeerRegion: us-east-1, PeerAccountId: "123456789012"}
      C AWS::EC2::TransitGatewayConnect {TransportTransitGatewayAttachmentId: !Ref X, Options: {Protocol: gre}}
      T AWS::EC2::TransitGatewayRouteTable {TransitGatewayId: !Ref G}
      TA AWS::EC2::TransitGatewayRouteTableAssociation {TransitGatewayAttachmentId: !Ref X, TransitGatewayRouteTableId: !Ref T}
      TP AWS::EC2::TransitGatewayRouteTablePropagation {TransitGatewayAttachmentId: !Ref X, TransitGatewayRouteTableId: !Ref T}
      TR AWS::EC2::TransitGatewayRoute {TransitGatewayRouteTableId: !Ref T, DestinationCidrBlock: 10.9.0.0/16, TransitGatewayAttachmentId: !Ref P}
      """
    ) { topology in
      #expect(
        topology.transitGatewayAttachments.map(\.kind) == [
          .vpc("cfn:t/V", subnets: ["cfn:t/A"]), .vpc("cfn:t/V", subnets: ["cfn:t/A"]),
          .peering("cfn:t/H", attachment: "cfn:t/P"), .peering("cfn:t/G", attachment: "cfn:t/P"),
          .other("connect", resource: "cfn:t/X"),
        ])
      let table = try #require(topology.transitGatewayRouteTables.first { $0.id == "cfn:t/T" })
      #expect(table.associations == ["cfn:t/X"] && table.routes?.count == 2)
    },
    MappingRow(
      "Block Public Access",
      """
      O AWS::EC2::VPCBlockPublicAccessOptions {InternetGatewayBlockMode: block-bidirectional}
      E AWS::EC2::VPCBlockPublicAccessExclusion {SubnetId: !Ref A, InternetGatewayExclusionMode: allow-bidirectional}
      """
    ) { topology in
      #expect(topology.blockPublicAccessOptions.map(\.mode) == [.bidirectional])
      #expect(topology.blockPublicAccessExclusions.map(\.scope) == [.subnet("cfn:t/A")])
    },
  ]
}
