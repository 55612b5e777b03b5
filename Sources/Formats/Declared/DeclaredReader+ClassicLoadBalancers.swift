import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Classic load balancers: each listener gets a target group of the registered instances on its instance port (CLB-1).
extension DeclaredReader {
  func mapClassicBalancer(_ resource: DeclaredResource) {
    network.map(resource, .loadBalancers) { () throws(DeclaredError) in
      let properties = resource.properties
      let subnets: [SubnetID] = try properties.ids(key("Subnets"))
      let vpc = try requiredVPC(of: subnets, resource)
      let groups: [SecurityGroupID] = try properties.ids(key("SecurityGroups"))
      let isInternal =
        spelling == .aws
        ? try properties.text("Scheme") == "internal" : try properties.declaredFlag("internal") ?? false
      let name = name(resource, key("LoadBalancerName", "name"))
      let nodes = try addNodes(
        of: resource, in: subnets, groups: groups, kind: .classicLoadBalancer, isPublic: !isInternal)
      // AWS's default is one zone a node, the provider's all zones.
      let isCrossZone =
        try properties.declaredFlag(key("CrossZone", "cross_zone_load_balancing")) ?? (spelling == .terraform)
      var balancer = LoadBalancer(
        id: LoadBalancerID(resource.id), info: info(resource, name: name), kind: .classic,
        isInternetFacing: !isInternal, vpc: vpc, subnets: subnets, nodes: nodes, securityGroups: groups,
        isCrossZone: isCrossZone, dnsName: properties.knownText("dns_name"))
      let instances = properties[key("Instances")]
      let isKnown = instances.isComputed || !instances.isUnknown
      if !isKnown {
        network.report(
          "PW_UNREADABLE_RULE", .error, balancer.displayName,
          "what is registered is not known; its targets are unknown", at: instances.origin)
      }
      let targets = isKnown ? try properties.ids(key("Instances")) as [InstanceID] : nil
      for listener in try properties.list(key("Listeners", "listener")) {
        let isRead = network.mapRule("a listener", of: balancer.displayName) { () throws(DeclaredError) in
          try add(listener, to: &balancer, targets)
        }
        if !isRead { balancer.areListenersKnown = false }
      }
      network.balancerNames[resource.id] = balancer.id
      if let name { network.balancerNames[name] = balancer.id }
      network.topology.loadBalancers.append(balancer)
    }
  }

  private func add(
    _ field: DeclaredField, to balancer: inout LoadBalancer, _ targets: [InstanceID]?
  ) throws(DeclaredError) {
    guard let port = try field.port(key("LoadBalancerPort", "lb_port")),
      let instancePort = try field.port(key("InstancePort"))
    else { throw DeclaredError("it lacks one of its ports", at: field.origin) }
    let group = TargetGroupID("\(balancer.id)/\(port)")
    let name = try field.declaredText(key("Protocol", "lb_protocol")) ?? "TCP"
    balancer.listeners.append(
      Listener(
        port: port, protocolName: name.uppercased(),
        rules: [Listener.Rule(targetGroups: [group], origin: field.origin)], origin: field.origin))
    network.targetPorts[group] = instancePort
    network.classicGroups[balancer.id, default: []].append(group)
    network.topology.targetGroups.append(
      TargetGroup(
        id: group, info: balancer.info, targetKind: .instance,
        protocolName: (try field.declaredText(key("InstanceProtocol")) ?? name).uppercased(),
        vpc: balancer.vpc,
        targets: targets?.map {
          TargetGroup.Target(id: $0.rawValue, port: instancePort, origin: field.origin)
        }))
  }
}
