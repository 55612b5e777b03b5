import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkTopology

/// "The internet" is not one address: every part of it that some rule or route tells apart has one
/// representative.
extension Network {
  /// Representatives of the public addresses in a prefix (all of them for nil) that lie outside the model
  /// and outside the prefix lists of gateway endpoints, which are services of their own.
  ///
  /// - Complexity: O(atoms).
  func internetRepresentatives(_ prefix: IPPrefix?, family: AddressFamily) -> [IPAddress] {
    let scope = prefix ?? .all(family)
    guard scope.family == family else { return [] }
    if Int(scope.length) == family.bitWidth { return [scope.address] }
    let services = prefix == nil ? gatewayEndpointPrefixes() : []
    let pools = graph.vpcs.flatMap(\.publicPools)
    let own = topology.vpcs.flatMap(\.prefixes) + topology.externalNetworks.flatMap(\.ranges) + pools
    func isExcluded(_ address: IPAddress) -> Bool {
      !scope.contains(address)
        || graph.vpcs.contains {
          $0.privateAddress[address] != nil || $0.carrierPrivateAddress[address] != nil
        }
        || externalNetwork(holding: address) != nil || pools.contains { $0.contains(address) }
    }
    var representatives: [IPAddress] = []
    for (atom, covering) in graph.atoms.prefixes.enumerated() where covering.family == family {
      guard scope.overlaps(covering),
        !(SpecialRanges.all + services + own).contains(where: { $0.contains(covering) })
      else { continue }
      if covering.contains(scope), covering != scope, graph.atoms.atom(of: scope.address) != UInt32(atom) {
        continue
      }
      if let address = preferredWitness(UInt32(atom), scope, isExcluded) { representatives.append(address) }
    }
    return representatives
  }

  /// A documentation address where the atom holds one, so that examples look like examples.
  func preferredWitness(_ atom: UInt32, _ scope: IPPrefix, _ isExcluded: (IPAddress) -> Bool)
    -> IPAddress?
  {
    let familiar = ["198.51.100.77", "203.0.113.77", "192.0.2.77", "2001:db8:ffff::77"].compactMap(
      IPAddress.init)
    for address in familiar
    where address.family == scope.family && graph.atoms.atom(of: address) == atom && !isExcluded(address) {
      return address
    }
    if scope.contains(graph.atoms.prefixes[Int(atom)]) {
      return graph.atoms.witness(of: atom, avoiding: isExcluded)
    }
    return isExcluded(scope.address) ? nil : scope.address
  }

  func gatewayEndpointPrefixes() -> [IPPrefix] {
    let endpoints = Set(topology.vpcEndpoints.filter { $0.kind == .gateway }.map(\.id))
    guard !endpoints.isEmpty else { return [] }
    var prefixes: Set<IPPrefix> = []
    for table in topology.routeTables {
      for route in table.routes {
        guard case .vpcEndpoint(let id) = route.target, endpoints.contains(id),
          case .prefixList(let list) = route.destination, let place = index.prefixLists[list]
        else { continue }
        prefixes.formUnion(topology.prefixLists[place].entries ?? [])
      }
    }
    return prefixes.sorted()
  }
}
