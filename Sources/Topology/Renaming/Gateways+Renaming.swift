extension InternetGateway {
  package mutating func renameReferences(_ renaming: ResourceRenaming) { renaming.rename(&vpc) }
}

extension EgressOnlyInternetGateway {
  package mutating func renameReferences(_ renaming: ResourceRenaming) { renaming.rename(&vpc) }
}

extension CarrierGateway {
  package mutating func renameReferences(_ renaming: ResourceRenaming) { renaming.rename(&vpc) }
}

extension VPNGateway {
  package mutating func renameReferences(_ renaming: ResourceRenaming) { renaming.rename(&vpc) }
}

extension NATGateway {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    renaming.rename(&vpc)
    renaming.rename(&subnet)
    renaming.rename(&routeTable)
    proxies = proxies.map(renaming.renamed)
  }
}

extension VPCPeeringConnection {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    renaming.rename(&requester.vpc)
    renaming.rename(&accepter.vpc)
  }
}

extension TransitGatewayAttachment {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    renaming.rename(&transitGateway)
    kind =
      switch kind {
      case .vpc(let vpc, let subnets):
        .vpc(renaming.name(of: vpc), subnets: subnets.map(renaming.name))
      case .peering(let gateway, let attachment):
        .peering(renaming.name(of: gateway), attachment: renaming.name(of: attachment))
      case .other(let name, let resource): .other(name, resource: renaming.renamed(resource))
      }
  }
}

extension TransitGatewayRouteTable {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    renaming.rename(&transitGateway)
    renaming.rename(&associations)
    for place in routes?.indices ?? 0..<0 {
      guard var route = routes?[place] else { continue }
      if case .prefixList(let id) = route.destination {
        route.destination = .prefixList(renaming.name(of: id))
      }
      renaming.rename(&route.attachments)
      routes?[place] = route
    }
  }
}

extension VPNConnection {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    renaming.rename(&vpnGateway)
    renaming.rename(&transitGateway)
  }
}

extension DirectConnectGateway {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    for place in associations.indices {
      associations[place].gateway =
        switch associations[place].gateway {
        case .vpnGateway(let id): .vpnGateway(renaming.name(of: id))
        case .transitGateway(let id): .transitGateway(renaming.name(of: id))
        }
    }
  }
}

extension ClientVPNEndpoint {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    renaming.rename(&vpc)
    renaming.rename(&subnets)
    renaming.rename(&interfaces)
    for place in routes?.indices ?? 0..<0 {
      guard var route = routes?[place] else { continue }
      renaming.rename(&route.subnet)
      routes?[place] = route
    }
  }
}

extension ExternalNetwork {
  package mutating func renameReferences(_ renaming: ResourceRenaming) {
    ways = ways.map { way in
      switch way {
      case .vpnGateway(let id): .vpnGateway(renaming.name(of: id))
      case .vpnConnection(let id): .vpnConnection(renaming.name(of: id))
      case .directConnectGateway(let id): .directConnectGateway(renaming.name(of: id))
      case .clientVPNEndpoint(let id): .clientVPNEndpoint(renaming.name(of: id))
      case .transitGatewayAttachment(let id): .transitGatewayAttachment(renaming.name(of: id))
      case .unmodelled(let text): .unmodelled(renaming.renamed(text))
      }
    }
  }
}
