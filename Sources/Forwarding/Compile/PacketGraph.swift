package import PacketWalkAddressing
package import PacketWalkTopology

/// A topology compiled for walking: flat arrays and small integers, no names.
///
/// Immutable and `Sendable`; make one with `PacketGraph(compiling:)`. Nothing in it looks up a string. A class,
/// because every walk and every answer holds on to it, and a structure of forty arrays is dear to copy.
package final class PacketGraph: Sendable {
  /// What it was compiled from; reports read names and rules from it by index.
  package let topology: Topology

  package let ops: [Op]
  package let ports: [Port]
  package let filters: [Filter]
  package let tables: [ForwardingTable]
  package let zoneTables: [ZoneTable]
  package let listeners: [ListenerTable]
  package let choices: [Choice]
  package let rewrites: [Rewrite]
  package let inspectors: [Inspector]
  package let places: [Place]
  package let missing: [MissingInput]

  package let atoms: AtomIndex
  package let mentions: Mentions
  package let vpcs: [VPCFacts]
  package let subnets: [SubnetFacts]
  package let interfaces: [InterfaceFacts]
  package let externals: [ExternalFacts]
  package let zones: [String]
  /// Pairs of VPCs, both ways, whose active peering in one Region carries group references (SG-11).
  package let referencingVPCs: Set<VPCPair>

  /// Where a packet from or to the outside enters the internet.
  package let internetPort: PortID
  package let internetPlace: PlaceID
  /// VPC Lattice's ranges; empty without service networks.
  package let lattice: [IPPrefix]
  /// Where routes to each internet gateway lead.
  let internetGatewayOut: [PortID]

  /// Compiles a topology.
  ///
  /// - Parameters:
  ///   - index: the topology's own.
  ///   - mentions: at least the topology's own, which they are by default.
  /// - Complexity: linear in interfaces, rules and routes, times a logarithm for the tables.
  package init(compiling topology: Topology, index: TopologyIndex, mentions: Mentions? = nil) {
    let mentions = mentions ?? Mentions(topology, index)
    var builder = GraphBuilder(topology, index, mentions)
    builder.compile()
    self.topology = topology
    self.mentions = mentions
    ops = builder.ops
    ports = builder.ports
    filters = builder.filters
    tables = builder.tables
    zoneTables = builder.zoneTables
    listeners = builder.listeners
    choices = builder.choices
    rewrites = builder.rewrites
    inspectors = builder.inspectors
    places = builder.places
    missing = builder.missing
    atoms = builder.atoms
    vpcs = builder.vpcs
    subnets = builder.subnets
    interfaces = builder.interfaces
    externals = builder.externals
    zones = builder.zoneNames
    referencingVPCs = builder.referencingVPCs()
    internetPort = builder.internetPort
    internetPlace = builder.internetPlace
    lattice = builder.lattice
    internetGatewayOut = builder.internetGatewayOut
    _invariantCheck()
  }

  /// The same but for some filters and tables, and what those need at the end of ports and ops.
  init(
    _ other: PacketGraph, revisedTo topology: Topology, filters: [Filter], tables: [ForwardingTable],
    ports: [Port], ops: [Op]
  ) {
    (self.topology, self.filters, self.tables) = (topology, filters, tables)
    (self.ports, self.ops) = (ports, ops)
    (zoneTables, listeners, choices) = (other.zoneTables, other.listeners, other.choices)
    (rewrites, inspectors, places) = (other.rewrites, other.inspectors, other.places)
    (missing, atoms, mentions) = (other.missing, other.atoms, other.mentions)
    (vpcs, subnets) = (other.vpcs, other.subnets)
    (interfaces, externals, zones) = (other.interfaces, other.externals, other.zones)
    referencingVPCs = other.referencingVPCs
    (internetPort, internetPlace) = (other.internetPort, other.internetPlace)
    (lattice, internetGatewayOut) = (other.lattice, other.internetGatewayOut)
    _invariantCheck()
  }

  /// Compiles a topology that nobody has indexed yet.
  package convenience init(compiling topology: Topology) {
    self.init(compiling: topology, index: TopologyIndex(topology))
  }

  /// Every port begins at an op, every op names what exists; debug builds only.
  private func _invariantCheck() {
    #if DEBUG
      for port in ports { assert(port.start < UInt32(ops.count), "a port without ops") }
      for op in ops {
        switch op {
        case .filter(let id, _), .leave(_, let id, _), .enter(_, let id): assert(id.value < filters.count)
        case .go(let id): assert(id.value < ports.count)
        case .lookup(let id): assert(id.value < tables.count)
        case .inspect(let id): assert(id.value < inspectors.count)
        case .choose(let id), .relay(let id, _): assert(id.value < choices.count)
        default: break
        }
      }
      for table in tables {
        assert(zip(table.entries, table.entries.dropFirst()).allSatisfy { $0.prefix < $1.prefix })
      }
    #endif
  }
}

/// Where VPC Lattice's packets enter a VPC, and where those to it end.
package struct LatticeFacts: Equatable, Sendable {
  package var ingress: PortID
  package var place: PlaceID
}

package struct VPCPair: Hashable, Sendable {
  package var first: VPCIndex
  package var second: VPCIndex
}

/// What interpreters ask about a VPC.
package struct VPCFacts: Equatable, Sendable {
  package var prefixes: [IPPrefix]
  /// Address to what holds it; an address has at most one holder in a VPC.
  package var owners: [IPAddress: Owner]
  /// Delegated ranges and their holders, few and searched in order.
  package var delegated: [Delegation]
  package var publicAddress: [IPAddress: IPAddress]
  package var privateAddress: [IPAddress: IPAddress]
  /// The owner's ranges whose traffic a route table steers, untranslated (RT-13).
  package var publicPools: [IPPrefix] = []
  /// The same for carrier gateways (OUT-1).
  package var carrierAddress: [IPAddress: IPAddress] = [:]
  package var carrierPrivateAddress: [IPAddress: IPAddress] = [:]
  package var exempt: [IPAddress: ExemptService]
  /// What Block Public Access does to what has no subnet here (BPA-2).
  package var publicAccess = PublicAccess.open
  /// Where traffic from the internet enters, if an internet gateway is attached.
  package var internetIngress: PortID?
  /// Set in a network with VPC Lattice.
  package var lattice: LatticeFacts?
  /// Set when the input leaves out network interfaces: who holds an address is unknown.
  package var missingOwner: InputID?

  package struct Delegation: Equatable, Sendable {
    package var prefix: IPPrefix
    package var owner: Owner
  }

  package func owner(of address: IPAddress) -> Owner? {
    owners[address] ?? delegated.first { $0.prefix.contains(address) }?.owner
  }
}

/// What holds an address in a VPC, and where packets to it go.
package struct Owner: Equatable, Sendable {
  /// For packets from another subnet or a gateway: the subnet's access list first.
  package var arrival: PortID
  /// For packets from the same subnet.
  package var neighbour: PortID
  package var interface: InterfaceIndex?
}

package struct SubnetFacts: Equatable, Sendable {
  package var vpc: VPCIndex
  package var prefixes: [IPPrefix]
  package var zone: ZoneIndex
  package var out: PortID
  package var publicAccess: PublicAccess
}

package struct InterfaceFacts: Equatable, Sendable {
  package var vpc: VPCIndex
  package var subnet: SubnetIndex
  /// Where a packet that it sends begins.
  package var start: PortID
  package var arrival: PortID
  package var neighbour: PortID
  package var place: PlaceID
  package var groups: [UInt32]
}

/// Where packets of an external network begin and end.
package struct ExternalFacts: Equatable, Sendable {
  package var start: PortID
  package var place: PlaceID
}

/// Services of AWS's that no group, access list or route table filters (EX-1).
package enum ExemptService: UInt32, Hashable, Sendable, CaseIterable {
  case resolver
  case instanceMetadata
  case timeSync
  case taskMetadata
  case windowsActivation

  package var name: String {
    switch self {
    case .resolver: "Amazon DNS server"
    case .instanceMetadata: "instance metadata service"
    case .timeSync: "Amazon Time Sync Service"
    case .taskMetadata: "ECS task metadata endpoint"
    case .windowsActivation: "Windows licence activation"
    }
  }
}
