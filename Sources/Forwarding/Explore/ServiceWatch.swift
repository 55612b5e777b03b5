import PacketWalkAddressing
import PacketWalkTopology

/// Which classes of services fare as the one that is walked, as far as anything on the way has asked.
///
/// Of the rules that a filter compares with the packet's address, each is about a class or is not: those that are
/// all told the same fare alike.
struct ServiceWatch: Sendable {
  private let classes: ServiceClasses
  private let walked: Int
  /// The others that no rule has told apart from it so far.
  private(set) var alike: ServiceClassSet

  /// - Parameter rest: the other classes to watch.
  /// - Precondition: the walked class has no ports, which rules would tell apart.
  init(_ classes: ServiceClasses, walked: Int, among rest: ServiceClassSet) {
    precondition(!classes.all[walked].protocol.hasPorts)
    self.classes = classes
    self.walked = walked
    alike = rest
  }

  /// Notes that an op is performed.
  mutating func note(_ op: Op, _ state: WalkState, in graph: PacketGraph) {
    switch op.reading(in: graph) {
    case .nothing: break
    case .filter(let id): note(id, state, in: graph)
    case .everything: alike = ServiceClassSet([])
    }
  }

  /// Notes that a filter is asked.
  mutating func note(_ id: FilterID, _ state: WalkState, in graph: PacketGraph) {
    if alike.isEmpty { return }
    let isIngress = graph.filters[id.value].direction == .ingress
    let atom = isIngress ? state.sourceAtom : state.destinationAtom
    let isOrdered = graph.filters[id.value].kind == .accessList
    for place in graph.filters[id.value].rules.indices {
      let rule = graph.filters[id.value].rules[place]
      guard rule.firstAtom <= atom, atom <= rule.lastAtom else { continue }
      let matches = classes.matches(id, rule: place)
      let matching = state.isReply ? matches.answering : matches.asking
      if matching.contains(walked) {
        alike.formIntersection(matching)
        // The first that matches decides.
        if isOrdered, !rule.isUnknown { return }
      } else {
        alike.subtract(matching)
      }
    }
  }
}
