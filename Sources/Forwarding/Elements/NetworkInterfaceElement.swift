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
    // By place here and below, since a copy of a whole interface would count references to all that it holds.
    let count = topology.networkInterfaces.count
    interfaces.reserveCapacity(count)
    ports.reserveCapacity(ports.count + 4 * count)
    ops.reserveCapacity(ops.count + 16 * count)
    for vpc in vpcs.indices { vpcs[vpc].owners.reserveCapacity(count / vpcs.count) }
    for place in 0..<count {
      let element = ElementRef(.networkInterface, place)
      let subnet = subnetIndex(topology.networkInterfaces[place].subnet)
      let start = makePort(element, subnet: subnet)
      let facts = InterfaceFacts(
        vpc: subnet.map { subnets[$0.value].vpc } ?? strayVPC, subnet: subnet ?? straySubnet,
        start: start,
        arrival: makePort(element, subnet: subnet), neighbour: makePort(element, subnet: subnet),
        place: self.place(element, reply: start, interface: InterfaceIndex(place)),
        groups: groupNumbers(ofInterface: place))
      interfaces.append(facts)
      if subnet != nil { claimAddresses(ofInterface: place, facts) }
    }
  }

  /// The numbers of an interface's groups, each once and in order.
  private mutating func groupNumbers(ofInterface place: Int) -> [UInt32] {
    let groups = topology.networkInterfaces[place].securityGroups
    if groups.count == 1 { return [groupNumber(groups[0])] }
    return Set(groups.map { groupNumber($0) }).sorted()
  }

  /// Enters the interface's addresses in its VPC's maps.
  private mutating func claimAddresses(ofInterface place: Int, _ facts: InterfaceFacts) {
    let vpc = facts.vpc.value
    let addresses = topology.networkInterfaces[place].addresses
    for address in addresses {
      if let carrier = address.carrierAddress {
        vpcs[vpc].carrierAddress[address.address] = carrier
        vpcs[vpc].carrierPrivateAddress[carrier] = address.address
      }
      guard let outside = address.publicAddress else { continue }
      vpcs[vpc].publicAddress[address.address] = outside
      vpcs[vpc].privateAddress[outside] = address.address
    }
    // The interfaces of NAT and transit gateways are no hosts; the gateways claim their own addresses.
    guard topology.networkInterfaces[place].isAttached else { return }
    switch topology.networkInterfaces[place].kind {
    case .natGateway, .transitGateway: return
    default: break
    }
    let owner = Owner(
      arrival: facts.arrival, neighbour: facts.neighbour, interface: InterfaceIndex(place))
    for address in addresses where vpcs[vpc].owners[address.address] == nil {
      vpcs[vpc].owners[address.address] = owner
    }
    for prefix in topology.networkInterfaces[place].delegatedPrefixes {
      vpcs[vpc].delegated.append(VPCFacts.Delegation(prefix: prefix, owner: owner))
    }
  }

  mutating func lowerInterface(_ place: Int) {
    let facts = interfaces[place]
    let here = InterfaceIndex(place)
    guard subnetIndex(topology.networkInterfaces[place].subnet) != nil else {
      let input = missingInput(
        "the subnet of network interface \(topology.networkInterfaces[place].displayName)",
        remedy: remedy(for: .subnets),
        ElementRef(.networkInterface, place))
      for port in [facts.start, facts.arrival, facts.neighbour] { define(port, [.missing(input)]) }
      return
    }
    let groups = groupFilters(ofInterface: place)
    if let endpoint = connectEndpointOfInterface[place] {
      define(facts.start, connectSends(endpoint, here, groups?.egress))
    } else {
      let recalls = recallsConnectEndpoints(place)
      define(facts.start, sending(here, facts, groups?.egress, recalls))
    }

    var receiving: [Op] = []
    if let groups { receiving.append(.filter(groups.ingress, .interface(here))) }
    if let balancer = balancerOfNode[place] {
      receiving += balancerReceives(balancer, node: place, egress: groups?.egress)
    } else if let endpoint = endpointOfInterface[place] {
      receiving += interfaceEndpointReceives(endpoint, at: place, egress: groups?.egress)
    } else if let unknown = unknownBalancer(place) {
      receiving += [.deliverIfReply(facts.place), .missing(unknown)]
    } else {
      if connectEndpointOfInterface[place] != nil { receiving.append(.deliverIfReply(facts.place)) }
      if resourceGatewayOfInterface[place] != nil { receiving.append(.recall(.balancer(here))) }
      receiving += hostReceives(here, facts)
      receiving += forwarding(here, facts)
    }
    define(facts.arrival, [.enter(facts.subnet, accessFilters(of: facts.subnet).ingress)] + receiving)
    ports[facts.neighbour.value].start = ports[facts.arrival.value].start + 1
  }

  /// Set for a node of a load balancer that the input does not hold.
  private mutating func unknownBalancer(_ place: Int) -> InputID? {
    // By place, since this is asked of every host.
    switch topology.networkInterfaces[place].kind {
    case .applicationLoadBalancer, .networkLoadBalancer, .classicLoadBalancer:
      return missingInput(
        "the load balancer of network interface \(topology.networkInterfaces[place].displayName)",
        remedy: remedy(for: .loadBalancers),
        ElementRef(.networkInterface, place))
    default: return nil
    }
  }

  private func sending(
    _ here: InterfaceIndex, _ facts: InterfaceFacts, _ egress: FilterID?, _ recalls: [Op]
  ) -> [Op] {
    // What nothing holds sends nothing, not even to Amazon's own services.
    guard topology.networkInterfaces[here.value].isAttached else { return [.drop(.badState)] }
    var behaviour: [Op] = [.exempt(facts.vpc), .identity(.sender(here))]
    if topology.networkInterfaces[here.value].isSourceDestChecked {
      behaviour.append(.require(.sourceOwned(by: here), .sourceDestinationCheck, isFatal: false))
    }
    if case .vpcEndpoint = topology.networkInterfaces[here.value].kind {
      behaviour.append(.require(.isReply, .endpointInitiates, isFatal: true))
    }
    if let egress { behaviour.append(.filter(egress, .interface(here))) }
    if steeredTargets.contains(here.value) { behaviour.append(.recall(.steer(here))) }
    behaviour += recalls
    if acceleratedTargets.contains(here.value) { behaviour.append(.recall(.accelerator(here))) }
    behaviour.append(.go(subnets[facts.subnet.value].out))
    return behaviour
  }

  private func hostReceives(_ here: InterfaceIndex, _ facts: InterfaceFacts) -> [Op] {
    var behaviour: [Op] = []
    if let endpoint = clientVPNOfInterface[here.value] {
      behaviour.append(.recall(.clientVPN(UInt32(endpoint))))
    }
    if topology.networkInterfaces[here.value].isSourceDestChecked {
      behaviour.append(.require(.destinationOwned(by: here), .sourceDestinationCheck, isFatal: false))
    }
    // What comes back to a NAT instance is its own or, by its state, another's.
    if topology.networkInterfaces[here.value].middlebox == .snat {
      behaviour.append(.recall(.natInstance(here)))
    }
    behaviour.append(.deliverIfOwn(here, facts.place))
    return behaviour
  }
}
