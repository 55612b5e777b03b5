import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  /// Client VPN endpoints, those of VPCs first.
  mutating func readClientVPNEndpoints() throws(InputError) {
    for (vpc, pair, fields) in try members("client-vpn-endpoints", of: .clientVPNEndpoint) {
      var surroundings = NativeScope.Surroundings(kind: .interface)
      if let nodes = fields.list("groups") { surroundings.groups = try vpc.scope.ids(nodes, .securityGroup) }
      let (interfaces, places) = try nodes(fields["interfaces"], of: pair.key, in: surroundings, vpc.scope)
      var endpoint = try clientVPNEndpoint(pair, fields, vpc.scope)
      endpoint.vpc = vpc.id
      endpoint.interfaces = interfaces
      if !fields.has("subnets") { endpoint.subnets = places }
      topology.clientVPNEndpoints.append(endpoint)
    }
    for (pair, fields) in try fileMembers("client-vpn-endpoints", of: .clientVPNEndpoint) {
      for key in ["groups", "interfaces"] where fields.has(key) {
        throw InputError(
          .malformed, "an endpoint outside a VPC has no “\(key)”", at: fields.origin(of: key))
      }
      topology.clientVPNEndpoints.append(try clientVPNEndpoint(pair, fields, scope))
    }
  }

  private func clientVPNEndpoint(
    _ pair: YAMLPair, _ fields: YAMLFields, _ scope: NativeScope
  ) throws(InputError) -> ClientVPNEndpoint {
    ClientVPNEndpoint(
      id: scope.ownID(.clientVPNEndpoint, pair.key),
      info: try scope.info(fields, key: pair.key, origin: pair.origin), vpc: nil,
      subnets: try scope.ids(fields.list("subnets") ?? [], .subnet),
      authorizationRules: try authorizationRules(fields), routes: try clientRoutes(fields, scope),
      isAvailable: try fields.bool("available") ?? true)
  }

  private func authorizationRules(
    _ fields: YAMLFields
  ) throws(InputError) -> [ClientVPNEndpoint.AuthorizationRule]? {
    if fields["authorize"]?.scalar == "unknown" { return nil }
    var rules: [ClientVPNEndpoint.AuthorizationRule] = []
    for node in fields.list("authorize") ?? [] {
      guard node.scalar == nil else {
        rules.append(.init(try node.prefix()))
        continue
      }
      let rule = try YAMLFields(node, of: .authorizationRule)
      rules.append(.init(try rule.required("to").prefix(), group: try rule.text("group")))
    }
    return rules
  }

  private func clientRoutes(
    _ fields: YAMLFields, _ scope: NativeScope
  ) throws(InputError) -> [ClientVPNEndpoint.Route]? {
    if fields["routes"]?.scalar == "unknown" { return nil }
    var routes: [ClientVPNEndpoint.Route] = []
    for pair in try fields.pairs("routes") {
      let destination = try YAMLNode(.scalar(pair.key, isQuoted: true), origin: pair.origin).prefix()
      for node in pair.value.items { routes.append(.init(destination, subnet: try scope.id(node, .subnet))) }
    }
    return routes
  }
}
