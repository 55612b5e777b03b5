import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  static let endpointKinds: [(String, VPCEndpoint.Kind)] = [
    ("interface", .interface), ("gateway", .gateway), ("gateway-load-balancer", .gatewayLoadBalancer),
    ("resource", .resource), ("service-network", .serviceNetwork),
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
      // A resource or a service network stands for itself, and a network firewall's endpoints need name no service.
      let isService = ![.resource, .serviceNetwork, .gatewayLoadBalancer].contains(kind)
      var service = try fields.text("service") ?? ""
      if isService, service.isEmpty { service = try fields.required("service").text("service") }
      topology.vpcEndpoints.append(
        VPCEndpoint(
          id: vpc.scope.ownID(.endpoint, pair.key),
          info: try vpc.scope.info(fields, key: pair.key, origin: pair.origin), vpc: vpc.id, kind: kind,
          serviceName: Self.serviceName(service, region: vpc.scope.region, declaredServices),
          isAvailable: try fields.bool("available") ?? true,
          interfaces: interfaces, subnets: subnets, serviceRegion: try fields.text("service-region"),
          isPrivateDNS: try fields.bool("private-dns") ?? false, dnsNames: try texts(fields, "dns"),
          resourceConfiguration: try resource(fields), serviceNetwork: try fields.text("service-network"),
          allowsFullAccess: try fields.bool("full-access") ?? true))
    }
  }

  private func endpointKind(_ fields: YAMLFields) throws(InputError) -> VPCEndpoint.Kind {
    let node = try fields.required("kind")
    if let text = node.scalar, text.hasPrefix("other:") { return .other(String(text.dropFirst(6))) }
    return try node.word("kind", Self.endpointKinds + [("other:WORD", .other(""))])
  }

  private func resource(_ fields: YAMLFields) throws(InputError) -> ResourceConfigurationID? {
    guard let node = fields["resource"] else { return nil }
    return try scope.id(node, .resourceConfiguration)
  }

  func texts(_ fields: YAMLFields, _ key: String) throws(InputError) -> [String] {
    var texts: [String] = []
    for node in fields.list(key) ?? [] { texts.append(try node.text(key)) }
    return texts
  }

  /// A word is an endpoint service of the file, or else one of AWS's own in the VPC's Region; full names and
  /// `id:NAME` stand as they are.
  static func serviceName(_ text: String, region: String?, _ declared: [String: String]) -> String {
    if text.isEmpty { return text }
    if text.hasPrefix("id:") { return String(text.dropFirst(3)) }
    if let name = declared[text] { return name }
    guard let region, !text.hasPrefix("com."), !text.hasPrefix("aws."), !text.contains("/") else {
      return text
    }
    return "com.amazonaws.\(region).\(text)"
  }
}
