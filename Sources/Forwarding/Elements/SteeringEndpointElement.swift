import PacketWalkAddressing
import PacketWalkTopology

/// A gateway load balancer endpoint: a route's target that hands packets to appliances, or to a network
/// firewall, and routes what comes back by its own subnet's table (GWLB-2, NFW-1).
extension GraphBuilder {
  /// The one subnet of such an endpoint; nil for endpoints of other kinds, and where the input doesn't say.
  func steeringSubnet(_ endpoint: Int) -> SubnetIndex? {
    guard topology.vpcEndpoints[endpoint].kind == .gatewayLoadBalancer else { return nil }
    let named = topology.vpcEndpoints[endpoint].subnets.lazy.compactMap { subnetIndex($0) }.first
    return named
      ?? topology.vpcEndpoints[endpoint].interfaces.lazy.compactMap {
        index.interfaces[$0].flatMap { subnetIndex(topology.networkInterfaces[$0].subnet) }
      }.first
  }

  mutating func lowerSteeringEndpoint(_ place: Int, in subnet: SubnetIndex) {
    let element = ElementRef(.vpcEndpoint, place)
    guard topology.vpcEndpoints[place].isAvailable else {
      define(endpointOut[place], [.drop(.badState)])
      return
    }
    let lists = accessFilters(of: subnet)
    let exit = makePort(element, subnet: subnet)
    var onward: [Op] = [.sent(from: subnet), .onLink(subnet)]
    if let table = routeTableOfSubnet[subnet.value] {
      let compiled = self.table(compiling: table)
      onward += [
        .ifAssumed(.endpointAccessListApplies, unless: .passes(lists.egress)),
        .leave(subnet, lists.egress, compiled), .lookup(compiled),
      ]
    } else {
      let input = missingInput(
        "the route table of subnet \(topology.subnets[subnet.value].displayName)",
        remedy: remedy(for: .routeTables), ElementRef(.subnet, subnet.value))
      onward.append(.missing(input))
    }
    define(exit, onward)
    define(
      endpointOut[place],
      [
        .ifAssumed(.endpointAccessListApplies, unless: .passes(lists.ingress)),
        .enter(subnet, lists.ingress), .identity(.lose(.groupReferenceNotPreserved)),
      ] + steered(by: place, in: subnet, exit))
  }

  /// What becomes of a packet behind the endpoint, up to its exit.
  private mutating func steered(by place: Int, in subnet: SubnetIndex, _ exit: PortID) -> [Op] {
    let endpoint = topology.vpcEndpoints[place]
    let element = ElementRef(.vpcEndpoint, place)
    if let firewall = firewallOfEndpoint[place] {
      return firewallPasses(firewall, at: element) + [.go(exit)]
    }
    // Network Firewall tags the endpoints that it makes.
    if endpoint.info.tags["AWSNetworkFirewallManaged"] == "true" {
      let input = missingInput(
        "the network firewall of VPC endpoint \(endpoint.displayName)",
        remedy: "aws network-firewall describe-firewall", element)
      return [.missing(input)]
    }
    guard let service = index.endpointServices[endpoint.serviceName] else {
      return [.assume(.gatewayBalancerReflects, unless: nil), .go(exit)]
    }
    guard topology.endpointServices[service].isAvailable else { return [.drop(.badState)] }
    let balancers = topology.endpointServices[service].loadBalancers.compactMap { index.loadBalancers[$0] }
      .filter { topology.loadBalancers[$0].kind == .gateway }
    guard !balancers.isEmpty else { return [.assume(.gatewayBalancerReflects, unless: nil), .go(exit)] }
    return [.choose(choice(appliances(of: balancers, from: subnets[subnet.value].zone, element, exit)))]
  }
}
