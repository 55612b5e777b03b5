import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkServiceSets
import PacketWalkTopology

extension Reacher {
  /// A question that `check` and `explain` answer with the part's verdict: the first pair of addresses by which one of
  /// its services fares so.
  mutating func witness(_ part: FatePart, from source: ReachNode, to destination: ReachNode) -> Question? {
    let (aspect, wanted) = (options.aspect, part)
    return example(of: part.services, from: source, to: destination) { Self.isMeant($0, by: wanted, aspect) }
  }

  /// A question that `check` understands about one of some services, by the first pair of addresses by which some of
  /// them fare as is wanted.
  mutating func example(
    of services: ServiceSet, from source: ReachNode, to destination: ReachNode,
    where isWanted: (ServiceVerdicts.Part) -> Bool
  ) -> Question? {
    for (from, to) in ReachTable.ways(source, destination) {
      let verdicts = table.verdicts(from: from, to: to)
      let silent = verdicts.services(.unreachable, in: &table.explorer.store)
      let parts = verdicts.parts + [ServiceVerdicts.Part(delivered: .none, replied: .none, services: silent)]
      for found in parts where isWanted(found) {
        let shared = table.explorer.store.intersection(found.services, services)
        guard !shared.isEmpty, let service = Service(exampleOf: shared, in: table.explorer.store),
          let sender = selector(source, from, isSource: true),
          let receiver = selector(destination, to, isSource: false, from: source)
        else { continue }
        return Question(from: sender, to: receiver, on: service.description)
      }
    }
    return nil
  }

  /// A packet of some services between members of two joints, in the network that is this one.
  ///
  /// - Parameter isSame: whether it is one joint.
  mutating func example(
    of services: ServiceSet, _ kind: ReachDifference.Kind, from: ReachJoint, to: ReachJoint, isSame: Bool
  ) -> Question? {
    // What closes is shown by the network before.
    let (senders, receivers) = kind == .closes ? (from.partners, to.partners) : (from.members, to.members)
    for source in senders.indices.prefix(2) {
      for destination in receivers.indices.prefix(2) where !isSame || source != destination {
        guard
          var found = example(
            of: services, from: senders[source], to: receivers[destination], where: kind.isShown(by:))
        else { continue }
        // A node's own address may lie outside the part of it that is meant.
        if let address = Network.representative(from.members[source].addresses) {
          found.source = address.description
        }
        if let address = Network.representative(to.members[destination].addresses) {
          found.destination = address.description
        }
        return found
      }
    }
    return nil
  }

  /// What decides that nothing goes from one member to another, for a service that was asked about.
  func obstacle(from source: ReachNode, to destination: ReachNode) -> Obstacle? {
    guard let (from, to) = ReachTable.ways(source, destination).first,
      let sender = selector(source, from, isSource: true),
      let receiver = selector(destination, to, isSource: false, from: source)
    else { return nil }
    let question = Question(
      from: sender, to: receiver, on: options.service.isEmpty ? "any" : options.service)
    let answers = try? network.answers(
      to: question, isStrict: options.isStrict, settled: options.settled,
      respectsHealth: options.respectsHealth)
    return answers?.first?.blockers.first
  }

  private static func isMeant(
    _ found: ServiceVerdicts.Part, by part: FatePart, _ aspect: ReachOptions.Aspect
  ) -> Bool {
    guard aspect == .delivered else { return found.verdict == part.verdict }
    return part.verdict == .undetermined
      ? found.delivered == .unknown : found.delivered == .all || found.delivered == .some
  }

  /// The first selector that means just this end: by name where that is understood, else by identifier, else by the
  /// address alone.
  private func selector(_ node: ReachNode, _ end: ExploreEnd, isSource: Bool, from sender: ReachNode? = nil)
    -> String?
  {
    guard let address = end.addresses.first else { return nil }
    switch node.kind {
    case .interface(let place):
      let interface = network.topology.networkInterfaces[place]
      // On the internet a name means another address.
      let outside = sender?.kind == .internet ? interface.addressOutside : nil
      let isPrimary = interface.primaryAddress == address && (outside ?? address) == address
      let isBare = isSource && end.addresses.count > 1 || isPrimary
      let bases = [names.member(node), interface.id.rawValue]
      if let base = bases.first(where: {
        isUnderstood($0, as: .interface(InterfaceIndex(place), address: nil))
      }) {
        return isBare ? base : "\(base)@\(address)"
      }
      return network.holders(of: address).count == 1 ? address.description : nil
    case .balancer(let place):
      let balancer = network.topology.loadBalancers[place]
      return ["lb:" + balancer.shortName, "lb:" + balancer.id.rawValue]
        .first { isUnderstood($0, as: .balancer(place)) }
    case .internet, .external, .address, .service: return address.description
    }
  }

  /// Whether a text means one end alone, and needs no quotation marks.
  private func isUnderstood(_ text: String, as target: EndpointTarget) -> Bool {
    !text.contains(where: \.isWhitespace) && (try? network.resolve(text))?.map(\.target) == [target]
  }
}
