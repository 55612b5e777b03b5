import PacketWalkDiagnostics

extension Validator {
  /// Every identifier that one resource holds of another.
  ///
  /// A peering connection's VPCs and a peered transit gateway may be another account's and are no
  /// references in this sense.
  mutating func checkReferences() {
    for subnet in topology.subnets { expectVPC(subnet.vpc, from: subnet) }
    for table in topology.routeTables { checkReferences(of: table) }
    for acl in topology.networkACLs {
      expectVPC(acl.vpc, from: acl)
      expect(acl.subnets, in: subnets, .subnets, from: acl)
    }
    for group in topology.securityGroups { checkReferences(of: group) }
    for place in topology.networkInterfaces.indices where !isWhole(interface: place) {
      checkReferences(of: topology.networkInterfaces[place])
    }
    for gateway in topology.internetGateways { expectVPC(gateway.vpc, from: gateway) }
    for gateway in topology.egressOnlyInternetGateways { expectVPC(gateway.vpc, from: gateway) }
    for gateway in topology.carrierGateways { expectVPC(gateway.vpc, from: gateway) }
    for gateway in topology.natGateways {
      expectVPC(gateway.vpc, from: gateway)
      if let subnet = gateway.subnet { expect(subnet, in: subnets, .subnets, from: gateway) }
      if let table = gateway.routeTable { expect(table, in: routeTables, .routeTables, from: gateway) }
    }
    for attachment in topology.transitGatewayAttachments { checkReferences(of: attachment) }
    for table in topology.transitGatewayRouteTables { checkReferences(of: table) }
    for endpoint in topology.vpcEndpoints {
      expectVPC(endpoint.vpc, from: endpoint)
      expect(endpoint.subnets, in: subnets, .subnets, from: endpoint)
      expect(endpoint.interfaces, in: networkInterfaces, .networkInterfaces, from: endpoint)
      if let resource = endpoint.resourceConfiguration, !topology.resourceConfigurations.isEmpty {
        expect(resource, in: resourceConfigurations, nil, from: endpoint)
      }
    }
    checkServices()
    for firewall in topology.networkFirewalls { checkReferences(of: firewall) }
    for policy in topology.firewallPolicies { checkReferences(of: policy) }
    for group in topology.ruleGroups {
      for list in group.references.values.sorted() where list.rawValue.hasPrefix("arn:") == false {
        expect(list, in: prefixLists, .prefixLists, from: group)
      }
    }
    for balancer in topology.loadBalancers { checkReferences(of: balancer) }
    for group in topology.targetGroups { checkReferences(of: group) }
    checkExternalReferences()
    for resource in topology.unmodelled {
      guard let vpc = resource.vpc, vpcs[vpc] == nil else { continue }
      report(resource, without: vpc)
    }
  }

  private mutating func checkServices() {
    for service in topology.endpointServices {
      expect(service.loadBalancers, in: loadBalancers, .loadBalancers, from: service)
    }
    for gateway in topology.resourceGateways {
      expectVPC(gateway.vpc, from: gateway)
      expect(gateway.subnets, in: subnets, .subnets, from: gateway)
      expect(gateway.interfaces, in: networkInterfaces, .networkInterfaces, from: gateway)
    }
    for configuration in topology.resourceConfigurations {
      guard let gateway = configuration.gateway else { continue }
      expect(gateway, in: resourceGateways, nil, from: configuration)
    }
    for endpoint in topology.instanceConnectEndpoints {
      expectVPC(endpoint.vpc, from: endpoint)
      expect(endpoint.interfaces, in: networkInterfaces, .networkInterfaces, from: endpoint)
    }
    for association in topology.serviceNetworkAssociations {
      expectVPC(association.vpc, from: association)
      expect(association.securityGroups, in: securityGroups, .securityGroups, from: association)
    }
    for service in topology.managedServices {
      expectVPC(service.vpc, from: service)
      expect(service.interfaces, in: networkInterfaces, .networkInterfaces, from: service)
      expect(service.failoverSubnets, in: subnets, .subnets, from: service)
    }
  }

  mutating func expectVPC<R: Resource>(_ vpc: VPCID?, from resource: R) {
    if let vpc { expect(vpc, in: vpcs, nil, from: resource) }
  }

  private mutating func expect<R: Resource, Target: Resource>(
    _ targets: [ResourceID<Target>], in index: [ResourceID<Target>: Int], _ kind: ResourceKind,
    from resource: R, at origin: Origin = .implied
  ) {
    for target in targets { expect(target, in: index, kind, from: resource, at: origin) }
  }

  private mutating func checkReferences(of table: RouteTable) {
    expectVPC(table.vpc, from: table)
    expect(table.subnets, in: subnets, .subnets, from: table)
    for gateway in table.gateways where internetGateways[InternetGatewayID(gateway)] == nil {
      guard vpnGateways[VPNGatewayID(gateway)] == nil, !unmodelled.contains(gateway) else { continue }
      if gateway.hasPrefix("vgw-") {
        reportDangling(gateway, VPNGateway.kindName, .vpnGateways, from: table)
      } else {
        reportDangling(gateway, InternetGateway.kindName, .internetGateways, from: table)
      }
    }
    for route in table.routes {
      expectPrefixList(of: route.destination, from: table, at: route.origin)
      // What a blackhole points to is gone, and AWS says so itself (RT-4.6).
      guard route.state != .blackhole else { continue }
      checkTarget(of: route, in: table)
    }
  }

  private mutating func checkTarget(of route: Route, in table: RouteTable) {
    let origin = route.origin
    switch route.target {
    case .internetGateway(let id):
      expect(id, in: internetGateways, .internetGateways, from: table, at: origin)
    case .egressOnlyInternetGateway(let id):
      expect(id, in: egressOnlyInternetGateways, .egressOnlyInternetGateways, from: table, at: origin)
    case .carrierGateway(let id):
      expect(id, in: carrierGateways, .carrierGateways, from: table, at: origin)
    case .natGateway(let id):
      expect(id, in: natGateways, .natGateways, from: table, at: origin)
    case .networkInterface(let id):
      expect(id, in: networkInterfaces, .networkInterfaces, from: table, at: origin)
    case .vpcPeeringConnection(let id):
      expect(id, in: vpcPeeringConnections, .vpcPeeringConnections, from: table, at: origin)
    case .transitGateway(let id):
      expect(id, in: transitGateways, .transitGateways, from: table, at: origin)
    case .vpnGateway(let id):
      expect(id, in: vpnGateways, .vpnGateways, from: table, at: origin)
    case .vpcEndpoint(let id):
      expect(id, in: vpcEndpoints, .vpcEndpoints, from: table, at: origin)
    case .local, .address, .unmodelled:
      break
    }
  }

  private mutating func expectPrefixList<R: Resource>(
    of destination: RouteDestination, from resource: R, at origin: Origin
  ) {
    guard case .prefixList(let list) = destination else { return }
    expect(list, in: prefixLists, .prefixLists, from: resource, at: origin)
  }

  private mutating func checkReferences(of group: SecurityGroup) {
    expectVPC(group.vpc, from: group)
    for vpc in group.associatedVPCs { expect(vpc, in: vpcs, nil, from: group, otherwise: .note) }
    for rule in group.rules {
      switch rule.peer {
      case .prefix: break
      case .prefixList(let list):
        expect(list, in: prefixLists, .prefixLists, from: group, at: rule.origin)
      case .group(let other):
        expect(other, in: securityGroups, .securityGroups, from: group, at: rule.origin)
      }
    }
  }

  /// Whether all that an interface refers to is there: the common case of what there is most of, told
  /// without a copy of the interface.
  private func isWhole(interface place: Int) -> Bool {
    guard subnets[topology.networkInterfaces[place].subnet] != nil else { return false }
    for group in topology.networkInterfaces[place].securityGroups where securityGroups[group] == nil {
      return false
    }
    guard let instance = topology.networkInterfaces[place].instance else { return true }
    return instances.isEmpty || instances[instance] != nil
  }

  private mutating func checkReferences(of interface: NetworkInterface) {
    expect(interface.subnet, in: subnets, .subnets, from: interface)
    expect(interface.securityGroups, in: securityGroups, .securityGroups, from: interface)
    // An instance is only a name for its interfaces; an input without any is whole all the same.
    if let instance = interface.instance, !instances.isEmpty {
      expect(instance, in: instances, nil, from: interface, otherwise: .note)
    }
  }

  private mutating func checkReferences(of attachment: TransitGatewayAttachment) {
    expect(attachment.transitGateway, in: transitGateways, .transitGateways, from: attachment)
    // Without the VPC, its subnets can't be there either: one finding says it all.
    guard case .vpc(let vpc, let attached) = attachment.kind else { return }
    expectVPC(vpc, from: attachment)
    if vpcs[vpc] != nil { expect(attached, in: subnets, .subnets, from: attachment) }
  }

  private mutating func checkReferences(of table: TransitGatewayRouteTable) {
    expect(table.transitGateway, in: transitGateways, .transitGateways, from: table)
    expect(table.associations, in: transitGatewayAttachments, .transitGatewayAttachments, from: table)
    for route in table.routes ?? [] {
      expectPrefixList(of: route.destination, from: table, at: route.origin)
      guard !route.isBlackhole else { continue }
      expect(
        route.attachments, in: transitGatewayAttachments, .transitGatewayAttachments, from: table,
        at: route.origin)
    }
  }

  private mutating func checkReferences(of balancer: LoadBalancer) {
    expectVPC(balancer.vpc, from: balancer)
    expect(balancer.subnets, in: subnets, .subnets, from: balancer)
    expect(balancer.nodes, in: networkInterfaces, .networkInterfaces, from: balancer)
    expect(balancer.securityGroups, in: securityGroups, .securityGroups, from: balancer)
    for rule in balancer.listeners.lazy.flatMap(\.rules) {
      expect(rule.targetGroups, in: targetGroups, .targetGroups, from: balancer, at: rule.origin)
    }
  }

  private mutating func checkReferences(of firewall: NetworkFirewall) {
    expectVPC(firewall.vpc, from: firewall)
    expect(firewall.policy, in: firewallPolicies, nil, from: firewall)
    expect(firewall.endpoints, in: vpcEndpoints, .vpcEndpoints, from: firewall)
    guard let attachment = firewall.attachment,
      !topology.transitGatewayAttachments.contains(where: { $0.id == attachment })
    else { return }
    reportDangling(
      attachment.rawValue, TransitGatewayAttachment.kindName, .transitGatewayAttachments, from: firewall)
  }

  /// Groups that AWS manages are in no account's output.
  private mutating func checkReferences(of policy: FirewallPolicy) {
    for reference in policy.statelessGroups + policy.statefulGroups {
      expect(reference.group, in: ruleGroups, nil, from: policy, otherwise: .note)
    }
  }

  private mutating func checkReferences(of group: TargetGroup) {
    expectVPC(group.vpc, from: group)
    for target in group.targets ?? [] {
      switch group.targetKind {
      case .instance:
        guard !attachedInstances.contains(InstanceID(target.id)) else { continue }
        expect(InstanceID(target.id), in: instances, nil, from: group, at: target.origin)
      case .alb:
        expect(LoadBalancerID(target.id), in: loadBalancers, .loadBalancers, from: group, at: target.origin)
      case .ip, .lambda:
        break
      }
    }
  }
}
