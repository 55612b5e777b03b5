import PacketWalkAddressing
package import PacketWalkDiagnostics
package import PacketWalkFlowLogs
import PacketWalkForwarding
package import PacketWalkPacketCapture
package import PacketWalkQueries
package import PacketWalkTopology

/// What became of records beside the model, in the model's words.
package struct ReplayReport: Sendable {
  /// Disagreements that one thing would explain.
  package struct Disagreement: Sendable {
    package var kind: FlowClass
    package var side: RuleDirection
    /// `tcp/443`.
    package var service: String
    /// The group or access list that decides in the model, and its rule; no rule for a group that has none.
    package var component: Component?
    package var rule: String?
    package var origin: Origin
    package var volume: Volume
    /// The interfaces that logged it, by name.
    package var interfaces: [String]
    /// In seconds since 1970.
    package var first: Int
    package var last: Int
    package var example: FlowExample
    /// The request behind the example, to ask `explain`.
    package var question: Question
  }

  /// Records that took another way than the route for them.
  package struct OtherWay: Sendable {
    package var way: FlowWay
    /// What `traffic-path` says.
    package var path: UInt8
    package var table: Component
    /// The route's destination; nil for the implied local one, and where there is none.
    package var route: String?
    package var origin: Origin
    package var volume: Volume
    /// The interfaces that logged it, by name.
    package var interfaces: [String]
    /// In seconds since 1970.
    package var first: Int
    package var last: Int
    package var example: FlowExample
  }

  /// A rule and the flows that it let pass, or stopped.
  package struct RuleUse: Sendable {
    package var component: Component
    package var direction: RuleDirection
    package var rule: String
    package var origin: Origin
    package var hits: RuleHits
    /// Of the interfaces that it is for, those that logged anything, and those that did not.
    package var logged: Int
    package var silent: Int
    /// Windows of those interfaces from which records are missing.
    package var skipped: Int
  }

  /// One record, if it was to be listed.
  package struct Listed: Sendable {
    package var record: ListedRecord
    /// The interface's name, or its identifier in the log.
    package var interface: String
    package var component: Component?
    package var ruleText: String?
  }

  /// A capture that was read.
  package struct Capture: Sendable {
    package var path: String
    package var flows: Int
    package var report: CaptureFileReport
  }

  package var counts: FlowLogCounts
  /// In the order of the sources.
  package var captures: [Capture]
  package var listed: [Listed]
  package var classes: [FlowClass: Volume]
  package var unjudged: [(reason: Unjudged, volume: Volume, example: FlowExample?)]
  package var ambiguousExample: FlowExample?
  /// The largest first.
  package var disagreements: [Disagreement]
  /// Accepted egress records whose `traffic-path` was held against the topology's routes: those that took the route's
  /// way, those of which the topology can't tell it, and the others, the largest first.
  package var waysAgreeing: Int
  package var waysUnjudged: Int
  package var otherWays: [OtherWay]
  /// All rules of the groups and access lists in use, in the topology's order.
  package var rules: [RuleUse]
  /// Interfaces that the topology does not have, those with most records first.
  package var unknownInterfaces: [(id: String, records: Int)]
  /// In seconds since 1970; nil without any record that is judged.
  package var window: ClosedRange<Int>?
  package var loggedInterfaces: Int
  package var interfaces: Int
  package var skippedWindows: Int
  package var overflow: Int
  /// Whether the reading was given up before its end.
  package var isPartial = false

  package func records(_ kinds: FlowClass...) -> Int {
    kinds.reduce(0) { $0 + (classes[$1]?.records ?? 0) }
  }

  package var agreeing: Int { records(.agreeAccept, .agreeReject) }
  package var disagreeing: Int { records(.modelAccepts, .modelRejects) }

  /// The share of the records with a verdict of the model that it is the recorded one, in per cent; nil without any.
  package var score: Double? {
    let judged = agreeing + disagreeing
    return judged == 0 ? nil : 100 * Double(agreeing) / Double(judged)
  }

  init(
    _ network: Network, _ tally: ReplayTally, _ counts: FlowLogCounts, _ captures: [Capture] = []
  ) {
    self.captures = captures
    self.counts = counts
    classes = tally.classes
    unjudged = Unjudged.allCases.compactMap { reason in
      tally.unjudged[reason].map { (reason, $0, tally.unjudgedExamples[reason]) }
    }.sorted { $0.volume.records > $1.volume.records }
    ambiguousExample = tally.ambiguousExample
    unknownInterfaces = tally.unknownInterfaces.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { ($0.key, $0.value) }
    overflow = tally.overflow
    let windows = tally.windows.values
    let first = windows.map(\.first).min() ?? .max
    let last = windows.map(\.last).max() ?? .min
    window = first <= last ? first...last : nil
    loggedInterfaces = windows.count { $0.records > 0 }
    interfaces = network.topology.networkInterfaces.count
    skippedWindows = windows.reduce(0) { $0 + $1.skipData }
    let names = ReplayNames(network)
    disagreements = tally.disagreements.sorted { left, right in
      let (l, r) = (left.value.volume.records, right.value.volume.records)
      if l != r { return l > r }
      if left.value.example != right.value.example { return left.value.example < right.value.example }
      return left.key < right.key
    }.map { names.disagreement($0, $1) }
    rules = names.rules(tally)
    (waysAgreeing, waysUnjudged) = (tally.ways.agreeing, tally.ways.unjudged)
    otherWays = tally.ways.others.sorted { left, right in
      let (l, r) = (left.value.volume.records, right.value.volume.records)
      return l == r ? left.key < right.key : l > r
    }.map { names.way($0, $1) }
    listed = tally.listed.sorted { $0.place < $1.place }.map { record in
      let described = record.filter.map { network.describe($0, record.rule?.rule) }
      let interface = record.example.interface.map { network.topology.networkInterfaces[$0].shortName }
      return Listed(
        record: record, interface: interface ?? "-", component: described?.component,
        ruleText: described?.rule)
    }
  }
}

/// Finds words for what a tally counts.
private struct ReplayNames {
  let network: Network

  init(_ network: Network) { self.network = network }

  func disagreement(_ key: DisagreementKey, _ tally: DisagreementTally) -> ReplayReport.Disagreement {
    let described = key.filter.map { network.describe($0, key.rule?.rule) }
    let interfaces = network.topology.networkInterfaces
    let example = tally.example
    let isRequest = key.port == example.destinationPort || example.destinationPort == example.sourcePort
    let source = example.source?.description ?? "-"
    let destination = example.destination?.description ?? "-"
    let own = example.interface.map { interfaces[$0].id.rawValue }
    let (sender, receiver) =
      key.side == .egress
      ? (own ?? source, destination) : (source, own ?? destination)
    return ReplayReport.Disagreement(
      kind: key.kind, side: key.side, service: FlowText.service(key.protocolNumber, key.port),
      component: described?.component, rule: described?.rule, origin: described?.origin ?? .implied,
      volume: tally.volume, interfaces: tally.interfaces.map { interfaces[$0].shortName }.sorted(),
      first: tally.first, last: tally.last, example: example,
      question: Question(
        from: isRequest ? sender : receiver, to: isRequest ? receiver : sender,
        on: FlowText.service(example.protocolNumber, key.port)))
  }

  func way(_ key: WayKey, _ tally: DisagreementTally) -> ReplayReport.OtherWay {
    let component = network.graph.component(ElementRef(.routeTable, key.table))
    let route = key.route < 0 ? nil : network.topology.routeTables[key.table].routes[key.route]
    let destination: String? =
      switch route?.destination {
      case .prefix(let prefix)?: prefix.description
      case .prefixList(let id)?: id.rawValue
      case nil: nil
      }
    return ReplayReport.OtherWay(
      way: key.way, path: key.path, table: component, route: destination,
      origin: route?.origin ?? component.origin, volume: tally.volume,
      interfaces: tally.interfaces.map { network.topology.networkInterfaces[$0].shortName }.sorted(),
      first: tally.first, last: tally.last, example: tally.example)
  }

  // MARK: Rules

  /// A rule as its resource has it: several filters of the graph may share it.
  private struct ResourceRule: Hashable {
    var kind: Filter.Kind
    var resource: UInt32
    var rule: UInt32
  }

  func rules(_ tally: ReplayTally) -> [ReplayReport.RuleUse] {
    let graph = network.graph
    var hits: [ResourceRule: RuleHits] = [:]
    for (place, count) in tally.hits {
      let filter = graph.filters[place.filter.value]
      let rule = filter.rules[place.rule]
      hits[ResourceRule(kind: filter.kind, resource: rule.resource, rule: rule.rule), default: RuleHits()]
        .add(count)
    }
    let holders = holders()
    var seen: Set<ResourceRule> = []
    var found: [(rule: ResourceRule, use: ReplayReport.RuleUse)] = []
    for (number, filter) in graph.filters.enumerated() where filter.kind != .firewall {
      for (place, rule) in filter.rules.enumerated() where rule.rule != .max {
        let own = ResourceRule(kind: filter.kind, resource: rule.resource, rule: rule.rule)
        guard seen.insert(own).inserted else { continue }
        let described = network.describe(FilterID(number), place)
        let held = holders[Holder(kind: filter.kind, resource: rule.resource)] ?? []
        let windows = held.map { tally.windows[$0] ?? InterfaceWindow() }
        found.append(
          (
            own,
            ReplayReport.RuleUse(
              component: described.component, direction: filter.direction, rule: described.rule ?? "",
              origin: described.origin, hits: hits[own] ?? RuleHits(),
              logged: windows.count { $0.records > 0 }, silent: windows.count { $0.records == 0 },
              skipped: windows.reduce(0) { $0 + $1.skipData })
          ))
      }
    }
    func order(_ rule: ResourceRule) -> (Int, UInt32, UInt32) {
      (rule.kind == .groups ? 0 : 1, rule.resource, rule.rule)
    }
    return found.sorted { order($0.rule) < order($1.rule) }.map(\.use)
  }

  private struct Holder: Hashable {
    var kind: Filter.Kind
    var resource: UInt32
  }

  /// The interfaces that groups and access lists are for.
  private func holders() -> [Holder: Set<Int>] {
    var found: [Holder: Set<Int>] = [:]
    for (place, interface) in network.topology.networkInterfaces.enumerated() where interface.isAttached {
      for id in network.graph.localFilters(at: InterfaceIndex(place)) {
        let filter = network.graph.filters[id.value]
        for resource in filter.resources {
          found[Holder(kind: filter.kind, resource: resource), default: []].insert(place)
        }
      }
    }
    return found
  }
}
