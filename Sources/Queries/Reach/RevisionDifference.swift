import PacketWalkForwarding
import PacketWalkServiceSets

/// The difference between two networks of which one is a revision of the other: what asked for nothing that differs is not
/// compared.
struct RevisionDifference {
  private let revision: NetworkRevision
  private let scope: ReachDifference.Scope
  /// By the graph that is answered by at the time.
  private var before: Reacher
  private var after: Reacher
  private var joints: [ReachJoint] = []
  /// By joint, the class of its members.
  private var numbers: [Int] = []
  private var asked: [AskedPair]
  private var deltas: [DeltaKey: ReachDelta] = [:]

  private struct DeltaKey: Hashable {
    var before: Int32
    var after: Int32
  }

  init(
    _ revision: NetworkRevision, _ options: ReachOptions, asked: [AskedPair], scope: ReachDifference.Scope
  ) {
    (self.revision, self.asked, self.scope) = (revision, asked, scope)
    before = Reacher(revision.before, options, services: .any, store: ServiceSetStore())
    after = Reacher(revision.after, options, services: .any, store: ServiceSetStore())
    before.table.explorer.expect(revision.graph)
    join()
    numbers = joints.map(\.before)
    before.table.prepare(from: numbers, to: numbers)
  }

  /// Puts members of one class and party together.
  private mutating func join() {
    struct Key: Hashable {
      var number: Int
      var party: String
    }
    var places: [Key: Int] = [:]
    for node in after.everyone(.what) {
      let key = Key(number: before.table.number(of: node), party: after.names.party(node))
      if let place = places[key] {
        joints[place].members.append(node)
        joints[place].partners.append(node)
      } else {
        places[key] = joints.count
        joints.append(
          ReachJoint(
            before: key.number, after: key.number, party: key.party, members: [node], partners: [node]))
      }
    }
  }

  private struct Candidate {
    var source: Int32
    var destination: Int32
    var before: Int32
  }

  /// - Complexity: a walk for each pair of places that differ in routes or access lists, and O(*n*) set operations for *n*
  ///   pairs of classes that something which differs is asked for.
  mutating func difference() -> ReachDifference {
    let candidates = candidates()
    guard before.table.explorer.begin(revision.graph) else {
      preconditionFailure("the services of both were told apart")
    }
    let topology = revision.after.topology
    let counted = asked.map { $0.counted(in: joints, of: topology, &before.table.explorer.store) }
    var list = ReachChangeList(joints, asked: counted)
    for candidate in candidates {
      let (source, destination) = (Int(candidate.source), Int(candidate.destination))
      let (from, to) = (numbers[source], numbers[destination])
      guard before.table.isRevised(from: from, to: to) else { continue }
      let after = Int32(before.table.answer(from: from, to: to))
      guard after != candidate.before else { continue }
      let delta = delta(DeltaKey(before: candidate.before, after: after))
      guard !delta.isEmpty else { continue }
      list.add(delta, from: source, to: destination, in: &before.table.explorer.store)
    }
    return ReachDifference(sorting: changes(list))
  }

  /// The pairs whose answers may differ, with those of the network before.
  private mutating func candidates() -> [Candidate] {
    let touch = before.table.touch(of: revision.graph)
    var found: [Candidate] = []
    for (source, from) in numbers.enumerated() {
      for (destination, to) in numbers.enumerated()
      where before.table.mayDiffer(from: from, to: to, touch) && hasPair(source, destination) {
        found.append(
          Candidate(
            source: Int32(source), destination: Int32(destination),
            before: Int32(before.table.answer(from: from, to: to))))
      }
    }
    return found
  }

  /// Whether there are two different members, or one part of the outside and itself.
  private func hasPair(_ source: Int, _ destination: Int) -> Bool {
    joints[source].members.count > 1 || joints[destination].members.count > 1
      || !joints[source].members[0].isSame(as: joints[destination].members[0])
  }

  private mutating func delta(_ key: DeltaKey) -> ReachDelta {
    if let known = deltas[key] { return known }
    let old = before.table.explorer.verdicts(numbered: Int(key.before))
    let new = before.table.explorer.verdicts(numbered: Int(key.after))
    let made = scope.delta(from: old, to: new, in: &before.table.explorer.store)
    deltas[key] = made
    return made
  }

  /// - Precondition: the revision has begun; it has ended afterwards.
  private mutating func changes(_ list: ReachChangeList) -> [ReachDifference.Change] {
    var examples: [ReachChangeList.Key: Question] = [:]
    // One table answers, for whichever of the networks is meant.
    swap(&before.table, &after.table)
    for (key, entry) in list.entries where key.kind != .closes {
      examples[key] = example(key, entry, &after)
    }
    swap(&before.table, &after.table)
    before.table.explorer.endRevision()
    for (key, entry) in list.entries where key.kind == .closes {
      examples[key] = example(key, entry, &before)
    }
    let names = after.names
    var texts: [ServiceSet: String] = [:]
    return list.entries.map { key, entry in
      let text = texts[key.services] ?? before.table.explorer.store.text(key.services)
      texts[key.services] = text
      return list.change(key, entry, services: text, example: examples[key]) { names.members($0.members) }
    }
  }

  private func example(
    _ key: ReachChangeList.Key, _ entry: ReachChangeList.Entry, _ reacher: inout Reacher
  ) -> Question? {
    let (source, destination) = entry.first
    var services = key.services
    if key.kind == .closes {
      // One service, as where the network before has a store of its own.
      guard let one = Service(exampleOf: services, in: reacher.table.explorer.store) else { return nil }
      services = one.set(in: &reacher.table.explorer.store)
    }
    return reacher.example(
      of: services, key.kind, from: joints[source], to: joints[destination],
      isSame: source == destination)
  }
}
