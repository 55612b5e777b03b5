import PacketWalkTopology

/// A resource that an edit names: what AWS calls it, or what stands for that.
struct ResourceReference: Hashable {
  /// The field's word: `security group`.
  var kind: String
  /// What AWS's identifiers of the kind begin with: `sg`.
  var prefix: String
  var id: String
  var name: String
  var region: String?
  var account: String?

  /// Whether the identifier is one of AWS's: as AWS makes them, or given beside a name and alike.
  var isAWS: Bool { Self.isAWS(id, prefix) || id != name && Self.digits(of: id, prefix) > 0 }

  /// Whether a text is an identifier as AWS makes them: 8 or 17 hexadecimal digits. Fewer may be a name: `sg-db`.
  static func isAWS(_ id: String, _ prefix: String) -> Bool { [8, 17].contains(digits(of: id, prefix)) }

  /// How many hexadecimal digits follow the prefix, if there is nothing else.
  private static func digits(of id: String, _ prefix: String) -> Int {
    guard id.hasPrefix(prefix + "-") else { return 0 }
    let digits = id.utf8.dropFirst(prefix.utf8.count + 1)
    return digits.allSatisfy { 48...57 ~= $0 || 97...102 ~= $0 } ? digits.count : 0
  }

  /// `SG_DB`, for variables.
  var variable: String { Self.identifier("\(prefix)_\(name)").uppercased() }

  /// Letters, digits and underscores; the rest becomes one underscore each run.
  static func identifier(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9": result.unicodeScalars.append(scalar)
      default: if !result.hasSuffix("_") { result += "_" }
      }
    }
    while result.hasSuffix("_") { result.removeLast() }
    guard let first = result.unicodeScalars.first else { return "_" }
    return "0"..."9" ~= first ? "_" + result : result
  }
}

/// The topology as each edit of a list meets it, and the names of what the edit is about.
struct EditedState {
  private(set) var topology: Topology

  init(_ topology: Topology) { self.topology = topology }

  /// Makes an edit; one that cannot be made changes nothing, and whoever makes them will say so.
  mutating func apply(_ edit: Edit) {
    if let edited = try? topology.applying([edit]) { topology = edited }
  }

  func group(_ id: SecurityGroupID) -> ResourceReference { reference(id, topology.securityGroups, "sg") }
  func acl(_ id: NetworkACLID) -> ResourceReference { reference(id, topology.networkACLs, "acl") }
  func table(_ id: RouteTableID) -> ResourceReference { reference(id, topology.routeTables, "rtb") }
  func interface(_ id: NetworkInterfaceID) -> ResourceReference {
    var reference = reference(id, topology.networkInterfaces, "eni")
    let interface = topology.networkInterfaces.first { $0.id == id }
    // An interface without a name of its own is known by its instance's.
    if reference.name == id.rawValue, reference.isAWS,
      let instance = topology.instances.first(where: { $0.id == interface?.instance })
    {
      reference.name = instance.shortName
    }
    return reference
  }
  func subnet(_ id: SubnetID) -> ResourceReference { reference(id, topology.subnets, "subnet") }
  func vpc(_ id: VPCID) -> ResourceReference { reference(id, topology.vpcs, "vpc") }
  func instance(_ id: InstanceID) -> ResourceReference { reference(id, topology.instances, "i") }
  func prefixList(_ id: PrefixListID) -> ResourceReference { reference(id, topology.prefixLists, "pl") }
  func endpoint(_ id: VPCEndpointID) -> ResourceReference { reference(id, topology.vpcEndpoints, "vpce") }
  func vpnGateway(_ id: VPNGatewayID) -> ResourceReference { reference(id, topology.vpnGateways, "vgw") }

  /// What a route leads to, if that is a resource.
  func target(_ target: RouteTarget) -> ResourceReference? {
    switch target {
    case .local, .address, .unmodelled: nil
    case .internetGateway(let id): reference(id, topology.internetGateways, "igw")
    case .egressOnlyInternetGateway(let id): reference(id, topology.egressOnlyInternetGateways, "eigw")
    case .carrierGateway(let id): reference(id, topology.carrierGateways, "cagw")
    case .natGateway(let id): reference(id, topology.natGateways, "nat")
    case .networkInterface(let id): interface(id)
    case .vpcPeeringConnection(let id): reference(id, topology.vpcPeeringConnections, "pcx")
    case .transitGateway(let id): reference(id, topology.transitGateways, "tgw")
    case .vpnGateway(let id): vpnGateway(id)
    case .vpcEndpoint(let id): endpoint(id)
    }
  }

  /// Whether an endpoint is a gateway endpoint, which makes its routes itself.
  func isGatewayEndpoint(_ target: RouteTarget?) -> VPCEndpointID? {
    guard case .vpcEndpoint(let id) = target,
      topology.vpcEndpoints.first(where: { $0.id == id })?.kind == .gateway
    else { return nil }
    return id
  }

  private func reference<R: Resource>(
    _ id: ResourceID<R>, _ resources: [R], _ prefix: String
  ) -> ResourceReference {
    let resource = resources.first { $0.id == id }
    return ResourceReference(
      kind: R.kindName, prefix: prefix, id: id.rawValue, name: resource?.shortName ?? id.rawValue,
      region: resource?.info.region, account: resource?.info.account)
  }
}
