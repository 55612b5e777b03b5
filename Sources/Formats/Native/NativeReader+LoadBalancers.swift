import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  static let balancerKinds: [(String, LoadBalancer.Kind)] = [
    ("application", .application), ("network", .network), ("gateway", .gateway), ("classic", .classic),
  ]
  mutating func readLoadBalancers() throws(InputError) {
    for (vpc, pair, fields) in try members("load-balancers", of: .loadBalancer) {
      let kind = try fields.required("kind").word("kind", Self.balancerKinds)
      let nodeKind = Self.nodeKind(kind)
      var groups: [SecurityGroupID]
      if let nodes = fields.list("groups") {
        groups = try vpc.scope.ids(nodes, .securityGroup)
      } else {
        groups = try vpc.scope.defaultGroups(nodeKind, at: fields.origin)
      }
      let surroundings = NativeScope.Surroundings(kind: nodeKind, groups: groups)
      let (interfaces, places) = try nodes(fields["nodes"], of: pair.key, in: surroundings, vpc.scope)
      var subnets = places
      if let nodes = fields.list("subnets") { subnets = try vpc.scope.ids(nodes, .subnet) }
      topology.loadBalancers.append(
        LoadBalancer(
          id: vpc.scope.ownID(.loadBalancer, pair.key),
          info: try vpc.scope.info(fields, key: pair.key, origin: pair.origin), kind: kind,
          isInternetFacing: try fields.bool("internet-facing") ?? false, vpc: vpc.id, subnets: subnets,
          nodes: interfaces, securityGroups: groups,
          isCrossZone: fields["cross-zone"]?.scalar == "unknown"
            ? nil : try fields.bool("cross-zone") ?? (kind == .application),
          dnsName: try fields.text("dns"), isAvailable: try fields.bool("available") ?? true,
          listeners: try listeners(fields, vpc.scope),
          areListenersKnown: fields["listeners"]?.scalar != "unknown",
          judgesPrivateLink: try fields.bool("judge-private-link") ?? true))
    }
  }

  static func nodeKind(_ kind: LoadBalancer.Kind) -> InterfaceKind {
    switch kind {
    case .application: .applicationLoadBalancer
    case .network: .networkLoadBalancer
    case .gateway: .gatewayLoadBalancer
    case .classic: .classicLoadBalancer
    }
  }

  private func listeners(_ fields: YAMLFields, _ scope: NativeScope) throws(InputError) -> [Listener] {
    if fields["listeners"]?.scalar == "unknown" { return [] }
    var listeners: [Listener] = []
    for pair in try fields.pairs("listeners") {
      let (protocolName, port) = try Self.protocolAndPort(pair)
      listeners.append(
        Listener(
          port: port, protocolName: protocolName, rules: try listenerRules(pair, scope), origin: pair.origin))
    }
    return listeners
  }

  /// `https/443`.
  private static func protocolAndPort(_ pair: YAMLPair) throws(InputError) -> (String, UInt16) {
    let parts = pair.key.split(separator: "/", omittingEmptySubsequences: false)
    guard let word = parts.first, parts.count == 2, let port = PortRange(String(parts[1])),
      port.first == port.last
    else {
      throw InputError(.malformed, "“\(pair.key)” is no listener such as https/443", at: pair.origin)
    }
    return (try protocolName(String(word), at: pair.origin), port.first)
  }

  /// AWS writes it in capitals; here either will do.
  static func protocolName(_ word: String, at origin: Origin) throws(InputError) -> String {
    guard Listener.protocolNames.contains(word.lowercased()) else {
      throw InputError(
        .malformed, "“\(word)” is none of the protocols \(Listener.protocolNames.joined(separator: ", "))",
        at: origin, candidates: nearestNames(to: word, among: Listener.protocolNames))
    }
    return word.uppercased()
  }

  private func listenerRules(_ pair: YAMLPair, _ scope: NativeScope) throws(InputError) -> [Listener.Rule] {
    guard case .mapping = pair.value.content else {
      let groups: [TargetGroupID] = try scope.ids(pair.value.items, .targetGroup)
      return [Listener.Rule(targetGroups: groups, origin: pair.origin)]
    }
    let fields = try YAMLFields(pair.value, of: .listener)
    var rules: [Listener.Rule] = []
    if let node = fields["rules"], case .sequence(let items) = node.content {
      for item in items {
        let rule = try YAMLFields(item, of: .listenerRule)
        rules.append(
          Listener.Rule(
            condition: try rule.required("when").text("when"),
            targetGroups: try scope.ids(rule.list("to") ?? [], .targetGroup), origin: item.origin))
      }
    } else {
      for rule in try fields.pairs("rules") {
        rules.append(
          Listener.Rule(
            condition: rule.key, targetGroups: try scope.ids(rule.value.items, .targetGroup),
            origin: rule.origin))
      }
    }
    let last: [TargetGroupID] = try scope.ids(fields.list("default") ?? [], .targetGroup)
    return rules + [Listener.Rule(targetGroups: last, origin: fields.origin(of: "default"))]
  }
}
