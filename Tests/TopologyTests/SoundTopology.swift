import PacketWalkAddressing
import PacketWalkDiagnostics
import Testing

@testable import PacketWalkTopology

/// A small network with a resource of every kind in which everything fits together.
enum SoundTopology {
  static func prefix(_ text: String) throws -> IPPrefix { try #require(IPPrefix(text)) }
  static func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

  static func make() throws -> Topology {
    var topology = Topology()
    topology.vpcs = [
      VPC(
        id: "vpc-1", info: ResourceInfo(name: "prod"),
        prefixes: [try prefix("10.0.0.0/16"), try prefix("2001:db8::/56")]),
      VPC(id: "vpc-2", prefixes: [try prefix("10.1.0.0/16")]),
    ]
    topology.subnets = [
      try subnet("subnet-a", "vpc-1", ["10.0.1.0/24", "2001:db8::/64"]),
      try subnet("subnet-b", "vpc-1", ["10.0.2.0/24"]), try subnet("subnet-c", "vpc-2", ["10.1.1.0/24"]),
    ]
    topology.routeTables = [
      RouteTable(
        id: "rtb-1", vpc: "vpc-1", isMain: true, subnets: ["subnet-a"], gateways: ["igw-1", "vgw-1"],
        routes: [
          Route(destination: .prefix(.all(.ipv4)), target: .internetGateway("igw-1")),
          Route(destination: .prefix(.all(.ipv6)), target: .egressOnlyInternetGateway("eigw-1")),
          Route(destination: .prefix(try prefix("10.1.0.0/16")), target: .vpcPeeringConnection("pcx-1")),
          Route(destination: .prefix(try prefix("10.2.0.0/16")), target: .transitGateway("tgw-1")),
          Route(destination: .prefix(try prefix("10.3.0.0/16")), target: .natGateway("nat-1")),
          Route(destination: .prefix(try prefix("10.6.0.0/16")), target: .carrierGateway("cagw-1")),
          Route(destination: .prefix(try prefix("10.4.0.0/16")), target: .networkInterface("eni-1")),
          Route(
            destination: .prefix(try prefix("10.5.0.0/16")), target: .natGateway("nat-gone"),
            state: .blackhole),
          Route(destination: .prefixList("pl-1"), target: .vpcEndpoint("vpce-1")),
        ]), RouteTable(id: "rtb-2", vpc: "vpc-2", isMain: true),
    ]
    topology.networkACLs = [
      NetworkACL(
        id: "acl-1", vpc: "vpc-1", isDefault: true, subnets: ["subnet-a"],
        entries: [
          try entry(100, .ingress), try entry(100, .egress), try entry(110, .ingress),
        ]), NetworkACL(id: "acl-2", vpc: "vpc-2", isDefault: true),
    ]
    topology.securityGroups = [
      SecurityGroup(
        id: "sg-1", vpc: "vpc-1", associatedVPCs: ["vpc-2"],
        rules: [rule(.group("sg-1")), rule(.prefixList("pl-1"))])
    ]
    topology.prefixLists = [PrefixList(id: "pl-1", entries: nil)]
    topology.networkInterfaces = [
      try interface("eni-1", "subnet-a", ["10.0.1.10", "2001:db8::10"]),
      try interface("eni-2", "subnet-b", ["10.0.2.10"]), try interface("eni-3", "subnet-c", ["10.1.1.10"]),
    ]
    topology.networkInterfaces[0].instance = "i-1"
    topology.instances = [Instance(id: "i-1")]
    topology.internetGateways = [
      InternetGateway(id: "igw-1", vpc: "vpc-1"), InternetGateway(id: "igw-2", vpc: nil),
    ]
    topology.egressOnlyInternetGateways = [EgressOnlyInternetGateway(id: "eigw-1", vpc: "vpc-1")]
    topology.carrierGateways = [CarrierGateway(id: "cagw-1", vpc: "vpc-1")]
    topology.natGateways = [
      NATGateway(
        id: "nat-1", vpc: "vpc-1", subnet: "subnet-b",
        addresses: [InterfaceAddress(try address("10.0.2.20"))])
    ]
    topology.vpcPeeringConnections = [
      VPCPeeringConnection(
        id: "pcx-1", requester: .init(vpc: "vpc-1"),
        accepter: .init(vpc: "vpc-2", prefixes: [try prefix("10.1.0.0/16")]))
    ]
    topology.transitGateways = [TransitGateway(id: "tgw-1")]
    topology.transitGatewayAttachments = [
      TransitGatewayAttachment(
        id: "tgw-attach-1", transitGateway: "tgw-1", kind: .vpc("vpc-1", subnets: ["subnet-a"])),
      TransitGatewayAttachment(
        id: "tgw-attach-2", transitGateway: "tgw-1", kind: .peering("tgw-far", attachment: "tgw-attach-far")),
    ]
    topology.transitGatewayRouteTables = [
      TransitGatewayRouteTable(
        id: "tgw-rtb-1", transitGateway: "tgw-1", associations: ["tgw-attach-1"],
        routes: [
          TransitGatewayRoute(destination: .prefix(try prefix("10.0.0.0/16")), attachments: ["tgw-attach-1"])
        ])
    ]
    topology.vpcEndpoints = [
      VPCEndpoint(
        id: "vpce-1", vpc: "vpc-1", kind: .gateway, serviceName: "com.amazonaws.eu-west-1.s3",
        interfaces: ["eni-2"], subnets: ["subnet-b"])
    ]
    topology.loadBalancers = [
      LoadBalancer(
        id: "alb", kind: .application, isInternetFacing: false, vpc: "vpc-1", subnets: ["subnet-a"],
        nodes: ["eni-1"], securityGroups: ["sg-1"], isCrossZone: true,
        listeners: [Listener(port: 80, protocolName: "HTTP", rules: [.init(targetGroups: ["tg-1"])])])
    ]
    topology.targetGroups = [
      TargetGroup(
        id: "tg-1", targetKind: .instance, protocolName: "HTTP", vpc: "vpc-1",
        targets: [.init(id: "i-1", port: 80)]),
      TargetGroup(
        id: "tg-2", targetKind: .alb, protocolName: "TCP", vpc: "vpc-1", targets: [.init(id: "alb", port: 80)]
      ),
    ]
    topology.vpnGateways = [VPNGateway(id: "vgw-1", vpc: "vpc-1")]
    topology.vpnConnections = [
      VPNConnection(id: "vpn-1", vpnGateway: "vgw-1"), VPNConnection(id: "vpn-2", transitGateway: "tgw-1"),
    ]
    topology.directConnectGateways = [
      DirectConnectGateway(id: "dx-1", associations: [.init(gateway: .vpnGateway("vgw-1"))])
    ]
    topology.clientVPNEndpoints = [
      ClientVPNEndpoint(
        id: "cvpn-1", vpc: "vpc-1", subnets: ["subnet-a"], interfaces: ["eni-1"], authorizationRules: [],
        routes: [.init(try prefix("10.0.0.0/16"), subnet: "subnet-a")])
    ]
    topology.externalNetworks = [
      ExternalNetwork(
        id: "office", ranges: [try prefix("192.168.0.0/16")],
        ways: [.vpnConnection("vpn-1"), .vpnGateway("vgw-1")])
    ]
    topology.unmodelled = [UnmodelledResource(kind: "core network", id: "core-1", vpc: "vpc-1")]
    return topology
  }

  static func subnet(_ id: SubnetID, _ vpc: VPCID, _ prefixes: [String]) throws -> Subnet {
    Subnet(id: id, vpc: vpc, prefixes: try prefixes.map(prefix), zone: AvailabilityZone(name: "eu-west-1a"))
  }

  static func interface(
    _ id: NetworkInterfaceID, _ subnet: SubnetID, _ addresses: [String]
  ) throws -> NetworkInterface {
    NetworkInterface(
      id: id, info: ResourceInfo(origin: Origin(file: "\(id).json")), subnet: subnet,
      addresses: try addresses.map { InterfaceAddress(try address($0)) }, securityGroups: ["sg-1"])
  }

  static func entry(_ number: Int, _ direction: RuleDirection) throws -> NetworkACLEntry {
    NetworkACLEntry(number: number, direction: direction, isAllow: true, traffic: .all, prefix: .all(.ipv4))
  }

  static func rule(_ peer: SecurityGroupRule.Peer) -> SecurityGroupRule {
    SecurityGroupRule(direction: .ingress, traffic: .all, peer: peer)
  }
}
