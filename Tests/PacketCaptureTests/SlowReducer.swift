import PacketWalkAddressing
@testable import PacketWalkPacketCapture

/// Flows of packets in the most obvious way: from what the packets mean, a dictionary, and the rules as they
/// are told.
struct SlowReducer {
  struct Key: Hashable {
    var ends: Set<String>
    var service: String
    var vni: UInt32?
  }

  struct Flow {
    var initiator: String
    var evidence: CapturedFlow.Evidence = .firstPacket
    var packets: [(sender: String, isReply: Bool, bytes: Int, flags: TCPFlags)] = []
    var first: Int64
    var last: Int64
    var record: Int
    var ending = CapturedFlow.Ending.endOfCapture
    /// Who shows what an end sends.
    var points: [String: String] = [:]
  }

  var options = CaptureOptions()
  private(set) var done: [(Key, Flow)] = []
  private(set) var duplicates = 0
  private var open: [Key: Flow] = [:]

  init(options: CaptureOptions = CaptureOptions()) { self.options = options }

  mutating func add(_ item: RandomTraffic.Item, record: Int) {
    let packet = item.packet
    var (source, destination) = ("\(packet.source)", "\(packet.destination)")
    var service = "\(packet.proto)"
    var flags: TCPFlags = []
    var opening: (initiator: String, evidence: CapturedFlow.Evidence)?
    switch packet.content {
    case .tcp(let from, let to, let all):
      (source, destination, flags) = ("\(source) \(from)", "\(destination) \(to)", all)
      if all.contains([.syn, .ack]) {
        opening = (destination, .synAck)
      } else if all.contains(.syn) {
        opening = (source, .syn)
      }
    case .udp(let from, let to): (source, destination) = ("\(source) \(from)", "\(destination) \(to)")
    case .sctp(let from, let to, let chunk):
      (source, destination) = ("\(source) \(from)", "\(destination) \(to)")
      if chunk == 1 { opening = (source, .request) }
      if chunk == 2 { opening = (destination, .reply) }
    case .icmp(let type, let code, let identifier):
      switch type {
      case 8, 13, 128: (service, opening) = ("\(service) \(type) id \(identifier)", (source, .request))
      case 0: (service, opening) = ("\(service) 8 id \(identifier)", (destination, .reply))
      case 14: (service, opening) = ("\(service) 13 id \(identifier)", (destination, .reply))
      case 129: (service, opening) = ("\(service) 128 id \(identifier)", (destination, .reply))
      default: service += " \(type) \(code)"
      }
    case .other: break
    }
    // A host that pings itself is told from itself by what is a reply.
    let isReply = source == destination && packet.isICMP && opening?.evidence == .reply
    let point = source + (isReply ? " replies" : "")
    let key = Key(ends: [source, destination], service: service, vni: item.mirror?.vni)
    var flow = open[key] ?? Flow(initiator: source, first: packet.time, last: packet.time, record: record)
    let isFirstShown = item.mirror.map { [nil, $0.interface].contains(flow.points[point]) } ?? true
    if let ending = ending(of: flow, packet, opening?.evidence == .syn && isFirstShown) {
      flow.ending = ending
      done.append((key, flow))
      flow = Flow(initiator: source, first: packet.time, last: packet.time, record: record)
    }
    defer { open[key] = flow }
    if let mirror = item.mirror {
      if flow.points[point] == nil { flow.points[point] = mirror.interface }
      guard flow.points[point] == mirror.interface else {
        duplicates += 1
        return
      }
    }
    flow.packets.append((source, isReply, packet.bytes.count, flags))
    flow.first = min(flow.first, packet.time)
    flow.last = max(flow.last, packet.time)
    if let opening {
      let isCertain = flow.evidence == .syn || flow.evidence == .request
      let isAnswered = flow.evidence == .synAck || flow.evidence == .reply
      if opening.evidence == .syn || opening.evidence == .request ? !isCertain : !isCertain && !isAnswered {
        (flow.initiator, flow.evidence) = opening
      }
    }
  }

  private func ending(of flow: Flow, _ packet: TestPacket, _ isSyn: Bool) -> CapturedFlow.Ending? {
    let isClosed = flow.packets.contains { !$0.flags.isDisjoint(with: [.fin, .rst]) }
    if isSyn, isClosed { return .reused }
    let gap = packet.proto == 6 ? options.tcpIdle : options.idle
    return packet.time - flow.last > gap || flow.first - packet.time > gap ? .idle : nil
  }

  /// All flows as lines, in the order of their first packets.
  mutating func lines() -> [String] {
    done += open.map { ($0.key, $0.value) }
    open = [:]
    return done.sorted { $0.1.record < $1.1.record }.map { key, flow in
      let other = key.ends.subtracting([flow.initiator]).first ?? flow.initiator
      let ends = [flow.initiator, other].enumerated().map { place, end in
        let sent = flow.packets.filter { packet in
          key.ends.count > 1 ? packet.sender == end : packet.isReply == (place == 1)
        }
        let flags = sent.reduce(TCPFlags()) { $0.union($1.flags) }
        return "\(end): \(sent.count) \(sent.reduce(0) { $0 + $1.bytes }) \(flags.rawValue)"
      }
      return
        "\(flow.record) \(key.service) \(ends) \(flow.evidence) \(flow.ending) \(flow.first) \(flow.last)"
        + " vni \(key.vni.map { "\($0)" } ?? "-")"
    }
  }
}

extension CapturedFlow {
  /// The same line of a flow of the fast reducer.
  var line: String {
    var service = "\(proto.rawValue)"
    switch self.service {
    case .ports, .bare: break
    case .exchange(let type, let identifier): service += " \(type) id \(identifier)"
    case .message(let type, let code): service += " \(type) \(code)"
    }
    let ends = [initiator, responder].map { end in
      let name = self.service == .ports ? "\(end.address) \(end.port)" : "\(end.address)"
      return "\(name): \(end.packets) \(end.bytes) \(end.flags.rawValue)"
    }
    return "\(record) \(service) \(ends) \(evidence) \(ending) \(firstSeen ?? 0) \(lastSeen ?? 0)"
      + " vni \(vni.map { "\($0)" } ?? "-")"
  }
}
