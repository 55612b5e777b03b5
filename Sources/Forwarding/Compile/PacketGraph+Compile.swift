package import PacketWalkTopology
import PacketWalkAddressing

extension PacketGraph {
  /// Compiles a topology.
  ///
  /// - Complexity: linear in interfaces, rules and routes, times a logarithm for the tables.
  package init(compiling topology: Topology) {
    var builder = GraphBuilder(topology)
    builder.allocateVPCs()
    builder.allocateSubnets()
    builder.allocateInterfaces()
    builder.allocateNATGateways()
    builder.allocateInternetGateways()
    builder.allocateEgressOnlyGateways()
    builder.allocatePeerings()
    builder.allocateTransitGateways()
    builder.allocateEndpoints()
    builder.allocateInternet()
    builder.findSteeredTargets()

    for place in topology.vpcs.indices { builder.lowerVPC(place) }
    for place in topology.subnets.indices { builder.lowerSubnet(place) }
    for place in topology.networkInterfaces.indices { builder.lowerInterface(place) }
    for place in topology.natGateways.indices { builder.lowerNATGateway(place) }
    for place in topology.internetGateways.indices { builder.lowerInternetGateway(place) }
    for place in topology.egressOnlyInternetGateways.indices { builder.lowerEgressOnlyGateway(place) }
    for place in topology.vpcPeeringConnections.indices { builder.lowerPeering(place) }
    for place in topology.transitGatewayAttachments.indices { builder.lowerAttachment(place) }
    for place in topology.vpcEndpoints.indices { builder.lowerEndpoint(place) }
    builder.lowerInternet()

    self.init(
      topology: topology, ops: builder.ops, ports: builder.ports, filters: builder.filters,
      tables: builder.tables, zoneTables: builder.zoneTables, listeners: builder.listeners,
      choices: builder.choices, rewrites: builder.rewrites, places: builder.places, missing: builder.missing,
      atoms: builder.atoms, vpcs: builder.vpcs, subnets: builder.subnets, interfaces: builder.interfaces,
      zones: builder.zoneNames, referencingVPCs: builder.referencingVPCs(),
      internetPort: builder.internetPort,
      internetPlace: builder.internetPlace)
    _invariantCheck()
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

extension GraphBuilder {
  func referencingVPCs() -> Set<VPCPair> {
    var pairs: Set<VPCPair> = []
    for peering in topology.vpcPeeringConnections where peering.isActive && peering.isSameRegion {
      guard let left = vpcIndex(peering.requester.vpc), let right = vpcIndex(peering.accepter.vpc) else {
        continue
      }
      pairs.insert(VPCPair(first: left, second: right))
      pairs.insert(VPCPair(first: right, second: left))
    }
    return pairs
  }
}
