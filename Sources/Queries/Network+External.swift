import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkTopology

/// A network outside AWS's VPCs is not one address either: every part of it that some rule or route tells
/// apart has one representative, as the internet's parts do.
extension Network {
  /// The declared network with the longest range that holds the address.
  func externalNetwork(holding address: IPAddress) -> Int? {
    var best: (place: Int, length: UInt8)?
    for (place, network) in topology.externalNetworks.enumerated() {
      for range in network.ranges where range.contains(address) && range.length >= best?.length ?? 0 {
        if best == nil || range.length > best?.length ?? 0 { best = (place, range.length) }
      }
    }
    return best?.place
  }

  /// The declared network that holds all of the prefix.
  func externalNetwork(holding prefix: IPPrefix) -> Int? {
    guard let place = externalNetwork(holding: prefix.address) else { return nil }
    return topology.externalNetworks[place].ranges.contains { $0.contains(prefix) } ? place : nil
  }

  /// Families that a network has addresses of.
  func families(ofExternal place: Int, _ part: IPPrefix?) -> Set<AddressFamily> {
    part.map { [$0.family] } ?? Set(topology.externalNetworks[place].ranges.map(\.family))
  }

  /// Representatives of a network or a part of it, without what VPCs have of its ranges.
  ///
  /// - Complexity: O(atoms).
  func externalRepresentatives(_ place: Int, _ part: IPPrefix?, family: AddressFamily) -> [IPAddress] {
    let scopes = part.map { [$0] } ?? topology.externalNetworks[place].ranges
    let own = topology.vpcs.flatMap(\.prefixes)
    var representatives: [IPAddress] = []
    for scope in scopes where scope.family == family {
      if Int(scope.length) == family.bitWidth {
        representatives.append(scope.address)
        continue
      }
      for (atom, prefix) in graph.atoms.prefixes.enumerated() where prefix.family == family {
        // The atoms inside the scope, and the one that it lies in.
        guard scope.contains(prefix) || graph.atoms.atom(of: scope.address) == UInt32(atom),
          !own.contains(where: { $0.contains(prefix) })
        else { continue }
        let witness = preferredWitness(UInt32(atom), scope) { address in
          // The first address of a range is a host's last of all.
          !scope.contains(address) || externalNetwork(holding: address) != place
            || address == prefix.address && prefix.sizeMinusOne > 1
        }
        if let witness, !representatives.contains(witness) { representatives.append(witness) }
      }
    }
    return representatives
  }
}
