import PacketWalkAddressing
import PacketWalkFlowLogs
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// What was seen of the flows that rules let pass: by the rules that did, the different flows.
///
/// Memory is bounded by the model: so many flows for each set of rules that match together.
final class RuleEvidence: RecordWitness {
  private let memo: RulingCache
  private var model: LocalModel { memo.model }
  /// The sets of rules that match together, each with what used them, and their places by what they are.
  private var sets: [(rules: [RuleKey], flows: SeenFlows)] = []
  private var places: [[RuleKey]: Int] = [:]
  private(set) var blind: [BlindSpot: Int] = [:]
  /// How often each rule let a request pass, or of an access list decided anything.
  private(set) var hits: [RuleKey: RuleHits] = [:]
  /// By the number of a ruling, the places of its sets.
  private var known: [RulingSets?] = []

  /// A ruling's rules as sets of resources' rules.
  private struct RulingSets {
    var lists: Int
    var groups: Int
    /// Each by itself.
    var possible: [Int]
  }

  /// By the rules, the different flows.
  var seen: [[RuleKey]: SeenFlows] {
    Dictionary(sets.lazy.filter { !$0.flows.flows.isEmpty }.map { ($0.rules, $0.flows) }) { first, _ in first
    }
  }

  /// Accepted flows of which it is not known which rules they used.
  struct BlindSpot: Hashable {
    var interface: Int
    /// Nil for both ways.
    var side: RuleDirection?
    /// Nil for any.
    var protocolNumber: UInt8?
    var reason: Unjudged
  }

  init(_ model: LocalModel) { memo = RulingCache(model) }

  func see(_ record: FlowRecord) {
    let (number, other) = memo.rulings(on: record)
    let own = memo.rulings[Int(number)]
    guard record.isAccepted else {
      if own.lists == .stops { count(sets(number).lists, isInferred: false) }
      return
    }
    if let reason = Self.doubt(own) {
      blind[
        BlindSpot(
          interface: record.interface, side: record.side, protocolNumber: record.protocolNumber,
          reason: reason), default: 0] += 1
    }
    let asked = memo.rulings[Int(other)]
    let isAnswerable = asked.lists == .passes && asked.groups == .passes
    let isAnswer = isAnswerable && !record.isLikelyRequest
    let sets = sets(number)
    if !isAnswer, own.groups == .passes {
      note(record, sets.groups, isAnswer: false)
      count(sets.groups, isInferred: isAnswerable && record.isRequest == nil)
    }
    if !own.listRules.isEmpty, own.lists == .passes {
      note(record, sets.lists, isAnswer: isAnswer)
      count(sets.lists, isInferred: false)
    }
    // Types are not logged: any of the rules that match some type may have been used.
    for set in sets.possible { note(record, set, isAnswer: isAnswer) }
  }

  private func count(_ set: Int, isInferred: Bool) {
    let rules = sets[set].rules
    for rule in rules {
      if rules.count == 1 {
        hits[rule, default: RuleHits()].sole += 1
      } else {
        hits[rule, default: RuleHits()].shared += 1
      }
      if isInferred { hits[rule, default: RuleHits()].inferred += 1 }
    }
  }

  private func sets(_ ruling: UInt32) -> RulingSets {
    let number = Int(ruling)
    if number < known.count, let found = known[number] { return found }
    while known.count <= number { known.append(nil) }
    let own = memo.rulings[number]
    let made = RulingSets(
      lists: set(own.listRules), groups: set(own.groupRules), possible: own.possibleRules.map { set([$0]) })
    known[number] = made
    return made
  }

  private func set(_ rules: [RulePlace]) -> Int {
    place(of: Set(rules.compactMap { RuleKey($0, in: model.network.graph) }).sorted())
  }

  private func place(of rules: [RuleKey]) -> Int {
    if let place = places[rules] { return place }
    places[rules] = sets.count
    sets.append((rules, SeenFlows()))
    return sets.count - 1
  }

  /// Why it is not known which rules a ruling rests on; types of ICMP are counted as use of all.
  private static func doubt(_ ruling: LocalRuling) -> Unjudged? {
    if ruling.lists == .unknown || ruling.groups == .unknown { return .unknownRules }
    return ruling.lists == .byBalancer || ruling.groups == .byBalancer ? .balancer : nil
  }

  func miss(_ reason: Unjudged, _ batch: FlowBatch, _ index: Int, at interface: Int) {
    switch reason {
    case .noDirection, .noAction, .noAddresses, .noProtocol:
      if batch.has(.action, index), batch.action[index] == .reject { return }
      let number = batch.has(.protocolNumber, index) ? batch.protocolNumber[index] : nil
      blind[
        BlindSpot(interface: interface, side: nil, protocolNumber: number, reason: reason), default: 0] += 1
    default: break
    }
  }

  private func note(_ record: FlowRecord, _ set: Int, isAnswer: Bool) {
    guard !sets[set].rules.isEmpty else { return }
    let remote = record.remoteAddress
    var flow = SeenFlow(
      remote: IPPrefix(host: remote), member: member(remote, from: record.interface, record.side),
      protocolNumber: record.protocolNumber, firstPort: 0, lastPort: 0)
    if flow.hasPorts {
      // Which port a client chose says nothing about the next one.
      let isChosen = isAnswer && record.destinationPort >= PortRange.anyEphemeral.first
      flow.firstPort = isChosen ? PortRange.anyEphemeral.first : record.destinationPort
      flow.lastPort = isChosen ? PortRange.anyEphemeral.last : record.destinationPort
    }
    sets[set].flows.add(flow, SeenCount(flows: 1, interface: record.interface))
  }

  /// The interface whose groups a rule may refer to behind an address.
  private func member(_ address: IPAddress, from interface: Int, _ side: RuleDirection) -> Int32 {
    let graph = model.network.graph
    let vpc = model.vpcs[interface]
    if let owner = graph.vpcs[vpc].owner(of: address)?.interface { return Int32(owner.value) }
    for pair in graph.referencingVPCs {
      let far = side == .ingress ? pair.first : pair.second
      guard (side == .ingress ? pair.second : pair.first).value == vpc else { continue }
      if let owner = graph.vpcs[far.value].owner(of: address)?.interface { return Int32(owner.value) }
    }
    return -1
  }

  func add(_ other: RuleEvidence) {
    for (rules, flows) in other.sets { sets[place(of: rules)].flows.add(flows) }
    for (spot, count) in other.blind { blind[spot, default: 0] += count }
    for (rule, count) in other.hits { hits[rule, default: RuleHits()].add(count) }
  }

  /// Holds every different flow against another model, at the interface that logged it.
  ///
  /// - Returns: how many, and of those that it stops the rules that let them pass.
  func judged(by model: LocalModel) -> (count: Int, lost: [[RuleKey]]) {
    var count = 0
    var lost: [[RuleKey]] = []
    for (rules, flows) in sets where !flows.flows.isEmpty {
      guard let key = rules.first else { continue }
      let side = key.content(in: self.model.network.topology).direction
      for (flow, seen) in flows.flows {
        count += 1
        // Of what was merged both ends are asked about.
        let remotes = Set([flow.remote.address, flow.remote.lastAddress])
        let ports = Set([flow.firstPort, flow.lastPort])
        let passes = remotes.allSatisfy { remote in
          ports.allSatisfy { port in
            let ruling = model.ruling(
              at: seen.interface, side, IPProtocol(rawValue: flow.protocolNumber), remote: remote, port: port)
            return (key.holder == .securityGroup ? ruling.groups : ruling.lists) == .passes
          }
        }
        if !passes { lost.append(rules) }
      }
    }
    return (count, lost)
  }
}
