import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkTopology

/// A service that fails over answers in another subnet, under another address (MS-2).
extension Network {
  /// The managed service that a selector names.
  func failingOver(_ text: String) -> ManagedService? {
    guard let place = names.managedServices(named: text).first else { return nil }
    let service = topology.managedServices[place]
    return service.failoverSubnets.isEmpty || service.interfaces.isEmpty ? nil : service
  }

  /// The answers now, folded with those after each fail-over: where they differ, it is a choice of the
  /// network's.
  func folded(
    _ answers: [Answer], failing service: ManagedService, _ ask: (Network) throws(InputError) -> [Answer]
  ) throws(InputError) -> [Answer] {
    var folded = answers
    var outcomes = answers.map { [(place: "as it is now", verdict: $0.verdict)] }
    for subnet in service.failoverSubnets {
      guard let place = index.subnets[subnet], let moved = moved(service, to: subnet) else { continue }
      let name = topology.subnets[place].shortName
      for later in try ask(Network(moved)) {
        guard
          let place = folded.firstIndex(where: {
            $0.source.target == later.source.target && $0.service == later.service
          })
        else {
          // Ports behave alike in another way: an answer of its own.
          folded.append(later)
          outcomes.append([(name, later.verdict)])
          continue
        }
        outcomes[place].append((name, later.verdict))
        folded[place].join(later)
      }
    }
    for place in folded.indices where folded[place].verdict == .intermittent {
      let working = outcomes[place].filter { $0.verdict == .reachable }.map(\.place)
      let failing = outcomes[place].filter { $0.verdict != .reachable }.map(\.place)
      guard !working.isEmpty, !failing.isEmpty else { continue }
      folded[place].choices.append(
        ChoiceReport(kind: "fail-over target", working: working, failing: failing))
    }
    return folded
  }

  /// The network after the service's fail-over; nil if it is there already, or the subnet is not known.
  private func moved(_ service: ManagedService, to subnet: SubnetID) -> Topology? {
    guard let place = index.subnets[subnet], let id = service.interfaces.first,
      let interface = index.interfaces[id], topology.networkInterfaces[interface].subnet != subnet
    else { return nil }
    var moved = topology
    let old = topology.networkInterfaces[interface].addresses
    moved.networkInterfaces[interface].subnet = subnet
    moved.networkInterfaces[interface].addresses = topology.subnets[place].prefixes.compactMap { prefix in
      guard let address = freeAddress(in: prefix, of: place),
        let former = old.first(where: { $0.address.family == prefix.family })
      else { return nil }
      return InterfaceAddress(
        address, publicAddress: former.publicAddress, isPrimary: former.isPrimary)
    }
    return moved
  }

  /// An address that nothing holds, beyond the four that AWS keeps.
  private func freeAddress(in prefix: IPPrefix, of subnet: Int) -> IPAddress? {
    let vpc = index.vpcs[topology.subnets[subnet].vpc].map { graph.vpcs[$0] }
    var candidate = prefix.address.advanced(by: 4)
    while let address = candidate, prefix.contains(address) {
      if vpc?.owner(of: address) == nil { return address }
      candidate = address.advanced(by: 1)
    }
    return nil
  }
}

extension Answer {
  /// Takes up another answer to the same question, under another of the network's choices.
  fileprivate mutating func join(_ other: Answer) {
    delivered = delivered.joined(other.delivered)
    replied = replied.joined(other.replied)
    blockers += other.blockers.filter { !blockers.contains($0) }
    furtherBlockers += other.furtherBlockers.filter {
      !furtherBlockers.contains($0) && !blockers.contains($0)
    }
    assumptions += other.assumptions.filter { !assumptions.contains($0) }
    missing += other.missing.filter { !missing.contains($0) }
    if explanation == nil || verdict == .reachable, other.verdict != .reachable {
      explanation = other.explanation
    }
    isChoiceLimitReached = isChoiceLimitReached || other.isChoiceLimitReached
  }
}

extension Extent {
  fileprivate func joined(_ other: Extent) -> Extent {
    if self == other { return self }
    return self == .unknown || other == .unknown ? .unknown : .some
  }
}
