import PacketWalkAddressing
import PacketWalkTopology

extension NativeWriter {
  func endpoints(of id: VPCID, _ place: Place) -> YAMLMembers {
    var section = YAMLMembers()
    let declared = declaredServices
    for endpoint in topology.vpcEndpoints where endpoint.vpc == id {
      var fields = YAMLMembers()
      if case .other(let word) = endpoint.kind {
        fields.add("kind", "other:\(word)")
      } else {
        fields.add("kind", NativeReader.endpointKinds.first { $0.1 == endpoint.kind }?.0)
      }
      let isService = ![.resource, .serviceNetwork, .gatewayLoadBalancer].contains(endpoint.kind)
      if isService || !endpoint.serviceName.isEmpty {
        fields.add("service", service(endpoint.serviceName, place, declared))
      }
      fields.add("available", endpoint.isAvailable, unless: true)
      nodes("interfaces", endpoint.interfaces, endpoint.subnets, place, into: &fields)
      fields.add("service-region", endpoint.serviceRegion)
      fields.add("private-dns", endpoint.isPrivateDNS, unless: false)
      fields.add("dns", endpoint.dnsNames)
      if let resource = endpoint.resourceConfiguration {
        fields.add("resource", names.reference(.resourceConfiguration, resource, from: nil))
      }
      fields.add("service-network", endpoint.serviceNetwork)
      fields.add("full-access", endpoint.allowsFullAccess, unless: true)
      member(.endpoint, endpoint, in: place, fields, into: &section)
    }
    return section
  }

  /// The short word, where the reader makes the full name of it.
  private func service(_ name: String, _ place: Place, _ declared: [String: String]) -> String {
    var forms = [name, "id:\(name)"]
    let start = "com.amazonaws.\(place.region ?? "")."
    if name.hasPrefix(start), name != start { forms.insert(String(name.dropFirst(start.count)), at: 0) }
    if let key = declared.filter({ $0.value == name }).keys.min() { forms.insert(key, at: 0) }
    return forms.first { NativeReader.serviceName($0, region: place.region, declared) == name } ?? name
  }

  func nodes(
    _ key: String, _ interfaces: [NetworkInterfaceID], _ subnets: [SubnetID], _ place: Place,
    into fields: inout YAMLMembers
  ) {
    if !interfaces.isEmpty {
      fields.add(key, .list(interfaces.map { .scalar(names.reference(.interface, $0, from: place.scope)) }))
    }
    var seen: Set<SubnetID> = []
    let implied = interfaces.compactMap { subnetsOfInterfaces[$0] }.filter { seen.insert($0).inserted }
    if implied != subnets {
      fields.add("subnets", .items(subnets.map { names.reference(.subnet, $0, from: place.scope) }))
    }
  }

  func loadBalancers(of id: VPCID, _ place: Place) -> YAMLMembers {
    var section = YAMLMembers()
    for balancer in topology.loadBalancers where balancer.vpc == id {
      var fields = YAMLMembers()
      fields.add("kind", NativeReader.balancerKinds.first { $0.1 == balancer.kind }?.0)
      fields.add("internet-facing", balancer.isInternetFacing, unless: false)
      let groups = balancer.securityGroups.map { names.reference(.securityGroup, $0, from: place.scope) }
      if !groups.isEmpty || NativeScope.hasDefaultGroup(NativeReader.nodeKind(balancer.kind)) {
        fields.add("groups", .items(groups))
      }
      nodes("nodes", balancer.nodes, balancer.subnets, place, into: &fields)
      if let isCrossZone = balancer.isCrossZone {
        fields.add("cross-zone", isCrossZone, unless: balancer.kind == .application)
      } else {
        fields.add("cross-zone", "unknown")
      }
      fields.add("dns", balancer.dnsName)
      fields.add("available", balancer.isAvailable, unless: true)
      fields.add("judge-private-link", balancer.judgesPrivateLink, unless: true)
      if balancer.areListenersKnown {
        fields.add("listeners", section: listeners(balancer, place))
      } else {
        fields.add("listeners", "unknown")
      }
      member(.loadBalancer, balancer, in: place, fields, into: &section)
    }
    return section
  }

  private func listeners(_ balancer: LoadBalancer, _ place: Place) -> YAMLMembers {
    var section = YAMLMembers()
    for listener in balancer.listeners {
      section.add("\(listener.protocolName.lowercased())/\(listener.port)", value(listener, place))
    }
    return section
  }

  private func value(_ listener: Listener, _ place: Place) -> YAMLValue {
    func groups(_ ids: [TargetGroupID]) -> YAMLValue {
      .items(ids.map { names.reference(.targetGroup, $0, from: place.scope) })
    }
    var rules = listener.rules
    var last: [TargetGroupID] = []
    if let rule = rules.last, rule.condition.isEmpty {
      last = rule.targetGroups
      rules.removeLast()
    }
    if rules.isEmpty { return groups(last) }
    var fields = YAMLMembers()
    // Beyond 1,024 bytes YAML takes no text for a key.
    let areKeys =
      Set(rules.map(\.condition)).count == rules.count && rules.allSatisfy { $0.condition.utf8.count < 500 }
    if areKeys {
      var conditions = YAMLMembers()
      for rule in rules { conditions.add(rule.condition, groups(rule.targetGroups)) }
      fields.add("rules", section: conditions)
    } else {
      fields.add(
        "rules",
        .list(
          rules.map { rule in
            var parts = YAMLMembers()
            parts.add("when", rule.condition)
            parts.add("to", groups(rule.targetGroups))
            return parts.value
          }))
    }
    fields.add("default", groups(last))
    return fields.value
  }

  func targetGroups(of id: VPCID?, _ place: Place) -> YAMLMembers {
    var section = YAMLMembers()
    for group in topology.targetGroups where group.vpc == id {
      var fields = YAMLMembers()
      if group.targetKind != .ip {
        fields.add("kind", NativeReader.targetKinds.first { $0.1 == group.targetKind }?.0)
      }
      if group.targetKind != .lambda || !group.protocolName.isEmpty {
        fields.add("protocol", group.protocolName.lowercased())
      }
      if let targets = group.targets {
        if !targets.isEmpty {
          fields.add("targets", .list(targets.map { target($0, group.targetKind, place) }))
        }
      } else {
        fields.add("targets", "unknown")
      }
      if let preserves = group.preservesClientIP { fields.add("preserve-client-ip", .bool(preserves)) }
      if let isCrossZone = group.isCrossZone { fields.add("cross-zone", .bool(isCrossZone)) }
      member(.targetGroup, group, in: place, fields, into: &section)
    }
    return section
  }

  private func target(
    _ target: TargetGroup.Target, _ kind: TargetGroup.TargetKind, _ place: Place
  ) -> YAMLValue {
    let name =
      switch kind {
      case .ip: IPAddress(target.id) == nil ? "id:\(target.id)" : target.id
      case .instance: names.reference(.instance, target.id, from: place.scope)
      case .alb: names.reference(.loadBalancer, target.id, from: place.scope)
      case .lambda: target.id
      }
    if target.zone == nil, target.health == nil {
      if kind == .lambda, target.port == 0 { return .scalar(name) }
      let isIPv6 = IPAddress(target.id)?.family == .ipv6
      if kind != .lambda { return .scalar(isIPv6 ? "[\(name)]:\(target.port)" : "\(name):\(target.port)") }
    }
    var parts = YAMLMembers()
    parts.add("target", name)
    if kind != .lambda || target.port != 0 { parts.add("port", "\(target.port)") }
    parts.add("zone", target.zone)
    parts.add("health", target.health)
    return parts.value
  }
}
