import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkServiceSets
import PacketWalkTopology

/// Two grids, member by member.
struct ReachJoin {
  private var before: ReachGrid
  private var after: ReachGrid
  private let names: (before: PartyNames, after: PartyNames)
  private let scope: ReachDifference.Scope
  private var asked: [(source: AskedEnd, destination: AskedEnd, services: ServiceSet)] = []
  private var joint: [Joint] = []
  private var found: [Key: ReachDelta] = [:]
  /// Answers of the network before, by the store after: by their numbers.
  private var known: [Int32: ServiceVerdicts] = [:]

  /// Members that are of one kind before, of one after, and of one party.
  private struct Joint {
    /// -1 in the network that does not have them.
    var before: Int
    var after: Int
    var party: String
    /// As the network after knows them, or before if that alone has them.
    var members: [ReachNode]
    /// As the network before knows them, or after if that alone has them.
    var partners: [ReachNode]
    /// Whether they are hosts that one of the networks does not have.
    var isLone = false
  }

  private struct Key: Hashable {
    var before: Int32
    var after: Int32
  }

  init(before: ReachGrid, after: ReachGrid, asked: [AskedPair], scope: ReachDifference.Scope) {
    self.scope = scope
    self.before = before
    self.after = after
    names = (before.reacher.names, after.reacher.names)
    for pair in asked {
      self.asked.append(
        (pair.source, pair.destination, pair.service.set(in: &self.after.reacher.table.explorer.store)))
    }
    join()
    if scope == .everything { joinLone() }
  }

  /// Adds who is in one network only.
  private mutating func joinLone() {
    struct LoneKey: Hashable {
      var kind: Int
      var party: String
      var isNew: Bool
    }
    struct Outside: Hashable {
      var kind: ReachNode.Kind
      var family: AddressFamily?

      init(_ node: ReachNode) { (kind, family) = (node.kind, node.addresses.ranges.first?.first.family) }
    }
    var places: [LoneKey: Int] = [:]
    func add(_ own: ReachGrid, _ other: ReachGrid, isNew: Bool) {
      let known = Set(other.members.compactMap { identity($0.node, other) })
      let outside = Set(other.members.map { Outside($0.node) })
      for member in own.members {
        let node = member.node
        // An address that has become an interface's is no news of the outside.
        let isKnown = identity(node, own).map(known.contains) ?? outside.contains(Outside(node))
        if isKnown { continue }
        let key = LoneKey(kind: member.kind, party: own.reacher.names.party(node), isNew: isNew)
        if let place = places[key] {
          joint[place].members.append(node)
          joint[place].partners.append(node)
        } else {
          places[key] = joint.count
          joint.append(
            Joint(
              before: isNew ? -1 : member.kind, after: isNew ? member.kind : -1, party: key.party,
              members: [node], partners: [node], isLone: node.addresses.isEmpty))
        }
      }
    }
    let (old, new) = (before, after)
    add(new, old, isNew: true)
    add(old, new, isNew: false)
  }

  private mutating func join() {
    struct JointKey: Hashable {
      var before: Int
      var after: Int
      var party: String
    }
    var places: [JointKey: Int] = [:]
    func key(_ old: ReachGrid.Member, _ new: ReachGrid.Member) -> JointKey {
      JointKey(before: old.kind, after: new.kind, party: names.after.party(new.node))
    }
    let old = Dictionary(
      before.members.compactMap { member in identity(member.node, before).map { ($0, member) } },
      uniquingKeysWith: { first, _ in first })
    let outside = OutsidePieces(before.members)
    for new in after.members {
      // A part of the outside is cut where either network cuts it.
      let partners: [(ReachGrid.Member, AddressSet)] =
        new.node.addresses.isEmpty
        ? (identity(new.node, after).flatMap { old[$0] }.map { [($0, AddressSet())] } ?? [])
        : outside.sharing(new.node).map { (before.members[$0], $1) }
      for (partner, addresses) in partners {
        let key = key(partner, new)
        var node = new.node
        node.addresses = addresses
        if let place = places[key] {
          joint[place].members.append(node)
          joint[place].partners.append(partner.node)
        } else {
          places[key] = joint.count
          joint.append(
            Joint(
              before: partner.kind, after: new.kind, party: key.party, members: [node],
              partners: [partner.node]))
        }
      }
    }
  }

  /// What a member is known by in both networks; nil for the outside.
  private func identity(_ node: ReachNode, _ grid: ReachGrid) -> String? {
    let topology = grid.reacher.network.topology
    switch node.kind {
    case .interface(let place): return topology.networkInterfaces[place].id.rawValue
    case .service(let place): return topology.vpcEndpoints[place].id.rawValue
    case .balancer, .address, .internet, .external: return nil
    }
  }

  // MARK: Differences

  mutating func difference() -> ReachDifference {
    struct Group: Hashable {
      var source: String
      var destination: String
      var kind: ReachDifference.Kind
      var isLone: Bool
      var services: ServiceSet
    }
    var groups: [Group: (sources: Set<Int>, destinations: Set<Int>, pairs: Int, first: (Int, Int))] = [:]
    for (source, from) in joint.enumerated() {
      for (destination, to) in joint.enumerated() {
        // Who is not there sends and receives nothing.
        let answers = Key(
          before: from.before < 0 || to.before < 0 ? 0 : before.answers[from.before][to.before],
          after: from.after < 0 || to.after < 0 ? 0 : after.answers[from.after][to.after])
        // One member is all there is.
        guard answers.before >= 0, answers.after >= 0 else { continue }
        let isAll = from.before >= 0 && from.after >= 0 && to.before >= 0 && to.after >= 0
        // Of who is new or gone what counts is what it may do.
        let delta = delta(answers).filter { isAll || [.opens, .closes, .becomesUnknown].contains($0.kind) }
        guard !delta.isEmpty else { continue }
        let pairs = from.members.count * (to.members.count - (source == destination ? 1 : 0))
        for (kind, services) in delta {
          func note(_ services: ServiceSet, _ pairs: Int) {
            guard pairs > 0, !services.isEmpty else { return }
            let group = Group(
              source: from.party, destination: to.party, kind: kind,
              isLone: from.isLone || to.isLone, services: services)
            groups[group, default: ([], [], 0, (source, destination))].sources.insert(source)
            groups[group]?.destinations.insert(destination)
            groups[group]?.pairs += pairs
          }
          var others = pairs
          for pair in asked {
            let own = count(pair.source, from) * count(pair.destination, to)
            guard own > 0 else { continue }
            others -= own
            note(after.reacher.table.explorer.store.subtracting(services, pair.services), own)
          }
          note(services, others)
        }
      }
    }
    var changes: [ReachDifference.Change] = []
    for (group, found) in groups {
      changes.append(
        ReachDifference.Change(
          kind: group.kind, source: group.source, destination: group.destination,
          services: after.reacher.table.explorer.store.text(group.services),
          sources: memberNames(found.sources), destinations: memberNames(found.destinations),
          pairs: found.pairs, isLone: group.isLone,
          example: example(group.services, found.first.0, found.first.1, group.kind)))
    }
    return ReachDifference(changes: changes.sorted { $0.order < $1.order })
  }

  /// A packet of some services between members of two joints, in the network that lets it pass.
  private mutating func example(
    _ services: ServiceSet, _ source: Int, _ destination: Int, _ kind: ReachDifference.Kind
  ) -> Question? {
    var known = ServiceSet.none
    if kind == .closes {
      // The sets are those of the store after, which the one before knows nothing of.
      guard let one = Service(exampleOf: services, in: after.reacher.table.explorer.store) else { return nil }
      known = one.set(in: &before.reacher.table.explorer.store)
    }
    for from in joint[source].members.indices.prefix(2) {
      for to in joint[destination].members.indices.prefix(2) where source != destination || from != to {
        let found =
          kind == .closes
          ? before.reacher.example(
            of: known, from: joint[source].partners[from], to: joint[destination].partners[to],
            where: kind.isShown(by:)
          )
          : after.reacher.example(
            of: services, from: joint[source].members[from], to: joint[destination].members[to],
            where: kind.isShown(by:))
        guard var found else { continue }
        // A node's own address may lie outside the part of it that is meant.
        if let address = Network.representative(joint[source].members[from].addresses) {
          found.source = address.description
        }
        if let address = Network.representative(joint[destination].members[to].addresses) {
          found.destination = address.description
        }
        return found
      }
    }
    return nil
  }

  private func count(_ end: AskedEnd, _ joint: Joint) -> Int {
    joint.after < 0 ? 0 : joint.members.count { end.holds($0, identity($0, after)) }
  }

  private func memberNames(_ places: Set<Int>) -> [String] {
    places.sorted().flatMap { place in
      let names = joint[place].after < 0 ? names.before : names.after
      return joint[place].members.flatMap { node in
        node.addresses.isEmpty ? [names.member(node)] : node.addresses.prefixes.map(\.description)
      }
    }.sorted()
  }

  private mutating func delta(_ key: Key) -> ReachDelta {
    if let known = found[key] { return known }
    let old =
      known[key.before]
      ?? before.reacher.table.explorer.verdicts(numbered: Int(key.before)).copied(
        from: before.reacher.table.explorer.store, to: &after.reacher.table.explorer.store)
    known[key.before] = old
    let all = scope.delta(
      from: old,
      to: after.reacher.table.explorer.verdicts(numbered: Int(key.after)),
      in: &after.reacher.table.explorer.store)
    let services = after.reacher.services
    var held: ReachDelta = []
    for (kind, found) in all {
      let wanted = after.reacher.table.explorer.store.intersection(services, found)
      if !wanted.isEmpty { held.append((kind, wanted)) }
    }
    found[key] = held
    return held
  }
}

extension ReachDifference.Change {
  fileprivate var order: (String, String, String, String) {
    (source, destination, kind == .opens ? "" : kind.rawValue, services)
  }
}
