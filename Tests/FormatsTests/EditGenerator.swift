import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTestSupport
import PacketWalkTopology

/// Edits of every kind about the resources of a topology, from a seed; they need not be sensible.
struct EditGenerator {
  var random: SplitMix64
  let topology: Topology
  private var serial = 0

  init(_ topology: Topology, seed: UInt64) {
    self.topology = topology
    random = SplitMix64(seed: seed)
  }

  mutating func edits(_ count: Int) -> [Edit] {
    var edits: [Edit] = []
    // What is gone has no name any more.
    var gone: Set<NetworkInterfaceID> = []
    while edits.count < count {
      guard let edit = edit() else { continue }
      guard Self.interfaces(of: edit).isDisjoint(with: gone) else { continue }
      if case .removeNetworkInterface(let id) = edit { gone.insert(id) }
      edits.append(edit)
    }
    return edits
  }

  private static func interfaces(of edit: Edit) -> Set<NetworkInterfaceID> {
    switch edit {
    case .attachSecurityGroup(_, let id), .detachSecurityGroup(_, let id), .setPublicAddress(let id, _, _),
      .removeNetworkInterface(let id):
      [id]
    default: []
    }
  }

  private mutating func edit() -> Edit? {
    serial += 1
    let (group, acl) = (pick(topology.securityGroups)?.id, pick(topology.networkACLs)?.id)
    let (table, interface) = (pick(topology.routeTables)?.id, pick(topology.networkInterfaces))
    switch Int.random(in: 0..<15, using: &random) {
    case 0: return group.map { .addSecurityGroupRule($0, rule()) }
    case 1: return group.map { .removeSecurityGroupRule($0, rule()) }
    case 2: return group.flatMap { group in interface.map { .attachSecurityGroup(group, to: $0.id) } }
    case 3: return group.flatMap { group in interface.map { .detachSecurityGroup(group, from: $0.id) } }
    case 4: return acl.map { .setNetworkACLEntry($0, entry()) }
    case 5: return acl.map { .removeNetworkACLEntry($0, direction(), number: number()) }
    case 6, 7: return table.map { .setRoute($0, route()) }
    case 8: return table.map { .removeRoute($0, destination()) }
    case 9:
      guard let interface, let address = pick(interface.addresses)?.address else { return nil }
      return .setPublicAddress(interface.id, private: address, public: random.oneIn(3) ? nil : self.address())
    case 10: return interface.map { .removeNetworkInterface($0.id) }
    case 11:
      return pick([
        .addVPNGateway(
          VPNGateway(
            id: .init("vgw-new\(serial)"), info: info(), vpc: random.oneIn(3) ? nil : pick(topology.vpcs)?.id)
        ),
        .addUnmodelledResource(
          UnmodelledResource(
            kind: "a local gateway", id: "lgw-new\(serial)", info: info(), vpc: pick(topology.vpcs)?.id)),
      ])
    case 12:
      let subnet = pick(topology.subnets)?.id
      return subnet.flatMap { subnet in table.map { .associateRouteTable($0, with: subnet) } }
    case 13:
      guard let subnet = pick(topology.subnets)?.id else { return nil }
      return random.oneIn(2)
        ? .disassociateRouteTable(from: subnet) : acl.map { .associateNetworkACL($0, with: subnet) }
    default:
      guard let subnet = pick(topology.subnets), let group else { return nil }
      return .addNetworkInterface(
        NetworkInterface(
          id: .init("eni-new\(serial)"), info: info(), subnet: subnet.id,
          addresses: [InterfaceAddress(address(), isPrimary: true)],
          securityGroups: random.oneIn(3) ? [] : [group], isSourceDestChecked: !random.oneIn(3),
          instance: pick(topology.instances)?.id))
    }
  }

  // MARK: Parts

  private mutating func rule() -> SecurityGroupRule {
    if random.oneIn(2), let rule = pick(topology.securityGroups.flatMap(\.rules)) { return rule }
    var peers: [SecurityGroupRule.Peer] = [.prefix(prefix())]
    if let group = pick(topology.securityGroups) { peers.append(.group(group.id)) }
    if let list = pick(topology.prefixLists) { peers.append(.prefixList(list.id)) }
    return SecurityGroupRule(
      direction: direction(), traffic: traffic(), peer: pick(peers) ?? .prefix(prefix()),
      description: pick([nil, nil, "from the office; “both” floors", "a \\ and a \"quote\"", ""]) ?? nil)
  }

  private mutating func entry() -> NetworkACLEntry {
    NetworkACLEntry(
      number: number(), direction: direction(), isAllow: random.oneIn(2), traffic: traffic(), prefix: prefix()
    )
  }

  private mutating func route() -> Route {
    var targets: [RouteTarget] = [
      .local, .address(address()), .unmodelled(kind: "local gateway", id: "lgw-elsewhere"),
    ]
    targets += topology.routeTables.flatMap(\.routes).map(\.target)
    targets += topology.natGateways.map { .natGateway($0.id) }
    targets += topology.networkInterfaces.map { .networkInterface($0.id) }
    targets += topology.internetGateways.map { .internetGateway($0.id) }
    targets += topology.vpcEndpoints.map { .vpcEndpoint($0.id) }
    targets += topology.transitGateways.map { .transitGateway($0.id) }
    targets += topology.unmodelled.map { .unmodelled(kind: $0.kind, id: $0.id) }
    return Route(
      destination: destination(), target: pick(targets) ?? .local,
      state: pick([.active, .active, .blackhole, .filtered]) ?? .active,
      source: pick([.static, .static, .propagated, .advertised]) ?? .static)
  }

  private mutating func destination() -> RouteDestination {
    if random.oneIn(3), let list = pick(topology.prefixLists) { return .prefixList(list.id) }
    return .prefix(prefix())
  }

  private mutating func traffic() -> TrafficSelector {
    pick([
      .all, TrafficSelector(protocol: .tcp), TrafficSelector(protocol: .tcp, ports: PortRange(443)),
      TrafficSelector(protocol: .udp, ports: PortRange(1024, 65535)), TrafficSelector(protocol: .icmp),
      TrafficSelector(protocol: .icmp, icmpType: 3, icmpCode: 4),
      TrafficSelector(protocol: .icmpv6, icmpType: 8),
      TrafficSelector(protocol: IPProtocol(rawValue: 47)),
    ]) ?? .all
  }

  private mutating func prefix() -> IPPrefix {
    pick(
      ["0.0.0.0/0", "::/0", "10.1.0.0/16", "203.0.113.9/32", "2001:db8:1::/48"].compactMap { IPPrefix($0) })
      ?? .all(.ipv4)
  }

  private mutating func address() -> IPAddress {
    IPAddress(family: .ipv4, bits: UInt128(UInt32.random(in: 0x0A00_0000...0x0AFF_FFFF, using: &random)))
  }

  private mutating func number() -> Int { Int.random(in: 1...32766, using: &random) }
  private mutating func direction() -> RuleDirection { random.oneIn(2) ? .ingress : .egress }

  private mutating func info() -> ResourceInfo {
    ResourceInfo(
      name: pick([nil, "new thing \(serial)", "sg:odd;\(serial)"]) ?? nil,
      tags: random.oneIn(3) ? ["tier": "web"] : [:])
  }

  private mutating func pick<Value>(_ values: [Value]) -> Value? { values.randomElement(using: &random) }
}

extension Edit {
  /// Without origins, and without names that say no more than the identifier.
  var bare: Edit {
    func bare(_ rule: SecurityGroupRule) -> SecurityGroupRule {
      var rule = rule
      rule.origin = .implied
      return rule
    }
    func bare(_ info: ResourceInfo, _ id: String) -> ResourceInfo {
      var info = info
      info.origin = .implied
      if info.name == id { info.name = nil }
      return info
    }
    switch self {
    case .addSecurityGroupRule(let group, let rule): return .addSecurityGroupRule(group, bare(rule))
    case .removeSecurityGroupRule(let group, let rule): return .removeSecurityGroupRule(group, bare(rule))
    case .setNetworkACLEntry(let acl, var entry):
      entry.origin = .implied
      return .setNetworkACLEntry(acl, entry)
    case .setRoute(let table, var route):
      route.origin = .implied
      return .setRoute(table, route)
    case .addNetworkInterface(var interface):
      interface.info = bare(interface.info, interface.id.rawValue)
      return .addNetworkInterface(interface)
    case .addVPNGateway(var gateway):
      gateway.info = bare(gateway.info, gateway.id.rawValue)
      return .addVPNGateway(gateway)
    case .addUnmodelledResource(var thing):
      thing.info = bare(thing.info, thing.id)
      return .addUnmodelledResource(thing)
    default: return self
    }
  }

  /// What the text form holds of it: no identifier of a rule, and no description of one that goes.
  var textual: Edit {
    switch bare {
    case .addSecurityGroupRule(let group, var rule):
      rule.id = nil
      return .addSecurityGroupRule(group, rule)
    case .removeSecurityGroupRule(let group, var rule):
      (rule.id, rule.description) = (nil, nil)
      return .removeSecurityGroupRule(group, rule)
    default: return bare
    }
  }
}
