import PacketWalkAddressing
package import PacketWalkDiagnostics
package import PacketWalkFlowLogs
import PacketWalkForwarding
package import PacketWalkPolicy
package import PacketWalkQueries
import PacketWalkTopology

extension Tightener {
  /// A first policy of what flow logs recorded: who uses what, by security group where that holds for all of its members,
  /// else by name. Every assertion holds on the network.
  ///
  /// - Parameter limit: how many assertions there are at most.
  package func policy(
    on sources: [FlowLogSource], _ options: ReachOptions = ReachOptions(), today: CalendarDate,
    limit: Int = 40
  ) throws(InputError) -> PolicyDraft {
    let seen = try reading.read(sources, model) { [model] in RuleEvidence(model) }
    var habits = FlowHabits(network, seen.witness)
    return habits.draft(DraftJudge(network, options, today: today), limit: limit)
  }
}

/// Who uses what, by groups and names.
private struct FlowHabits {
  private let network: Network
  /// By the ends' interfaces or addresses the services that were seen, and how often.
  private var uses: [Ends: [String: Int]] = [:]

  private struct Ends: Hashable {
    var source: End
    var destination: End
  }

  private enum End: Hashable {
    case interface(Int)
    case internet
    case address(String)
  }

  init(_ network: Network, _ evidence: RuleEvidence) {
    self.network = network
    for (rules, flows) in evidence.seen {
      guard let key = rules.first, key.holder == .securityGroup else { continue }
      let isIn = key.content(in: network.topology).direction == .ingress
      for (flow, count) in flows.flows {
        // Of what was merged nobody saw all.
        let isHost = Int(flow.remote.length) == flow.remote.family.bitWidth
        guard flow.firstPort == flow.lastPort, isHost || flow.member < 0 else { continue }
        let far = end(flow)
        let own = End.interface(count.interface)
        let ends = Ends(source: isIn ? far : own, destination: isIn ? own : far)
        uses[ends, default: [:]][flow.service, default: 0] += count.flows
      }
    }
  }

  private func end(_ flow: SeenFlow) -> End {
    if flow.member >= 0 { return .interface(Int(flow.member)) }
    let address = flow.remote.address
    let isInside = network.topology.vpcs.contains { $0.prefixes.contains { $0.contains(address) } }
    let isPrivate = Self.privateRanges.contains { $0.contains(address) }
    if isInside || isPrivate {
      let isHost = Int(flow.remote.length) == flow.remote.family.bitWidth
      return .address(isHost ? "\(address)" : "\(flow.remote)")
    }
    return .internet
  }

  private static let privateRanges = [
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7",
  ]
  .compactMap { IPPrefix($0) }

  // MARK: Drafting

  /// What works for whole groups at first, then what is left by name, the most used first.
  mutating func draft(_ judge: DraftJudge, limit: Int) -> PolicyDraft {
    var judge = judge
    var items: [(item: PolicyDraft.Item, flows: Int)] = []
    var named: [Pair: [String: Int]] = [:]
    for (pair, services) in groups() {
      let works = services.filter { judge.outcome(of: draft(pair, [$0.key: $0.value])) == .held }
      if !works.isEmpty, let item = judge.held(draft(pair, works)) {
        items.append((item, works.values.reduce(0, +)))
      }
      for (ends, seen) in uses where self.pair(ends) == pair {
        for (service, count) in seen where works[service] == nil {
          named[self.names(ends), default: [:]][service, default: 0] += count
        }
      }
    }
    for (pair, services) in named.sorted(by: { $0.key < $1.key }) {
      let works = services.filter { judge.outcome(of: draft(pair, [$0.key: $0.value])) == .held }
      if !works.isEmpty, let item = judge.held(draft(pair, works)) {
        items.append((item, works.values.reduce(0, +)))
      }
    }
    items.sort { ($1.flows, $0.item.id) < ($0.flows, $1.item.id) }
    return PolicyDraft(
      closed: [], hidden: [], open: items.prefix(limit).map(\.item), left: max(0, items.count - limit))
  }

  private struct Pair: Hashable, Comparable {
    var source: String
    var destination: String

    static func < (left: Self, right: Self) -> Bool {
      (left.source, left.destination) < (right.source, right.destination)
    }
  }

  private func groups() -> [(Pair, [String: Int])] {
    var found: [Pair: [String: Int]] = [:]
    for (ends, services) in uses {
      for (service, count) in services { found[pair(ends), default: [:]][service, default: 0] += count }
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func draft(_ pair: Pair, _ services: [String: Int]) -> AssertionDraft {
    AssertionDraft(
      kind: .allow, sources: [pair.source], destinations: [pair.destination], services: services.keys.sorted()
    )
  }

  private func pair(_ ends: Ends) -> Pair {
    Pair(source: group(ends.source), destination: group(ends.destination))
  }

  private func names(_ ends: Ends) -> Pair {
    Pair(source: name(ends.source), destination: name(ends.destination))
  }

  /// The group of an interface that the fewest hold.
  private func group(_ end: End) -> String {
    guard case .interface(let place) = end else { return name(end) }
    let interfaces = network.topology.networkInterfaces
    let sizes = interfaces[place].securityGroups.compactMap { id -> (Int, String)? in
      guard let group = network.index.groups[id] else { return nil }
      let members = interfaces.count { $0.securityGroups.contains(id) }
      return (members, network.topology.securityGroups[group].shortName)
    }
    return sizes.min(by: <).map { "sg:\($0.1)" } ?? name(end)
  }

  private func name(_ end: End) -> String {
    switch end {
    case .interface(let place):
      let interfaces = network.topology.networkInterfaces
      let name = interfaces[place].shortName
      let isUnique = interfaces.count { $0.shortName == name } == 1
      return isUnique ? name : interfaces[place].id.rawValue
    case .internet: return "internet"
    case .address(let text): return text
    }
  }
}
