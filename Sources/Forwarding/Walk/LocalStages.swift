import PacketWalkAddressing
import PacketWalkTopology

/// What one filter at an interface does with a packet.
package struct LocalStage: Hashable, Sendable {
  package enum Passage: Hashable, Sendable {
    case passes
    case stops
    /// It depends on rules that the input does not hold.
    case unknown
  }

  package var filter: FilterID
  /// Whether answers pass it unasked.
  package var isStateful: Bool
  package var passage: Passage
  /// Of groups every rule that matches; of an access list the one that decides, if it is none that is implied.
  package var rules: [Int]
}

extension PacketGraph {
  /// What each filter at an interface does with a packet, whatever the others do: groups and access list apart.
  ///
  /// - Precondition: the packet has one destination port, or none.
  /// - Complexity: O(rules of the groups and the access list).
  package func localStages(of packet: LocalPacket, at interface: InterfaceIndex) -> [LocalStage] {
    let (walker, state) = localWalk(of: packet, at: interface)
    return localFilters(of: packet, at: interface).map { id, isStateful in
      let outcome = walker.evaluate(id, state, at: interface)
      let passage: LocalStage.Passage =
        outcome.allowed != nil || outcome.byReference != nil
        ? .passes : outcome.unknown != nil ? .unknown : .stops
      var rules = walker.matching(id, state, at: interface)
      if filters[id.value].kind == .accessList { rules = Array(rules.prefix(1)) }
      return LocalStage(filter: id, isStateful: isStateful, passage: passage, rules: rules)
    }
  }

  /// The filters at an interface, in both directions.
  package func localFilters(at interface: InterfaceIndex) -> Set<FilterID> {
    let facts = interfaces[interface.value]
    let found = RuleDirection.allCases.flatMap { filters(of: facts, $0, isNeighbour: false) }
    return Set(found.map(\.0))
  }
}
