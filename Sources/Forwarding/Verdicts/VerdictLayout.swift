import PacketWalkAddressing
import PacketWalkTopology

/// The mutable side of `VerdictTables`: a graph is laid out here, table by table, and frozen there.
struct VerdictLayout {
  let graph: PacketGraph

  var ops: [FlatOp] = []
  var filters: [FlatFilter] = []
  /// Of each rule.
  var ruleKeys: [FlatRuleKey] = []
  var rules: [FlatRule] = []

  var vpcs: [FlatVPC] = []
  var subnets: [FlatSubnet] = []
  var interfaces: [FlatInterface] = []
  var owners: [(vpc: Int, address: FlatAddress, value: FlatOwner)] = []
  var publicAddresses: [(vpc: Int, address: FlatAddress, value: FlatAddress)] = []
  var privateAddresses: [(vpc: Int, address: FlatAddress, value: FlatAddress)] = []

  var choices: [FlatChoice] = []
  var zoneTables: [FlatZoneTable] = []
  var listeners: [FlatListener] = []
  var rewrites: [FlatRewrite] = []
  var places: [FlatPlace] = []

  // What spans point into.
  var prefixes: [FlatPrefix] = []
  var addresses: [FlatAddress] = []
  var groups: [UInt32] = []
  var delegated: [FlatDelegation] = []
  var farVPCs: [UInt32] = []
  var alternatives: [FlatAlternative] = []
  var zonePorts: [FlatZonePort] = []
  var listenerEntries: [FlatListenerEntry] = []
  var hasSecondaryAddresses = false

  init(_ graph: PacketGraph, _ options: WalkOptions) {
    self.graph = graph
    filters = graph.filters.map { FlatFilter($0, &ruleKeys, &rules) }
    layOutVPCs()
    layOutSubnets()
    layOutInterfaces()
    layOutChoices()
    places = graph.places.map { FlatPlace(replyPC: $0.replyPort.map { pc($0) } ?? FlatOp.none) }
    layOutRewrites()
    let translator = OpTranslator(graph, options)
    ops = graph.ops.map { translator.translate($0, &self) }
  }

  /// Where a port's behaviour begins.
  func pc(_ port: PortID) -> UInt32 { graph.ports[port.value].start }

  private mutating func layOutVPCs() {
    for (place, vpc) in graph.vpcs.enumerated() {
      for (address, owner) in vpc.owners { owners.append((place, FlatAddress(address), flat(owner))) }
      for (address, mapped) in vpc.publicAddress {
        publicAddresses.append((place, FlatAddress(address), FlatAddress(mapped)))
      }
      for (address, mapped) in vpc.privateAddress {
        privateAddresses.append((place, FlatAddress(address), FlatAddress(mapped)))
      }
      vpcs.append(
        FlatVPC(
          ranges: prefixes.appendSpan(vpc.prefixes.map { FlatPrefix($0) }),
          exempt: addresses.appendSpan(vpc.exempt.keys.map { FlatAddress($0) }),
          delegated: delegated.appendSpan(
            vpc.delegated.map { FlatDelegation(prefix: FlatPrefix($0.prefix), owner: flat($0.owner)) }),
          far: farVPCs.appendSpan(
            graph.referencingVPCs.filter { $0.first == VPCIndex(place) }.map(\.second.rawValue)),
          isMissingOwners: vpc.missingOwner != nil, hasPublicPools: !vpc.publicPools.isEmpty))
    }
  }

  private func flat(_ owner: Owner) -> FlatOwner {
    FlatOwner(
      arrival: pc(owner.arrival), neighbour: pc(owner.neighbour),
      interface: owner.interface?.rawValue ?? FlatOp.none,
      subnet: graph.ports[owner.arrival.value].subnet?.rawValue ?? FlatOp.none)
  }

  private mutating func layOutSubnets() {
    for subnet in graph.subnets {
      subnets.append(
        FlatSubnet(
          vpc: subnet.vpc.rawValue, prefixes: prefixes.appendSpan(subnet.prefixes.map { FlatPrefix($0) })))
    }
  }

  private mutating func layOutInterfaces() {
    for (place, facts) in graph.interfaces.enumerated() {
      let interface = graph.topology.networkInterfaces[place]
      let primary = interface.primaryAddress
      if interface.addresses.contains(where: { $0.address.family == .ipv4 && $0.address != primary })
        || interface.delegatedPrefixes.contains(where: { $0.family == .ipv4 })
      {
        hasSecondaryAddresses = true
      }
      interfaces.append(
        FlatInterface(
          vpc: facts.vpc.rawValue, groups: groups.appendSpan(facts.groups),
          addresses: addresses.appendSpan(interface.addresses.map { FlatAddress($0.address) }),
          delegated: prefixes.appendSpan(interface.delegatedPrefixes.map { FlatPrefix($0) }),
          deniesInternetGatewayTraffic: interface.deniesInternetGatewayTraffic))
    }
  }
}
