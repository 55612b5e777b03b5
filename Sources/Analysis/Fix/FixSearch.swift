import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Looks for the smallest sets of changes that give the wanted answer.
///
/// Sets are looked at in the order of their cost. Each is asked about; what still stops (or lets pass) the
/// packets gives the changes that its followers add: for all places at once the preferred ones, and for each
/// place with alternatives one follower more. What gives the wanted answer is reduced until no part of it does.
struct FixSearch {
  private struct Node {
    var steps: [FixStep]
    var cost: FixCost
  }

  private let limits: FixLimits
  private let members: [SecurityGroupID: Int]
  private(set) var asker: FixAsker
  private(set) var fixes: [Fix] = []
  private(set) var isBounded = false
  /// What nothing could be done about, in the order in which it was met.
  private(set) var unsolved: [FixAdvice] = []
  /// What an answer came to depend on that the input does not hold.
  private(set) var missing: [MissingFact] = []

  private var queue: [Node] = []
  private var seen: Set<Set<FixStep>> = []

  init(_ asker: FixAsker, _ limits: FixLimits) {
    self.asker = asker
    self.limits = limits
    members = asker.base.membersOfGroups
  }

  mutating func run() throws(InputError) {
    put([])
    var expansions = 0
    while let node = next() {
      // What costs more changes than a fix that is known is hardly worth a look.
      if let known = fixes.first, node.cost.steps > known.steps.count + 1 { break }
      guard expansions < limits.expansions, !asker.isExhausted else {
        isBounded = true
        break
      }
      expansions += 1
      guard let outcome = try asker.ask(node.steps) else { continue }
      if outcome.open.isEmpty {
        try add(reduced(node.steps))
        if fixes.count >= limits.alternatives { break }
      } else {
        for fact in outcome.missing where !missing.contains(fact) { missing.append(fact) }
        expand(node, outcome)
      }
    }
    fixes.sort { $0.cost < $1.cost }
  }

  // MARK: Followers

  private mutating func put(_ steps: [FixStep]) {
    guard seen.insert(Set(steps)).inserted else { return }
    queue.append(Node(steps: steps, cost: FixCost(steps)))
  }

  /// The cheapest; of equals the one that was found first.
  private mutating func next() -> Node? {
    guard let place = queue.indices.min(by: { queue[$0].cost < queue[$1].cost }) else { return nil }
    return queue.remove(at: place)
  }

  private mutating func expand(_ node: Node, _ outcome: FixAsker.Outcome) {
    switch asker.goal {
    case .reachable: expandToReach(node, outcome)
    case .unreachable: expandToCut(node, outcome)
    }
  }

  private mutating func expandToReach(_ node: Node, _ outcome: FixAsker.Outcome) {
    var sites = FixSites(outcome.network)
    for open in outcome.open { sites.addBlockers(of: open) }
    var candidates = FixCandidates(outcome.network, done: node.steps, members: members)
    var solvable: [[FixCandidates.Bundle]] = []
    var isStuck = false
    var mayTurn = false
    for site in sites.sites {
      let bundles = candidates.passing(site)
      if bundles.isEmpty {
        guard !site.isBeyond else { continue }
        isStuck = true
        note(site, outcome.network.graph)
      } else {
        // What stops the question as it is asked is worth a word too, if nothing better helps in the end.
        noteDeadEnd(site, isFirst: node.steps.isEmpty && !site.isBeyond, outcome.network.graph)
        solvable.append(bundles)
        switch site.kind {
        case .route, .publicAddress, .other: mayTurn = true
        case .groups, .accessList: break
        }
      }
    }
    // Only another way could go round what no edit changes.
    guard !isStuck || mayTurn else { return }
    let preferred = solvable.compactMap(\.first)
    guard !preferred.isEmpty else { return }
    put(joined(node.steps, preferred.flatMap { $0 }))
    for (place, bundles) in solvable.enumerated() {
      for bundle in bundles.dropFirst() {
        var chosen = preferred
        chosen[place] = bundle
        put(joined(node.steps, chosen.flatMap { $0 }))
      }
    }
  }

  private mutating func noteDeadEnd(_ site: FixSite, isFirst: Bool, _ graph: PacketGraph) {
    switch site.kind {
    case .publicAddress: note(site, graph)
    case .route, .other: if isFirst { note(site, graph) }
    case .groups, .accessList: break
    }
  }

  private mutating func note(_ site: FixSite, _ graph: PacketGraph) {
    guard let code = site.code, !unsolved.contains(where: { $0.code == code }) else { return }
    unsolved.append(FixAdvice(code: code, component: component(of: site, in: graph)))
  }

  private mutating func expandToCut(_ node: Node, _ outcome: FixAsker.Outcome) {
    var sites = FixSites(outcome.network)
    for open in outcome.open { sites.addPassed(of: open) }
    var candidates = FixCandidates(outcome.network, done: node.steps, members: members)
    for site in sites.sites {
      for bundle in candidates.stopping(site) { put(joined(node.steps, bundle)) }
    }
  }

  private func component(of site: FixSite, in graph: PacketGraph) -> Component {
    switch site.kind {
    case .groups(let filter, _):
      let resource = graph.filters[filter.value].resources.first
      return graph.component(resource.map { ElementRef(.securityGroup, Int($0)) } ?? site.element)
    case .accessList(let filter, _):
      let resource = graph.filters[filter.value].resources.first
      return graph.component(resource.map { ElementRef(.networkACL, Int($0)) } ?? site.element)
    default: return graph.component(site.element)
    }
  }

  private func joined(_ steps: [FixStep], _ more: [FixStep]) -> [FixStep] {
    var joined = steps
    for step in more where !joined.contains(step) { joined.append(step) }
    return joined
  }

  // MARK: Reduction

  /// What is left of steps that give the wanted answer.
  mutating func reducedFix(_ steps: [FixStep]) throws(InputError) -> Fix {
    let steps = try reduced(steps)
    return Fix(steps: steps, effects: nil, cost: FixCost(steps))
  }

  private mutating func add(_ steps: [FixStep]) {
    let subjects = Set(steps.map(\.subject))
    guard !fixes.contains(where: { Set($0.steps.map(\.subject)) == subjects }) else { return }
    fixes.append(Fix(steps: steps, effects: nil, cost: FixCost(steps)))
  }

  /// The steps without those that the others do without; of few steps no part at all gives the answer.
  private mutating func reduced(_ steps: [FixStep]) throws(InputError) -> [FixStep] {
    var steps = steps
    var isShrinking = true
    while isShrinking, steps.count > 1 {
      isShrinking = false
      // The widest go first, so that the narrow ones stay.
      let order = steps.indices.sorted { (FixCost([steps[$1]]), $1) < (FixCost([steps[$0]]), $0) }
      for place in order {
        var fewer = steps
        fewer.remove(at: place)
        guard try asker.holds(fewer) else { continue }
        steps = fewer
        isShrinking = true
        break
      }
    }
    guard (3...Self.wholeSearch).contains(steps.count) else { return steps }
    // An answer may hold for a part though not for what is one step larger.
    for size in 1..<(steps.count - 1) {
      for part in Self.parts(of: steps, size) where try asker.holds(part) { return part }
    }
    return steps
  }

  /// Sets up to this size are searched for parts exhaustively.
  private static let wholeSearch = 5

  private static func parts(of steps: [FixStep], _ size: Int) -> [[FixStep]] {
    (0..<(1 << steps.count)).filter { $0.nonzeroBitCount == size }.map { mask in
      steps.indices.filter { mask & (1 << $0) != 0 }.map { steps[$0] }
    }
  }
}
