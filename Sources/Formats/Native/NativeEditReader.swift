import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Reads edits one after the other: what one adds, the next may name.
struct NativeEditReader {
  private(set) var topology: Topology
  private(set) var names: NativeNames
  private let scopes: NativeScopes

  init(_ topology: Topology) {
    self.topology = topology
    names = NativeNames(topology)
    scopes = NativeScopes(topology)
  }

  mutating func read(_ node: YAMLNode) throws(InputError) -> Edit {
    guard case .mapping(let pairs) = node.content, let pair = pairs.first, pairs.count == 1 else {
      throw InputError(
        .malformed, "an edit is a mapping of one key, such as add-rule: {…}, and this is \(node.kindName)",
        at: node.origin)
    }
    _ = try YAMLFields(node, of: .edit)
    switch pair.key {
    case "add-rule", "remove-rule":
      let (group, rule) = try rule(pair.value)
      return pair.key == "add-rule"
        ? .addSecurityGroupRule(group, rule) : .removeSecurityGroupRule(group, rule)
    case "attach-group", "detach-group":
      let fields = try YAMLFields(pair.value, of: .editMembership)
      let interface: NetworkInterfaceID = try id(fields.required("interface"), .interface)
      let scope = scope(of: interface)
      let group: SecurityGroupID = try scope.id(fields.required("group"), .securityGroup)
      return pair.key == "attach-group"
        ? .attachSecurityGroup(group, to: interface) : .detachSecurityGroup(group, from: interface)
    case "set-acl-entry": return try setEntry(pair.value)
    case "remove-acl-entry": return try removeEntry(pair.value)
    case "set-route": return try setRoute(pair)
    case "remove-route":
      let fields = try YAMLFields(pair.value, of: .removeRoute)
      let (table, scope) = try table(fields)
      return .removeRoute(table, try destination(fields, scope))
    case "associate-table":
      let fields = try YAMLFields(pair.value, of: .associateTable)
      let (subnet, scope) = try subnet(fields)
      return .associateRouteTable(try scope.id(fields.required("table"), .routeTable), with: subnet)
    case "disassociate-table":
      return .disassociateRouteTable(from: try subnet(YAMLFields(pair.value, of: .disassociateTable)).0)
    case "associate-acl":
      let fields = try YAMLFields(pair.value, of: .associateACL)
      let (subnet, scope) = try subnet(fields)
      return .associateNetworkACL(try scope.id(fields.required("acl"), .networkACL), with: subnet)
    case "set-public-address": return try setPublicAddress(pair.value)
    case "add-interface": return try addInterface(pair)
    case "remove-interface":
      let fields = try YAMLFields(pair.value, of: .removeInterface)
      return remove(try id(fields.required("interface"), .interface))
    case "add-vpn-gateway":
      let fields = try YAMLFields(pair.value, of: .newVPNGateway)
      return try addVPNGateway(pair, fields)
    default:
      let fields = try YAMLFields(pair.value, of: .newUnmodelled)
      return try addUnmodelled(pair, fields, kind: fields.required("kind").text("kind"))
    }
  }

  // MARK: Rules and entries

  private func rule(_ node: YAMLNode) throws(InputError) -> (SecurityGroupID, SecurityGroupRule) {
    let fields = try YAMLFields(node, of: .editRule)
    let group: SecurityGroupID = try id(fields.required("group"), .securityGroup)
    let scope = scope(vpc: topology.securityGroups.first { $0.id == group }?.vpc)
    let (direction, value) = try direction(fields)
    return (group, try scope.rule(value, direction))
  }

  private func setEntry(_ node: YAMLNode) throws(InputError) -> Edit {
    let fields = try YAMLFields(node, of: .editEntry)
    let acl: NetworkACLID = try id(fields.required("acl"), .networkACL)
    let (direction, value) = try direction(fields)
    let pairs = try value.pairs("an entry")
    guard let entry = pairs.first, pairs.count == 1 else {
      throw InputError(.malformed, "one edit sets one entry, {NUMBER: …}", at: value.origin)
    }
    return .setNetworkACLEntry(acl, try scope(vpc: nil).entry(entry, direction))
  }

  private func removeEntry(_ node: YAMLNode) throws(InputError) -> Edit {
    let fields = try YAMLFields(node, of: .editEntry)
    let acl: NetworkACLID = try id(fields.required("acl"), .networkACL)
    let (direction, value) = try direction(fields)
    return .removeNetworkACLEntry(
      acl, direction, number: try value.integer("the number of an entry", in: 1...32766))
  }

  private func direction(_ fields: YAMLFields) throws(InputError) -> (RuleDirection, YAMLNode) {
    switch (fields["in"], fields["out"]) {
    case (let value?, nil): return (.ingress, value)
    case (nil, let value?): return (.egress, value)
    default:
      throw InputError(.malformed, "\(fields.owner) has one of “in” and “out”", at: fields.origin)
    }
  }

  // MARK: Routes

  private func setRoute(_ pair: YAMLPair) throws(InputError) -> Edit {
    let fields = try YAMLFields(pair.value, of: .editRoute)
    let (table, scope) = try table(fields)
    return .setRoute(table, try scope.route(destination(fields, scope), fields, at: pair.origin))
  }

  private func table(_ fields: YAMLFields) throws(InputError) -> (RouteTableID, NativeScope) {
    let table: RouteTableID = try id(fields.required("table"), .routeTable)
    return (table, scope(vpc: topology.routeTables.first { $0.id == table }?.vpc))
  }

  private func destination(
    _ fields: YAMLFields, _ scope: NativeScope
  ) throws(InputError) -> RouteDestination {
    let node = try fields.required("to")
    return try scope.destination(node.text("to"), at: node.origin)
  }

  // MARK: Associations

  private func subnet(_ fields: YAMLFields) throws(InputError) -> (SubnetID, NativeScope) {
    let subnet: SubnetID = try id(fields.required("subnet"), .subnet)
    return (subnet, scope(of: subnet))
  }

  // MARK: Interfaces

  private func setPublicAddress(_ node: YAMLNode) throws(InputError) -> Edit {
    let fields = try YAMLFields(node, of: .editAddress)
    let place = try fields.required("interface")
    let id: NetworkInterfaceID = try id(place, .interface)
    let interface = topology.networkInterfaces.first { $0.id == id }
    guard let address = try fields.address("ip") ?? interface?.primaryAddress else {
      throw InputError(
        .invalid, "the address of “\(place.scalar ?? "")” is not known; name one with “ip”", at: place.origin)
    }
    let given = try fields.required("public")
    let publicAddress = given.scalar == "none" ? nil : try given.address()
    return .setPublicAddress(id, private: address, public: publicAddress)
  }

  /// The removal of an interface, which is not there for the edits that follow.
  mutating func remove(_ interface: NetworkInterfaceID) -> Edit {
    topology.networkInterfaces.removeAll { $0.id == interface }
    return .removeNetworkInterface(interface)
  }

  private mutating func addInterface(_ pair: YAMLPair) throws(InputError) -> Edit {
    let fields = try YAMLFields(pair.value, of: .newInterface)
    let name = try fields.required("name").text("name")
    let subnet: SubnetID = try id(fields.required("subnet"), .subnet)
    let scope = scope(of: subnet)
    let id = NetworkInterfaceID(try newID(fields, name, .interface))
    let interface = try scope.interface(fields, key: name, id: id, subnet: subnet, origin: pair.origin)
    topology.networkInterfaces.append(interface)
    names.add(.interface, .init(id: id.rawValue, key: name, scope: scope.key, origin: pair.origin))
    return .addNetworkInterface(interface)
  }

  private mutating func addUnmodelled(
    _ pair: YAMLPair, _ fields: YAMLFields, kind: String
  ) throws(InputError) -> Edit {
    let name = try fields.required("name").text("name")
    var vpc: VPCID?
    if let node = fields["vpc"] { vpc = try id(node, .vpc) }
    let scope = scope(vpc: vpc)
    let thing = UnmodelledResource(
      kind: kind, id: try newID(fields, name, .unmodelled),
      info: try scope.info(fields, key: name, origin: pair.origin), vpc: vpc)
    topology.unmodelled.append(thing)
    names.add(thing, scope.key)
    return .addUnmodelledResource(thing)
  }

  private mutating func addVPNGateway(_ pair: YAMLPair, _ fields: YAMLFields) throws(InputError) -> Edit {
    let name = try fields.required("name").text("name")
    var vpc: VPCID?
    if let node = fields["vpc"] { vpc = try id(node, .vpc) }
    let scope = scope(vpc: vpc)
    let gateway = VPNGateway(
      id: VPNGatewayID(try newID(fields, name, .vpnGateway)),
      info: try scope.info(fields, key: name, origin: pair.origin), vpc: vpc)
    topology.vpnGateways.append(gateway)
    names.add(.vpnGateway, .init(id: gateway.id.rawValue, key: name, scope: scope.key, origin: pair.origin))
    return .addVPNGateway(gateway)
  }

  /// The identifier of what is added: it must be new.
  private func newID(_ fields: YAMLFields, _ name: String, _ kind: NativeKind) throws(InputError) -> String {
    let id = try fields.text("id") ?? name
    guard names.entries(kind, id: id).isEmpty else {
      throw InputError(
        .malformed, "there already is \(kind.withArticle) with the identifier “\(id)”", at: fields.origin)
    }
    return id
  }

  // MARK: Scopes

  private func id<Kind>(_ node: YAMLNode, _ kind: NativeKind) throws(InputError) -> ResourceID<Kind> {
    try scope(vpc: nil).id(node, kind)
  }

  func scope(of interface: NetworkInterfaceID) -> NativeScope {
    let subnet = topology.networkInterfaces.first { $0.id == interface }?.subnet
    return scope(vpc: topology.subnets.first { $0.id == subnet }?.vpc)
  }

  func scope(of subnet: SubnetID) -> NativeScope {
    scope(vpc: topology.subnets.first { $0.id == subnet }?.vpc)
  }

  func scope(vpc id: VPCID?) -> NativeScope {
    var scope = NativeScope(names: names)
    for thing in topology.unmodelled { scope.unmodelledKinds[thing.id] = thing.kind }
    for instance in topology.instances where instance.isWindows { scope.windowsInstances.insert(instance.id) }
    guard let id else { return scope }
    scope.key = scopes.vpc(id)
    scope.vpc = id
    scope.defaultGroup = topology.securityGroups.first { $0.vpc == id && $0.isDefault }?.id
    guard let vpc = topology.vpcs.first(where: { $0.id == id }) else { return scope }
    scope.account = vpc.info.account
    scope.region = vpc.info.region
    scope.families = AWSDefaults.families(of: vpc.prefixes)
    return scope
  }
}
