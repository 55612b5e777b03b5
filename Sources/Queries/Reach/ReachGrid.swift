import PacketWalkForwarding

/// The answers between all members of a network, by kinds of members that have them in common.
struct ReachGrid {
  struct Member {
    var node: ReachNode
    /// Who is asked about on one side only may differ from others on the other.
    var isSource = true
    var isDestination = true
    var kind = 0
  }

  struct Kind {
    /// The classes of the first two members.
    var first: Int
    var second: Int
    var count = 0
    var isSource: Bool
    var isDestination: Bool
    fileprivate var sample: ReachNode.Kind
  }

  var reacher: Reacher
  private(set) var members: [Member]
  private(set) var kinds: [Kind] = []
  /// By source and destination, the number of an answer: -1 where one member is all there is on both sides, 0 for who is
  /// not asked about.
  private(set) var answers: [[Int32]] = []

  /// Everybody against everybody.
  init(reacher: Reacher) {
    let everyone = reacher.everyone(.what)
    self.init(reacher: reacher, everyone.map { Member(node: $0) })
  }

  init(reacher: Reacher, _ members: [Member]) {
    self.reacher = reacher
    self.members = members
    sort()
    answers = kinds.indices.map { row(from: $0) }
  }

  private mutating func sort() {
    var numbers: [Int] = []
    for member in members { numbers.append(reacher.table.number(of: member.node)) }
    reacher.table.prepare(
      from: zip(members, numbers).lazy.filter(\.0.isSource).map(\.1),
      to: zip(members, numbers).lazy.filter(\.0.isDestination).map(\.1))
    let alikes = reacher.table.alikes()
    var kindOf: [Int: Int] = [:]
    for (place, number) in numbers.enumerated() {
      let member = members[place]
      let key = alikes[number] * 4 + (member.isSource ? 2 : 0) + (member.isDestination ? 1 : 0)
      let kind = kindOf[key] ?? kinds.count
      if kind == kinds.count {
        kindOf[key] = kind
        kinds.append(
          Kind(
            first: number, second: number, isSource: member.isSource, isDestination: member.isDestination,
            sample: member.node.kind))
      }
      if kinds[kind].count == 1 { kinds[kind].second = number }
      kinds[kind].count += 1
      members[place].kind = kind
    }
  }

  private mutating func row(from source: Int) -> [Int32] {
    var row = [Int32](repeating: 0, count: kinds.count)
    guard kinds[source].isSource else { return row }
    let first = kinds[source].first
    for destination in kinds.indices where kinds[destination].isDestination {
      guard hasPair(source, destination) else {
        row[destination] = -1
        continue
      }
      let other = source == destination ? kinds[source].second : kinds[destination].first
      row[destination] = Int32(reacher.table.answer(from: first, to: other))
    }
    return row
  }

  /// Whether there are two different members, or one part of the outside and itself.
  private func hasPair(_ source: Int, _ destination: Int) -> Bool {
    if kinds[source].count > 1 || kinds[destination].count > 1 { return true }
    return !kinds[source].sample.isSame(as: kinds[destination].sample)
  }
}
