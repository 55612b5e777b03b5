import PacketWalkTopology

/// The words of `missing`, one a kind.
enum NativeMissing {
  static let words: [(word: String, kind: ResourceKind)] = [
    ("subnets", .subnets), ("route-tables", .routeTables), ("network-acls", .networkACLs),
    ("security-groups", .securityGroups), ("interfaces", .networkInterfaces),
    ("internet-gateways", .internetGateways), ("egress-only-gateways", .egressOnlyInternetGateways),
    ("carrier-gateways", .carrierGateways), ("nat-gateways", .natGateways),
    ("peerings", .vpcPeeringConnections),
    ("transit-gateways", .transitGateways), ("transit-gateway-attachments", .transitGatewayAttachments),
    ("transit-gateway-route-tables", .transitGatewayRouteTables), ("vpn-gateways", .vpnGateways),
    ("vpn-connections", .vpnConnections), ("direct-connect-gateways", .directConnectGateways),
    ("endpoints", .vpcEndpoints),
    ("prefix-lists", .prefixLists), ("load-balancers", .loadBalancers), ("target-groups", .targetGroups),
    ("public-access-exclusions", .publicAccessExclusions),
  ]

  static func kind(_ word: String) -> ResourceKind? { words.first { $0.word == word }?.kind }
  static func word(_ kind: ResourceKind) -> String? { words.first { $0.kind == kind }?.word }
}
