import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  static let endpointKinds: [(String, VPCEndpoint.Kind)] = [
    ("interface", .interface), ("gateway", .gateway), ("gateway-load-balancer", .gatewayLoadBalancer),
  ]

  mutating func readEndpoints() throws(InputError) {
    for (vpc, pair, fields) in try members("endpoints", of: .endpoint) {
      let kind = try endpointKind(fields)
      let isBalanced = kind == .gatewayLoadBalancer
      var surroundings = NativeScope.Surroundings(
        kind: isBalanced ? .gatewayLoadBalancerEndpoint : .vpcEndpoint)
      if let nodes = fields.list("groups") { surroundings.groups = try vpc.scope.ids(nodes, .securityGroup) }
      let (interfaces, places) = try nodes(fields["interfaces"], of: pair.key, in: surroundings, vpc.scope)
      var subnets = places
      if let nodes = fields.list("subnets") { subnets = try vpc.scope.ids(nodes, .subnet) }
      topology.vpcEndpoints.append(
        VPCEndpoint(
          id: vpc.scope.ownID(.endpoint, pair.key),
          info: try vpc.scope.info(fields, key: pair.key, origin: pair.origin), vpc: vpc.id, kind: kind,
          serviceName: try service(fields, vpc.scope), isAvailable: try fields.bool("available") ?? true,
          interfaces: interfaces, subnets: subnets))
    }
  }

  private func endpointKind(_ fields: NativeFields) throws(InputError) -> VPCEndpoint.Kind {
    let node = try fields.required("kind")
    if let text = node.scalar, text.hasPrefix("other:") { return .other(String(text.dropFirst(6))) }
    return try node.word("kind", Self.endpointKinds + [("other:WORD", .other(""))])
  }

  /// A service without a dot is AWS's own in the VPC's Region.
  private func service(_ fields: NativeFields, _ scope: NativeScope) throws(InputError) -> String {
    let node = try fields.required("service")
    let text = try node.text("service")
    guard !text.hasPrefix("com."), let region = scope.region, !text.hasPrefix("aws."), !text.contains("/")
    else {
      return text
    }
    return "com.amazonaws.\(region).\(text)"
  }
}
