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
        interfaces: try json.ids("NetworkInterfaceIds"), subnets: try json.ids("SubnetIds"),
        serviceRegion: json.text("ServiceRegion"), isPrivateDNS: try json.flag("PrivateDnsEnabled") ?? false,
        dnsNames: try json.list("DnsEntries").compactMap { $0.text("DnsName") },
        resourceConfiguration: json.text("ResourceConfigurationArn").map { arn in
          ResourceConfigurationID(arn.split(separator: "/").last.map(String.init) ?? arn)
        }, serviceNetwork: json.text("ServiceNetworkArn"),
        allowsFullAccess: Self.allowsFullAccess(json.text("PolicyDocument")))
    }
  }

  /// Whether a policy is the one that AWS gives every endpoint, or there is none: one statement that allows
  /// everything to everybody.
  private static func allowsFullAccess(_ policy: String?) -> Bool {
    guard let policy else { return true }
    guard let document = try? JSONDocument(parsing: Array(policy.utf8), file: ""),
      let statements = document.root["Statement"]
    else { return false }
    let all = statements.kind == .object ? [statements] : Array(statements.elements)
    guard all.count == 1, let only = all.first else { return false }
    func isEverything(_ key: String) -> Bool {
      guard let value = only[key] else { return false }
      if value.kind == .object { return value["AWS"]?.equals("*") ?? false }
      return value.equals("*") || value.kind == .array && value.elements.contains { $0.equals("*") }
    }
    return only.has("Effect", "Allow") && only["Condition"] == nil && isEverything("Action")
      && isEverything("Resource") && isEverything("Principal")
  }

  /// The first endpoints were all gateways, and their outputs don't say so.
  private static func endpointKind(_ type: String?) -> VPCEndpoint.Kind {
    switch type {
    case nil, "Gateway": .gateway
    case "Interface": .interface
    case "GatewayLoadBalancer": .gatewayLoadBalancer
    case "Resource": .resource
    case "ServiceNetwork": .serviceNetwork
    case .some(let word): .other(word)
    }
  }
}
