import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-vpc-endpoint-service-configurations`.
  func readEndpointServices() {
    collect("ServiceConfigurations", into: \.endpointServices) { item throws(Unreadable) in
      let json = item.json
      let balancers: [LoadBalancerID] = try json.ids("NetworkLoadBalancerArns")
      let gateways: [LoadBalancerID] = try json.ids("GatewayLoadBalancerArns")
      return EndpointService(
        id: try json.requiredID("ServiceId"), info: info(item), serviceName: try json.required("ServiceName"),
        loadBalancers: balancers + gateways,
        zones: try json.list("AvailabilityZones").compactMap(\.string),
        requiresAcceptance: try json.flag("AcceptanceRequired") ?? false,
        isAvailable: json.text("ServiceState").map { $0 == "Available" } ?? true,
        privateDNSName: json.text("PrivateDnsName"))
    }
  }
}
