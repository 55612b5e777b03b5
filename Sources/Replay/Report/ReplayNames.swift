import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Finds words for what a tally counts.
struct ReplayNames {
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
