import PacketWalkTopology

/// An egress-only internet gateway: IPv6, stateful, sessions begin inside only (EIGW-1).
extension GraphBuilder {
  mutating func allocateEgressOnlyGateways() {
    for place in topology.egressOnlyInternetGateways.indices {
      egressOnlyOut.append(makePort(ElementRef(.egressOnlyInternetGateway, place)))
    }
  }

  mutating func lowerEgressOnlyGateway(_ place: Int) {
    guard let id = topology.egressOnlyInternetGateways[place].vpc, let vpc = vpcIndex(id) else {
      define(egressOnlyOut[place], [.drop(.badStateRoute)])
      return
    }
    let access = publicAccess(.outbound(vpc))
    define(
      egressOnlyOut[place],
      [
        .require(.family6, .egressOnlyFamily, isFatal: true),
        .require(.sourceIsInterface(in: vpc), .noPublicAddressForEgress, isFatal: true),
        // A reply that began outside never passed here: the gateway doesn't know its session.
        .require(.isRequest, .egressOnlyUnsolicited, isFatal: true),
      ] + access + [
        .identity(.lose(.groupReferenceNotPreserved)),
        .remember(.egressOnly(vpc), resume: vpcLocal[vpc.value]),
        .go(internetPort),
      ])
  }
}
