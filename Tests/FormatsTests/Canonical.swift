import PacketWalkDiagnostics
import PacketWalkTopology

/// Topologies without what a format may change: origins, coverage, the order of what has none, and names
/// that say no more than the identifier.
enum Canonical {
  static func topology(_ topology: Topology) -> Topology {
    var result = topology
    result.coverage = Coverage()
    result.coverage.missing = topology.coverage.missing
    result.coverage.takenAt = topology.coverage.takenAt
    result.vpcs = sorted(topology.vpcs)
    result.subnets = sorted(topology.subnets)
    result.routeTables = sorted(topology.routeTables) { table in
      table.subnets.sort()
      table.routes = table.routes.map { route in
        var route = route
        route.origin = .implied
        return route
      }
      table.routes = stable(table.routes) { "\($0.destination)" }
    }
    result.networkACLs = sorted(topology.networkACLs) { acl in
      acl.subnets.sort()
      acl.entries = stable(acl.entries.map { bare($0, \.origin) }) { $0.direction == .ingress ? "a" : "b" }
      acl.unreadableEntries = acl.unreadableEntries.map { bare($0, \.origin) }
    }
    result.securityGroups = sorted(topology.securityGroups) { group in
      group.rules = stable(group.rules.map { bare($0, \.origin) }) { $0.direction == .ingress ? "a" : "b" }
      group.unreadableRules = group.unreadableRules.map { bare($0, \.origin) }
      if group.groupName == "" { group.groupName = nil }
    }
    result.prefixLists = sorted(topology.prefixLists)
    result.networkInterfaces = sorted(topology.networkInterfaces)
    result.instances = sorted(topology.instances)
    result.unassociatedAddresses = topology.unassociatedAddresses.map { address in
      var address = address
      address.info = info(address.info, address.allocation)
      return address
    }
    result.blockPublicAccessOptions = topology.blockPublicAccessOptions.map { bare($0, \.origin) }
    result.blockPublicAccessExclusions = sorted(topology.blockPublicAccessExclusions)
    result.internetGateways = sorted(topology.internetGateways)
    result.egressOnlyInternetGateways = sorted(topology.egressOnlyInternetGateways)
    result.carrierGateways = sorted(topology.carrierGateways)
    result.natGateways = sorted(topology.natGateways)
    result.vpcPeeringConnections = sorted(topology.vpcPeeringConnections)
    result.transitGateways = sorted(topology.transitGateways)
    result.transitGatewayAttachments = stable(sorted(topology.transitGatewayAttachments)) {
      "\($0.id) \($0.transitGateway)"
    }
    result.transitGatewayRouteTables = sorted(topology.transitGatewayRouteTables) { table in
      table.routes = table.routes.map { routes in
        stable(routes.map { bare($0, \.origin) }) { "\($0.destination)" }
      }
    }
    result.vpnGateways = sorted(topology.vpnGateways)
    result.vpnConnections = sorted(topology.vpnConnections)
    result.directConnectGateways = sorted(topology.directConnectGateways)
    result.clientVPNEndpoints = sorted(topology.clientVPNEndpoints) { endpoint in
      endpoint.routes = endpoint.routes.map { stable($0) { "\($0.destination)" } }
    }
    result.externalNetworks = sorted(topology.externalNetworks)
    result.vpcEndpoints = sorted(topology.vpcEndpoints)
    result.endpointServices = sorted(topology.endpointServices)
    result.resourceGateways = sorted(topology.resourceGateways)
    result.resourceConfigurations = sorted(topology.resourceConfigurations)
    result.instanceConnectEndpoints = sorted(topology.instanceConnectEndpoints)
    result.managedServices = sorted(topology.managedServices)
    result.serviceNetworkAssociations = sorted(topology.serviceNetworkAssociations)
    result.networkFirewalls = sorted(topology.networkFirewalls)
    result.firewallPolicies = sorted(topology.firewallPolicies)
    result.ruleGroups = sorted(topology.ruleGroups) { group in
      switch group.rules {
      case .stateful(let rules): group.rules = .stateful(rules.map { bare($0, \.origin) })
      case .stateless(let rules): group.rules = .stateless(rules.map { bare($0, \.origin) })
      case .domains, .unknown: break
      }
    }
    result.loadBalancers = sorted(topology.loadBalancers) { balancer in
      balancer.listeners = balancer.listeners.map { listener in
        var listener = bare(listener, \.origin)
        listener.rules = listener.rules.map { bare($0, \.origin) }
        return listener
      }
    }
    result.targetGroups = sorted(topology.targetGroups) { group in
      group.targets = group.targets.map { $0.map { bare($0, \.origin) } }
    }
    result.unmodelled = stable(
      topology.unmodelled.map { thing in
        var thing = thing
        thing.info = info(thing.info, thing.id)
        return thing
      }
    ) { "\($0.kind) \($0.id)" }
    return result
  }

  private static func sorted<R: Resource>(_ resources: [R], _ change: (inout R) -> Void = { _ in }) -> [R] {
    stable(
      resources.map { resource in
        var resource = resource
        resource.info = info(resource.info, resource.id.rawValue)
        change(&resource)
        return resource
      }
    ) { $0.id.rawValue }
  }

  private static func info(_ info: ResourceInfo, _ id: String) -> ResourceInfo {
    var info = info
    info.origin = .implied
    info.lintExceptions = info.lintExceptions.map { bare($0, \.origin) }
    if info.name == id || info.name == "" { info.name = nil }
    return info
  }

  private static func bare<Value>(_ value: Value, _ origin: WritableKeyPath<Value, Origin>) -> Value {
    var value = value
    value[keyPath: origin] = .implied
    return value
  }

  private static func stable<Value>(_ values: [Value], by key: (Value) -> String) -> [Value] {
    values.enumerated().map { (key($0.element), $0.offset, $0.element) }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }

  /// The first resources that differ, both ways.
  static func difference(_ expected: Topology, _ actual: Topology) -> String {
    var lines: [String] = []
    for (left, right) in zip(Mirror(reflecting: expected).children, Mirror(reflecting: actual).children) {
      let (before, after) = (Mirror(reflecting: left.value), Mirror(reflecting: right.value))
      let old = before.children.map { "\($0.value)" }
      let new = after.children.map { "\($0.value)" }
      if old.count != new.count { lines.append("\(left.label ?? ""): \(old.count) became \(new.count)") }
      for (one, other) in zip(old, new) where one != other { lines.append("- \(one)\n+ \(other)") }
    }
    return lines.prefix(4).joined(separator: "\n")
  }
}
