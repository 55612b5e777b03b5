import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkServiceSets
import PacketWalkTopology

/// On which end of paths members stand.
package enum PathSide: Hashable, Sendable {
  case sender
  case receiver
}

extension Network {
  /// The members as they stand on one end, so that sets can be held against each other: who is named by one address sends
  /// by the private one behind it and is reached by what is mapped to it as well; a balancer sends from its nodes.
  package func members(_ set: MemberSet, as side: PathSide) -> MemberSet {
    var found = set
    found.hosts = [:]
    for (kind, pick) in set.hosts {
      switch kind {
      case .balancer(let place) where side == .sender:
        for node in nodes(ofBalancer: place) { found.hosts[.interface(node)] = .all }
      case .service where side == .sender: break
      case .interface(let place):
        found.hosts[kind, default: .only([])].widen(by: self.pick(pick, of: place, side))
      case .service, .balancer, .internet, .external, .address: found.hosts[kind] = .all
      }
    }
    return found
  }

  /// The interfaces that a balancer sends from.
  func nodes(ofBalancer place: Int) -> [Int] {
    topology.loadBalancers[place].nodes.compactMap { index.interfaces[$0] }
  }

  private func pick(_ pick: MemberSet.Pick, of place: Int, _ side: PathSide) -> MemberSet.Pick {
    guard case .only(let named) = pick else { return .all }
    let interface = topology.networkInterfaces[place]
    var meant: Set<IPAddress> = []
    for address in named {
      switch side {
      case .sender: meant.formUnion(interface.ownAddress(behind: address).map { [$0] } ?? [])
      case .receiver: meant.formUnion(interface.addresses(for: address))
      }
    }
    return addresses(of: place, side).isSubset(of: meant) ? .all : .only(meant)
  }

  /// All addresses of an interface on one end.
  private func addresses(of place: Int, _ side: PathSide) -> Set<IPAddress> {
    let interface = topology.networkInterfaces[place]
    let own = interfaceNode(place).destinations.flatMap(\.addresses)
    return Set(side == .sender ? own : own.flatMap(interface.addresses(for:)))
  }

  /// Who is in one set and not in another; an interface of which some addresses are, is left with the others, and with a
  /// balancer its nodes go.
  ///
  /// - Precondition: both are as they stand on that end.
  package func members(_ set: MemberSet, but others: MemberSet, as side: PathSide) -> MemberSet {
    var rest = MemberSet()
    for (kind, addresses) in set.outside {
      let left = others.outside[kind].map { addresses.subtracting($0) } ?? addresses
      if !left.isEmpty { rest.outside[kind] = left }
    }
    let taken = withNodes(others)
    for (kind, pick) in set.hosts {
      switch taken.hosts[kind] {
      case nil: rest.hosts[kind] = pick
      case .all: break
      case .only(let gone):
        guard case .interface(let place) = kind else { break }
        let left = (pick.addresses ?? addresses(of: place, side)).subtracting(gone)
        if !left.isEmpty { rest.hosts[kind] = .only(left) }
      }
    }
    return rest
  }

  /// With each balancer its nodes, by which it is reached as well.
  package func withNodes(_ set: MemberSet) -> MemberSet {
    var whole = set
    for case .balancer(let place) in set.hosts.keys {
      for node in nodes(ofBalancer: place) { whole.hosts[.interface(node)] = .all }
    }
    return whole
  }

  /// A host by its addresses, cut where sets are to be told apart, with the places of the sets that hold all of a piece.
  func pieces(of kind: ReachNode.Kind, _ pick: MemberSet.Pick, _ side: PathSide, apartFor marks: [MemberSet])
    -> [(
      pick: MemberSet.Pick, marks: Set<Int>
    )]
  {
    var pieces: [(pick: MemberSet.Pick, marks: Set<Int>)] = [(pick, [])]
    for (number, mark) in marks.enumerated() {
      guard let marked = mark.hosts[kind] else { continue }
      pieces = pieces.flatMap { piece -> [(pick: MemberSet.Pick, marks: Set<Int>)] in
        guard case .only(let some) = marked, case .interface(let place) = kind else {
          return [(piece.pick, piece.marks.union([number]))]
        }
        let held = piece.pick.addresses ?? addresses(of: place, side)
        let (inside, left) = (held.intersection(some), held.subtracting(some))
        if left.isEmpty { return [(piece.pick, piece.marks.union([number]))] }
        if inside.isEmpty { return [piece] }
        return [(.only(inside), piece.marks.union([number])), (.only(left), piece.marks)]
      }
    }
    return pieces
  }
}

extension MemberSet.Pick {
  fileprivate mutating func widen(by other: Self) { self = union(other) }
}
