/// A service that others reach over PrivateLink (`describe-vpc-endpoint-service-configurations`): interface
/// endpoints that name it lead to its load balancers.
package struct EndpointService: Resource, Hashable {
  package static let kindName = "endpoint service"

  package var id: EndpointServiceID
  package var info: ResourceInfo
  /// `com.amazonaws.vpce.us-west-2.vpce-svc-0123`: what endpoints call it.
  package var serviceName: String
  /// `NetworkLoadBalancerArns` or `GatewayLoadBalancerArns`.
  package var loadBalancers: [LoadBalancerID]
  /// `AvailabilityZones`: the zones that it is in; empty for those of its load balancers' nodes.
  package var zones: [String]
  /// `AcceptanceRequired`; whether an endpoint was accepted is the endpoint's own state.
  package var requiresAcceptance: Bool
  /// Whether `ServiceState` is `Available`.
  package var isAvailable: Bool
  /// `PrivateDnsName`: what endpoints with private DNS call it.
  package var privateDNSName: String?

  package init(
    id: EndpointServiceID, info: ResourceInfo = ResourceInfo(), serviceName: String,
    loadBalancers: [LoadBalancerID] = [], zones: [String] = [], requiresAcceptance: Bool = false,
    isAvailable: Bool = true, privateDNSName: String? = nil
  ) {
    self.id = id
    self.info = info
    self.serviceName = serviceName
    self.loadBalancers = loadBalancers
    self.zones = zones
    self.requiresAcceptance = requiresAcceptance
    self.isAvailable = isAvailable
    self.privateDNSName = privateDNSName
  }
}
