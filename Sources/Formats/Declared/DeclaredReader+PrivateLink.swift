import PacketWalkAddressing
import PacketWalkTopology

/// Services that others reach by endpoints, and doors for administrators.
extension DeclaredReader {
  /// - Parameter serviceName: what endpoints call it.
  func mapEndpointService(_ resource: DeclaredResource, serviceName: String) {
    network.map(resource) { () throws(DeclaredError) in
      let properties = resource.properties
      let networks: [LoadBalancerID] = try properties.ids(key("NetworkLoadBalancerArns"))
      let gateways: [LoadBalancerID] = try properties.ids(key("GatewayLoadBalancerArns"))
      network.topology.endpointServices.append(
        EndpointService(
          id: EndpointServiceID(resource.id), info: info(resource, name: nil), serviceName: serviceName,
          loadBalancers: networks + gateways,
          // AWS asks for it unless told otherwise.
          requiresAcceptance: try properties.declaredFlag(key("AcceptanceRequired")) ?? true,
          privateDNSName: properties.knownText("private_dns_name")))
    }
  }

  func mapConnectEndpoint(_ resource: DeclaredResource) {
    network.map(resource) { () throws(DeclaredError) in
      let properties = resource.properties
      let subnet: SubnetID = try properties.requiredID(key("SubnetId"))
      let vpc = try requiredVPC(of: [subnet], resource)
      let nodes = try addNodes(
        of: resource, in: [subnet], groups: try properties.ids(key("SecurityGroupIds")), kind: .interface,
        isPublic: false)
      network.topology.instanceConnectEndpoints.append(
        InstanceConnectEndpoint(
          id: InstanceConnectEndpointID(resource.id), info: info(resource, name: nil), vpc: vpc,
          interfaces: nodes,
          // The provider asks for it, AWS does not.
          preservesClientIP: try properties.declaredFlag(key("PreserveClientIp")) ?? (spelling == .terraform),
          dnsName: properties.knownText("dns_name")))
    }
  }
}
