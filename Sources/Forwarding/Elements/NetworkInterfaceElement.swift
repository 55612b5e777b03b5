import PacketWalkAddressing
import PacketWalkTopology

/// A network interface: what it sends passes its groups and its subnet, what it receives its groups; with
/// the source/destination check off it forwards what is not its own (ORD-1, ORD-2, SDC-1, SDC-2).
extension GraphBuilder {
  mutating func allocateInterfaces() {
    for (place, balancer) in topology.loadBalancers.enumerated() {
      for node in balancer.nodes { if let at = index.interfaces[node] { balancerOfNode[at] = place } }
    }
    for (place, endpoint) in topology.vpcEndpoints.enumerated() {
      for id in endpoint.interfaces { if let at = index.interfaces[id] { endpointOfInterface[at] = place } }
    }
    for (place, interface) in topology.networkInterfaces.enumerated() {
      let element = ElementRef(.networkInterface, place)
      let subnet = subnetIndex(interface.subnet)
      let start = makePort(element, subnet: subnet)
      let facts = InterfaceFacts(
        vpc: subnet.map { subnets[$0.value].vpc } ?? VPCIndex(0), subnet: subnet ?? SubnetIndex(0),
        start: start,
        arrival: makePort(element, subnet: subnet), neighbour: makePort(element, subnet: subnet),
        place: self.place(element, reply: start, interface: InterfaceIndex(place)),
        groups: Set(interface.securityGroups.map { groupNumber($0) }).sorted())
      interfaces.append(facts)
      if subnet != nil { claimAddresses(of: interface, facts, InterfaceIndex(place)) }
    }
  }

  /// Enters the interface's addresses in its VPC's maps.
  private mutating func claimAddresses(
    of interface: NetworkInterface, _ facts: InterfaceFacts, _ place: InterfaceIndex
  ) {
    let vpc = facts.vpc.value
    for address in interface.addresses {
      guard let outside = address.publicAddress else { continue }
      vpcs[vpc].publicAddress[address.address] = outside
      vpcs[vpc].privateAddress[outside] = address.address
    }
    // The interfaces of NAT and transit gateways are no hosts; the gateways claim their own addresses.
    guard interface.isAttached, interface.kind != .natGateway, interface.kind != .transitGateway else {
      return
    }
    let owner = Owner(arrival: facts.arrival, neighbour: facts.neighbour, interface: place)
    for address in interface.addresses where vpcs[vpc].owners[address.address] == nil {
      vpcs[vpc].owners[address.address] = owner
    }
    for prefix in interface.delegatedPrefixes { vpcs[vpc].delegated.append((prefix, owner)) }
  }

  mutating func lowerInterface(_ place: Int) {
    let interface = topology.networkInterfaces[place]
    let facts = interfaces[place]
    let here = InterfaceIndex(place)
    guard subnetIndex(interface.subnet) != nil else {
      let input = missingInput(
        "the subnet of network interface \(interface.displayName)", remedy: remedy(for: .subnets),
        ElementRef(.networkInterface, place))
      for port in [facts.start, facts.arrival, facts.neighbour] { define(port, [.missing(input)]) }
      return
    }
    let groups = groupFilters(of: interface, at: place)
    define(facts.start, sending(interface, here, facts, groups?.egress))

    var receiving: [Op] = []
    if let groups { receiving.append(.filter(groups.ingress, .interface(here))) }
    if let balancer = balancerOfNode[place] {
      receiving += balancerReceives(balancer, node: place, egress: groups?.egress)
    } else if let endpoint = endpointOfInterface[place] {
      receiving += interfaceEndpointReceives(endpoint, facts.place)
    } else {
      receiving += hostReceives(interface, here, facts)
    }
    define(facts.arrival, [.enter(facts.subnet, accessFilters(of: facts.subnet).ingress)] + receiving)
    ports[facts.neighbour.value].start = ports[facts.arrival.value].start + 1
  }

  private func sending(
    _ interface: NetworkInterface, _ here: InterfaceIndex, _ facts: InterfaceFacts, _ egress: FilterID?
  ) -> [Op] {
    var behaviour: [Op] = [.exempt(facts.vpc), .identity(.sender(here))]
    if interface.isSourceDestChecked {
      behaviour.append(.require(.sourceOwned(by: here), .sourceDestinationCheck, isFatal: false))
    }
    if interface.kind == .vpcEndpoint {
      behaviour.append(.require(.isReply, .endpointInitiates, isFatal: true))
    }
    if let egress { behaviour.append(.filter(egress, .interface(here))) }
    if steeredTargets.contains(here.value) { behaviour.append(.recall(.steer(here))) }
    behaviour.append(.go(subnets[facts.subnet.value].out))
    return behaviour
  }

  private func hostReceives(_ interface: NetworkInterface, _ here: InterfaceIndex, _ facts: InterfaceFacts)
    -> [Op]
  {
    var behaviour: [Op] = []
    if interface.isSourceDestChecked {
      behaviour.append(.require(.destinationOwned(by: here), .sourceDestinationCheck, isFatal: false))
    }
    behaviour.append(.deliverIfOwn(here, facts.place))
    behaviour += [.assume(.applianceForwards, unless: nil), .go(facts.start)]
    return behaviour
  }
}
