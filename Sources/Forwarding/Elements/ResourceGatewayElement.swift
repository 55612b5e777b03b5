import PacketWalkAddressing
import PacketWalkTopology

/// Resource endpoints: what one admits goes on through the resource's gateway, from the gateway's address,
/// judged by the gateway's own groups (VPCE-7). A configuration that the input does not hold answers at the
/// endpoint.
extension GraphBuilder {
  mutating func findResourceGateways() {
    for (place, gateway) in topology.resourceGateways.enumerated() {
      for id in gateway.interfaces {
        if let at = index.interfaces[id] { resourceGatewayOfInterface[at] = place }
      }
    }
    for endpoint in topology.vpcEndpoints where endpoint.kind == .resource {
      guard let id = endpoint.resourceConfiguration, let place = index.resourceConfigurations[id],
        let gateway = topology.resourceConfigurations[place].gateway,
        let at = index.resourceGateways[gateway]
      else { continue }
      resourceClients[at, default: []] += endpoint.interfaces.compactMap { index.interfaces[$0] }
    }
  }

  /// What a resource endpoint's interface does with a packet that its groups admit.
  mutating func resourceReceives(_ configuration: Int, at here: Int, egress: FilterID?) -> [Op] {
    let facts = topology.resourceConfigurations[configuration]
    let element = ElementRef(.resourceConfiguration, configuration)
    guard facts.isAvailable else { return [.go(port(element, .drop(.badState)))] }
    guard let id = facts.gateway, let gateway = index.resourceGateways[id] else {
      let name = facts.gateway?.rawValue ?? "of resource configuration \(facts.displayName)"
      return [.missing(missingInput("resource gateway \(name)", element))]
    }
    let gatewayFacts = topology.resourceGateways[gateway]
    let gatewayElement = ElementRef(.resourceGateway, gateway)
    guard gatewayFacts.isAvailable else { return [.go(port(gatewayElement, .drop(.badState)))] }
    let nodes = gatewayFacts.interfaces.compactMap { index.interfaces[$0] }
    guard !nodes.isEmpty else {
      let what = "the network interfaces of resource gateway \(gatewayFacts.displayName)"
      return [.missing(missingInput(what, remedy: remedy(for: .networkInterfaces), gatewayElement))]
    }
    guard let address = address(of: facts) else {
      return [.missing(missingInput("the address of resource configuration \(facts.displayName)", element))]
    }
    // The zone's own interface where there is one; which of another zone is not documented.
    let zone = subnets[interfaces[here].subnet.value].zone
    let near = nodes.filter { subnets[interfaces[$0].subnet.value].zone == zone }
    let gatewayChoice = choice(
      Choice(
        kind: .node, element: gatewayElement,
        alternatives: (near.isEmpty ? nodes : near).map {
          Choice.Alternative(
            port: resourcePort($0, gateway, address), element: ElementRef(.networkInterface, $0),
            address: topology.networkInterfaces[$0].primaryAddress, rule: 0)
        }, isPerDirection: false, emptyCode: .badState))
    let target = port(gatewayElement, .choose(gatewayChoice))
    listeners.append(
      ListenerTable(
        element: element,
        entries: facts.ports.enumerated().map { place, ports in
          ListenerTable.Entry(protocol: .tcp, ports: ports, family: nil, target: target, listener: place)
        }, missCode: .resourcePort, portCode: .resourcePort))
    let listen: Op = .listen(ListenerID(listeners.count - 1))
    return linkOps(at: here, egress: egress) + [listen]
  }

  /// From a gateway's interface to the resource.
  private mutating func resourcePort(_ node: Int, _ gateway: Int, _ address: IPAddress) -> PortID {
    let element = ElementRef(.networkInterface, node)
    guard let source = nodeAddress(node, address.family) else { return port(element, .drop(.notATarget)) }
    let here = InterfaceIndex(node)
    let reply = makePort(element, subnet: interfaces[node].subnet)
    define(
      reply,
      (resourceClients[gateway] ?? []).map { .recall(.privateLink(InterfaceIndex($0))) }
        + [.drop(.replyMisdelivered)])
    var behaviour: [Op] = [
      rewrite(
        Rewrite(
          source: .constant(source), destination: .constant(address), sourcePort: .fresh(.anyEphemeral))),
      .identity(.become(here)), .remember(.balancer(here), resume: reply),
    ]
    if let groups = groupFilters(ofInterface: node) {
      behaviour.append(.filter(groups.egress, .interface(here)))
    }
    let port = makePort(element)
    define(port, behaviour + [.go(subnets[interfaces[node].subnet.value].out)])
    return port
  }

  private func address(of configuration: ResourceConfiguration) -> IPAddress? {
    switch configuration.definition {
    case .address(let address): return address
    case .domainName(let name):
      let host = name.lowercased()
      let balancer = topology.loadBalancers.first { $0.dnsName?.lowercased() == host }
      let nodes = balancer?.nodes ?? topology.managedServices.first { $0.answers(to: host) }?.interfaces
      return nodes?.first.flatMap { index.interfaces[$0] }.flatMap {
        topology.networkInterfaces[$0].primaryAddress
      }
    case .resource(let arn):
      let service = topology.managedServices.first { $0.id.rawValue == arn }
      return service?.interfaces.first.flatMap { index.interfaces[$0] }.flatMap {
        topology.networkInterfaces[$0].primaryAddress
      }
    case nil: return nil
    }
  }
}
