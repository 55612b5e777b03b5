/// What became of a record beside the model.
package enum FlowClass: String, Hashable, Sendable, CaseIterable {
  /// Both accept, or both reject.
  case agreeAccept = "agree-accept"
  case agreeReject = "agree-reject"
  /// The model lets pass what was rejected.
  case modelAccepts = "model-accept/log-reject"
  /// The model stops what was accepted.
  case modelRejects = "model-reject/log-accept"
  /// Rejected, although the connection was let pass before: a packet behind its end, which AWS rejects as well.
  case latePacket = "late-packet"
  /// Answer or request, on which it depends, and nothing tells which.
  case ambiguous
  /// What the model can't judge; `Unjudged` says why.
  case unjudged = "not-evaluable"
}

/// Why a record is not judged.
package enum Unjudged: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  case unknownInterface = "unknown-interface"
  /// Neither the record nor its addresses say which way it went.
  case noDirection = "no-direction"
  case noAction = "no-action"
  case noAddresses = "no-addresses"
  case noProtocol = "no-protocol"
  /// Some ICMP types pass and others don't.
  case icmpType = "icmp-type"
  /// Rules that the input does not hold.
  case unknownRules = "unknown-rules"
  /// Stopped by the access list, unless it came from what forwards others' packets within the subnet, or went there.
  case forwarded
  /// Stopped by the groups, unless a network load balancer that keeps the client's address sent it.
  case balancer
  /// Of a capture: nobody answered what went out, so that nothing shows whether it was let pass.
  case unanswered
  /// Of a capture: nothing says at which interface it was taken.
  case noCapturePoint = "no-capture-point"
  /// Of a capture: packets of a traffic mirror.
  case mirrored
  case outsideValidity = "outside-validity"
  /// Elastic Fabric Adapter traffic, which is not IP.
  case fabricAdapter = "efa"
  /// Of an attachment that the topology does not have, or not once.
  case unknownAttachment = "unknown-attachment"
  /// Of a transit gateway: neither the attachment that its packets went to nor a counter of what was lost, or both.
  case transitGateway = "transit-gateway"
  /// Of an attachment under which a Connect attachment's packets are logged as well.
  case connectAttachment = "connect-attachment"
  /// Rejected by block public access or encryption control, not by groups and access lists.
  case otherReason = "other-reject-reason"

  /// In words, for people.
  package var words: String {
    switch self {
    case .unknownInterface: "of interfaces that the topology does not have"
    case .noDirection: "without a direction, between addresses that are not the interface's"
    case .noAction: "without an action"
    case .noAddresses: "without addresses"
    case .noProtocol: "without protocol or ports"
    case .icmpType: "of ICMP, some types of which pass and others don't"
    case .unknownRules: "that depend on rules the input does not hold"
    case .forwarded: "that may not have left the subnet, since something in it forwards others' packets"
    case .balancer: "that a network load balancer may have sent, which keeps the client's address"
    case .unanswered: "that went out and nobody answered: a capture does not say whether they were let pass"
    case .noCapturePoint: "of a capture of which nothing says where it was taken: --at names the interface"
    case .mirrored: "of a traffic mirror"
    case .outsideValidity: "outside the time for which the topology is valid"
    case .fabricAdapter: "of an Elastic Fabric Adapter"
    case .unknownAttachment: "of transit gateway attachments that the topology does not have"
    case .transitGateway: "of a transit gateway, which do not tell what became of the packets"
    case .connectAttachment:
      "of a transit gateway attachment under which a Connect attachment's are logged as well"
    case .otherReason: "rejected by another reason than groups and access lists"
    }
  }
}
