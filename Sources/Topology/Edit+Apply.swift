import PacketWalkAddressing
import PacketWalkDiagnostics

extension Topology {
  /// The topology after the edits, each seeing what the ones before it did; this one stays as it is.
  ///
  /// What an edit works on must be there; what a new rule or route refers to need not be, as in any input,
  /// and is `validate()`'s matter. Adding what is already there, or taking away a public address that is
  /// not, changes nothing.
  ///
  /// - Throws: `EditError` for the first edit that cannot be applied.
  /// - Complexity: O(*n*) an edit for *n* resources of the kind it works on, and of the others that it
  ///   touches.
  package func applying(_ edits: [Edit]) throws(EditError) -> Topology {
    var edited = self
    for (index, edit) in edits.enumerated() {
      do {
        try edited.apply(edit)
      } catch {
        throw EditError(index: index, edit: edit, reason: error.reason, candidates: error.candidates)
      }
    }
    return edited
  }

  /// What an edit met; `applying` adds which edit it was.
  private struct Failure: Error {
    var reason: EditError.Reason
    var candidates: [String]
  }

  private mutating func apply(_ edit: Edit) throws(Failure) {
    switch edit {
    case .addSecurityGroupRule(let group, let rule):
      let place = try index(of: group, in: securityGroups)
      guard !securityGroups[place].rules.contains(where: { $0.admitsSame(as: rule) }) else { return }
      securityGroups[place].rules.append(rule)
    case .removeSecurityGroupRule(let group, let rule):
      let place = try index(of: group, in: securityGroups)
      let kept = securityGroups[place].rules.filter { !$0.admitsSame(as: rule) }
      guard kept.count < securityGroups[place].rules.count else { throw absent(from: securityGroups[place]) }
      securityGroups[place].rules = kept
    case .attachSecurityGroup(let group, let interface):
      _ = try index(of: group, in: securityGroups)
      let place = try index(of: interface, in: networkInterfaces)
      guard !networkInterfaces[place].securityGroups.contains(group) else { return }
      networkInterfaces[place].securityGroups.append(group)
    case .detachSecurityGroup(let group, let interface):
      let place = try index(of: interface, in: networkInterfaces)
      let held = networkInterfaces[place].securityGroups
      guard held.contains(group) else {
        throw absent(from: networkInterfaces[place], candidates: held.map(\.rawValue))
      }
      networkInterfaces[place].securityGroups = held.filter { $0 != group }
    case .setNetworkACLEntry(let acl, let entry):
      let place = try index(of: acl, in: networkACLs)
      networkACLs[place].entries.replaceAll(with: entry) {
        $0.number == entry.number && $0.direction == entry.direction
      }
    case .removeNetworkACLEntry(let acl, let direction, let number):
      let place = try index(of: acl, in: networkACLs)
      let entries = networkACLs[place].entries
      let kept = entries.filter { $0.number != number || $0.direction != direction }
      guard kept.count < entries.count else {
        let numbers = entries.filter { $0.direction == direction }.map(\.number)
        let nearest = numbers.sorted { left, right in
          (left.distance(to: number).magnitude, left) < (right.distance(to: number).magnitude, right)
        }
        throw absent(from: networkACLs[place], candidates: nearest.prefix(3).map { "\($0)" })
      }
      networkACLs[place].entries = kept
    case .setRoute(let table, let route):
      let place = try index(of: table, in: routeTables)
      routeTables[place].routes.replaceAll(with: route) { $0.destination == route.destination }
    case .removeRoute(let table, let destination):
      let place = try index(of: table, in: routeTables)
      let routes = routeTables[place].routes
      let kept = routes.filter { $0.destination != destination }
      guard kept.count < routes.count else {
        throw absent(
          from: routeTables[place],
          candidates: nearestNames(to: destination.text, among: routes.map(\.destination.text)))
      }
      routeTables[place].routes = kept
    case .associateRouteTable(let table, let subnet):
      _ = try index(of: subnet, in: subnets)
      try routeTables.associate(index(of: table, in: routeTables), with: subnet, \.subnets)
    case .disassociateRouteTable(let subnet):
      let place = try index(of: subnet, in: subnets)
      guard routeTables.contains(where: { $0.subnets.contains(subnet) }) else {
        throw absent(from: subnets[place])
      }
      for table in routeTables.indices { routeTables[table].subnets.removeAll { $0 == subnet } }
    case .associateNetworkACL(let acl, let subnet):
      _ = try index(of: subnet, in: subnets)
      try networkACLs.associate(index(of: acl, in: networkACLs), with: subnet, \.subnets)
    case .setPublicAddress(let interface, let privateAddress, let publicAddress):
      try setPublicAddress(of: interface, private: privateAddress, public: publicAddress)
    case .addNetworkInterface(let interface):
      try add(interface)
    case .removeNetworkInterface(let interface):
      try remove(interface)
    case .addVPNGateway(let gateway):
      guard !vpnGateways.contains(where: { $0.id == gateway.id }) else {
        throw Failure(
          reason: .identifierTaken(kind: VPNGateway.kindName, id: gateway.id.rawValue), candidates: [])
      }
      vpnGateways.append(gateway)
    case .addUnmodelledResource(let resource):
      guard !unmodelled.contains(where: { $0.kind == resource.kind && $0.id == resource.id }) else {
        throw Failure(reason: .identifierTaken(kind: resource.kind, id: resource.id), candidates: [])
      }
      unmodelled.append(resource)
    }
  }

  private mutating func setPublicAddress(
    of interface: NetworkInterfaceID, private: IPAddress, public: IPAddress?
  ) throws(Failure) {
    let place = try index(of: interface, in: networkInterfaces)
    let addresses = networkInterfaces[place].addresses
    guard let held = addresses.firstIndex(where: { $0.address == `private` }) else {
      let names = addresses.map(\.address.description)
      let near = nearestNames(to: `private`.description, among: names)
      throw absent(from: networkInterfaces[place], candidates: near.isEmpty ? Array(names.prefix(3)) : near)
    }
    networkInterfaces[place].addresses[held].publicAddress = `public`
    if let `public` { unassociatedAddresses.removeAll { $0.publicAddress == `public` } }
  }

  private mutating func add(_ interface: NetworkInterface) throws(Failure) {
    guard !networkInterfaces.contains(where: { $0.id == interface.id }) else {
      throw Failure(
        reason: .identifierTaken(kind: NetworkInterface.kindName, id: interface.id.rawValue), candidates: [])
    }
    // An interface is nowhere without its subnet, and filters by its groups alone.
    _ = try index(of: interface.subnet, in: subnets)
    for group in interface.securityGroups { _ = try index(of: group, in: securityGroups) }
    networkInterfaces.append(interface)
  }

  /// AWS keeps the routes to an interface that is gone, as blackholes (RT-4.6).
  private mutating func remove(_ interface: NetworkInterfaceID) throws(Failure) {
    let place = try index(of: interface, in: networkInterfaces)
    networkInterfaces.remove(at: place)
    for table in routeTables.indices {
      for route in routeTables[table].routes.indices
      where routeTables[table].routes[route].target == .networkInterface(interface) {
        routeTables[table].routes[route].state = .blackhole
      }
    }
    for balancer in loadBalancers.indices where loadBalancers[balancer].nodes.contains(interface) {
      loadBalancers[balancer].nodes.removeAll { $0 == interface }
    }
    for endpoint in vpcEndpoints.indices where vpcEndpoints[endpoint].interfaces.contains(interface) {
      vpcEndpoints[endpoint].interfaces.removeAll { $0 == interface }
    }
    for place in resourceGateways.indices { resourceGateways[place].interfaces.removeAll { $0 == interface } }
    for place in instanceConnectEndpoints.indices {
      instanceConnectEndpoints[place].interfaces.removeAll { $0 == interface }
    }
    for place in managedServices.indices { managedServices[place].interfaces.removeAll { $0 == interface } }
  }

  private func index<R: Resource>(of id: ResourceID<R>, in resources: [R]) throws(Failure) -> Int {
    guard let index = resources.firstIndex(where: { $0.id == id }) else {
      throw Failure(
        reason: .unknownResource(kind: R.kindName, id: id.rawValue),
        candidates: nearestNames(to: id.rawValue, among: resources.lazy.map(\.id.rawValue)))
    }
    return index
  }

  private func absent<R: Resource>(from resource: R, candidates: [String] = []) -> Failure {
    Failure(reason: .notInResource(kind: R.kindName, id: resource.id.rawValue), candidates: candidates)
  }
}

extension SecurityGroupRule {
  /// Whether the rules admit the same packets: direction, traffic and peer decide, not where a rule was
  /// written or how it is called.
  package func admitsSame(as other: SecurityGroupRule) -> Bool {
    direction == other.direction && traffic == other.traffic && peer == other.peer
  }
}

extension RouteDestination {
  fileprivate var text: String {
    switch self {
    case .prefix(let prefix): prefix.description
    case .prefixList(let list): list.rawValue
    }
  }
}

extension Array {
  /// Makes a subnet one of an element's, and of no other's.
  fileprivate mutating func associate(
    _ place: Int, with subnet: SubnetID, _ subnets: WritableKeyPath<Element, [SubnetID]>
  ) {
    guard !self[place][keyPath: subnets].contains(subnet) else { return }
    for other in indices { self[other][keyPath: subnets].removeAll { $0 == subnet } }
    self[place][keyPath: subnets].append(subnet)
  }

  /// Puts the element in the place of the first that matches and drops the others, or appends it.
  fileprivate mutating func replaceAll(with element: Element, where matches: (Element) -> Bool) {
    guard let place = firstIndex(where: matches) else {
      append(element)
      return
    }
    let rest = self[(place + 1)...].filter { !matches($0) }
    replaceSubrange(place..., with: CollectionOfOne(element) + rest)
  }
}
