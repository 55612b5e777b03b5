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
  private let asked: [AskedPair]
  private var joint: [ReachJoint] = []
  private var found: [Key: ReachDelta] = [:]
  /// Answers of the network before, by the store after: by their numbers.
  private var known: [Int32: ServiceVerdicts] = [:]

  private struct Key: Hashable {
    var before: Int32
    var after: Int32
  }

  init(before: ReachGrid, after: ReachGrid, asked: [AskedPair], scope: ReachDifference.Scope) {
    self.scope = scope
    self.before = before
    self.after = after
    self.asked = asked
    names = (before.reacher.names, after.reacher.names)
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
            ReachJoint(
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
            ReachJoint(
              before: partner.kind, after: new.kind, party: key.party, members: [node],
              partners: [partner.node]))
        }
      }
    }
  }

  private func identity(_ node: ReachNode, _ grid: ReachGrid) -> String? {
    node.identity(in: grid.reacher.network.topology)
  }

  // MARK: Differences

  mutating func difference() -> ReachDifference {
    let topology = after.reacher.network.topology
    let counted = asked.map {
      $0.counted(in: joint, of: topology, &after.reacher.table.explorer.store)
    }
    var list = ReachChangeList(joint, asked: counted)
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
        list.add(delta, from: source, to: destination, in: &after.reacher.table.explorer.store)
      }
    }
    return ReachDifference(
      sorting: list.entries.map { key, entry in
        list.change(
          key, entry, services: after.reacher.table.explorer.store.text(key.services),
          example: example(key, entry)
        ) {
          ($0.after < 0 ? names.before : names.after).members($0.members)
        }
      })
  }

  /// A packet of an entry's services, in the network that lets it pass.
  private mutating func example(_ key: ReachChangeList.Key, _ entry: ReachChangeList.Entry) -> Question? {
    let (from, to) = (joint[entry.first.source], joint[entry.first.destination])
    let isSame = entry.first.source == entry.first.destination
    guard key.kind == .closes else {
      return after.reacher.example(of: key.services, key.kind, from: from, to: to, isSame: isSame)
    }
    // The sets are those of the store after, which the one before knows nothing of.
    guard let one = Service(exampleOf: key.services, in: after.reacher.table.explorer.store) else {
      return nil
    }
    let known = one.set(in: &before.reacher.table.explorer.store)
    return before.reacher.example(of: known, key.kind, from: from, to: to, isSame: isSame)
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
