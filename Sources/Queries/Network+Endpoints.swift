import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkTopology

extension Network {
  func endpoint(_ target: EndpointTarget, _ text: String) -> Endpoint {
    switch target {
    case .interface(let interface, _): return endpoint(interface: interface.value, text)
    case .internet(let prefix):
      return Endpoint(
        text: text, component: nil,
        address: prefix.flatMap { Int($0.length) == $0.family.bitWidth ? $0.address : nil },
        subnet: nil, target: target)
    case .external(let place, let prefix):
      return Endpoint(
        text: text, component: graph.component(ElementRef(.externalNetwork, place)),
        address: prefix.flatMap { Int($0.length) == $0.family.bitWidth ? $0.address : nil }, subnet: nil,
        target: target)
    case .address(let address): return endpoint(address: address, text)
    case .balancer(let place):
      return Endpoint(
        text: text, component: graph.component(ElementRef(.loadBalancer, place)), address: nil, subnet: nil,
        target: target)
    case .privateName:
      return Endpoint(text: text, component: nil, address: nil, subnet: nil, target: target)
    case .service(let place, let address):
      return Endpoint(
        text: text, component: graph.component(ElementRef(.vpcEndpoint, place)), address: address,
        subnet: nil,
        target: target)
    }
  }

  func endpoint(interface place: Int, _ text: String) -> Endpoint {
    let interface = topology.networkInterfaces[place]
    return Endpoint(
      text: text, component: graph.component(ElementRef(.networkInterface, place)),
      address: interface.primaryAddress, subnet: subnetName(interface.subnet),
      target: .interface(InterfaceIndex(place), address: nil))
  }

  /// An address that the user typed: its holder is named where there is just one.
  func endpoint(address: IPAddress, _ text: String) -> Endpoint {
    let holders = holders(of: address)
    var component: Component?
    var subnet: String?
    if holders.count == 1, let place = holders[0].owner.interface?.value {
      component = graph.component(ElementRef(.networkInterface, place))
      subnet = subnetName(topology.networkInterfaces[place].subnet)
    } else if holders.count == 1 {
      component = graph.component(graph.ports[holders[0].owner.arrival.value].element)
    } else if holders.isEmpty, let place = externalNetwork(holding: address) {
      component = graph.component(ElementRef(.externalNetwork, place))
    }
    return Endpoint(
      text: text, component: component, address: address, subnet: subnet, target: .address(address))
  }

  /// What holds an address, private or public, in any VPC.
  func holders(of address: IPAddress) -> [(vpc: VPCIndex, owner: Owner)] {
    graph.vpcs.indices.compactMap { place in
      let vpc = graph.vpcs[place]
      let inside = vpc.privateAddress[address] ?? vpc.carrierPrivateAddress[address] ?? address
      return vpc.owner(of: inside).map { (VPCIndex(place), $0) }
    }
  }

  private func subnetName(_ id: SubnetID) -> String {
    index.subnets[id].map { topology.subnets[$0].shortName } ?? id.rawValue
  }
}

extension Endpoint {
  /// The name in full form, for lists of candidates.
  package var qualifiedName: String {
    guard let component else { return text }
    let place = [address?.description, subnet.map { "subnet \($0)" }].compactMap { $0 }.joined(
      separator: ", ")
    return place.isEmpty
      ? "\(component.kind) \(component.display)" : "\(component.kind) \(component.display): \(place)"
  }
}
