import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkServiceSets
import PacketWalkTopology

extension Reacher {
  /// A question that `check` and `explain` answer with the part's verdict: the first pair of addresses by which one of
  /// its services fares so.
  mutating func witness(_ part: FatePart, from source: ReachNode, to destination: ReachNode) -> Question? {
    for (from, to) in ReachTable.ways(source, destination) {
      let verdicts = table.explorer.verdicts(from: from, to: to)
      for found in verdicts.parts where isMeant(found, by: part) {
        let shared = table.explorer.store.intersection(found.services, part.services)
        guard !shared.isEmpty, let service = Service(exampleOf: shared, in: table.explorer.store),
          let sender = selector(source, from, isSource: true),
          let receiver = selector(destination, to, isSource: false)
        else { continue }
        return Question(from: sender, to: receiver, on: service.description)
      }
    }
    return nil
  }

  private func isMeant(_ found: ServiceVerdicts.Part, by part: FatePart) -> Bool {
    guard options.aspect == .delivered else { return found.verdict == part.verdict }
    return part.verdict == .undetermined
      ? found.delivered == .unknown : found.delivered == .all || found.delivered == .some
  }

  /// The shortest selector that means just this end.
  private func selector(_ node: ReachNode, _ end: ExploreEnd, isSource: Bool) -> String? {
    guard let address = end.addresses.first else { return nil }
    switch node.kind {
    case .interface(let place):
      let interface = network.topology.networkInterfaces[place]
      let name = names.member(node)
      let isUnderstood =
        (try? network.resolve(name))?.map(\.target) == [.interface(InterfaceIndex(place), address: nil)]
      let base = isUnderstood && !name.contains(" ") ? name : interface.id.rawValue
      if isSource, end.addresses.count > 1 { return base }
      return interface.primaryAddress == address ? base : "\(base)@\(address)"
    case .balancer: return names.member(node)
    case .internet, .external, .address, .service: return address.description
    }
  }
}
