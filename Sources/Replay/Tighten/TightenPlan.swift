import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Decides of each rule what is to become of it.
struct TightenPlan {
  let network: Network
  private let options: TightenOptions
  private let evidence: RuleEvidence
  private let windows: [Int: InterfaceWindow]
  private let groups: GroupChoice
  private let hits: [RuleKey: RuleHits]
  /// By rule, the interfaces that it is for.
  private let holders: [RuleKey: [Int]]
  /// A rule that admits the same as one before it is the same.
  private let first: [RuleKey: RuleKey]
  /// By rule the flows that it alone is to let pass, of those that others match as well.
  private let assigned: [RuleKey: [SeenFlow]]
  /// By rule what used it, and whether others matched as well.
  private let uses: [RuleKey: [(flow: SeenFlow, count: SeenCount, isShared: Bool)]]
  private let merged: Set<RuleKey>
  /// Those to leave as they are.
  private let needed: Set<RuleKey>
  /// Those to get addresses and no groups.
  private let plain: Set<RuleKey>

  init(
    _ network: Network, _ options: TightenOptions, _ evidence: RuleEvidence,
    _ windows: [Int: InterfaceWindow],
    needed: Set<RuleKey> = [], plain: Set<RuleKey> = []
  ) {
    self.network = network
    self.options = options
    self.evidence = evidence
    self.windows = windows
    groups = GroupChoice(network)
    let first = Self.sames(network.topology)
    self.first = first
    self.needed = Set(needed.map { first[$0] ?? $0 })
    var hits: [RuleKey: RuleHits] = [:]
    for (key, count) in evidence.hits {
      hits[first[key] ?? key, default: RuleHits()].add(count)
    }
    self.hits = hits
    holders = Self.holders(network)
    self.plain = Set(plain.map { first[$0] ?? $0 })
    let narrowness = RuleWidth(network.topology, groups.holders)
    var assigned: [RuleKey: [SeenFlow]] = [:]
    var uses: [RuleKey: [(flow: SeenFlow, count: SeenCount, isShared: Bool)]] = [:]
    var merged: Set<RuleKey> = []
    for (matching, flows) in evidence.seen {
      let rules = Set(matching.map { first[$0] ?? $0 }).sorted()
      let narrowest = rules.min {
        let (left, right) = (narrowness.bits(of: $0), narrowness.bits(of: $1))
        return left == right ? $0 < $1 : left < right
      }
      if !flows.isComplete { merged.formUnion(rules) }
      for (flow, count) in flows.flows {
        if let narrowest { assigned[narrowest, default: []].append(flow) }
        for rule in rules { uses[rule, default: []].append((flow, count, rules.count > 1)) }
      }
    }
    self.assigned = assigned
    self.uses = uses
    self.merged = merged
  }

  /// How many interfaces have logs.
  var covered: Int { network.topology.networkInterfaces.indices.count { isCovered($0) } }

  func rules() -> (rules: [Tightening.Rule], idle: [String]) {
    var made: [Tightening.Rule] = []
    var idle: [String] = []
    for key in Self.keys(network.topology) where first[key] == nil {
      guard let held = holders[key], !held.isEmpty else {
        let component = component(key)
        let name = "\(component.kind) \(component.name)"
        if !idle.contains(name) { idle.append(name) }
        continue
      }
      made.append(rule(key, held))
    }
    return (made, idle)
  }

  private func rule(_ key: RuleKey, _ held: [Int]) -> Tightening.Rule {
    let described = described(key)
    let content = key.content(in: network.topology)
    let (outcome, edits) = content.isAllow ? outcome(key, content, held) : (.deny, [])
    let names = held.map { network.topology.networkInterfaces[$0].shortName }
    return Tightening.Rule(
      key: key, component: described.component, direction: content.direction, text: described.rule ?? "",
      origin: described.origin, outcome: outcome, edits: edits, hits: hits[key] ?? RuleHits(),
      uses: uses(of: key), isMerged: merged.contains(key), interfaces: names,
      logged: held.count { isCovered($0) },
      skipped: held.reduce(0) { $0 + (windows[$1]?.skipData ?? 0) }, effects: nil)
  }

  private func outcome(_ key: RuleKey, _ content: RuleContent, _ held: [Int])
    -> (Tightening.Outcome, [Edit])
  {
    if let reserve = reserve(key, content, held) { return (.held(reserve), []) }
    let flows = assigned[key] ?? []
    guard !flows.isEmpty else {
      let others = uses[key] == nil ? [] : others(beside: key)
      return (others.isEmpty ? .unused : .covered(by: others), removal(of: key))
    }
    let owner = key.holder == .securityGroup ? network.topology.securityGroups[key.resource] : nil
    var options = options
    if plain.contains(key) { options.margin = .exact }
    let narrower = Narrower(
      network, groups, options, content, owner: owner, flows: flows, isPublic: isPublic(key, content))
    let limit = key.holder == .securityGroup ? options.ruleLimit : min(options.ruleLimit, room(at: key))
    guard let made = narrower.narrowed(atMost: limit) else {
      return (narrower.narrowed(atMost: .max) == nil ? .exact : .kept, [])
    }
    return replacement(of: key, by: made)
  }

  /// Whether a rule lets the whole internet get at a balancer that faces it: then that is what it is there for.
  private func isPublic(_ key: RuleKey, _ content: RuleContent) -> Bool {
    guard options.margin != .exact, key.holder == .securityGroup, content.direction == .ingress,
      case .prefix(let prefix) = content.peer, prefix.length == 0
    else { return false }
    let group = network.topology.securityGroups[key.resource].id
    return network.topology.loadBalancers.contains {
      $0.isInternetFacing && $0.securityGroups.contains(group)
    }
  }

  private func reserve(_ key: RuleKey, _ content: RuleContent, _ held: [Int]) -> Tightening.Reserve? {
    if needed.contains(key) { return .needed }
    if key.holder == .networkACL, content.traffic == .all, case .prefix(let prefix) = content.peer,
      prefix.length == 0
    {
      return .everything
    }
    if case .prefixList(let id) = content.peer {
      let place = network.index.prefixLists[id]
      if place.flatMap({ network.topology.prefixLists[$0].entries }) == nil { return .unknownList }
    }
    let silent = held.filter { !isCovered($0) }
    if !silent.isEmpty, !options.trustsSilence || silent.count == held.count {
      return .silent(silent.map { network.topology.networkInterfaces[$0].shortName })
    }
    let spots = evidence.blind.keys.filter { spot in
      held.contains(spot.interface) && spot.side ?? content.direction == content.direction
        && (spot.protocolNumber == nil || content.traffic.protocol == nil
          || content.traffic.protocol?.rawValue == spot.protocolNumber)
    }
    guard let reason = spots.map(\.reason).min(by: { $0.rawValue < $1.rawValue }) else { return nil }
    let places = Set(spots.filter { $0.reason == reason }.map(\.interface)).sorted()
    return .blind(reason, places.map { network.topology.networkInterfaces[$0].shortName })
  }

  private func isCovered(_ interface: Int) -> Bool {
    windows[interface].map { $0.records > 0 || $0.noData > 0 } ?? false
  }

  // MARK: Edits

  private func removal(of key: RuleKey) -> [Edit] {
    let topology = network.topology
    switch key.holder {
    case .securityGroup:
      let group = topology.securityGroups[key.resource]
      return [.removeSecurityGroupRule(group.id, group.rules[key.rule])]
    case .networkACL:
      let list = topology.networkACLs[key.resource]
      let entry = list.entries[key.rule]
      return [.removeNetworkACLEntry(list.id, entry.direction, number: entry.number)]
    }
  }

  private func replacement(of key: RuleKey, by made: [RuleContent]) -> (Tightening.Outcome, [Edit]) {
    let topology = network.topology
    switch key.holder {
    case .securityGroup:
      let group = topology.securityGroups[key.resource]
      let old = group.rules[key.rule]
      let new = made.map {
        SecurityGroupRule(
          direction: $0.direction, traffic: $0.traffic, peer: $0.peer, description: old.description)
      }
      // What another rule of the group says already need not be said again.
      let added = new.filter { rule in !group.rules.contains { $0.admitsSame(as: rule) } }
      return (
        .narrowed(to: new.map { network.text($0) }),
        added.map { .addSecurityGroupRule(group.id, $0) } + removal(of: key)
      )
    case .networkACL:
      let list = topology.networkACLs[key.resource]
      let old = list.entries[key.rule]
      let new = made.enumerated().compactMap { place, content -> NetworkACLEntry? in
        guard case .prefix(let prefix) = content.peer else { return nil }
        return NetworkACLEntry(
          number: old.number + place, direction: old.direction, isAllow: true, traffic: content.traffic,
          prefix: prefix)
      }
      return (
        .narrowed(to: new.map { network.text($0) }), new.map { .setNetworkACLEntry(list.id, $0) }
      )
    }
  }

  /// How many entries there is room for at an entry's place, before the next one.
  private func room(at key: RuleKey) -> Int {
    let entries = network.topology.networkACLs[key.resource].entries
    let own = entries[key.rule]
    let next =
      entries.lazy.filter { $0.direction == own.direction && $0.number > own.number }
      .map(\.number).min() ?? 32_767
    return next - own.number
  }

  // MARK: Facts

  private func uses(of key: RuleKey) -> [Tightening.Use] {
    let interfaces = network.topology.networkInterfaces
    return (uses[key] ?? []).map { flow, count, isShared in
      let isHost = Int(flow.remote.length) == flow.remote.family.bitWidth
      return Tightening.Use(
        remote: isHost ? "\(flow.remote.address)" : "\(flow.remote)",
        name: flow.member < 0 ? nil : interfaces[Int(flow.member)].shortName, service: flow.service,
        flows: count.flows, isShared: isShared)
    }.sorted { left, right in
      left.flows == right.flows
        ? (left.remote, left.service, left.isShared ? 1 : 0)
          < (right.remote, right.service, right.isShared ? 1 : 0)
        : left.flows > right.flows
    }
  }

  /// The rules that let pass what used one, by their words.
  private func others(beside key: RuleKey) -> [String] {
    var found: Set<RuleKey> = []
    for matching in evidence.seen.keys {
      let rules = Set(matching.map { first[$0] ?? $0 })
      guard rules.contains(key) else { continue }
      found.formUnion(rules.subtracting([key]).filter { assigned[$0] != nil })
    }
    return found.sorted().map { other in
      let described = described(other)
      return other.resource == key.resource
        ? described.rule ?? "" : "\(described.component.name): \(described.rule ?? "")"
    }
  }

  /// The flows that used a rule, alone or with others.
  func seen(by key: RuleKey) -> [(flow: SeenFlow, count: SeenCount)] {
    (uses[key] ?? []).map { ($0.flow, $0.count) }
  }

  private func component(_ key: RuleKey) -> Component {
    let kind: ElementRef.Kind = key.holder == .securityGroup ? .securityGroup : .networkACL
    return network.graph.component(ElementRef(kind, key.resource))
  }

  private func described(_ key: RuleKey) -> Described {
    key.holder == .securityGroup
      ? network.describeGroupRule(component(key), key.resource, key.rule)
      : network.describeEntry(component(key), key.resource, key.rule)
  }

  private static func keys(_ topology: Topology) -> [RuleKey] {
    var keys: [RuleKey] = []
    for (place, group) in topology.securityGroups.enumerated() {
      keys += group.rules.indices.map { RuleKey(holder: .securityGroup, resource: place, rule: $0) }
    }
    for (place, list) in topology.networkACLs.enumerated() {
      keys += list.entries.indices.map { RuleKey(holder: .networkACL, resource: place, rule: $0) }
    }
    return keys
  }

  /// By rule that admits the same as one before it in its group, that one.
  private static func sames(_ topology: Topology) -> [RuleKey: RuleKey] {
    var found: [RuleKey: RuleKey] = [:]
    for (place, group) in topology.securityGroups.enumerated() {
      var first: [RuleContent: RuleKey] = [:]
      for rule in group.rules.indices {
        let key = RuleKey(holder: .securityGroup, resource: place, rule: rule)
        let content = key.content(in: topology)
        if let same = first[content] { found[key] = same } else { first[content] = key }
      }
    }
    return found
  }

  private static func holders(_ network: Network) -> [RuleKey: [Int]] {
    struct Holder: Hashable {
      var isGroup: Bool
      var resource: Int
    }
    var places: [Holder: [Int]] = [:]
    for (place, interface) in network.topology.networkInterfaces.enumerated() where interface.isAttached {
      let filters = network.graph.localFilters(at: InterfaceIndex(place))
      let held = Set(
        filters.flatMap { id in
          let filter = network.graph.filters[id.value]
          return filter.kind == .firewall
            ? [] : filter.resources.map { Holder(isGroup: filter.kind == .groups, resource: Int($0)) }
        })
      for holder in held { places[holder, default: []].append(place) }
    }
    var found: [RuleKey: [Int]] = [:]
    for key in keys(network.topology) {
      found[key] = places[Holder(isGroup: key.holder == .securityGroup, resource: key.resource)]
    }
    return found
  }
}
