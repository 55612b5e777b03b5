import PacketWalkAddressing
import PacketWalkTopology

/// From an interface endpoint to the service's network load balancers (VPCE-6, VPCE-9, NLB-4, NLB-6).
extension JudgedWalk {
  func service(of interface: NetworkInterface) -> EndpointService? {
    guard let endpoint = topology.vpcEndpoints.first(where: { $0.interfaces.contains(interface.id) }) else {
      return nil
    }
    return topology.endpointServices.first { $0.serviceName == endpoint.serviceName }
  }

  mutating func link(
    _ service: EndpointService, _ endpoint: NetworkInterface, _ arrived: JudgedPacket, _ sender: Sender,
    _ sent: JudgedPacket
  ) -> Outcome {
    do throws(Dropped) {
      guard service.isAvailable,
        topology.vpcEndpoints.contains(where: { $0.interfaces.contains(endpoint.id) && $0.isAvailable })
      else { throw Dropped("\(service.id) is not available") }
      // It goes to a node in its own zone (VPCE-9).
      let zone = try subnet(endpoint.subnet).zone
      guard service.zones.isEmpty || service.zones.contains(zone.name) else {
        throw Dropped("\(service.id) is not in \(zone)")
      }
      var nodes: [(LoadBalancer, NetworkInterface)] = []
      for balancer in topology.loadBalancers where service.loadBalancers.contains(balancer.id) {
        for node in topology.networkInterfaces where balancer.nodes.contains(node.id) {
          if try subnet(node.subnet).zone.identity == zone.identity { nodes.append((balancer, node)) }
        }
      }
      guard !nodes.isEmpty else { throw Dropped("\(service.id) has no node in \(zone)") }
      let (balancer, node) = nodes[nodes.count == 1 ? 0 : chooser.choose(nodes.count)]
      // Its groups judge the client's own address, if they are to (NLB-6); who the client is they don't know.
      identity = nil
      if balancer.judgesPrivateLink { try checkGroups(node, .ingress, arrived) }
      let goal = try goal(balancer, node, arrived)
      guard let own = node.addresses.first(where: { $0.address.family == goal.address.family })?.address
      else { throw Dropped("\(node.id) has no address of the target's family") }
      let second = JudgedPacket(
        protocol: arrived.protocol, source: own, destination: goal.address,
        sourcePort: port(in: .anyEphemeral), destinationPort: goal.port)
      let isAnswered = replies(.interface(endpoint), arrived, to: sender, sent)
      let behind = connect(.interface(node), second)
      return Outcome(isDelivered: behind.isDelivered, isReplied: behind.isReplied && isAnswered)
    } catch {
      notes.append("PrivateLink: \(error.reason)")
      return .nothing
    }
  }
}
