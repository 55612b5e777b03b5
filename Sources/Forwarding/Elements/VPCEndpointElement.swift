import PacketWalkAddressing
import PacketWalkTopology

/// VPC endpoints: a gateway endpoint is a route target that ends the path at its service; an interface
/// endpoint answers on interfaces of its own (A10).
extension GraphBuilder {
  mutating func allocateEndpoints() {
    for place in topology.vpcEndpoints.indices {
      endpointOut.append(makePort(ElementRef(.vpcEndpoint, place), subnet: steeringSubnet(place)))
    }
    findFirewalls()
  }

  mutating func lowerEndpoint(_ place: Int) {
    let endpoint = topology.vpcEndpoints[place]
    let element = ElementRef(.vpcEndpoint, place)
    if let subnet = steeringSubnet(place) {
      lowerSteeringEndpoint(place, in: subnet)
      return
    }
    guard endpoint.kind == .gateway, let vpc = vpcIndex(endpoint.vpc) else {
      let input = missingInput("what lies behind VPC endpoint \(endpoint.displayName)", element)
      define(endpointOut[place], [.missing(input)])
      return
    }
    guard endpoint.isAvailable else {
      define(endpointOut[place], [.drop(.badState)])
      return
    }
    // The service answers with its public address, straight into the VPC (VPCE-3).
    let reply = port(element, .sent(from: nil), .local(vpc))
    define(
      endpointOut[place],
      [
        .require(.sourceIn(vpc), .gatewayEndpointSource, isFatal: true),  // VPCE-2
        .require(.gatewayEndpointProtocol, .gatewayEndpointProtocol, isFatal: true),
        .identity(.lose(.groupReferenceNotPreserved)),
        .deliver(self.place(element, reply: reply)),
      ])
  }

  /// What an interface endpoint's interface does with a packet that its groups admit (VPCE-4).
  mutating func interfaceEndpointReceives(_ endpoint: Int, at here: Int, egress: FilterID?) -> [Op] {
    guard topology.vpcEndpoints[endpoint].isAvailable else { return [.drop(.badState)] }  // VPCE-9
    if topology.vpcEndpoints[endpoint].kind == .interface,
      let service = index.endpointServices[topology.vpcEndpoints[endpoint].serviceName]
    {
      return privateLinkReceives(endpoint, service: service, at: here, egress: egress)
    }
    if let id = topology.vpcEndpoints[endpoint].resourceConfiguration,
      let resource = index.resourceConfigurations[id]
    {
      return resourceReceives(resource, at: here, egress: egress)
    }
    return [.assume(.endpointAnswersProtocol, unless: .isTCP), .deliver(interfaces[here].place)]
  }
}
