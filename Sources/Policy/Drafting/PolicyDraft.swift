import PacketWalkDiagnostics
package import PacketWalkQueries
import PacketWalkServiceSets
import PacketWalkTopology

/// A first policy: what a network does today, as assertions that all hold and that some change would break.
package struct PolicyDraft: Sendable {
  package struct Item: Sendable {
    package var id: String
    package var draft: AssertionDraft
  }

  /// What nobody gets at but a few, what the internet does not get at, and what works.
  package var closed: [Item]
  package var hidden: [Item]
  package var open: [Item]
  /// How many assertions about what works were left out, so that the policy stays one that people read.
  package var left: Int

  package var items: [Item] { closed + hidden + open }

  package init(closed: [Item], hidden: [Item], open: [Item], left: Int) {
    self.closed = closed
    self.hidden = hidden
    self.open = open
    self.left = left
  }
}

extension Network {
  /// Writes down what the network does, by security group: assertions that hold here, each about some pair.
  ///
  /// - Parameter limit: how many assertions about what works there are at most.
  /// - Complexity: that of the whole matrix, and of judging the policy.
  package func draftedPolicy(_ options: ReachOptions = ReachOptions(), today: CalendarDate, limit: Int = 40)
    -> PolicyDraft
  {
    var drafter = PolicyDrafter(self, options, today, limit)
    return drafter.draft()
  }
}

private struct PolicyDrafter {
  /// What the internet has no business with, where it does not get there.
  private static let guarded = [
    "ssh", "rdp", "mysql", "postgres", "mssql", "oracle", "redis", "memcached", "mongodb", "elasticsearch",
  ]

  private let network: Network
  private let limit: Int
  private var table: PathTable
  private var judge: DraftJudge
  /// Security groups that somebody is in, and networks outside, by their selectors.
  private let groups: [(selector: String, members: MemberSet)]
  private let outside: [(selector: String, members: MemberSet)]

  init(_ network: Network, _ options: ReachOptions, _ today: CalendarDate, _ limit: Int) {
    self.network = network
    self.limit = limit
    table = PathTable(network, options)
    judge = DraftJudge(network, options, today: today)
    let names = Set(network.topology.securityGroups.map { "sg:\($0.shortName)" }).sorted()
    groups = names.compactMap { name in (try? network.members(of: name)).map { (name, $0) } }
    let externals = Set(network.topology.externalNetworks.map { "external:\($0.shortName)" }).sorted()
    outside = (["internet"] + externals).compactMap { name in
      (try? network.members(of: name)).map { (name, $0) }
    }
  }

  mutating func draft() -> PolicyDraft {
    var draft = PolicyDraft(closed: [], hidden: [], open: [], left: 0)
    var hidden: [[String]: [String]] = [:]
    for group in groups {
      let senders = senders(to: group.members)
      guard senders?.contains("internet") ?? true else {
        let sources = senders ?? []
        let only = AssertionDraft(
          kind: sources.isEmpty ? .deny : .only, sources: sources.isEmpty ? ["*"] : sources,
          destinations: [group.selector], services: ["any"])
        if let item = held(only) { draft.closed.append(item) }
        continue
      }
      let services = Self.guarded.filter { service in
        judged(deny([group.selector], [service])) == .held
      }
      if !services.isEmpty { hidden[services, default: []].append(group.selector) }
    }
    for (services, destinations) in hidden.sorted(by: { $0.value.lexicographicallyPrecedes($1.value) }) {
      if let item = held(deny(destinations, services)) { draft.hidden.append(item) }
    }
    for item in allowed() {
      guard draft.open.count < limit else {
        draft.left += 1
        continue
      }
      if let item = held(item) { draft.open.append(item) }
    }
    return draft
  }

  private func deny(_ destinations: [String], _ services: [String]) -> AssertionDraft {
    AssertionDraft(kind: .deny, sources: ["internet"], destinations: destinations, services: services)
  }

  /// From whom anything arrives, or may, as selectors; nil where they have none.
  private mutating func senders(to members: MemberSet) -> [String]? {
    var found: Set<String> = []
    for group in table.groups(from: network.everyone, to: members, by: .every) {
      let isSilent = group.outcome.deliveredSometimes.isEmpty && group.outcome.perhapsDelivered.isEmpty
      if isSilent, !group.isUnplaced { continue }
      for source in group.sources {
        guard let selector = RemedyCandidates.selectors(source.party).first else { return nil }
        found.insert(selector)
      }
    }
    return found.sorted()
  }

  /// What works for all pairs of two parties, what the outside gets at first.
  private mutating func allowed() -> [AssertionDraft] {
    var drafts: [AssertionDraft] = []
    // What the whole internet gets at need not be said of anybody else.
    var isPublic: [String: ServiceSet] = [:]
    for source in outside + groups {
      for destination in groups {
        var common: ServiceSet?
        for group in table.groups(from: source.members, to: destination.members, by: .primary) {
          let reachable = group.outcome.reachable
          common = common.map { table.store.intersection($0, reachable) } ?? reachable
        }
        if source.selector == "internet" { isPublic[destination.selector] = common }
        let known = source.selector == "internet" ? .none : isPublic[destination.selector] ?? .none
        guard let common, !table.store.subtracting(common, known).isEmpty, let services = services(common)
        else { continue }
        drafts.append(
          AssertionDraft(
            kind: .allow, sources: [source.selector], destinations: [destination.selector],
            services: services))
      }
    }
    let callers = groups.filter { group in
      judged(
        AssertionDraft(
          kind: .allow, sources: [group.selector], destinations: ["internet"], services: ["https"])) == .held
    }
    if !callers.isEmpty {
      drafts.append(
        AssertionDraft(
          kind: .allow, sources: callers.map(\.selector), destinations: ["internet"], services: ["https"]))
    }
    return drafts
  }

  /// A set as the services that a policy can name, if they are few; nil for nothing.
  private mutating func services(_ set: ServiceSet) -> [String]? {
    guard !set.isEmpty else { return nil }
    if let all = try? table.asked("any"), table.store.intersection(all, set) == all { return ["any"] }
    let texts = table.store.text(set).split(separator: ", ").map(String.init)
    guard texts.count <= 6, texts.allSatisfy({ Service($0) != nil }) else { return nil }
    return texts
  }

  // MARK: Judging

  private mutating func judged(_ draft: AssertionDraft) -> AssertionResult.Outcome? {
    judge.outcome(of: draft)
  }

  private mutating func held(_ draft: AssertionDraft) -> PolicyDraft.Item? { judge.held(draft) }
}
