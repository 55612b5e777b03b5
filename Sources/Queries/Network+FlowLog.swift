public import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkTopology

/// What a flow log at one interface records of one direction of a flow (FL-2).
public struct FlowLogRecord: Hashable, Sendable {
  /// What the interface's groups and its subnet's access list do with the packet.
  public enum Action: String, Hashable, Sendable {
    case accept = "ACCEPT"
    case reject = "REJECT"
    /// One or the other, by the port that the client chose.
    case either = "ACCEPT or REJECT"
    /// Depends on rules that the input does not hold.
    case unknown
  }

  public var direction: Direction
  public var action: Action
  /// The group or access list that rejects.
  public var component: Component?
  /// The rule that rejects; `*` for an access list's implied deny.
  public var rule: String?
}

extension Network {
  /// What the flow log of one end's interface records of a question's request and of its reply. Routes and the far
  /// end play no part in it: a packet that a route drops is accepted here (FL-2).
  ///
  /// - Parameter interface: a selector for one of the question's ends.
  /// - Parameter question: who sends what to whom.
  /// - Returns: the request's record, and the reply's if the request is accepted.
  /// - Throws: an `InputError` for a selector that matches nothing or too much, or an interface that is neither end.
  public func flowLog(at interface: String, for question: Question) throws(InputError) -> [FlowLogRecord] {
    let walks = try pairs(of: question).map(\.walk)
    var place: InterfaceIndex?
    for endpoint in try resolve(interface) {
      switch endpoint.target {
      case .interface(let index, _): place = index
      case .address(let address):
        place = holders(of: address).compactMap(\.owner.interface).first
      default: break
      }
    }
    guard let place else { throw InputError(.noMatch, "'\(interface)' is no network interface") }
    let own = topology.networkInterfaces[place.value]
    var records: [FlowLogRecord] = []
    for walk in walks {
      guard let source = walk.sources.first, let destination = walk.destinations.first else { continue }
      let side: RuleDirection = own.owns(source) ? .egress : .ingress
      let address =
        side == .egress
        ? source
        : graph.vpcs[graph.interfaces[place.value].vpc.value]
          .privateAddress[destination] ?? destination
      guard own.owns(address) else {
        throw InputError(
          .invalid, "'\(interface)' is neither end of the question, whose packets it would log")
      }
      let request = LocalPacket(
        side, walk.protocol, source: source, destination: side == .egress ? destination : address,
        destinationPorts: walk.ports, icmpType: walk.icmpType, icmpCode: walk.icmpCode)
      let verdict = graph.localVerdict(of: request, at: place)
      records.append(record(.forward, verdict))
      guard verdict.accepts else { continue }
      let answer = request.answer(toPorts: walk.sourcePorts)
      records.append(record(.reply, graph.localVerdict(of: answer, at: place)))
    }
    return records
  }

  private func record(_ direction: Direction, _ verdict: LocalVerdict) -> FlowLogRecord {
    let action: FlowLogRecord.Action =
      verdict.isUnknown
      ? .unknown : verdict.rejection == nil ? .accept : verdict.accepts ? .either : .reject
    let place = verdict.rejection.map { describe($0.filter, $0.rule) }
    return FlowLogRecord(
      direction: direction, action: action, component: place?.component, rule: place?.rule)
  }
}
