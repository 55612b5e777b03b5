import PacketWalkForwarding
import PacketWalkTopology

extension Network {
  /// What a service's name means to a sender: in a VPC with an endpoint that has private DNS the endpoint's
  /// interfaces, elsewhere the service's public addresses, which nothing lists (VPCE-5).
  func settle(_ destination: Endpoint, for source: Endpoint) -> [Endpoint] {
    guard case .privateName(let name) = destination.target else { return [destination] }
    if let vpc = vpc(of: source), vpc.value < topology.vpcs.count, topology.vpcs[vpc.value].isDNSSupported {
      let interfaces = (names.privateNames[name] ?? [])
        .filter { place in
          let endpoint = topology.vpcEndpoints[place]
          return endpoint.isPrivateDNS && index.vpcs[endpoint.vpc] == vpc.value
        }
        .flatMap { topology.vpcEndpoints[$0].interfaces.compactMap { index.interfaces[$0] } }
      if !interfaces.isEmpty { return interfaces.map { endpoint(interface: $0, destination.text) } }
    }
    return [endpoint(.internet(nil), destination.text)]
  }

  private func vpc(of source: Endpoint) -> VPCIndex? {
    switch source.target {
    case .interface(let interface, _): graph.interfaces[interface.value].vpc
    case .address(let address): holders(of: address).first?.vpc
    default: nil
    }
  }
}
