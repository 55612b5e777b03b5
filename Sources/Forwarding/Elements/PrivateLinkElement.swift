import PacketWalkAddressing
import PacketWalkTopology

/// PrivateLink: what an interface endpoint admits goes on to the load balancer of its service, if the
/// input holds the service (VPCE-6). A service of AWS's own answers at the endpoint.
extension GraphBuilder {
  /// Notes which endpoints lead to which balancers.
  mutating func findPrivateLinks() {
    for endpoint in topology.vpcEndpoints where endpoint.kind == .interface {
      guard let service = index.endpointServices[endpoint.serviceName] else { continue }
      let interfaces = endpoint.interfaces.compactMap { index.interfaces[$0] }
      for id in topology.endpointServices[service].loadBalancers {
        guard let balancer = index.loadBalancers[id] else { continue }
        privateLinkClients[balancer, default: []] += interfaces
      }
    }
  }

  /// What an endpoint's interface does with a packet that its groups admit.
  mutating func privateLinkReceives(_ endpoint: Int, service: Int, at here: Int, egress: FilterID?) -> [Op] {
    let facts = topology.endpointServices[service]
    let element = ElementRef(.endpointService, service)
    guard facts.isAvailable else { return [.go(port(element, .drop(.badState)))] }
    var nodes: [Int] = []
    for id in facts.loadBalancers {
      guard let balancer = index.loadBalancers[id] else {
        return [.missing(missingInput("load balancer \(id)", remedy: remedy(for: .loadBalancers), element))]
      }
      let own = topology.loadBalancers[balancer].nodes.compactMap { index.interfaces[$0] }
      guard !own.isEmpty else {
        let name = topology.loadBalancers[balancer].displayName
        return [
          .missing(
            missingInput(
              "the nodes of load balancer \(name)", remedy: remedy(for: .networkInterfaces),
              ElementRef(.loadBalancer, balancer)))
        ]
      }
      nodes += own
    }
    let candidates = nodes.filter { isInReach($0, of: here, endpoint: endpoint, service: facts) }
    let nodeChoice = choice(
      Choice(
        kind: .node, element: element,
        alternatives: candidates.map {
          Choice.Alternative(
            port: privateLinkEntry($0), element: ElementRef(.networkInterface, $0),
            address: topology.networkInterfaces[$0].primaryAddress, rule: 0)
        }, isPerDirection: false, emptyCode: .serviceNotInZone))
    return linkOps(at: here, egress: egress) + [.choose(nodeChoice)]
  }

  /// An endpoint hands a packet on: its sender's groups stay behind, and the answer leaves by the endpoint.
  mutating func linkOps(at here: Int, egress: FilterID?) -> [Op] {
    let reply = makePort(ElementRef(.networkInterface, here), subnet: interfaces[here].subnet)
    var answering: [Op] = [.identity(.become(InterfaceIndex(here)))]
    if let egress { answering.append(.filter(egress, .interface(InterfaceIndex(here)))) }
    define(reply, answering + [.go(subnets[interfaces[here].subnet.value].out)])
    return [
      .identity(.arrive(.groupReferenceNotPreserved)),  // SG-8
      .remember(.privateLink(InterfaceIndex(here)), resume: reply),
    ]
  }

  /// An endpoint leads to the node of its own zone; from another Region to any (VPCE-7, VPCE-9).
  private func isInReach(
    _ node: Int, of here: Int, endpoint: Int, service: EndpointService
  ) -> Bool {
    let endpoint = topology.vpcEndpoints[endpoint]
    if let region = endpoint.serviceRegion, region != endpoint.info.region { return true }
    let (near, far) = (interfaces[here].subnet, interfaces[node].subnet)
    guard near != straySubnet, far != straySubnet else { return true }
    let (zone, other) = (topology.subnets[near.value].zone, topology.subnets[far.value].zone)
    // Names of zones mean nothing in another account.
    if zone.zoneID == nil || other.zoneID == nil, endpoint.info.account != service.info.account {
      return true
    }
    guard service.zones.isEmpty || service.zones.contains(other.name) else { return false }
    return interfaces[here].subnet == interfaces[node].subnet || zone.identity == other.identity
  }

  /// Where packets from endpoints enter a node: its groups judge them by the client's own address, unless
  /// the balancer is told not to (NLB-6).
  private mutating func privateLinkEntry(_ node: Int) -> PortID {
    if let known = privateLinkEntries[node] { return known }
    let entry = makePort(ElementRef(.networkInterface, node))
    privateLinkEntries[node] = entry
    guard let balancer = balancerOfNode[node] else {
      define(entry, [.drop(.badState)])
      return entry
    }
    let groups = groupFilters(ofInterface: node)
    var behaviour: [Op] = []
    if let groups, topology.loadBalancers[balancer].judgesPrivateLink {
      behaviour.append(.filter(groups.ingress, .interface(InterfaceIndex(node))))
    }
    // The answer leaves by the endpoint that the request came by.
    let reply = makePort(ElementRef(.networkInterface, node), subnet: interfaces[node].subnet)
    define(
      reply,
      (privateLinkClients[balancer] ?? []).map { .recall(.privateLink(InterfaceIndex($0))) }
        + [.drop(.replyMisdelivered)])
    define(entry, behaviour + privateLinkListens(balancer, node: node, egress: groups?.egress, reply: reply))
    return entry
  }

  private mutating func privateLinkListens(
    _ balancer: Int, node: Int, egress: FilterID?, reply: PortID
  ) -> [Op] {
    if let stop = balancerStops(balancer) { return [stop] }
    var targets: [(family: AddressFamily?, port: PortID)] = []
    for listener in topology.loadBalancers[balancer].listeners {
      let choice = self.targets(of: listener, balancer: balancer, node: node) { builder, target, _ in
        // NLB-4: the target never sees the client's address.
        builder.translatingTarget(target, balancer: balancer, node: node, egress: egress, reply: reply)
      }
      targets.append((nil, port(ElementRef(.loadBalancer, balancer), .choose(self.choice(choice)))))
    }
    return [.listen(listenerTable(balancer, targets.map { [$0] }))]
  }
}
