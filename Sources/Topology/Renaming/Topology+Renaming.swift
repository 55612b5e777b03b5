extension Topology {
  /// The same network with other identifiers, in the resources and in all that refers to them.
  ///
  /// - Complexity: O(resources and their rules).
  package func renamed(by renaming: ResourceRenaming) -> Topology {
    guard !renaming.isEmpty else { return self }
    var visitor = Renamer(renaming: renaming, topology: self)
    Topology.visitResources(&visitor)
    for place in visitor.topology.unmodelled.indices {
      renaming.rename(&visitor.topology.unmodelled[place].vpc)
    }
    return visitor.topology
  }

  private struct Renamer: ResourceVisitor {
    let renaming: ResourceRenaming
    var topology: Topology

    mutating func visit<R: Resource & Equatable>(_ path: WritableKeyPath<Topology, [R]>) {
      for place in topology[keyPath: path].indices {
        renaming.rename(&topology[keyPath: path][place].id)
        topology[keyPath: path][place].renameReferences(renaming)
      }
    }
  }
}

extension Resource {
  /// Renames what the resource refers to: nothing, for most kinds.
  package mutating func renameReferences(_ renaming: ResourceRenaming) {}
}

// MARK: Networks

extension Subnet {
  package mutating func renameReferences(_ renaming: ResourceRenaming) { renaming.rename(&vpc) }
}

extension RouteTable {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    renaming.rename(&vpc)
    renaming.rename(&subnets)
    renaming.rename(&publicPools)
    gateways = gateways.map(renaming.renamed)
    for place in routes.indices {
      routes[place].destination = routes[place].destination.renamed(by: renaming)
      routes[place].target = routes[place].target.renamed(by: renaming)
    }
  }
}

extension RouteDestination {
  fileprivate func renamed(by renaming: ResourceRenaming) -> Self {
    switch self {
    case .prefix: self
    case .prefixList(let list): .prefixList(renaming.name(of: list))
    }
  }
}

extension RouteTarget {
  fileprivate func renamed(by renaming: ResourceRenaming) -> Self {
    switch self {
    case .local, .address: self
    case .internetGateway(let id): .internetGateway(renaming.name(of: id))
    case .egressOnlyInternetGateway(let id): .egressOnlyInternetGateway(renaming.name(of: id))
    case .carrierGateway(let id): .carrierGateway(renaming.name(of: id))
    case .natGateway(let id): .natGateway(renaming.name(of: id))
    case .networkInterface(let id): .networkInterface(renaming.name(of: id))
    case .vpcPeeringConnection(let id): .vpcPeeringConnection(renaming.name(of: id))
    case .transitGateway(let id): .transitGateway(renaming.name(of: id))
    case .vpnGateway(let id): .vpnGateway(renaming.name(of: id))
    case .vpcEndpoint(let id): .vpcEndpoint(renaming.name(of: id))
    case .unmodelled(let kind, let id): .unmodelled(kind: kind, id: renaming.renamed(id))
    }
  }
}

extension BlockPublicAccessExclusion {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    scope =
      switch scope {
      case .vpc(let id): .vpc(renaming.name(of: id))
      case .subnet(let id): .subnet(renaming.name(of: id))
      }
  }
}

// MARK: Filters

extension NetworkACL {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    renaming.rename(&vpc)
    renaming.rename(&subnets)
  }
}

extension SecurityGroup {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    renaming.rename(&vpc)
    renaming.rename(&associatedVPCs)
    for place in rules.indices {
      switch rules[place].peer {
      case .prefix: break
      case .prefixList(let id): rules[place].peer = .prefixList(renaming.name(of: id))
      case .group(let id): rules[place].peer = .group(renaming.name(of: id))
      }
    }
  }
}

extension NetworkFirewall {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    renaming.rename(&vpc)
    renaming.rename(&policy)
    renaming.rename(&endpoints)
    renaming.rename(&attachment)
  }
}

extension FirewallPolicy {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    for place in statelessGroups.indices { renaming.rename(&statelessGroups[place].group) }
    for place in statefulGroups.indices { renaming.rename(&statefulGroups[place].group) }
  }
}

extension RuleGroup {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    references = references.mapValues(renaming.name)
  }
}

// MARK: Hosts and services

extension NetworkInterface {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    renaming.rename(&subnet)
    renaming.rename(&securityGroups)
    renaming.rename(&instance)
  }
}

extension ManagedService {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    renaming.rename(&vpc)
    renaming.rename(&interfaces)
    renaming.rename(&failoverSubnets)
  }
}

extension InstanceConnectEndpoint {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    renaming.rename(&vpc)
    renaming.rename(&interfaces)
  }
}

extension LoadBalancer {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    renaming.rename(&vpc)
    renaming.rename(&subnets)
    renaming.rename(&nodes)
    renaming.rename(&securityGroups)
    for listener in listeners.indices {
      for rule in listeners[listener].rules.indices {
        renaming.rename(&listeners[listener].rules[rule].targetGroups)
      }
    }
  }
}

extension TargetGroup {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    renaming.rename(&vpc)
    targets = targets?.map { target in
      var target = target
      target.id = renaming.renamed(target.id)
      return target
    }
  }
}

extension Accelerator {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    for listener in listeners.indices {
      for place in listeners[listener].endpoints.indices {
        let target = listeners[listener].endpoints[place].target
        listeners[listener].endpoints[place].target =
          switch target {
          case .loadBalancer(let id): .loadBalancer(renaming.name(of: id))
          case .instance(let id): .instance(renaming.name(of: id))
          case .other(let text): .other(renaming.renamed(text))
          }
      }
    }
  }
}

// MARK: Endpoints

extension VPCEndpoint {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    renaming.rename(&vpc)
    renaming.rename(&interfaces)
    renaming.rename(&subnets)
    renaming.rename(&resourceConfiguration)
  }
}

extension EndpointService {
  package mutating func renameReferences(_ renaming: ResourceRenaming) { renaming.rename(&loadBalancers) }
}

extension ResourceGateway {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    renaming.rename(&vpc)
    renaming.rename(&subnets)
    renaming.rename(&interfaces)
  }
}

extension ResourceConfiguration {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    renaming.rename(&gateway)
    if case .resource(let text) = definition { definition = .resource(renaming.renamed(text)) }
  }
}

extension ServiceNetworkAssociation {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    renaming.rename(&vpc)
    renaming.rename(&securityGroups)
  }
}
