import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkPacketCapture
import PacketWalkQueries
import PacketWalkTopology

/// Holds a capture's flows against what the model says at the interface where it was taken.
///
/// A capture has no verdicts. What came in had been let pass; what goes out is seen before groups and access lists look at
/// it, so that only an answer shows that it was let pass. A flow that the model stops nevertheless contradicts it.
struct CaptureJudge {
  private let model: LocalModel
  private let rulings: RulingCache
  /// The interface where it was taken, if somebody said so.
  private let point: Int?
  private var tally = ReplayTally()
  private var volumes = FlowClass.allCases.map { _ in Volume() }
  private(set) var flows = 0
  /// The first flows, until it is known where they were seen.
  private var waiting: [CapturedFlow] = []
  private var found: Int??

  private static let looked = 4_096

  /// - Parameters:
  ///   - rulings: of the model.
  ///   - point: the interface where it was taken; nil leaves it to the file's name, which may hold its identifier, or to
  ///     the addresses: one that is an end of every flow.
  init(_ rulings: RulingCache, file: String, point: Int?) {
    self.rulings = rulings
    model = rulings.model
    self.point = point ?? Self.point(in: file, rulings.model)
  }

  private static func point(in file: String, _ model: LocalModel) -> Int? {
    let name = String(file.split(separator: "/").last ?? "")
    let named = model.network.topology.networkInterfaces.indices.filter {
      let id = model.network.topology.networkInterfaces[$0].id.rawValue
      return id.hasPrefix("eni-") && name.contains(id)
    }
    return named.count == 1 ? named.first : nil
  }

  mutating func take(_ more: [CapturedFlow]) {
    flows += more.count
    if let point {
      for flow in more { judge(flow, at: point) }
      return
    }
    guard let found else {
      waiting += more
      if waiting.count >= Self.looked { look() }
      return
    }
    for flow in more { judge(flow, at: found) }
  }

  mutating func finish() -> ReplayTally {
    if found == nil { look() }
    for kind in FlowClass.allCases where volumes[kind.place].records > 0 {
      tally.classes[kind] = volumes[kind.place]
    }
    return tally
  }

  /// Decides where the capture was taken.
  private mutating func look() {
    var common: Set<Int>?
    for flow in waiting {
      let ends = owners(of: flow.initiator.address).union(owners(of: flow.responder.address))
      common = common?.intersection(ends) ?? ends
    }
    let place = common?.count == 1 ? common?.first : nil
    found = .some(place)
    let flows = waiting
    waiting = []
    for flow in flows { judge(flow, at: place) }
  }

  private func owners(of address: IPAddress) -> Set<Int> {
    Set(model.network.topology.networkInterfaces.indices.filter { owns(address, $0) })
  }

  private func owns(_ address: IPAddress, _ place: Int) -> Bool {
    model.owns(address.bits, place, address.family == .ipv6)
  }

  // MARK: One flow

  private mutating func judge(_ flow: CapturedFlow, at place: Int?) {
    guard flow.initiator.mirror == nil, flow.responder.mirror == nil else {
      return note(.mirrored, flow, nil)
    }
    guard let place else { return note(.noCapturePoint, flow, nil) }
    let isReceiver = owns(flow.responder.address, place)
    guard isReceiver != owns(flow.initiator.address, place) else { return note(.noDirection, flow, place) }
    guard isReceiver || flow.isAnswered else { return note(.unanswered, flow, place) }
    let own = passage(of: flow, at: place, isReceiver: isReceiver)
    // Who began may be the other one, if nothing but the order of packets says so.
    if own.passage != .passes, flow.isDirectionInferred {
      let other = passage(of: flow.turned, at: place, isReceiver: !isReceiver)
      if other.passage == .passes { return noteAmbiguous(flow, place) }
    }
    switch own.passage {
    case .passes: volumes[FlowClass.agreeAccept.place].add(flow.volume)
    case .unknown: note(.unknownRules, flow, place)
    case .byBalancer: note(.balancer, flow, place)
    case .byType: note(.icmpType, flow, place)
    case .stops:
      guard own.isByGroups || !(isReceiver ? model.hasSender : model.hasTaker)[place] else {
        return note(.forwarded, flow, place)
      }
      volumes[FlowClass.modelRejects.place].add(flow.volume)
      let key = DisagreementKey(
        kind: .modelRejects, side: isReceiver ? .ingress : .egress,
        protocolNumber: UInt8(flow.proto.rawValue), port: flow.responder.port, filter: own.filter,
        rule: own.rule)
      tally.note(
        key,
        DisagreementTally(
          volume: flow.volume, interfaces: [place], first: flow.start, last: flow.start,
          example: example(flow, place)))
    }
  }

  private struct Passing {
    var passage: LocalRuling.Passage
    var isByGroups = false
    var filter: FilterID?
    var rule: RulePlace?
  }

  /// What the model says of a flow's request at an interface and, where that sent it, of the answer.
  private func passage(of flow: CapturedFlow, at place: Int, isReceiver: Bool) -> Passing {
    let remote = isReceiver ? flow.initiator.address : flow.responder.address
    let side: RuleDirection = isReceiver ? .ingress : .egress
    let request = ruling(flow, place, side, remote, port: flow.responder.port, isAnswer: false)
    var passing = Passing(passage: request.lists && request.groups)
    if request.lists == .stops {
      passing.filter = request.listFilter
      passing.rule = request.listRules.first { $0.filter == request.listFilter }
    } else if request.groups != .passes {
      passing.isByGroups = true
      passing.filter = request.groupFilter
    }
    guard !isReceiver, passing.passage == .passes else { return passing }
    let answer = ruling(flow, place, .ingress, remote, port: flow.initiator.port, isAnswer: true)
    passing.passage = answer.lists
    passing.filter = answer.listFilter
    passing.rule = answer.listRules.first { $0.filter == answer.listFilter }
    return passing
  }

  private func ruling(
    _ flow: CapturedFlow, _ place: Int, _ side: RuleDirection, _ remote: IPAddress, port: UInt16,
    isAnswer: Bool
  ) -> LocalRuling {
    switch flow.service {
    case .exchange(let type, _):
      let answers: [UInt8: UInt8] = [8: 0, 13: 14, 15: 16, 17: 18, 128: 129]
      let own = isAnswer ? answers[type] ?? type : type
      return model.ruling(
        at: place, side, flow.proto, remote: remote, port: 0, type: LocalModel.ICMPType(type: own, code: 0))
    case .message(let type, let code):
      return model.ruling(
        at: place, side, flow.proto, remote: remote, port: 0,
        type: LocalModel.ICMPType(type: type, code: code))
    case .ports where flow.proto.hasPorts:
      return rulings.ruling(at: place, side, flow.proto, remote: remote, port: port)
    case .ports, .bare: return model.ruling(at: place, side, flow.proto, remote: remote, port: port)
    }
  }

  // MARK: Noting

  private mutating func note(_ reason: Unjudged, _ flow: CapturedFlow, _ place: Int?) {
    volumes[FlowClass.unjudged.place].add(flow.volume)
    let needsExample = tally.unjudgedExamples[reason].map { flow.start <= $0.start } ?? true
    tally.note(reason, flow.volume, needsExample ? example(flow, place) : nil)
  }

  private mutating func noteAmbiguous(_ flow: CapturedFlow, _ place: Int) {
    volumes[FlowClass.ambiguous.place].add(flow.volume)
    tally.note(ambiguous: example(flow, place))
  }

  private func example(_ flow: CapturedFlow, _ place: Int?) -> FlowExample {
    FlowExample(
      start: flow.start, interface: place,
      side: place.map { owns(flow.responder.address, $0) ? .ingress : .egress },
      protocolNumber: UInt8(flow.proto.rawValue), source: flow.initiator.address,
      destination: flow.responder.address, sourcePort: flow.initiator.port,
      destinationPort: flow.responder.port)
  }
}

extension CapturedFlow {
  /// In seconds since 1970; 0 where no packet says.
  fileprivate var start: Int { Int((firstSeen ?? 0) / 1_000_000_000) }

  fileprivate var volume: Volume {
    Volume(records: 1, packets: packets, bytes: initiator.bytes + responder.bytes)
  }

  /// The same if the other end began.
  fileprivate var turned: CapturedFlow {
    var flow = self
    (flow.initiator, flow.responder) = (responder, initiator)
    return flow
  }
}
