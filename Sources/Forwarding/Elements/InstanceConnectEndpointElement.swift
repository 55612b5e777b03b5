import PacketWalkTopology

/// EC2 Instance Connect Endpoints: connections begin at their interface, judged by its groups on the way out
/// only, from its own address or with the administrator's kept (MS-4).
extension GraphBuilder {
  mutating func findConnectEndpoints() {
    for (place, endpoint) in topology.instanceConnectEndpoints.enumerated() {
      for id in endpoint.interfaces {
        guard let at = index.interfaces[id] else { continue }
        connectEndpointOfInterface[at] = place
        if endpoint.preservesClientIP { preservingEndpoints[interfaces[at].vpc, default: []].append(at) }
      }
    }
  }

  /// What the interface sends: the service's connections are TCP.
  func connectSends(_ endpoint: Int, _ here: InterfaceIndex, _ egress: FilterID?) -> [Op] {
    let facts = topology.instanceConnectEndpoints[endpoint]
    guard facts.isAvailable else { return [.drop(.badState)] }
    var behaviour: [Op] = [
      .identity(.become(here)), .require(.isTCP, .connectEndpointProtocol, isFatal: false),
    ]
    if !facts.preservesClientIP {
      behaviour.append(.require(.sourceOwned(by: here), .sourceDestinationCheck, isFatal: false))
    }
    if let egress { behaviour.append(.filter(egress, .interface(here))) }
    if facts.preservesClientIP {
      behaviour.append(.remember(.connectEndpoint(here), resume: interfaces[here.value].arrival))
    }
    behaviour.append(.go(subnets[interfaces[here.value].subnet.value].out))
    return behaviour
  }

  /// The ways of an interface's answers back to the preserving endpoints of its VPC, whatever its own routes.
  mutating func recallsConnectEndpoints(_ here: Int) -> [Op] {
    let facts = interfaces[here]
    return (preservingEndpoints[facts.vpc] ?? []).filter { $0 != here }.map { endpoint in
      let there = interfaces[endpoint]
      let isSameSubnet = there.subnet == facts.subnet
      let wayBack = makePort(ElementRef(.networkInterface, here), subnet: facts.subnet)
      define(
        wayBack,
        [.assume(.preservedReplyReturnsToEndpoint, unless: nil), .sent(from: facts.subnet)]
          + (isSameSubnet ? [] : [.filter(accessFilters(of: facts.subnet).egress, .stateless)])
          + [.go(isSameSubnet ? there.neighbour : there.arrival)])
      return .recall(.connectEndpoint(InterfaceIndex(endpoint)), at: wayBack)
    }
  }
}
