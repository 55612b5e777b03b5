import PacketWalkDiagnostics
import PacketWalkTopology

/// The second of the reader's two passes: every section in turn, with all names known.
struct NativeReader {
  /// A VPC of the file while its sections are read.
  struct VPCSection {
    var fields: YAMLFields
    var scope: NativeScope
    var id: VPCID
  }

  let file: YAMLFields
  let names: NativeNames
  /// The file's own scope.
  var scope: NativeScope
  /// Words of the kinds that the file doesn't hold.
  let missing: Set<String>
  var vpcs: [VPCSection] = []
  var topology = Topology()
  /// Subnets by the route table and the ACL that they name.
  var tableSubnets: [RouteTableID: [SubnetID]] = [:]
  /// The subnets of interfaces read so far.
  var subnetsOfInterfaces: [NetworkInterfaceID: SubnetID] = [:]
  /// Service names by the keys of the file's endpoint services.
  var declaredServices: [String: String] = [:]
  var aclSubnets: [NetworkACLID: [SubnetID]] = [:]

  init(_ file: YAMLFields) throws(InputError) {
    var missing: Set<String> = []
    if let node = file["missing"] {
      _ = try YAMLFields(node, of: .missing)
      for pair in try node.pairs("“missing”") { missing.insert(pair.key) }
    }
    self.file = file
    self.missing = missing
    names = try NativeDeclarations.names(of: file, missing: missing)
    scope = NativeScope(names: names)
    scope.account = try file.text("account")
    scope.region = try file.text("region")
  }

  mutating func read() throws(InputError) -> (Topology, [Finding]) {
    try readInstances()
    try readUnmodelled()
    try readVPCs()
    try readGateways()
    try readVPNGateways()
    try readLooseCarrierGateways()
    try readSubnets()
    try readPublicAccess()
    try readPublicPools()
    try readRouteTables()
    try readNetworkACLs()
    try readSecurityGroups()
    try readPrefixLists()
    try readInterfaces()
    try readNATGateways()
    try readEndpointServices()
    try readEndpoints()
    try readResourceGateways()
    try readResourceConfigurations()
    try readConnectEndpoints()
    try readAccelerators()
    try readManagedServices()
    try readServiceNetworks()
    try readClientVPNEndpoints()
    try readLoadBalancers()
    try readTargetGroups()
    try readPeerings()
    try readTransitGateways()
    try readVPNConnections()
    try readDirectConnectGateways()
    try readExternalNetworks()
    try readRuleGroups()
    try readFirewallPolicies()
    try readNetworkFirewalls()
    try readUnassociatedAddresses()
    topology.coverage = try coverage()
    return (topology, [])
  }

  /// The members of a section of every VPC, in the file's order.
  func members(
    _ section: String, of keys: NativeKeys
  ) throws(InputError) -> [(vpc: VPCSection, pair: YAMLPair, fields: YAMLFields)] {
    var members: [(vpc: VPCSection, pair: YAMLPair, fields: YAMLFields)] = []
    for vpc in vpcs {
      for pair in try vpc.fields.pairs(section) {
        members.append((vpc, pair, try YAMLFields(pair.value, of: keys)))
      }
    }
    return members
  }

  /// The members of a section of the file itself.
  func fileMembers(
    _ section: String, of keys: NativeKeys
  ) throws(InputError) -> [(pair: YAMLPair, fields: YAMLFields)] {
    var members: [(pair: YAMLPair, fields: YAMLFields)] = []
    for pair in try file.pairs(section) { members.append((pair, try YAMLFields(pair.value, of: keys))) }
    return members
  }

  private func coverage() throws(InputError) -> Coverage {
    var coverage = Coverage(documents: 1, takenAt: try file.text("taken-at"))
    for pair in try file.pairs("missing") {
      guard let kind = NativeMissing.kind(pair.key) else { continue }
      coverage.missing.append(MissingKind(kind: kind, remedy: try pair.value.text("missing")))
    }
    let counts: [(String, Int)] = [
      ("vpcs", topology.vpcs.count), ("subnets", topology.subnets.count),
      ("route-tables", topology.routeTables.count), ("network-acls", topology.networkACLs.count),
      ("security-groups", topology.securityGroups.count), ("interfaces", topology.networkInterfaces.count),
      ("instances", topology.instances.count), ("internet-gateways", topology.internetGateways.count),
      ("egress-only-gateways", topology.egressOnlyInternetGateways.count),
      ("nat-gateways", topology.natGateways.count), ("endpoints", topology.vpcEndpoints.count),
      ("endpoint-services", topology.endpointServices.count),
      ("resource-gateways", topology.resourceGateways.count),
      ("resource-configurations", topology.resourceConfigurations.count),
      ("connect-endpoints", topology.instanceConnectEndpoints.count),
      ("managed-services", topology.managedServices.count), ("accelerators", topology.accelerators.count),
      ("service-networks", topology.serviceNetworkAssociations.count),
      ("carrier-gateways", topology.carrierGateways.count),
      ("network-firewalls", topology.networkFirewalls.count),
      ("firewall-policies", topology.firewallPolicies.count), ("rule-groups", topology.ruleGroups.count),
      ("load-balancers", topology.loadBalancers.count), ("target-groups", topology.targetGroups.count),
      ("prefix-lists", topology.prefixLists.count), ("peerings", topology.vpcPeeringConnections.count),
      ("transit-gateways", topology.transitGateways.count),
      ("transit-gateway-attachments", topology.transitGatewayAttachments.count),
      ("transit-gateway-route-tables", topology.transitGatewayRouteTables.count),
      ("vpn-gateways", topology.vpnGateways.count), ("vpn-connections", topology.vpnConnections.count),
      ("direct-connect-gateways", topology.directConnectGateways.count),
      ("client-vpn-endpoints", topology.clientVPNEndpoints.count),
      ("external", topology.externalNetworks.count),
      ("unassociated-addresses", topology.unassociatedAddresses.count),
      ("public-pools", topology.publicAddressPools.count),
      ("block-public-access", topology.blockPublicAccessOptions.count),
      ("public-access-exclusions", topology.blockPublicAccessExclusions.count),
    ]
    for (kind, count) in counts where count > 0 {
      coverage.entries.append(Coverage.Entry(kind: kind, read: count, modelled: count))
    }
    if !topology.unmodelled.isEmpty {
      coverage.entries.append(
        Coverage.Entry(
          kind: "unmodelled", read: topology.unmodelled.count, modelled: 0, reason: "written as not modelled")
      )
    }
    return coverage
  }
}
