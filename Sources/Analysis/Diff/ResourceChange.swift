package import PacketWalkDiagnostics
import PacketWalkForwarding
package import PacketWalkQueries
package import PacketWalkTopology

/// One resource that two topologies have differently.
package struct ResourceChange {
  package enum Kind: String, Hashable, Sendable {
    case added
    case removed
    case changed
  }

  /// What about the resource is another.
  package struct Detail: Hashable, Sendable {
    /// Whether it is new; else it is gone.
    package var isNew: Bool
    /// A rule, an entry or a route in its own words.
    package var text: String
    package var origin: Origin
  }

  package var kind: Kind
  package var component: Component
  /// What its author calls it, where the input was a declaration.
  package var address: String?
  /// Rules, entries and routes that are new or gone.
  package var details: [Detail]
  /// Of a resource that changed, the fields that did, in words.
  package var fields: [String]
  /// Whether it is rules, entries and routes only, which nothing looks at but answers that read the resource.
  package var isLocal: Bool
  private let replace: (inout Topology, Bool) -> Void

  /// Makes the resource in a topology as it is after the change, or as it was before.
  package func apply(to topology: inout Topology, after isAfter: Bool) { replace(&topology, isAfter) }

  /// - Precondition: one of the two is there.
  fileprivate init?<R: Resource>(
    _ before: R?, _ after: R?, _ path: WritableKeyPath<Topology, [R]>, _ networks: (Network, Network)
  ) {
    guard let known = after ?? before else { return nil }
    kind = before == nil ? .added : after == nil ? .removed : .changed
    component = Component(
      kind: R.kindName, name: known.shortName, id: known.id.rawValue, origin: known.info.origin)
    address = known.info.address
    details = Self.details(before, after, networks)
    fields = before.flatMap { old in after.map { Self.fields(old, $0) } } ?? []
    isLocal = before.flatMap { old in after.map { Self.isLocal(old, $0) } } ?? false
    replace = { topology, isAfter in
      let place = topology[keyPath: path].firstIndex { $0.id == known.id }
      switch (isAfter ? after : before, place) {
      case (let wanted?, let place?): topology[keyPath: path][place] = wanted
      case (let wanted?, nil): topology[keyPath: path].append(wanted)
      case (nil, let place?): topology[keyPath: path].remove(at: place)
      case (nil, nil): break
      }
    }
  }

  /// The modes of whole accounts, which are no resources.
  fileprivate init?(_ before: [BlockPublicAccessOptions], _ after: [BlockPublicAccessOptions]) {
    func lines(_ options: [BlockPublicAccessOptions]) -> [Detail] {
      options.map { option in
        let place = [option.account, option.region].compactMap(\.self).joined(separator: " ")
        return Detail(
          isNew: false, text: place.isEmpty ? option.mode.rawValue : "\(option.mode.rawValue) in \(place)",
          origin: option.origin)
      }
    }
    let (old, new) = (lines(before), lines(after))
    let (known, kept) = (Set(old.map(\.text)), Set(new.map(\.text)))
    details = old.filter { !kept.contains($0.text) }
    for var detail in new where !known.contains(detail.text) {
      detail.isNew = true
      details.append(detail)
    }
    guard !details.isEmpty else { return nil }
    kind = .changed
    component = Component(
      kind: "VPC block public access", name: "mode", id: "mode",
      origin: (after.first ?? before.first)?.origin ?? .implied)
    fields = ["mode"]
    isLocal = false
    replace = { topology, isAfter in topology.blockPublicAccessOptions = isAfter ? after : before }
  }

  /// A group, access list or route table in a graph; nil for anything else.
  func element(in topology: Topology) -> ElementRef? {
    func place<R: Resource>(_ resources: [R]) -> Int? {
      resources.firstIndex { $0.id.rawValue == component.id }
    }
    return switch component.kind {
    case SecurityGroup.kindName: place(topology.securityGroups).map { ElementRef(.securityGroup, $0) }
    case NetworkACL.kindName: place(topology.networkACLs).map { ElementRef(.networkACL, $0) }
    case RouteTable.kindName: place(topology.routeTables).map { ElementRef(.routeTable, $0) }
    default: nil
    }
  }

  /// What a network's graph has of the resource.
  func reads(in network: Network) -> ReadSet {
    element(in: network.topology).map(network.graph.reads) ?? ReadSet()
  }

  private static func fields<R>(_ before: R, _ after: R) -> [String] {
    zip(Mirror(reflecting: before).children, Mirror(reflecting: after).children).compactMap { old, new in
      guard let label = old.label, label != "info",
        FactText.of(old.value, label) != FactText.of(new.value, label)
      else { return nil }
      return FactText.words(ofField: label)
    }
  }

  private static func isLocal(_ before: Any, _ after: Any) -> Bool {
    switch (before, after) {
    case (var old as SecurityGroup, let new as SecurityGroup):
      (old.rules, old.info) = (new.rules, new.info)
      return old == new && new.unreadableRules.isEmpty
    case (var old as NetworkACL, let new as NetworkACL):
      (old.entries, old.info) = (new.entries, new.info)
      return old == new
    case (var old as RouteTable, let new as RouteTable):
      let isPlain = (old.routes + new.routes).allSatisfy { $0.source == .static && $0.target.isPlain }
      (old.routes, old.info) = (new.routes, new.info)
      return old == new && isPlain && new.gateways.isEmpty
    default: return false
    }
  }

  // MARK: Details

  private static func details<R>(_ before: R?, _ after: R?, _ networks: (Network, Network)) -> [Detail] {
    let old = before.map { lines($0, networks.0) } ?? []
    let new = after.map { lines($0, networks.1) } ?? []
    let (known, kept) = (Set(old.map(\.text)), Set(new.map(\.text)))
    return old.filter { !kept.contains($0.text) }.map {
      Detail(isNew: false, text: $0.text, origin: $0.origin)
    }
      + new.filter { !known.contains($0.text) }.map { Detail(isNew: true, text: $0.text, origin: $0.origin) }
  }

  private static func lines(_ resource: Any, _ network: Network) -> [(text: String, origin: Origin)] {
    func side(_ direction: RuleDirection) -> String { direction == .ingress ? "in" : "out" }
    switch resource {
    case let group as SecurityGroup:
      return group.rules.map { ("\(side($0.direction)) \(network.text($0))", $0.origin) }
    case let list as NetworkACL:
      return list.entries.map { ("\(side($0.direction)) \(network.text($0))", $0.origin) }
    case let table as RouteTable:
      return table.routes.map { (network.text($0), $0.origin) }
        + table.subnets.map { ("for subnet \($0)", table.info.origin) }
    case let table as TransitGatewayRouteTable:
      return (table.routes ?? []).map { (network.text($0), $0.origin) }
    case let interface as NetworkInterface:
      return interface.securityGroups.map { ("in security group \($0)", interface.info.origin) }
    default: return []
    }
  }
}

extension RouteTarget {
  /// Whether nothing but packets looks at routes to it.
  fileprivate var isPlain: Bool {
    switch self {
    case .local, .internetGateway, .egressOnlyInternetGateway, .natGateway, .vpcPeeringConnection,
      .transitGateway:
      true
    case .carrierGateway, .networkInterface, .vpnGateway, .vpcEndpoint, .address, .unmodelled: false
    }
  }
}

extension ResourceChange {
  /// The resources that two networks have differently, in the topology's order; those of one identifier are one.
  ///
  /// - Complexity: O(resources), and O(facts) for those whose texts have to be compared.
  package static func all(from before: Network, to after: Network) -> [ResourceChange] {
    var collector = Collector(before: before, after: after)
    Topology.visitResources(&collector)
    let modes = ResourceChange(
      before.topology.blockPublicAccessOptions, after.topology.blockPublicAccessOptions)
    return collector.changes + [modes].compactMap(\.self)
  }

  private struct Collector: ResourceVisitor {
    let before: Network
    let after: Network
    var changes: [ResourceChange] = []

    mutating func visit<R: Resource & Equatable>(_ path: WritableKeyPath<Topology, [R]>) {
      var old: [ResourceID<R>: R] = [:]
      for resource in before.topology[keyPath: path] where old[resource.id] == nil {
        old[resource.id] = resource
      }
      var seen: Set<ResourceID<R>> = []
      for resource in after.topology[keyPath: path] where seen.insert(resource.id).inserted {
        let known = old.removeValue(forKey: resource.id)
        if let known, Self.isSame(known, resource) { continue }
        if let change = ResourceChange(known, resource, path, (before, after)) { changes.append(change) }
      }
      for resource in before.topology[keyPath: path] {
        guard let gone = old.removeValue(forKey: resource.id),
          let change = ResourceChange(gone, nil, path, (before, after))
        else { continue }
        changes.append(change)
      }
    }

    /// Whether both say the same but for where it is written, and what they are called.
    private static func isSame<R: Resource & Equatable>(_ left: R, _ right: R) -> Bool {
      var renamed = left
      renamed.info = right.info
      if renamed == right { return true }
      let (old, new) = (Self.anonymous(renamed), Self.anonymous(right))
      return isEqual(old, new) || FactText.of(old) == FactText.of(new)
    }

    private static func isEqual(_ left: Any, _ right: Any) -> Bool {
      switch (left, right) {
      case (let left as SecurityGroup, let right as SecurityGroup): left == right
      case (let left as NetworkACL, let right as NetworkACL): left == right
      case (let left as RouteTable, let right as RouteTable): left == right
      default: false
      }
    }

    /// Without the identifiers of rules, which AWS gives anew to a group made anew, and without where they are written.
    private static func anonymous(_ resource: Any) -> Any {
      switch resource {
      case var group as SecurityGroup:
        for place in group.rules.indices {
          (group.rules[place].id, group.rules[place].origin) = (nil, .implied)
        }
        return group
      case var list as NetworkACL:
        for place in list.entries.indices { list.entries[place].origin = .implied }
        return list
      case var table as RouteTable:
        for place in table.routes.indices { table.routes[place].origin = .implied }
        return table
      default: return resource
      }
    }
  }
}
