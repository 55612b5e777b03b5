import PacketWalkAddressing
package import PacketWalkTopology

extension NativeEdits {
  /// Edits of a topology of any format as a YAML list; reading it gives the same edits.
  ///
  /// - Complexity: O(resources + edits)
  package static func write(_ edits: [Edit], for topology: Topology) -> String {
    let writer = NativeEditsWriter(edits, on: topology)
    return edits.map { "- " + writer.line($0) + "\n" }.joined()
  }
}

/// Writes edits in YAML's words, with names that the reader of edits reads as the same resources.
struct NativeEditsWriter {
  /// Of the topology with all that the edits add: whoever means one of many resources by a name still does
  /// with fewer.
  let writer: NativeWriter
  private let scopes: NativeScopes

  init(_ edits: [Edit], on topology: Topology) {
    var all = topology
    for edit in edits {
      switch edit {
      case .addNetworkInterface(let interface): all.networkInterfaces.append(interface)
      case .addVPNGateway(let gateway): all.vpnGateways.append(gateway)
      case .addUnmodelledResource(let thing): all.unmodelled.append(thing)
      default: continue
      }
    }
    writer = NativeWriter(all, names: NativeWriterNames(reading: all))
    scopes = NativeScopes(all)
  }

  /// One edit as the one pair of a mapping, on one line.
  func line(_ edit: Edit) -> String {
    let (key, fields) = pair(edit)
    return "\(key): \(YAMLPrinter.flow(fields.value))"
  }

  private func pair(_ edit: Edit) -> (key: String, fields: YAMLMembers) {
    var fields = YAMLMembers()
    switch edit {
    case .addSecurityGroupRule(let group, let rule):
      add(rule, of: group, to: &fields)
      return ("add-rule", fields)
    case .removeSecurityGroupRule(let group, let rule):
      add(rule, of: group, to: &fields)
      return ("remove-rule", fields)
    case .attachSecurityGroup(let group, let interface):
      add(group, interface, to: &fields)
      return ("attach-group", fields)
    case .detachSecurityGroup(let group, let interface):
      add(group, interface, to: &fields)
      return ("detach-group", fields)
    case .setNetworkACLEntry(let acl, let entry):
      fields.add("acl", reference(.networkACL, acl))
      var numbers = YAMLMembers()
      numbers.add("\(entry.number)", writer.entry(entry))
      fields.add(Self.word(entry.direction), numbers.value)
      return ("set-acl-entry", fields)
    case .removeNetworkACLEntry(let acl, let direction, let number):
      fields.add("acl", reference(.networkACL, acl))
      fields.add(Self.word(direction), "\(number)")
      return ("remove-acl-entry", fields)
    case .setRoute(let table, let route):
      add(table, route.destination, to: &fields)
      add(route, in: place(of: table), to: &fields)
      return ("set-route", fields)
    case .removeRoute(let table, let destination):
      add(table, destination, to: &fields)
      return ("remove-route", fields)
    case .associateRouteTable(let table, let subnet):
      fields.add("subnet", reference(.subnet, subnet))
      fields.add("table", reference(.routeTable, table, in: place(of: subnet)))
      return ("associate-table", fields)
    case .disassociateRouteTable(let subnet):
      fields.add("subnet", reference(.subnet, subnet))
      return ("disassociate-table", fields)
    case .associateNetworkACL(let acl, let subnet):
      fields.add("subnet", reference(.subnet, subnet))
      fields.add("acl", reference(.networkACL, acl, in: place(of: subnet)))
      return ("associate-acl", fields)
    case .setPublicAddress(let interface, let address, let publicAddress):
      fields.add("interface", reference(.interface, interface))
      let known = writer.topology.networkInterfaces.first { $0.id == interface }
      if known?.primaryAddress != address { fields.add("ip", address.description) }
      fields.add("public", publicAddress?.description ?? "none")
      return ("set-public-address", fields)
    case .addNetworkInterface(let interface):
      let place = place(of: interface.id)
      add(interface.info, interface.shortName, interface.id.rawValue, in: place, to: &fields)
      for field in writer.fields(interface, place).members {
        // What the subnet is decides where the rest is, so its name is nobody's but its own.
        let isSubnet = field.key == "subnet"
        fields.add(field.key, isSubnet ? .scalar(reference(.subnet, interface.subnet)) : field.value)
      }
      return ("add-interface", fields)
    case .removeNetworkInterface(let interface):
      fields.add("interface", reference(.interface, interface))
      return ("remove-interface", fields)
    case .addVPNGateway(let gateway):
      add(gateway.info, gateway.shortName, gateway.id.rawValue, in: place(gateway.vpc), to: &fields)
      if let vpc = gateway.vpc { fields.add("vpc", reference(.vpc, vpc)) }
      return ("add-vpn-gateway", fields)
    case .addUnmodelledResource(let thing):
      let name = thing.info.name.flatMap { $0.isEmpty ? nil : $0 } ?? thing.id
      add(thing.info, name, thing.id, in: place(thing.vpc), to: &fields)
      fields.add("kind", thing.kind)
      if let vpc = thing.vpc { fields.add("vpc", reference(.vpc, vpc)) }
      return ("add-unmodelled", fields)
    }
  }

  // MARK: Parts

  private static func word(_ direction: RuleDirection) -> String { direction == .ingress ? "in" : "out" }

  private func reference<Kind>(
    _ kind: NativeKind, _ id: ResourceID<Kind>, in place: NativeWriter.Place? = nil
  )
    -> String
  {
    writer.names.reference(kind, id, from: place?.scope)
  }

  private func add(_ rule: SecurityGroupRule, of group: SecurityGroupID, to fields: inout YAMLMembers) {
    fields.add("group", reference(.securityGroup, group))
    fields.add(Self.word(rule.direction), writer.rule(rule, place(of: group)))
  }

  private func add(_ group: SecurityGroupID, _ interface: NetworkInterfaceID, to fields: inout YAMLMembers) {
    fields.add("group", reference(.securityGroup, group, in: place(of: interface)))
    fields.add("interface", reference(.interface, interface))
  }

  private func add(_ table: RouteTableID, _ destination: RouteDestination, to fields: inout YAMLMembers) {
    fields.add("table", reference(.routeTable, table))
    fields.add("to", writer.destination(destination, place(of: table)))
  }

  private func add(_ route: Route, in place: NativeWriter.Place, to fields: inout YAMLMembers) {
    let target = writer.target(route.target, place)
    if let target {
      fields.add("target", route.state == .blackhole ? "blackhole of \(target)" : target)
    } else if case .unmodelled(let kind, let id) = route.target {
      fields.add("kind", kind)
      fields.add("id", id)
    }
    if route.state == .filtered || target == nil && route.state != .active {
      fields.add("state", NativeScope.routeStates.first { $0.1 == route.state }?.0)
    }
    if route.source != .static {
      fields.add("source", NativeScope.routeSources.first { $0.1 == route.source }?.0)
    }
  }

  /// Name, identifier and what else every resource may have.
  private func add(
    _ info: ResourceInfo, _ name: String, _ id: String, in place: NativeWriter.Place,
    to fields: inout YAMLMembers
  ) {
    fields.add("name", name)
    if id != name { fields.add("id", id) }
    let common = writer.common(info, .interface, id: id, key: name, in: place)
    for field in common.members where field.key != "id" { fields.add(field.key, field.value) }
  }

  // MARK: Places

  func place(of group: SecurityGroupID) -> NativeWriter.Place {
    place(writer.topology.securityGroups.first { $0.id == group }?.vpc)
  }

  func place(of table: RouteTableID) -> NativeWriter.Place {
    place(writer.topology.routeTables.first { $0.id == table }?.vpc)
  }

  func place(of interface: NetworkInterfaceID) -> NativeWriter.Place {
    let subnet = writer.topology.networkInterfaces.first { $0.id == interface }?.subnet
    return place(writer.topology.subnets.first { $0.id == subnet }?.vpc)
  }

  func place(of subnet: SubnetID) -> NativeWriter.Place {
    place(writer.topology.subnets.first { $0.id == subnet }?.vpc)
  }

  /// Where the reader of edits takes references of a VPC's things to be.
  private func place(_ id: VPCID?) -> NativeWriter.Place {
    guard let vpc = writer.topology.vpcs.first(where: { $0.id == id }) else {
      return NativeWriter.Place(scope: scopes.vpc(id))
    }
    return NativeWriter.Place(scope: scopes.vpc(id), account: vpc.info.account, region: vpc.info.region)
  }
}
