import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Interfaces, once all of the network is known: their groups, and addresses for those that have none yet.
extension DeclaredNetwork {
  /// Gives every host its place in the network.
  func settleHosts() {
    let subnets = Dictionary(
      topology.subnets.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var addresses = FreeAddresses(taken: knownAddresses())
    var unknown: [SubnetID: Int] = [:]
    for (gateway, host) in gatewayHosts {
      let interface = settled(host, subnets, &addresses)
      if host.needsIPv4 { unknown[interface.subnet, default: 0] += 1 }
      if let place = place(of: gateway, in: \.natGateways) {
        topology.natGateways[place].addresses = interface.addresses
      }
      topology.networkInterfaces.append(interface)
    }
    for host in hosts {
      let interface = settled(host, subnets, &addresses)
      if subnets[interface.subnet] == nil, interface.addresses.isEmpty {
        report(
          "PW_ADDRESS_NOT_ASSIGNED", .warning, interface.displayName,
          "its subnet \(interface.subnet) is not in the input, so nothing is known of where it is",
          at: interface.info.origin)
        topology.networkInterfaces.append(interface)
        continue
      }
      if host.needsIPv4 || host.unknownIPv6 > 0 { unknown[interface.subnet, default: 0] += 1 }
      topology.networkInterfaces.append(interface)
    }
    tellUnknownAddresses(unknown, subnets)
  }

  private func settled(_ host: DeclaredHost, _ subnets: [SubnetID: Subnet], _ addresses: inout FreeAddresses)
    -> NetworkInterface
  {
    var interface = host.interface
    let subnet = subnets[interface.subnet]
    if interface.securityGroups.isEmpty, takesDefaultGroup(interface.kind) {
      interface.securityGroups = [subnet.map { defaultGroup(of: $0.vpc) } ?? .notInInput]
    }
    if let subnet {
      if host.needsIPv4, let own = addresses.next(in: subnet.prefixes, .ipv4) {
        interface.addresses.insert(InterfaceAddress(own, isPrimary: true), at: 0)
      }
      for _ in 0..<host.unknownIPv6 {
        if let own = addresses.next(in: subnet.prefixes, .ipv6) {
          interface.addresses.append(InterfaceAddress(own))
        }
      }
    }
    if let primary = interface.addresses.firstIndex(where: { $0.address.family == .ipv4 }) {
      switch host.publicAddress {
      case .none: break
      case .known(let address): interface.addresses[primary].publicAddress = address
      case .assigned: interface.addresses[primary].publicAddress = addresses.nextPublic()
      }
    }
    return interface
  }

  /// Those of services that have no groups by nature, or none unless they are given (SG-18).
  private func takesDefaultGroup(_ kind: InterfaceKind) -> Bool {
    switch kind {
    case .networkLoadBalancer, .gatewayLoadBalancer, .gatewayLoadBalancerEndpoint, .natGateway,
      .transitGateway:
      false
    default: true
    }
  }

  private func knownAddresses() -> Set<IPAddress> {
    var taken: Set<IPAddress> = []
    for host in hosts + gatewayHosts.map(\.host) {
      taken.formUnion(host.interface.addresses.lazy.map(\.address))
      if case .known(let address) = host.publicAddress { taken.insert(address) }
    }
    for gateway in topology.natGateways {
      for address in gateway.allAddresses {
        taken.insert(address.address)
        if let outside = address.publicAddress { taken.insert(outside) }
      }
    }
    return taken
  }

  /// Says which hosts have no address yet; a rule that tells addresses of their subnets apart decides nothing that can
  /// be known, so it counts as unreadable.
  private func tellUnknownAddresses(_ unknown: [SubnetID: Int], _ subnets: [SubnetID: Subnet]) {
    guard !unknown.isEmpty else { return }
    let total = unknown.values.reduce(0, +)
    report(
      "PW_ADDRESS_NOT_ASSIGNED", .note, "",
      "\(total) \(total == 1 ? "interface has an address" : "interfaces have addresses") that only AWS will choose; "
        + "each is shown by a free one of its subnet", at: .implied)
    let open = unknown.keys.sorted().flatMap { id in (subnets[id]?.prefixes ?? []).map { (id, $0) } }
    func cut(_ prefix: IPPrefix) -> SubnetID? {
      open.first { $0.1.contains(prefix) && $0.1.length < prefix.length }?.0
    }
    for group in topology.securityGroups.indices {
      var lost: [UnreadableRule] = []
      topology.securityGroups[group].rules.removeAll { rule in
        guard case .prefix(let prefix) = rule.peer, let subnet = cut(prefix) else { return false }
        lost.append(UnreadableRule(direction: rule.direction, origin: rule.origin))
        tellCut("the rule \(rule.traffic) about \(prefix)", subnet, unknown, rule.origin)
        return true
      }
      topology.securityGroups[group].unreadableRules += lost
    }
    for list in topology.networkACLs.indices {
      var lost: [UnreadableRule] = []
      topology.networkACLs[list].entries.removeAll { entry in
        guard let subnet = cut(entry.prefix) else { return false }
        lost.append(UnreadableRule(direction: entry.direction, number: entry.number, origin: entry.origin))
        tellCut("entry \(entry.number) about \(entry.prefix)", subnet, unknown, entry.origin)
        return true
      }
      topology.networkACLs[list].unreadableEntries += lost
    }
  }

  private func tellCut(_ what: String, _ subnet: SubnetID, _ unknown: [SubnetID: Int], _ origin: Origin) {
    report(
      "PW_ADDRESS_NOT_ASSIGNED", .warning, subnet.rawValue,
      "\(what) tells addresses of the subnet apart, and those of \(unknown[subnet] ?? 0) interfaces there are not known; "
        + "what it decides is unknown", at: origin)
  }
}

/// Addresses that nothing has, in a fixed order.
private struct FreeAddresses {
  private var taken: Set<IPAddress>
  private var offsets: [IPPrefix: UInt128] = [:]
  private var publicOffset: UInt128 = 1
  /// Set aside for measurements (RFC 2544), so that no rule is likely to name one.
  private static let publicRange = IPPrefix(IPAddress(family: .ipv4, bits: 0xC612_0000), length: 15)

  init(taken: Set<IPAddress>) { self.taken = taken }

  /// AWS keeps the first four and the last address of a subnet for itself.
  mutating func next(in prefixes: [IPPrefix], _ family: AddressFamily) -> IPAddress? {
    for prefix in prefixes where prefix.family == family {
      var offset = offsets[prefix] ?? 4
      while offset < prefix.sizeMinusOne, let address = prefix.address.advanced(by: offset) {
        offset += 1
        guard taken.insert(address).inserted else { continue }
        offsets[prefix] = offset
        return address
      }
      offsets[prefix] = offset
    }
    return nil
  }

  mutating func nextPublic() -> IPAddress? {
    while publicOffset < Self.publicRange.sizeMinusOne {
      defer { publicOffset += 1 }
      if let address = Self.publicRange.address.advanced(by: publicOffset), taken.insert(address).inserted {
        return address
      }
    }
    return nil
  }
}
