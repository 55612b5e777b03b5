import PacketWalkAddressing
import PacketWalkDiagnostics

@testable import PacketWalkTopology

extension ValidationTests {
  static let identifierCases = [
    Case(
      testDescription: "duplicate interface",
      findings: [
        "PW_DUPLICATE_ID eni-1: another network interface has the identifier eni-1, at eni-1.json"
      ]
    ) { $0.networkInterfaces.append($0.networkInterfaces[0]) },
    Case(
      testDescription: "duplicate VPC",
      findings: ["PW_DUPLICATE_ID prod (vpc-1): another VPC has the identifier vpc-1"]
    ) { $0.vpcs.append($0.vpcs[0]) },
    Case(
      testDescription: "duplicate group",
      findings: ["PW_DUPLICATE_ID sg-1: another security group has the identifier sg-1"]
    ) { $0.securityGroups.append($0.securityGroups[0]) },
  ]

  private static func dangling(_ subject: String, _ kind: String, _ target: String) -> String {
    "PW_DANGLING_REFERENCE \(subject): \(kind) refers to \(target), which the input does not hold"
  }

  static let referenceCases = [
    Case(
      testDescription: "subnet → VPC",
      findings: [dangling("subnet-c", "subnet", "VPC vpc-x")]
    ) { $0.subnets[2].vpc = "vpc-x" },
    Case(
      testDescription: "route table → VPC, subnet, gateway",
      findings: [
        dangling("rtb-3", "route table", "VPC vpc-x"), dangling("rtb-3", "route table", "subnet subnet-x"),
        dangling("rtb-3", "route table", "internet gateway igw-x"),
        dangling("rtb-3", "route table", "virtual private gateway vgw-x"),
      ]
    ) {
      $0.routeTables.append(
        RouteTable(id: "rtb-3", vpc: "vpc-x", subnets: ["subnet-x"], gateways: ["igw-x", "vgw-1", "vgw-x"]))
    },
    Case(
      testDescription: "route → every kind of target",
      findings: [
        "internet gateway igw-x", "egress-only internet gateway eigw-x", "NAT gateway nat-x",
        "carrier gateway cagw-x", "network interface eni-x", "peering connection pcx-x",
        "transit gateway tgw-x", "VPC endpoint vpce-x", "virtual private gateway vgw-x", "prefix list pl-x",
      ].map { dangling("rtb-2", "route table", $0) }
    ) {
      let targets: [RouteTarget] = [
        .internetGateway("igw-x"), .egressOnlyInternetGateway("eigw-x"), .natGateway("nat-x"),
        .carrierGateway("cagw-x"),
        .networkInterface("eni-x"), .vpcPeeringConnection("pcx-x"), .transitGateway("tgw-x"),
        .vpcEndpoint("vpce-x"), .vpnGateway("vgw-x"), .local,
        .unmodelled(kind: "carrier gateway", id: "cagw-x"),
      ]
      $0.routeTables[1].routes = targets.map { Route(destination: .prefix(.all(.ipv4)), target: $0) }
      $0.routeTables[1].routes.append(Route(destination: .prefixList("pl-x"), target: .local))
    },
    Case(
      testDescription: "endpoint service → load balancer",
      findings: [dangling("partner", "endpoint service", "load balancer lb-x")]
    ) {
      $0.endpointServices.append(
        EndpointService(id: "partner", serviceName: "partner", loadBalancers: ["lb-x"]))
    },
    Case(
      testDescription: "a reference is reported once for a resource",
      findings: [dangling("sg-1", "security group", "security group sg-x")]
    ) {
      $0.securityGroups[0].rules = [SoundTopology.rule(.group("sg-x")), SoundTopology.rule(.group("sg-x"))]
    },
    Case(
      testDescription: "network ACL → VPC, subnet",
      findings: [
        dangling("acl-3", "network ACL", "VPC vpc-x"), dangling("acl-3", "network ACL", "subnet subnet-x"),
      ]
    ) { $0.networkACLs.append(NetworkACL(id: "acl-3", vpc: "vpc-x", subnets: ["subnet-x"])) },
    Case(
      testDescription: "group → VPC, prefix list",
      findings: [
        dangling("sg-1", "security group", "VPC vpc-x"),
        dangling("sg-1", "security group", "prefix list pl-x"),
      ]
    ) {
      $0.securityGroups[0].vpc = "vpc-x"
      $0.securityGroups[0].rules = [SoundTopology.rule(.prefixList("pl-x"))]
    },
    Case(
      testDescription: "interface → subnet, group",
      findings: [
        dangling("eni-2", "network interface", "subnet subnet-x"),
        dangling("eni-2", "network interface", "security group sg-x"),
      ]
    ) {
      $0.networkInterfaces[1].subnet = "subnet-x"
      $0.networkInterfaces[1].securityGroups = ["sg-1", "sg-x"]
    },
    Case(
      testDescription: "gateways → VPC, subnet",
      findings: [
        dangling("igw-2", "internet gateway", "VPC vpc-x"),
        dangling("eigw-1", "egress-only internet gateway", "VPC vpc-x"),
        dangling("nat-1", "NAT gateway", "VPC vpc-x"), dangling("nat-1", "NAT gateway", "subnet subnet-x"),
      ]
    ) {
      $0.internetGateways[1].vpc = "vpc-x"
      $0.egressOnlyInternetGateways[0].vpc = "vpc-x"
      ($0.natGateways[0].vpc, $0.natGateways[0].subnet) = ("vpc-x", "subnet-x")
    },
    Case(
      testDescription: "attachment → transit gateway, VPC without its subnets",
      findings: [
        dangling("tgw-attach-1", "transit gateway attachment", "transit gateway tgw-x"),
        dangling("tgw-attach-1", "transit gateway attachment", "VPC vpc-x"),
        dangling("tgw-attach-2", "transit gateway attachment", "subnet subnet-x"),
      ]
    ) {
      $0.transitGatewayAttachments[0].transitGateway = "tgw-x"
      $0.transitGatewayAttachments[0].kind = .vpc("vpc-x", subnets: ["subnet-x"])
      $0.transitGatewayAttachments[1].kind = .vpc("vpc-1", subnets: ["subnet-x"])
    },
    Case(
      testDescription: "transit gateway route table → gateway, attachments, prefix list",
      findings: [
        "transit gateway tgw-x", "transit gateway attachment tgw-attach-x",
        "prefix list pl-x", "transit gateway attachment tgw-attach-y",
      ].map { dangling("tgw-rtb-1", "transit gateway route table", $0) }
    ) {
      $0.transitGatewayRouteTables[0].transitGateway = "tgw-x"
      $0.transitGatewayRouteTables[0].associations = ["tgw-attach-x"]
      $0.transitGatewayRouteTables[0].routes = [
        TransitGatewayRoute(destination: .prefixList("pl-x"), attachments: ["tgw-attach-y"]),
        TransitGatewayRoute(
          destination: .prefix(.all(.ipv4)), isBlackhole: true, attachments: ["tgw-attach-z"]),
      ]
    },
    Case(
      testDescription: "endpoint → VPC, subnet, interface",
      findings: ["VPC vpc-x", "subnet subnet-x", "network interface eni-x"].map {
        dangling("vpce-1", "VPC endpoint", $0)
      }
    ) {
      $0.vpcEndpoints[0].vpc = "vpc-x"
      $0.vpcEndpoints[0].subnets = ["subnet-x"]
      $0.vpcEndpoints[0].interfaces = ["eni-x"]
    },
    Case(
      testDescription: "load balancer → VPC, subnet, node, group, target group",
      findings: [
        "VPC vpc-x", "subnet subnet-x", "network interface eni-x", "security group sg-x", "target group tg-x",
      ].map { dangling("alb", "load balancer", $0) }
    ) {
      $0.loadBalancers[0].vpc = "vpc-x"
      $0.loadBalancers[0].subnets = ["subnet-x"]
      $0.loadBalancers[0].nodes = ["eni-x"]
      $0.loadBalancers[0].securityGroups = ["sg-x"]
      $0.loadBalancers[0].listeners[0].rules[0].targetGroups = ["tg-x"]
    },
    Case(
      testDescription: "target group → VPC, instance, load balancer",
      findings: [
        dangling("tg-1", "target group", "VPC vpc-x"), dangling("tg-1", "target group", "instance i-x"),
        dangling("tg-2", "target group", "load balancer alb-x"),
      ]
    ) {
      $0.targetGroups[0].vpc = "vpc-x"
      $0.targetGroups[0].targets = [.init(id: "i-x", port: 80)]
      $0.targetGroups[1].targets = [.init(id: "alb-x", port: 80)]
    },
    Case(
      testDescription: "an instance that only interfaces name is a target", findings: []
    ) { $0.instances = [] },
    Case(
      testDescription: "unmodelled resource → VPC",
      findings: [dangling("core-1", "core network", "VPC vpc-x")], severity: .note
    ) { $0.unmodelled[0].vpc = "vpc-x" },
    Case(
      testDescription: "virtual private gateway → VPC",
      findings: [dangling("vgw-1", "virtual private gateway", "VPC vpc-x")]
    ) { $0.vpnGateways[0].vpc = "vpc-x" },
    Case(
      testDescription: "VPN connection → gateways",
      findings: [
        dangling("vpn-1", "VPN connection", "virtual private gateway vgw-x"),
        dangling("vpn-2", "VPN connection", "transit gateway tgw-x"),
      ]
    ) {
      $0.vpnConnections[0].vpnGateway = "vgw-x"
      $0.vpnConnections[1].transitGateway = "tgw-x"
    },
    Case(
      testDescription: "Direct Connect gateway → gateways of other places",
      findings: [
        dangling("dx-1", "Direct Connect gateway", "virtual private gateway vgw-x"),
        dangling("dx-1", "Direct Connect gateway", "transit gateway tgw-x"),
      ], severity: .note
    ) {
      $0.directConnectGateways[0].associations = [
        .init(gateway: .vpnGateway("vgw-x")), .init(gateway: .transitGateway("tgw-x")),
      ]
    },
    Case(
      testDescription: "Client VPN endpoint → VPC, subnets, interfaces",
      findings: [
        dangling("cvpn-1", "Client VPN endpoint", "VPC vpc-x"),
        dangling("cvpn-1", "Client VPN endpoint", "subnet subnet-x"),
        dangling("cvpn-1", "Client VPN endpoint", "subnet subnet-y"),
        dangling("cvpn-1", "Client VPN endpoint", "network interface eni-x"),
      ]
    ) {
      $0.clientVPNEndpoints[0].vpc = "vpc-x"
      $0.clientVPNEndpoints[0].subnets = ["subnet-x"]
      $0.clientVPNEndpoints[0].routes = [.init(.all(.ipv4), subnet: "subnet-y")]
      $0.clientVPNEndpoints[0].interfaces = ["eni-x"]
    },
    Case(
      testDescription: "external network → what it hangs behind",
      findings: [
        dangling("office", "external network", "VPN connection vpn-x"),
        dangling("office", "external network", "virtual private gateway vgw-x"),
        dangling("office", "external network", "Direct Connect gateway dx-x"),
        dangling("office", "external network", "Client VPN endpoint cvpn-x"),
        dangling("office", "external network", "transit gateway attachment tgw-attach-x"),
      ]
    ) {
      $0.externalNetworks[0].ways = [
        .vpnConnection("vpn-x"), .vpnGateway("vgw-x"), .directConnectGateway("dx-x"),
        .clientVPNEndpoint("cvpn-x"),
        .transitGatewayAttachment("tgw-attach-x"),
      ]
    },
    Case(
      testDescription: "an external network behind what leads to none",
      findings: [
        "PW_NO_WAY_TO_EXTERNAL_NETWORK office: no route leads to lgw-x, so that nothing reaches the network that way"
      ]
    ) { $0.externalNetworks[0].ways = [.unmodelled("lgw-x")] },
  ]

  static let rangeCases = [
    Case(
      testDescription: "nested subnets",
      findings: [
        "PW_OVERLAPPING_SUBNETS subnet-n: 10.0.1.128/25 shares addresses with 10.0.1.0/24 of subnet subnet-a"
      ]
    ) { $0.subnets.append(try SoundTopology.subnet("subnet-n", "vpc-1", ["10.0.1.128/25"])) },
    Case(
      testDescription: "a later, wider subnet",
      findings: [
        "PW_OVERLAPPING_SUBNETS subnet-w: 10.0.0.0/22 shares addresses with 10.0.1.0/24 of subnet subnet-a",
        "PW_OVERLAPPING_SUBNETS subnet-w: 10.0.0.0/22 shares addresses with 10.0.2.0/24 of subnet subnet-b",
      ]
    ) { $0.subnets.append(try SoundTopology.subnet("subnet-w", "vpc-1", ["10.0.0.0/22"])) },
    Case(
      testDescription: "equal subnets of two VPCs",
      findings: ["PW_SUBNET_OUTSIDE_VPC subnet-o: 10.0.1.0/24 is in none of the ranges of VPC vpc-2"]
    ) { $0.subnets.append(try SoundTopology.subnet("subnet-o", "vpc-2", ["10.0.1.0/24"])) },
    Case(
      testDescription: "subnet wider than its VPC",
      findings: ["PW_SUBNET_OUTSIDE_VPC subnet-c: 10.0.0.0/8 is in none of the ranges of VPC vpc-2"]
    ) {
      $0.subnets[2].prefixes = [
        try SoundTopology.prefix("10.0.0.0/8"), try SoundTopology.prefix("10.1.1.0/24"),
      ]
    },
    Case(
      testDescription: "IPv6 subnet of a VPC without IPv6",
      findings: ["PW_SUBNET_OUTSIDE_VPC subnet-c: 2001:db8::/64 is in none of the ranges of VPC vpc-2"]
    ) { $0.subnets[2].prefixes.append(try SoundTopology.prefix("2001:db8::/64")) },
    Case(
      testDescription: "addresses outside their subnets",
      findings: [
        "PW_ADDRESS_OUTSIDE_SUBNET eni-2: 10.0.9.9 is in none of the ranges of subnet subnet-b",
        "PW_ADDRESS_OUTSIDE_SUBNET eni-2: 10.0.9.16/28 is in none of the ranges of subnet subnet-b",
        "PW_ADDRESS_OUTSIDE_SUBNET nat-1: 10.0.1.9 is in none of the ranges of subnet subnet-b",
      ]
    ) {
      $0.networkInterfaces[1].addresses = [InterfaceAddress(try SoundTopology.address("10.0.9.9"))]
      $0.networkInterfaces[1].delegatedPrefixes = [try SoundTopology.prefix("10.0.9.16/28")]
      $0.natGateways[0].addresses = [InterfaceAddress(try SoundTopology.address("10.0.1.9"))]
    },
    Case(
      testDescription: "one address twice",
      findings: [
        "PW_DUPLICATE_ADDRESS eni-4: 10.0.1.10 is an address of network interface eni-1 too",
        "PW_DUPLICATE_ADDRESS eni-5: 10.0.2.0/28 shares addresses with 10.0.2.10 of network interface eni-2",
      ]
    ) {
      var delegated = try SoundTopology.interface("eni-5", "subnet-b", ["10.0.2.5"])
      delegated.delegatedPrefixes = [try SoundTopology.prefix("10.0.2.0/28")]
      $0.networkInterfaces += [try SoundTopology.interface("eni-4", "subnet-a", ["10.0.1.10"]), delegated]
    },
    Case(
      testDescription: "peering of overlapping VPCs",
      findings: [
        "PW_OVERLAPPING_PEERING pcx-2: 10.0.0.0/16 of VPC vpc-1 and 10.0.128.0/17 of VPC vpc-far share"
          + " addresses, and AWS peers no such VPCs"
      ]
    ) {
      $0.vpcPeeringConnections += try [("pcx-2", true), ("pcx-3", false)].map { id, isActive in
        VPCPeeringConnection(
          id: VPCPeeringConnectionID(id), requester: .init(vpc: "vpc-1"),
          accepter: .init(vpc: "vpc-far", prefixes: [try SoundTopology.prefix("10.0.128.0/17")]),
          isActive: isActive)
      }
    },
  ]

  static let tableCases = [
    Case(
      testDescription: "two main tables",
      findings: ["PW_SEVERAL_MAIN_ROUTE_TABLES rtb-3: VPC vpc-1 has another main route table, rtb-1"]
    ) { $0.routeTables.append(RouteTable(id: "rtb-3", vpc: "vpc-1", isMain: true)) },
    Case(
      testDescription: "no main table",
      findings: [
        "PW_NO_MAIN_ROUTE_TABLE vpc-2: VPC has no main route table, and some of its subnets have none of"
          + " their own"
      ]
    ) { $0.routeTables[1].isMain = false },
    Case(
      testDescription: "two default ACLs",
      findings: ["PW_SEVERAL_DEFAULT_NETWORK_ACLS acl-3: VPC vpc-2 has another default network ACL, acl-2"]
    ) { $0.networkACLs.append(NetworkACL(id: "acl-3", vpc: "vpc-2", isDefault: true)) },
    Case(
      testDescription: "no default ACL",
      findings: [
        "PW_NO_DEFAULT_NETWORK_ACL vpc-2: VPC has no default network ACL, and some of its subnets have none of"
          + " their own"
      ]
    ) { $0.networkACLs[1].isDefault = false },
    Case(
      testDescription: "subnet with two tables and two ACLs",
      findings: [
        "PW_SEVERAL_ROUTE_TABLES subnet-a: subnet is associated with route table rtb-1 and with rtb-3",
        "PW_SEVERAL_NETWORK_ACLS subnet-a: subnet is associated with network ACL acl-1 and with acl-3",
      ]
    ) {
      $0.routeTables.append(RouteTable(id: "rtb-3", vpc: "vpc-1", subnets: ["subnet-a"]))
      $0.networkACLs.append(NetworkACL(id: "acl-3", vpc: "vpc-1", subnets: ["subnet-a"]))
    },
    Case(
      testDescription: "ACL number twice in one direction",
      findings: ["PW_DUPLICATE_ACL_NUMBER acl-1: more than one ingress entry has the number 100"]
    ) { $0.networkACLs[0].entries.append(try SoundTopology.entry(100, .ingress)) },
  ]
}

extension ValidationTests {
  static let publicAccessCases = [
    Case(
      testDescription: "exclusion → VPC, subnet",
      findings: [
        "PW_DANGLING_REFERENCE x-1: block public access exclusion refers to VPC vpc-x, which the input does not hold",
        "PW_DANGLING_REFERENCE x-2: block public access exclusion refers to subnet subnet-x, which the input does not"
          + " hold",
      ], severity: .note
    ) {
      $0.blockPublicAccessExclusions = [
        BlockPublicAccessExclusion(id: "x-1", scope: .vpc("vpc-x"), mode: .egress),
        BlockPublicAccessExclusion(id: "x-2", scope: .subnet("subnet-x"), mode: .egress),
      ]
    },
    Case(
      testDescription: "a subnet's own state beside the mode",
      findings: [
        "PW_PUBLIC_ACCESS_DISAGREES subnet-a: the subnet's own state of VPC Block Public Access is off, which is used,"
          + " although the mode and exclusions of its owner make something else"
      ], severity: .note
    ) {
      $0.blockPublicAccessOptions = [BlockPublicAccessOptions(mode: .bidirectional)]
      $0.blockPublicAccessExclusions = [
        BlockPublicAccessExclusion(id: "x-1", scope: .subnet("subnet-b"), mode: .egress)
      ]
      $0.subnets[0].blockPublicAccess = .off
      $0.subnets[1].blockPublicAccess = .ingress
    },
    Case(
      testDescription: "addresses that AWS keeps",
      findings: [
        "PW_RESERVED_ADDRESS eni-1: 10.0.1.2 is one of the addresses of subnet subnet-a that AWS keeps",
        "PW_RESERVED_ADDRESS eni-2: 10.0.2.255 is one of the addresses of subnet subnet-b that AWS keeps",
        "PW_RESERVED_ADDRESS nat-1: 10.0.2.3 is one of the addresses of subnet subnet-b that AWS keeps",
      ]
    ) {
      $0.networkInterfaces[0].addresses = [InterfaceAddress(try SoundTopology.address("10.0.1.2"))]
      $0.networkInterfaces[1].addresses = [InterfaceAddress(try SoundTopology.address("10.0.2.255"))]
      $0.natGateways[0].addresses = [InterfaceAddress(try SoundTopology.address("10.0.2.3"))]
    },
    Case(
      testDescription: "a group of another VPC",
      findings: [
        "PW_GROUP_OUTSIDE_VPC eni-3: security group sg-1 is of VPC vpc-1, and the input associates it with no other"
      ], severity: .note
    ) { $0.securityGroups[0].associatedVPCs = [] },
    Case(
      testDescription: "attached VPCs that share addresses",
      findings: [
        "PW_OVERLAPPING_ATTACHMENTS tgw-attach-3: 10.0.128.0/17 of VPC vpc-3 shares addresses with the VPC of"
          + " tgw-attach-1, which was attached before: its routes are not propagated"
      ]
    ) {
      $0.vpcs.append(VPC(id: "vpc-3", prefixes: [try SoundTopology.prefix("10.0.128.0/17")]))
      $0.routeTables.append(RouteTable(id: "rtb-9", vpc: "vpc-3", isMain: true))
      $0.networkACLs.append(NetworkACL(id: "acl-9", vpc: "vpc-3", isDefault: true))
      $0.transitGatewayAttachments.append(
        TransitGatewayAttachment(
          id: "tgw-attach-3", transitGateway: "tgw-1", kind: .vpc("vpc-3", subnets: [])))
    },
  ]
}
