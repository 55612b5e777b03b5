import PacketWalkDiagnostics

/// The first of the reader's two passes: collects every name of the file, so that the second can refer
/// to what comes later, and settles the identifiers.
struct NativeDeclarations {
  private struct Declaration {
    var kind: NativeKind
    var key: String
    var scope: String?
    var id: String?
    var origin: Origin
  }

  private var declarations: [Declaration] = []

  static let vpcSections: [(section: String, kind: NativeKind)] = [
    ("subnets", .subnet), ("route-tables", .routeTable), ("network-acls", .networkACL),
    ("security-groups", .securityGroup), ("interfaces", .interface), ("nat-gateways", .natGateway),
    ("endpoints", .endpoint), ("load-balancers", .loadBalancer), ("target-groups", .targetGroup),
    ("resource-gateways", .resourceGateway), ("connect-endpoints", .connectEndpoint),
    ("managed-services", .managedService), ("service-networks", .serviceNetwork),
    ("vpn-gateways", .vpnGateway), ("client-vpn-endpoints", .clientVPNEndpoint),
    ("unmodelled", .unmodelled),
  ]
  static let fileSections: [(section: String, kind: NativeKind)] = [
    ("instances", .instance), ("prefix-lists", .prefixList), ("peerings", .peering),
    ("internet-gateways", .internetGateway), ("egress-only-gateways", .egressOnlyGateway),
    ("accelerators", .accelerator), ("endpoint-services", .endpointService),
    ("resource-configurations", .resourceConfiguration),
    ("managed-services", .managedService), ("target-groups", .targetGroup), ("interfaces", .interface),
    ("carrier-gateways", .carrierGateway), ("network-firewalls", .networkFirewall),
    ("firewall-policies", .firewallPolicy), ("rule-groups", .ruleGroup),
    ("public-access-exclusions", .publicAccessExclusion), ("public-pools", .publicPool),
    ("vpn-gateways", .vpnGateway), ("vpn-connections", .vpnConnection),
    ("direct-connect-gateways", .directConnectGateway), ("client-vpn-endpoints", .clientVPNEndpoint),
    ("external", .externalNetwork), ("unmodelled", .unmodelled),
  ]

  /// Sections whose members write interfaces as endpoints do.
  private static let interfaceSections: [(section: String, keys: NativeKeys)] = [
    ("resource-gateways", .resourceGateway), ("connect-endpoints", .connectEndpoint),
    ("managed-services", .managedService), ("client-vpn-endpoints", .clientVPNEndpoint),
  ]

  /// Collects the names of a file.
  ///
  /// - Parameter missing: kinds of which nothing is implied.
  static func names(of file: YAMLFields, missing: Set<String>) throws(InputError) -> NativeNames {
    var collector = NativeDeclarations()
    for (section, kind) in fileSections { try collector.section(file, section, kind, scope: nil) }
    for pair in try file.pairs("vpcs") {
      try collector.declare(.vpc, pair, scope: nil)
      try collector.vpc(YAMLFields(pair.value, of: .vpc), key: pair.key, origin: pair.origin, missing)
    }
    for pair in try file.pairs("transit-gateways") {
      try collector.declare(.transitGateway, pair, scope: nil)
      let fields = try YAMLFields(pair.value, of: .transitGateway)
      try collector.section(fields, "attachments", .attachment, scope: pair.key)
      try collector.section(fields, "route-tables", .transitRouteTable, scope: pair.key)
      if NativeImplied.hasTransitRouteTable(fields, missing: missing) {
        collector.imply(.transitRouteTable, "default", scope: pair.key, origin: pair.origin)
      }
    }
    return try collector.settle()
  }

  private mutating func vpc(
    _ fields: YAMLFields, key: String, origin: Origin, _ missing: Set<String>
  ) throws(InputError) {
    for (section, kind) in Self.vpcSections { try self.section(fields, section, kind, scope: key) }
    for (word, kind) in [
      ("internet-gateway", NativeKind.internetGateway), ("egress-only-gateway", .egressOnlyGateway),
      ("carrier-gateway", .carrierGateway),
    ] {
      guard let node = fields[word] else { continue }
      try gateway(node, word, kind, scope: key, origin: fields.origin(of: word))
    }
    for pair in try fields.pairs("endpoints") {
      try nodes(YAMLFields(pair.value, of: .endpoint)["interfaces"], of: pair.key, scope: key)
    }
    for (section, keys) in Self.interfaceSections {
      for pair in try fields.pairs(section) {
        try nodes(YAMLFields(pair.value, of: keys)["interfaces"], of: pair.key, scope: key)
      }
    }
    for pair in try fields.pairs("load-balancers") {
      try nodes(YAMLFields(pair.value, of: .loadBalancer)["nodes"], of: pair.key, scope: key)
    }
    for implied in try NativeImplied.kinds(fields, missing: missing) {
      imply(implied.kind, implied.name, scope: key, origin: origin)
    }
  }

  private mutating func section(
    _ fields: YAMLFields, _ section: String, _ kind: NativeKind, scope: String?
  ) throws(InputError) {
    for pair in try fields.pairs(section) { try declare(kind, pair, scope: scope) }
  }

  private mutating func declare(_ kind: NativeKind, _ pair: YAMLPair, scope: String?) throws(InputError) {
    var id: String?
    if case .mapping(let pairs) = pair.value.content, let given = pairs.first(where: { $0.key == "id" }) {
      id = try given.value.text("id")
    }
    try declare(kind, key: pair.key, scope: scope, id: id, origin: pair.origin)
  }

  private mutating func declare(
    _ kind: NativeKind, key: String, scope: String?, id: String?, origin: Origin
  ) throws(InputError) {
    try Self.requireName(key, at: origin)
    declarations.append(Declaration(kind: kind, key: key, scope: scope, id: id, origin: origin))
  }

  static func requireName(_ pair: YAMLPair) throws(InputError) { try requireName(pair.key, at: pair.origin) }

  private static func requireName(_ key: String, at origin: Origin) throws(InputError) {
    guard isName(key) else {
      throw InputError(
        .malformed,
        "“\(key)” cannot be a name: names are not empty, hold no double quote or line break, and begin neither with a blank nor with “id:”",
        at: origin)
    }
  }

  /// Whether references to such a name can be written.
  static func isName(_ key: String) -> Bool {
    guard let first = key.unicodeScalars.first, let last = key.unicodeScalars.last, !key.hasPrefix("id:")
    else {
      return false
    }
    return first != " " && last != " " && !key.unicodeScalars.contains { $0 == "\"" || $0.value < 32 }
  }

  private mutating func imply(_ kind: NativeKind, _ name: String, scope: String, origin: Origin) {
    declarations.append(
      Declaration(kind: kind, key: name, scope: scope, id: "\(scope)/\(name)", origin: origin))
  }

  /// `true`, a name, or a mapping of common keys.
  private mutating func gateway(
    _ node: YAMLNode, _ word: String, _ kind: NativeKind, scope: String, origin: Origin
  ) throws(InputError) {
    if let text = node.scalar {
      switch text {
      case "false": return
      case "true": imply(kind, word, scope: scope, origin: origin)
      default: try declare(kind, key: text, scope: scope, id: nil, origin: origin)
      }
      return
    }
    let fields = try YAMLFields(node, of: .gateway)
    let id = try fields.text("id")
    try declare(kind, key: Self.gatewayKey(fields, word), scope: scope, id: id, origin: origin)
  }

  /// A gateway's mapping has no key of its own: its name is, where that can be one, else its identifier.
  static func gatewayKey(_ fields: YAMLFields, _ word: String) throws(InputError) -> String {
    if let name = try fields.text("name"), isName(name) { return name }
    return try fields.text("id") ?? word
  }

  /// Interfaces written within an endpoint or a load balancer.
  private mutating func nodes(_ node: YAMLNode?, of owner: String, scope: String) throws(InputError) {
    guard let node else { return }
    for place in try NativeNodePlace.places(node, of: owner) {
      let id = try place.fields.text("id")
      try declare(.interface, key: place.name, scope: scope, id: id, origin: place.origin)
    }
  }

  private func settle() throws(InputError) -> NativeNames {
    var scopes: [NativeKind: [String: Set<String?>]] = [:]
    for item in declarations { scopes[item.kind, default: [:]][item.key, default: []].insert(item.scope) }
    var names = NativeNames()
    for item in declarations {
      if let first = names.entry(item.kind, key: item.key, scope: item.scope) {
        throw duplicate("the name", item.key, item.kind, first.origin, item.origin)
      }
      let isShared = (scopes[item.kind]?[item.key]?.count ?? 0) > 1
      let name = item.scope.map { isShared ? "\($0)/\(item.key)" : item.key } ?? item.key
      let id = item.id ?? name
      // Both ends of a transit gateway peering may carry one identifier.
      let same = names.entries(item.kind, id: id).first { item.kind != .attachment || $0.scope == item.scope }
      if let same { throw duplicate("the identifier", id, item.kind, same.origin, item.origin) }
      names.add(
        item.kind, NativeNames.Entry(id: id, key: item.key, scope: item.scope, origin: item.origin))
    }
    return names
  }

  private func duplicate(
    _ what: String, _ text: String, _ kind: NativeKind, _ first: Origin, _ second: Origin
  ) -> InputError {
    InputError(
      .malformed, "\(what) “\(text)” is given to a second \(kind.rawValue); the first is at \(first)",
      at: second)
  }
}
