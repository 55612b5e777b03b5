import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeScope {
  static let interfaceKinds: [(String, InterfaceKind)] = [
    ("interface", .interface), ("lambda", .lambda), ("nat-gateway", .natGateway),
    ("application-load-balancer", .applicationLoadBalancer), ("network-load-balancer", .networkLoadBalancer),
    ("classic-load-balancer", .classicLoadBalancer), ("gateway-load-balancer", .gatewayLoadBalancer),
    ("gateway-load-balancer-endpoint", .gatewayLoadBalancerEndpoint), ("vpc-endpoint", .vpcEndpoint),
    ("transit-gateway", .transitGateway),
  ]
  static let ephemeralWords: [(String, PortRange)] = [
    ("linux", .linuxEphemeral), ("windows", .windowsEphemeral), ("any", .anyEphemeral),
  ]

  /// What an interface takes from the thing it is part of.
  struct Surroundings {
    var kind: InterfaceKind = .interface
    /// Nil for AWS's default.
    var groups: [SecurityGroupID]?
  }

  func interface(
    _ fields: YAMLFields, key: String, id: NetworkInterfaceID, subnet: SubnetID,
    in surroundings: Surroundings = Surroundings(), origin: Origin
  ) throws(InputError) -> NetworkInterface {
    let kind = try interfaceKind(fields) ?? surroundings.kind
    var instance: InstanceID?
    if let node = fields["instance"] { instance = try self.id(node, .instance) }
    return NetworkInterface(
      id: id, info: try info(fields, key: key, origin: origin), subnet: subnet,
      addresses: try addresses(fields), delegatedPrefixes: try fields.prefixes("delegated-prefixes") ?? [],
      securityGroups: try groups(fields, kind, surroundings),
      isSourceDestChecked: try fields.bool("source-dest-check") ?? true, kind: kind, instance: instance,
      deviceIndex: try fields.integer("device-index", in: 0...65535) ?? 0,
      isAttached: try fields.bool("attached") ?? true,
      interfaceDescription: try fields.text("description"), requester: try fields.text("requester"),
      deniesInternetGatewayTraffic: try fields.bool("deny-internet-gateway") ?? false,
      ephemeralPorts: try ephemeralPorts(fields, kind, instance),
      idleTimeouts: IdleTimeouts(
        tcp: try fields.integer("tcp-idle-timeout", in: IdleTimeouts.tcpRange),
        udp: try fields.integer("udp-idle-timeout", in: IdleTimeouts.udpRange),
        udpStream: try fields.integer("udp-stream-idle-timeout", in: IdleTimeouts.udpStreamRange)),
      middlebox: try fields.word("middlebox", Middlebox.allCases.map { ($0.rawValue, $0) }))
  }

  private func interfaceKind(_ fields: YAMLFields) throws(InputError) -> InterfaceKind? {
    guard let text = try fields.text("kind") else { return nil }
    if text.hasPrefix("other:") { return .other(String(text.dropFirst(6))) }
    return try fields.word("kind", Self.interfaceKinds + [("other:WORD", .other(""))])
  }

  private func groups(
    _ fields: YAMLFields, _ kind: InterfaceKind, _ surroundings: Surroundings
  ) throws(InputError) -> [SecurityGroupID] {
    if let nodes = fields.list("groups") { return try ids(nodes, .securityGroup) }
    if let groups = surroundings.groups { return groups }
    return try defaultGroups(kind, at: fields.origin)
  }

  /// The groups of an interface that names none.
  func defaultGroups(_ kind: InterfaceKind, at origin: Origin) throws(InputError) -> [SecurityGroupID] {
    guard Self.hasDefaultGroup(kind) else { return [] }
    guard let defaultGroup else {
      throw InputError(
        .malformed, "“groups” is needed, since no default group is known here; [] for none", at: origin)
    }
    return [defaultGroup]
  }

  /// Gateways' interfaces hold no groups, and a network load balancer's only those it is given (NLB-1).
  static func hasDefaultGroup(_ kind: InterfaceKind) -> Bool {
    !kind.isGateway && kind != .networkLoadBalancer
  }

  /// `ip` and `public`: the first IPv4 address is the primary one.
  func addresses(_ fields: YAMLFields) throws(InputError) -> [InterfaceAddress] {
    var addresses: [InterfaceAddress] = []
    for node in fields.list("ip") ?? [] {
      let isFirst = !addresses.contains { $0.address.family == .ipv4 }
      guard node.scalar == nil else {
        let address = try node.address()
        addresses.append(InterfaceAddress(address, isPrimary: isFirst && address.family == .ipv4))
        continue
      }
      let item = try YAMLFields(node, of: .address)
      let address = try item.required("address").address()
      let isPrimary = try item.bool("primary") ?? (isFirst && address.family == .ipv4)
      addresses.append(
        InterfaceAddress(
          address, publicAddress: try item.address("public"), carrierAddress: try item.address("carrier"),
          isPrimary: isPrimary))
    }
    if let carrier = try fields.address("carrier") {
      guard let primary = addresses.firstIndex(where: { $0.isPrimary && $0.address.family == .ipv4 }) else {
        throw InputError(
          .malformed, "“carrier” needs a private IPv4 address in “ip” that it belongs to",
          at: fields.origin(of: "carrier"))
      }
      addresses[primary].carrierAddress = carrier
    }
    guard let publicAddress = try fields.address("public") else { return addresses }
    guard let primary = addresses.firstIndex(where: { $0.isPrimary && $0.address.family == .ipv4 }) else {
      throw InputError(
        .malformed, "“public” needs a private IPv4 address in “ip” that it belongs to",
        at: fields.origin(of: "public"))
    }
    guard addresses[primary].publicAddress == nil else {
      throw InputError(
        .malformed, "the primary address has two public addresses", at: fields.origin(of: "public"))
    }
    addresses[primary].publicAddress = publicAddress
    return addresses
  }

  private func ephemeralPorts(
    _ fields: YAMLFields, _ kind: InterfaceKind, _ instance: InstanceID?
  ) throws(InputError) -> PortRange {
    guard let text = try fields.text("ephemeral-ports") else { return defaultPorts(kind, instance) }
    if let known = Self.ephemeralWords.first(where: { $0.0 == text }) { return known.1 }
    guard let range = PortRange(text) else {
      throw InputError(
        .malformed, "“\(text)” is none of linux, windows, any and N-M",
        at: fields.origin(of: "ephemeral-ports"))
    }
    return range
  }

  /// By kind of client (ACL-12).
  func defaultPorts(_ kind: InterfaceKind, _ instance: InstanceID?) -> PortRange {
    switch kind {
    case .lambda, .natGateway, .applicationLoadBalancer, .networkLoadBalancer, .classicLoadBalancer,
      .gatewayLoadBalancer:
      .anyEphemeral
    default:
      instance.map { windowsInstances.contains($0) } ?? false ? .windowsEphemeral : .linuxEphemeral
    }
  }
}
