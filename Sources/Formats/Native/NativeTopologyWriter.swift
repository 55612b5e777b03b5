package import PacketWalkTopology

/// Writes topologies of any format as native YAML.
///
/// The text holds all that the model holds but origins and coverage: reading it back gives an equal
/// topology. What AWS does by default is left out, and names stand for identifiers wherever they are
/// unique.
package enum NativeTopologyWriter {
  /// The text of a file. The same topology always gives the same bytes.
  ///
  /// - Complexity: O(n log n) for n rules, routes, interfaces and names.
  package static func write(_ topology: Topology) -> String {
    YAMLPrinter.print(NativeWriter(topology).file().members)
  }
}

/// The work of one writing.
struct NativeWriter {
  let topology: Topology
  let names: NativeWriterNames
  /// What the file says for all resources that say nothing.
  let account: String?
  let region: String?
  /// Associations by subnet, the first of each.
  let tables: [SubnetID: RouteTableID]
  let acls: [SubnetID: NetworkACLID]
  let windowsInstances: Set<InstanceID>
  let subnetsOfInterfaces: [NetworkInterfaceID: SubnetID]

  init(_ topology: Topology) { self.init(topology, names: NativeWriterNames(topology)) }

  init(_ topology: Topology, names: NativeWriterNames) {
    self.topology = topology
    self.names = names
    account = Self.shared(topology.vpcs.map(\.info.account))
    region = Self.shared(topology.vpcs.map(\.info.region))
    let known = Set(topology.subnets.map(\.id))
    var tables: [SubnetID: RouteTableID] = [:]
    for table in topology.routeTables {
      for subnet in table.subnets where known.contains(subnet) && tables[subnet] == nil {
        tables[subnet] = table.id
      }
    }
    var acls: [SubnetID: NetworkACLID] = [:]
    for acl in topology.networkACLs {
      for subnet in acl.subnets where known.contains(subnet) && acls[subnet] == nil { acls[subnet] = acl.id }
    }
    self.tables = tables
    self.acls = acls
    subnetsOfInterfaces = Dictionary(
      topology.networkInterfaces.map { ($0.id, $0.subnet) }, uniquingKeysWith: { first, _ in first })
    windowsInstances = Set(topology.instances.filter(\.isWindows).map(\.id))
  }

  /// The value that all have, if it is one.
  private static func shared(_ values: [String?]) -> String? {
    guard let first = values.first, values.allSatisfy({ $0 == first }) else { return nil }
    return first
  }

  /// Where a thing is written, and what it inherits there.
  struct Place {
    var scope: String?
    var account: String?
    var region: String?
  }

  var filePlace: Place { Place(scope: nil, account: account, region: region) }

  func place(_ key: String, _ info: ResourceInfo?) -> Place {
    Place(
      scope: key, account: info == nil ? account : info?.account, region: info == nil ? region : info?.region)
  }

  /// A member of a section: its key, and its fields after the common ones.
  func member<R: Resource>(
    _ kind: NativeKind, _ resource: R, in place: Place, _ fields: YAMLMembers, into section: inout YAMLMembers
  ) {
    let key = names.key(kind, resource.id, scope: place.scope)
    var all = common(resource.info, kind, id: resource.id.rawValue, key: key, in: place)
    for field in fields.members { all.add(field.key, field.value) }
    section.add(key, all.value)
  }

  /// Identifier, name, owner and tags, as far as they are not implied.
  func common(
    _ info: ResourceInfo, _ kind: NativeKind, id: String, key: String, in place: Place
  ) -> YAMLMembers {
    var fields = YAMLMembers()
    if id != names.impliedID(kind, key: key, scope: place.scope) { fields.add("id", id) }
    if let name = info.name, name != key { fields.add("name", name) }
    if info.account != place.account { fields.add("account", info.account ?? "") }
    if info.region != place.region { fields.add("region", info.region ?? "") }
    if !info.tags.isEmpty {
      var tags = YAMLMembers()
      for (tag, value) in info.tags.sorted(by: { $0.key < $1.key }) { tags.add(tag, value) }
      fields.add("tags", section: tags)
    }
    if !info.lintExceptions.isEmpty {
      let exceptions = info.lintExceptions.map { exception -> YAMLValue in
        var item = YAMLMembers()
        item.add("check", exception.check)
        item.add("reason", exception.reason)
        return item.value
      }
      var lint = YAMLMembers()
      lint.add("ignore", .list(exceptions))
      fields.add("lint", lint.value)
    }
    return fields
  }

  func file() -> YAMLMembers {
    var file = YAMLMembers()
    file.add("packetwalk", "\(NativeTopology.version)")
    file.add("account", account)
    file.add("region", region)
    file.add("taken-at", topology.coverage.takenAt)
    var missing = YAMLMembers()
    for kind in topology.coverage.missing {
      guard let word = NativeMissing.word(kind.kind) else { continue }
      missing.add(word, kind.remedy)
    }
    file.add("missing", section: missing)
    var vpcs = YAMLMembers()
    for id in names.scopes.undescribedVPCs { vpcs.add(id.rawValue, undescribed(id).value) }
    for vpc in topology.vpcs { self.vpc(vpc, into: &vpcs) }
    file.add("vpcs", section: vpcs)
    file.add("instances", section: instances())
    file.add("prefix-lists", section: prefixLists())
    file.add("peerings", section: peerings())
    file.add("transit-gateways", section: transitGateways())
    let modes = blockPublicAccess()
    if !modes.isEmpty { file.add("block-public-access", modes.count == 1 ? modes[0] : .list(modes)) }
    file.add("public-pools", section: publicPools())
    file.add("public-access-exclusions", section: publicAccessExclusions())
    file.add("vpn-gateways", section: vpnGateways(of: nil, filePlace))
    file.add("vpn-connections", section: vpnConnections())
    file.add("direct-connect-gateways", section: directConnectGateways())
    file.add("client-vpn-endpoints", section: clientVPNEndpoints(of: nil, filePlace))
    file.add("external", section: externalNetworks())
    file.add("unassociated-addresses", section: unassociatedAddresses())
    file.add("internet-gateways", section: looseInternetGateways())
    file.add("egress-only-gateways", section: looseEgressOnlyGateways())
    file.add("accelerators", section: accelerators())
    file.add("endpoint-services", section: endpointServices())
    file.add("resource-configurations", section: resourceConfigurations())
    file.add("managed-services", section: managedServices(of: nil, filePlace))
    file.add("carrier-gateways", section: looseCarrierGateways())
    file.add("network-firewalls", section: networkFirewalls())
    file.add("firewall-policies", section: firewallPolicies())
    file.add("rule-groups", section: ruleGroups())
    file.add("target-groups", section: targetGroups(of: nil, filePlace))
    file.add("interfaces", section: interfaces(of: nil, filePlace))
    file.add("unmodelled", section: unmodelled(of: nil, filePlace))
    return file
  }
}
