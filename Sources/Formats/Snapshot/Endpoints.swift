import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-vpc-endpoints`.
  func readEndpoints() {
    collect("VpcEndpoints", into: \.vpcEndpoints) { item throws(Unreadable) in
      let json = item.json
      return VPCEndpoint(
        id: try json.requiredID("VpcEndpointId"), info: info(item), vpc: try json.requiredID("VpcId"),
        kind: Self.endpointKind(json.text("VpcEndpointType")), serviceName: json.text("ServiceName") ?? "",
        // Spelt `Available` by some versions of the call.
        isAvailable: json.text("State").map { $0.lowercased() == "available" } ?? true,
        interfaces: try json.ids("NetworkInterfaceIds"), subnets: try json.ids("SubnetIds"))
    }
  }

  /// The first endpoints were all gateways, and their outputs don't say so.
  private static func endpointKind(_ type: String?) -> VPCEndpoint.Kind {
    switch type {
    case nil, "Gateway": .gateway
    case "Interface": .interface
    case "GatewayLoadBalancer": .gatewayLoadBalancer
    case .some(let word): .other(word)
    }
  }
}
