import PacketWalkAddressing
import PacketWalkFlowLogs
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// What was seen of the flows that rules let pass: by the rules that did, the different flows.
///
/// Memory is bounded by the model: so many flows for each set of rules that match together.
final class RuleEvidence: RecordWitness {
  private var memo: RulingMemo
  private var model: LocalModel { memo.model }
  private(set) var seen: [[RuleKey]: SeenFlows] = [:]
  private(set) var blind: [BlindSpot: Int] = [:]
  /// How often each rule let a request pass, or of an access list decided anything.
  private(set) var hits: [RuleKey: RuleHits] = [:]
  /// By the ruling's rules, those of resources.
  private var known: [[RulePlace]: [RuleKey]] = [:]

  /// Accepted flows of which it is not known which rules they used.
  struct BlindSpot: Hashable {
    var interface: Int
    /// Nil for both ways.
    var side: RuleDirection?
    /// Nil for any.
    var protocolNumber: UInt8?
    var reason: Unjudged
  }

  init(_ model: LocalModel) { memo = RulingMemo(model) }

  func see(_ record: FlowRecord) {
    let own = memo.own(record)
    guard record.isAccepted else {
      if own.lists == .stops { count(keys(own.listRules), isInferred: false) }
      return
    }
    if let reason = Self.doubt(own) {
      blind[
        BlindSpot(
          interface: record.interface, side: record.side, protocolNumber: record.protocolNumber,
          reason: reason), default: 0] += 1
    }
    let asked = memo.asked(record)
    let isAnswerable = asked.lists == .passes && asked.groups == .passes
    let isAnswer = isAnswerable && !record.isLikelyRequest
    if !isAnswer, own.groups == .passes {
      let rules = keys(own.groupRules)
      note(record, rules, isAnswer: false)
      count(rules, isInferred: isAnswerable && record.isRequest == nil)
    }
    if !own.listRules.isEmpty, own.lists == .passes {
      let rules = keys(own.listRules)
      note(record, rules, isAnswer: isAnswer)
      count(rules, isInferred: false)
    }
    // Types are not logged: any of the rules that match some type may have been used.
    for rule in own.possibleRules { note(record, keys([rule]), isAnswer: isAnswer) }
  }

  private func count(_ rules: [RuleKey], isInferred: Bool) {
    for rule in rules {
      if rules.count == 1 {
        hits[rule, default: RuleHits()].sole += 1
      } else {
        hits[rule, default: RuleHits()].shared += 1
      }
      if isInferred { hits[rule, default: RuleHits()].inferred += 1 }
    }
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

  private func note(_ record: FlowRecord, _ rules: [RuleKey], isAnswer: Bool) {
    guard !rules.isEmpty else { return }
    var flow = SeenFlow(
      remote: IPPrefix(host: record.remote),
      member: member(record.remote, from: record.interface, record.side),
      protocolNumber: record.protocolNumber, firstPort: 0, lastPort: 0)
    if flow.hasPorts {
      // Which port a client chose says nothing about the next one.
      let isChosen = isAnswer && record.destinationPort >= PortRange.anyEphemeral.first
      flow.firstPort = isChosen ? PortRange.anyEphemeral.first : record.destinationPort
      flow.lastPort = isChosen ? PortRange.anyEphemeral.last : record.destinationPort
    }
    seen[rules, default: SeenFlows()].add(flow, SeenCount(flows: 1, interface: record.interface))
  }

  private func keys(_ places: [RulePlace]) -> [RuleKey] {
    if let found = known[places] { return found }
    let found = Set(places.compactMap { RuleKey($0, in: model.network.graph) }).sorted()
    known[places] = found
    return found
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
    for (rules, flows) in other.seen { seen[rules, default: SeenFlows()].add(flows) }
    for (spot, count) in other.blind { blind[spot, default: 0] += count }
    for (rule, count) in other.hits { hits[rule, default: RuleHits()].add(count) }
  }

  /// Holds every different flow against another model, at the interface that logged it.
  ///
  /// - Returns: how many, and of those that it stops the rules that let them pass.
  func judged(by model: LocalModel) -> (count: Int, lost: [[RuleKey]]) {
    var count = 0
    var lost: [[RuleKey]] = []
    for (rules, flows) in seen {
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
