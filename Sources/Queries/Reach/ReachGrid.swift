import PacketWalkForwarding

/// All answers of a network, by kinds of members.
struct ReachGrid {
  struct Member {
    var node: ReachNode
    var kind: Int
  }

  var reacher: Reacher
  private(set) var members: [Member] = []
  /// The classes of the first two members of each kind.
  private var numbers: [(first: Int, second: Int)] = []
  /// By source and destination.
  private(set) var answers: [[Int32]] = []

  init(reacher: Reacher) {
    self.reacher = reacher
    let nodes = reacher.everyone(.what)
    let classes = nodes.map { self.reacher.table.number(of: $0) }
    self.reacher.table.prepare(from: classes, to: classes)
    let alikes = self.reacher.table.alikes()
    var kindOf: [Int: Int] = [:]
    var counts: [Int] = []
    for (node, number) in zip(nodes, classes) {
      let kind = kindOf[alikes[number]] ?? numbers.count
      if kind == numbers.count {
        kindOf[alikes[number]] = kind
        numbers.append((number, number))
        counts.append(0)
      }
      if counts[kind] == 1 { numbers[kind].second = number }
      counts[kind] += 1
      members.append(Member(node: node, kind: kind))
    }
    for source in numbers.indices {
      var row: [Int32] = []
      for destination in numbers.indices {
        let isLonely = source == destination && counts[source] == 1
        row.append(
          isLonely
            ? 0
            : Int32(
              self.reacher.table.answer(
                from: numbers[source].first,
                to: source == destination ? numbers[source].second : numbers[destination].first)))
      }
      answers.append(row)
    }
  }
}
