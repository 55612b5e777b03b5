package import PacketWalkAddressing
package import PacketWalkTopology

/// The interfaces at the ends of a walk whose groups are left open, so that one walk stands for all that differ
/// in nothing else.
///
/// Where the walk meets an end's groups as the sender's or the receiver's, it passes and notes what they would be
/// asked. If it comes to depend on a shared end's groups or exact address in any other way, it gives up.
package struct OpenEnds: Sendable {
  /// The ends; nil for what is no interface.
  package var source: InterfaceIndex?
  package var destination: InterfaceIndex?
  /// Ends that stand for others.
  package var shared: Set<InterfaceIndex>
  /// The addresses, as packets may show them, that stand for others of the same routes and access lists.
  package var sharedAddresses: Set<IPAddress>
}

/// What the groups of an open end would be asked of every service of the walk.
package struct OpenFilter: Hashable, Sendable {
  /// Egress for the sender's groups, ingress for the receiver's.
  package var direction: RuleDirection
  /// The address that the rules compare.
  package var remote: IPAddress
  /// Whether references see the other end's groups.
  package var seesGroups: Bool
  /// Whether what passes by reference arrives with its identity (SG-8).
  package var keepsReferences: Bool
}

extension Walker {
  /// Whether the walk goes on past the groups of an end without asking them, or gives up; nil where the filter
  /// is to be asked as any other.
  mutating func passOpen(
    _ interface: InterfaceIndex?, _ filter: Filter, _ ends: OpenEnds, _ state: inout WalkState
  )
    -> Bool?
  {
    if let interface, interface == ends.source || interface == ends.destination {
      if let open = openFilter(interface, filter, ends, state) {
        state.openFilters.append(open)
        if open.direction == .egress { state.isReferenceOpen = true }
        pass(interface, &state)
        return true
      }
      if ends.shared.contains(interface) {
        dependsOnEnds = true
        return false
      }
    }
    guard filter.kind == .groups, looksAtShared(filter, interface, state, ends) else { return nil }
    dependsOnEnds = true
    return false
  }

  /// What an end's groups are to be asked, if they stand where that can be done later.
  private func openFilter(
    _ interface: InterfaceIndex, _ filter: Filter, _ ends: OpenEnds, _ state: WalkState
  ) -> OpenFilter? {
    let isEgress = filter.direction == .egress
    guard state.leg == 0, !state.isReply, isAsAsked(state.header),
      interface == (isEgress ? ends.source : ends.destination),
      !state.openFilters.contains(where: { $0.direction == filter.direction }),
      let seesGroups = seesOtherEnd(ends, interface, isEgress, state)
    else { return nil }
    return OpenFilter(
      direction: filter.direction, remote: isEgress ? state.header.destination : state.header.source,
      seesGroups: seesGroups, keepsReferences: true)
  }

  /// Whether a filter tells apart what a shared end stands for.
  private func looksAtShared(
    _ filter: Filter, _ interface: InterfaceIndex?, _ state: WalkState, _ ends: OpenEnds
  ) -> Bool {
    let remote = filter.direction == .ingress ? state.header.source : state.header.destination
    let isAtShared = ends.sharedAddresses.contains(remote)
    return filter.rules.contains { rule in
      guard rule.group != Filter.noGroup else {
        return isAtShared && Int(rule.firstAtom) > 0 && graph.atoms.prefixes[Int(rule.firstAtom)].length > 0
      }
      if filter.direction == .ingress {
        guard case .interface(let carried) = state.identity else { return false }
        return ends.shared.contains(carried)
      }
      return interface.map { referable(state.header.destination, from: $0) }?
        .contains(where: ends.shared.contains) ?? false
    }
  }

  /// Whether filters see the service that was asked about.
  private func isAsAsked(_ header: Header) -> Bool {
    guard header.protocol == question.protocol, header.icmpType == question.icmpType,
      header.icmpCode == question.icmpCode
    else { return false }
    switch header.destinationPort {
    case .none: return question.ports == nil
    case .variable(let place): return place == 0 && question.ports.map { $0.count > 1 } == true
    case .fixed: return false
    }
  }

  /// Nil where the rules would look at somebody else's groups, or at an address that only may hold them.
  private func seesOtherEnd(
    _ ends: OpenEnds, _ interface: InterfaceIndex, _ isEgress: Bool, _ state: WalkState
  ) -> Bool? {
    let holders: [InterfaceIndex]
    if isEgress {
      holders = referable(state.header.destination, from: interface)
    } else if case .interface(let carried) = state.identity {
      holders = [carried]
    } else {
      holders = []
    }
    guard let holder = holders.first else { return false }
    let other = isEgress ? ends.destination : ends.source
    guard holders.count == 1, holder == other else { return nil }
    let address = isEgress ? state.header.destination : state.header.source
    let interface = graph.topology.networkInterfaces[holder.value]
    let isPrimary = address.family == .ipv6 || interface.primaryAddress == address
    return isPrimary || !interface.owns(address) ? true : nil
  }
}
