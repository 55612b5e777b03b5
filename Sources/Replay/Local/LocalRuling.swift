package import PacketWalkForwarding

/// A rule of a group or an entry of an access list, by its place in the graph.
package struct RulePlace: Hashable, Sendable {
  package var filter: FilterID
  package var rule: Int
}

/// What an interface's access list and groups do with packets that they can't tell apart.
struct LocalRuling: Hashable, Sendable {
  enum Passage: Hashable, Sendable {
    case passes
    case stops
    /// It depends on rules that the input does not hold.
    case unknown
    /// Some ICMP types pass and others don't, and a flow record does not say which it was.
    case byType
    /// It passes if a network load balancer that keeps the client's address sent it.
    case byBalancer
  }

  /// The access lists: passed by requests and answers alike.
  var lists = Passage.passes
  /// The groups: answers to what they let pass go unasked.
  var groups = Passage.passes
  /// Those that match; of those that stop, the entry that does.
  var listRules: [RulePlace] = []
  var groupRules: [RulePlace] = []
  /// Of a packet whose type is not known, those that match some types only.
  var possibleRules: [RulePlace] = []
  /// The first that stops it.
  var listFilter: FilterID?
  var groupFilter: FilterID?

  init(_ stages: [LocalStage]) {
    for stage in stages {
      let rules = stage.rules.map { RulePlace(filter: stage.filter, rule: $0) }
      if stage.isStateful {
        groups = groups.joined(with: stage.passage)
        groupRules += rules
        if stage.passage != .passes { groupFilter = groupFilter ?? stage.filter }
      } else {
        lists = lists.joined(with: stage.passage)
        listRules += rules
        if stage.passage != .passes { listFilter = listFilter ?? stage.filter }
      }
    }
  }

  /// The same for several types of one protocol.
  init(joining rulings: [LocalRuling]) {
    self = rulings.first ?? LocalRuling([] as [LocalStage])
    for other in rulings.dropFirst() {
      if other.lists != lists { lists = lists == .unknown || other.lists == .unknown ? .unknown : .byType }
      if other.groups != groups {
        groups = groups == .unknown || other.groups == .unknown ? .unknown : .byType
      }
      listRules = listRules.filter(other.listRules.contains)
      groupRules = groupRules.filter(other.groupRules.contains)
      listFilter = listFilter ?? other.listFilter
      groupFilter = groupFilter ?? other.groupFilter
    }
    let common = Set(listRules + groupRules)
    let all = Set(rulings.flatMap { $0.listRules + $0.groupRules })
    possibleRules = all.subtracting(common).sorted { ($0.filter.value, $0.rule) < ($1.filter.value, $1.rule) }
  }
}

extension LocalRuling.Passage {
  fileprivate func joined(with other: LocalStage.Passage) -> Self {
    switch (self, other) {
    case (.stops, _), (_, .stops): .stops
    case (.unknown, _), (_, .unknown): .unknown
    default: self
    }
  }

  /// Both have to let it pass.
  static func && (left: Self, right: Self) -> Self {
    if left == .stops || right == .stops { return .stops }
    if left == .unknown || right == .unknown { return .unknown }
    if left == .byBalancer || right == .byBalancer { return .byBalancer }
    return left == .byType || right == .byType ? .byType : .passes
  }
}
