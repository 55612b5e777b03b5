import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkServiceSets
import PacketWalkTopology
import Testing

@testable import PacketWalkQueries

/// What is explored for all services at once must hold the answer of every question that a test asks: cases that people
/// thought of, beside the random networks.
func expectExploredAlike(
  _ network: Network, _ walk: WalkQuestion, _ options: WalkOptions, _ sourceLocation: SourceLocation
) {
  guard walk.through == nil, let (source, destination) = ends(of: walk, network) else { return }
  var explorer = Explorer(network.graph, options)
  // Others that might stand for the ends, or the ends for them.
  for (place, interface) in network.topology.networkInterfaces.enumerated() where !interface.kind.isGateway {
    for address in interface.addresses {
      _ = explorer.number(of: ExploreEnd(.interface(InterfaceIndex(place)), address.address))
    }
  }
  let clients = PortSet(network.graph.pair(source, destination).clientPorts)
  guard walk.sourcePorts == nil || walk.sourcePorts == clients else { return }
  let verdicts = explorer.verdicts(from: source, to: destination)
  for part in network.graph.walk(walk, options).parts {
    let numbers =
      part.ports?.ranges.flatMap { [$0.first, $0.last] } ?? [
        UInt16(walk.icmpType) << 8 | UInt16(walk.icmpCode)
      ]
    for number in numbers {
      let found = verdicts.parts.first {
        explorer.store.contains($0.services, walk.protocol, destination: number, source: 40000)
      }
      #expect(
        (found?.delivered ?? .none) == part.delivered && (found?.replied ?? .none) == part.replied,
        "explored \(verdicts) for \(walk.protocol) \(number)", sourceLocation: sourceLocation)
    }
  }
}

/// The ends of a question as explorations have them; nil where they have no such ends.
private func ends(of walk: WalkQuestion, _ network: Network) -> (ExploreEnd, ExploreEnd)? {
  let source: ExploreEnd
  switch walk.origin {
  case .interface(let index): source = ExploreEnd(.interface(index), walk.sources)
  case .external(let index): source = ExploreEnd(.external(index), walk.sources)
  case .internet(into: nil): source = ExploreEnd(.internet, walk.sources)
  case .internet, .lattice: return nil
  }
  guard walk.destinations.count == 1, let address = walk.destinations.first else { return nil }
  let holders = network.holders(of: address).compactMap(\.owner.interface)
  if holders.count == 1 {
    guard source.holder != .interface(holders[0]) else { return nil }
    return (source, ExploreEnd(.interface(holders[0]), address))
  }
  return (source, ExploreEnd(.address, address))
}
