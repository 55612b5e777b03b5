import PacketWalkDiagnostics
import PacketWalkTopology

/// The names under which a writer writes a topology's resources, and the references between them.
///
/// A resource is written under its name where that is the only one of its kind in its VPC, else under its
/// identifier.
struct NativeWriterNames {
  private(set) var names = NativeNames()
  let scopes: NativeWriterScopes
  private var kinds: [NativeKind: [Item]] = [:]

  private struct Item {
    var id: String
    var name: String?
    var scope: String?
  }

  init(_ topology: Topology) {
    scopes = NativeWriterScopes(topology)
    gather(topology)
    for kind in NativeKind.allCases { assign(kind) }
  }

  /// The names that a reader of edits has of a topology: nothing is written under them.
  init(reading topology: Topology) {
    scopes = NativeWriterScopes(topology)
    names = NativeNames(topology)
  }

  // MARK: Asking

  /// The key of a resource in its section.
  func key<Kind>(_ kind: NativeKind, _ id: ResourceID<Kind>, scope: String?) -> String {
    key(kind, id.rawValue, scope: scope)
  }

  func key(_ kind: NativeKind, _ id: String, scope: String?) -> String {
    names.entries(kind, id: id).first { $0.scope == scope }?.key ?? id
  }

  /// The identifier that a reader would give to what stands under the key.
  func impliedID(_ kind: NativeKind, key: String, scope: String?) -> String {
    guard let scope, Set(names.entries(kind, key: key).map(\.scope)).count > 1 else { return key }
    return "\(scope)/\(key)"
  }

  /// How a resource is referred to from a scope: as shortly as is clear.
  func reference<Kind>(_ kind: NativeKind, _ id: ResourceID<Kind>, from scope: String?) -> String {
    reference(kind, id.rawValue, from: scope)
  }

  func reference(_ kind: NativeKind, _ id: String, from scope: String?, except words: [String] = []) -> String
  {
    let entries = names.entries(kind, id: id)
    guard let entry = entries.first(where: { $0.scope == scope }) ?? entries.first else { return "id:\(id)" }
    for text in [entry.key, entry.qualified, id]
    where !words.contains(text) && NativeDeclarations.isName(text) {
      // Asking the reader's own function, so that what is written means the same when it is read.
      guard let found = try? names.resolve(text, kind, from: scope, at: .implied), found.id == id else {
        continue
      }
      return text
    }
    return "id:\(id)"
  }

  // MARK: Gathering

  private mutating func gather(_ topology: Topology) {
    let scopes = scopes
    for id in scopes.undescribedVPCs { add(.vpc, id.rawValue, nil, nil) }
    for id in scopes.undescribedTransitGateways { add(.transitGateway, id.rawValue, nil, nil) }
    add(.vpc, topology.vpcs) { _ in nil }
    add(.instance, topology.instances) { _ in nil }
    add(.prefixList, topology.prefixLists) { _ in nil }
    add(.peering, topology.vpcPeeringConnections) { _ in nil }
    add(.transitGateway, topology.transitGateways) { _ in nil }
    add(.subnet, topology.subnets) { scopes.vpc($0.vpc) }
    add(.routeTable, topology.routeTables) { scopes.vpc($0.vpc) }
    add(.networkACL, topology.networkACLs) { scopes.vpc($0.vpc) }
    add(.securityGroup, topology.securityGroups) { scopes.vpc($0.vpc) }
    add(.interface, topology.networkInterfaces) { scopes.subnet($0.subnet) }
    add(.natGateway, topology.natGateways) { scopes.vpc($0.vpc) }
    add(.endpoint, topology.vpcEndpoints) { scopes.vpc($0.vpc) }
    add(.endpointService, topology.endpointServices) { _ in nil }
    add(.resourceGateway, topology.resourceGateways) { scopes.vpc($0.vpc) }
    add(.resourceConfiguration, topology.resourceConfigurations) { _ in nil }
    add(.connectEndpoint, topology.instanceConnectEndpoints) { scopes.vpc($0.vpc) }
    add(.managedService, topology.managedServices) { scopes.vpc($0.vpc) }
    add(.serviceNetwork, topology.serviceNetworkAssociations) { scopes.vpc($0.vpc) }
    add(.networkFirewall, topology.networkFirewalls) { _ in nil }
    add(.firewallPolicy, topology.firewallPolicies) { _ in nil }
    add(.ruleGroup, topology.ruleGroups) { _ in nil }
    add(.accelerator, topology.accelerators) { _ in nil }
    add(.loadBalancer, topology.loadBalancers) { scopes.vpc($0.vpc) }
    add(.targetGroup, topology.targetGroups) { scopes.vpc($0.vpc) }
    add(.attachment, topology.transitGatewayAttachments) { scopes.transitGateway($0.transitGateway) }
    add(.transitRouteTable, topology.transitGatewayRouteTables) { scopes.transitGateway($0.transitGateway) }
    add(.internetGateway, topology.internetGateways) { scopes.gateway($0.id) }
    add(.egressOnlyGateway, topology.egressOnlyInternetGateways) { scopes.gateway($0.id) }
    add(.carrierGateway, topology.carrierGateways) { scopes.gateway($0.id) }
    add(.publicPool, topology.publicAddressPools) { _ in nil }
    add(.publicAccessExclusion, topology.blockPublicAccessExclusions) { _ in nil }
    add(.vpnGateway, topology.vpnGateways) { scopes.vpc($0.vpc) }
    add(.vpnConnection, topology.vpnConnections) { _ in nil }
    add(.directConnectGateway, topology.directConnectGateways) { _ in nil }
    add(.clientVPNEndpoint, topology.clientVPNEndpoints) { scopes.vpc($0.vpc) }
    add(.externalNetwork, topology.externalNetworks) { _ in nil }
    for thing in topology.unmodelled {
      add(.unmodelled, thing.id, thing.info.name, scopes.vpc(thing.vpc))
    }
  }

  private mutating func add<R: Resource>(_ kind: NativeKind, _ resources: [R], _ scope: (R) -> String?) {
    for resource in resources { add(kind, resource.id.rawValue, resource.info.name, scope(resource)) }
  }

  private mutating func add(_ kind: NativeKind, _ id: String, _ name: String?, _ scope: String?) {
    kinds[kind, default: []].append(Item(id: id, name: name, scope: scope))
  }

  private mutating func assign(_ kind: NativeKind) {
    struct Place: Hashable {
      var key: String
      var scope: String?
    }
    let items = kinds[kind] ?? []
    var uses: [Place: Int] = [:]
    for item in items { uses[Place(key: item.name ?? "", scope: item.scope), default: 0] += 1 }
    let ids = Set(items.map(\.id))
    var taken: Set<Place> = []
    for (number, item) in items.enumerated() {
      var key = item.id
      if let own = kind == .vpc ? scopes.vpc(VPCID(item.id)) : nil { key = own }
      if kind == .transitGateway, let own = scopes.transitGateway(TransitGatewayID(item.id)) { key = own }
      if kind != .vpc, kind != .transitGateway, let name = item.name, NativeDeclarations.isName(name),
        uses[Place(key: name, scope: item.scope)] == 1,
        name == item.id || !ids.contains(name)
      {
        key = name
      }
      if !NativeDeclarations.isName(key) || taken.contains(Place(key: key, scope: item.scope)) {
        key = "\(kind.rawValue) \(number + 1)"
      }
      taken.insert(Place(key: key, scope: item.scope))
      names.add(kind, .init(id: item.id, key: key, scope: item.scope, origin: .implied))
    }
  }
}
