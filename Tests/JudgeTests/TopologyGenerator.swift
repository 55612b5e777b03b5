import PacketWalkAddressing
import PacketWalkTestSupport
import PacketWalkTopology

/// Small networks that mix everything that is modelled, from a seed: sound ones, since what an answer is
/// worth for an input with holes is not the judge's matter.
struct TopologyGenerator {
  var random: SplitMix64
  var topology = Topology()

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func make() -> Topology {
    topology = Topology()
    vpcs()
    publicAccess()
    topology.prefixLists = [
      PrefixList(
        id: "pl-a", entries: ["10.2.0.0/16", "10.1.1.0/24", "198.51.100.0/25"].compactMap(IPPrefix.init)),
      PrefixList(
        id: "pl-b",
        entries: ["10.1.0.0/22", "10.1.1.0/24", "10.3.1.0/24", "2001:db8:2::/48"].compactMap(IPPrefix.init)),
      PrefixList(
        id: "pl-s3", listName: "com.amazonaws.eu-west-1.s3",
        entries: ["192.0.2.0/25"].compactMap(IPPrefix.init)),
    ]
    gateways()
    groups()
    interfaces()
    accessLists()
    peerings()
    transit()
    endpoints()
    balancers()
    privateLink()
    steering()
    tables()
    return topology
  }

  // MARK: Chance

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
  mutating func count(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
  mutating func pick<Value>(_ values: [Value]) -> Value? { values.randomElement(using: &random) }

  func prefix(_ text: String) -> [IPPrefix] { IPPrefix(text).map { [$0] } ?? [] }
  func address(_ text: String) -> [IPAddress] { IPAddress(text).map { [$0] } ?? [] }

  // MARK: Places

  private mutating func vpcs() {
    for number in 1...count(1...3) {
      var prefixes = prefix("10.\(number).0.0/16")
      let hasSecond = chance(30)
      if hasSecond { prefixes += prefix("10.\(number + 100).0.0/16") }
      let isDual = chance(60)
      if isDual { prefixes += prefix("2001:db8:\(number)::/48") }
      topology.vpcs.append(VPC(id: .init("vpc-\(number)"), prefixes: prefixes, isDNSSupported: chance(90)))
      for place in 1...count(1...3) {
        var ranges = prefix(
          hasSecond && place == 3 ? "10.\(number + 100).\(place).0/24" : "10.\(number).\(place).0/24")
        if isDual, chance(80) { ranges += prefix("2001:db8:\(number):\(place)::/64") }
        let zone = pick(["a", "a", "b", "c"]) ?? "a"
        topology.subnets.append(
          Subnet(
            id: .init("subnet-\(number)\(place)"), vpc: .init("vpc-\(number)"), prefixes: ranges,
            zone: AvailabilityZone(name: "eu-west-1\(zone)")))
      }
    }
  }

  /// What AWS says of subnets, or what there is to conclude it from (BPA-1).
  private mutating func publicAccess() {
    guard chance(35) else { return }
    guard chance(70) else {
      for place in topology.subnets.indices {
        topology.subnets[place].blockPublicAccess = chance(70) ? .off : pick([.ingress, .bidirectional])
      }
      return
    }
    topology.blockPublicAccessOptions = [
      BlockPublicAccessOptions(mode: pick([.off, .ingress, .bidirectional, .bidirectional]) ?? .off)
    ]
    let scopes: [BlockPublicAccessExclusion.Scope] =
      topology.vpcs.map { .vpc($0.id) } + topology.subnets.map { .subnet($0.id) }
    for (number, scope) in scopes.enumerated() where chance(45) {
      topology.blockPublicAccessExclusions.append(
        BlockPublicAccessExclusion(
          id: .init("vpcbpa-exclude-\(number)"), scope: scope, mode: chance(60) ? .bidirectional : .egress,
          isInForce: chance(90)))
    }
  }

  private mutating func gateways() {
    for vpc in topology.vpcs {
      if chance(80) {
        topology.internetGateways.append(InternetGateway(id: .init("igw-\(vpc.id)"), vpc: vpc.id))
      }
      if chance(50) {
        topology.egressOnlyInternetGateways.append(
          EgressOnlyInternetGateway(id: .init("eigw-\(vpc.id)"), vpc: vpc.id))
      }
    }
    for subnet in topology.subnets where chance(30) {
      let isPublic = chance(75)
      var addresses: [InterfaceAddress] = []
      for number in 0..<(chance(25) ? 2 : 1) {
        guard let own = subnet.prefixes.first?.address.advanced(by: 200 + UInt128(number)),
          let outside = own.advanced(by: 0).map({ 203 << 24 | 0 << 16 | 113 << 8 | UInt128(natSerial($0)) })
        else { continue }
        addresses.append(
          InterfaceAddress(
            own, publicAddress: isPublic ? IPAddress(family: .ipv4, bits: outside) : nil,
            isPrimary: number == 0))
      }
      topology.natGateways.append(
        NATGateway(
          id: .init("nat-\(subnet.id)"), vpc: subnet.vpc, subnet: subnet.id,
          connectivity: isPublic ? .public : .private, isAvailable: chance(95), addresses: addresses))
    }
    for vpc in topology.vpcs where chance(30) { topology.natGateways.append(regional(vpc)) }
  }

  /// A NAT gateway of a whole VPC: AWS shows its public addresses only (NAT-9).
  private mutating func regional(_ vpc: VPC) -> NATGateway {
    var serial = 0
    func addresses(_ count: Int) -> [InterfaceAddress] {
      (0..<count).flatMap { _ in
        serial += 1
        return address("198.18.\(vpc.id.rawValue.dropFirst(4)).\(serial)")
          .map { InterfaceAddress($0, publicAddress: $0, isPrimary: serial == 1) }
      }
    }
    var zones: [NATGateway.Zone] = []
    if chance(60) {
      for zone in Set(topology.subnets.filter { $0.vpc == vpc.id }.map(\.zone.name)).sorted()
      where chance(75) {
        zones.append(
          NATGateway.Zone(zone: AvailabilityZone(name: zone), addresses: addresses(chance(25) ? 2 : 1)))
      }
    }
    let id = vpc.id.rawValue.dropFirst(4)
    return NATGateway(
      id: .init("nat-regional-\(id)"), vpc: vpc.id, subnet: nil, isAvailable: chance(95),
      addresses: zones.isEmpty ? addresses(1) : [], isRegional: true,
      routeTable: chance(50) ? .init("rtb-\(id)-nat") : nil, zones: zones,
      isAutomatic: zones.isEmpty || chance(60))
  }

  /// The last byte of a public address that no interface has.
  private func natSerial(_ address: IPAddress) -> UInt8 {
    let bits = address.bits
    let vpc = (bits >> 16 & 0xFF) % 100
    return UInt8(128 + (vpc - 1) * 16 + (bits >> 8 & 0xFF) * 4 + bits % 2)
  }

  private mutating func interfaces() {
    var serial = 1
    for subnet in topology.subnets {
      for number in 0..<count(1...2) {
        guard let base = subnet.prefixes.first?.address, let own = base.advanced(by: 10 + UInt128(number))
        else { continue }
        let id = "eni-\(subnet.id.rawValue.dropFirst(7))\(number)"
        let denies = chance(8)
        func outside() -> IPAddress? {
          serial += 1
          return IPAddress("203.0.113.\(serial)")
        }
        var addresses = [
          InterfaceAddress(own, publicAddress: !denies && chance(45) ? outside() : nil, isPrimary: true)
        ]
        if chance(15), let second = base.advanced(by: 100 + UInt128(number)) {
          addresses.append(
            InterfaceAddress(second, publicAddress: !denies && chance(50) ? outside() : nil))
        }
        if let six = subnet.prefixes.first(where: { $0.family == .ipv6 }), chance(75),
          let address = six.address.advanced(by: 16 + UInt128(number))
        {
          addresses.append(InterfaceAddress(address, isPrimary: true))
        }
        let delegated = chance(8) ? base.advanced(by: 64 + 16 * UInt128(number)) : nil
        let own_ = topology.securityGroups.filter { $0.vpc == subnet.vpc }.map(\.id)
        var groups = Set<SecurityGroupID>()
        for _ in 0..<count(1...2) { if let group = pick(own_) { groups.insert(group) } }
        let instance = Instance(id: .init("i-\(id.dropFirst(4))"), state: "running")
        topology.instances.append(instance)
        topology.networkInterfaces.append(
          NetworkInterface(
            id: .init(id), subnet: subnet.id, addresses: addresses,
            delegatedPrefixes: delegated.map { [IPPrefix($0, length: 28)] } ?? [],
            securityGroups: groups.sorted(), isSourceDestChecked: chance(65),
            kind: .interface, instance: instance.id, isAttached: chance(96),
            deniesInternetGatewayTraffic: denies,
            ephemeralPorts: pick([.linuxEphemeral, .linuxEphemeral, .windowsEphemeral]) ?? .linuxEphemeral,
            middlebox: chance(60) ? pick([.forward, .snat, .snat, .drop, .inspect, .inspect]) : nil))
      }
    }
  }

  // MARK: Transit

  private mutating func peerings() {
    for near in topology.vpcs {
      for far in topology.vpcs where near.id < far.id && chance(60) {
        let isFar = chance(20)
        topology.vpcPeeringConnections.append(
          VPCPeeringConnection(
            id: .init("pcx-\(near.id.rawValue.last ?? "0")\(far.id.rawValue.last ?? "0")"),
            requester: .init(vpc: near.id, region: "eu-west-1", prefixes: near.prefixes),
            accepter: .init(vpc: far.id, region: isFar ? "us-east-1" : "eu-west-1", prefixes: far.prefixes),
            isActive: chance(90)))
      }
    }
  }

  private mutating func transit() {
    guard chance(65) else { return vpnGateways() }
    let gateways = chance(25) ? ["tgw-1", "tgw-2"] : ["tgw-1"]
    for name in gateways {
      topology.transitGateways.append(
        TransitGateway(id: .init(name), referencesSecurityGroups: chance(60)))
    }
    for vpc in topology.vpcs {
      guard chance(85), let gateway = pick(gateways) else { continue }
      var zones: Set<String> = []
      var subnets: [SubnetID] = []
      for subnet in topology.subnets.filter({ $0.vpc == vpc.id }).shuffled(using: &random)
      where chance(85) && zones.insert(subnet.zone.identity).inserted {
        subnets.append(subnet.id)
      }
      guard !subnets.isEmpty else { continue }
      topology.transitGatewayAttachments.append(
        TransitGatewayAttachment(
          id: .init("att-\(vpc.id)"), transitGateway: .init(gateway), kind: .vpc(vpc.id, subnets: subnets),
          isAvailable: chance(95), isApplianceMode: chance(25), supportsIPv6: chance(60),
          referencesSecurityGroups: chance(80)))
    }
    if gateways.count == 2 {
      for (near, far) in [("1", "2"), ("2", "1")] {
        topology.transitGatewayAttachments.append(
          TransitGatewayAttachment(
            id: .init("att-peer-\(near)"), transitGateway: .init("tgw-\(near)"),
            kind: .peering(.init("tgw-\(far)"), attachment: .init("att-peer-\(far)")), supportsIPv6: true))
      }
    }
    vpnGateways()
    for gateway in topology.transitGateways {
      let own = topology.transitGatewayAttachments.filter { $0.transitGateway == gateway.id }.map(\.id)
      var free = own
      for number in 1...count(1...2) {
        let isLast = number == 2
        let associated = free.filter { _ in chance(isLast ? 90 : 75) }
        free.removeAll { associated.contains($0) }
        topology.transitGatewayRouteTables.append(
          TransitGatewayRouteTable(
            id: .init("tgw-rtb-\(gateway.id)-\(number)"), transitGateway: gateway.id,
            associations: associated, routes: transitRoutes(own)))
      }
    }
  }

  private mutating func transitRoutes(_ own: [TransitGatewayAttachmentID]) -> [TransitGatewayRoute] {
    var routes: [TransitGatewayRoute] = []
    for attachment in topology.transitGatewayAttachments where own.contains(attachment.id) {
      guard case .vpc(let id, _) = attachment.kind, chance(80) else { continue }
      for prefix in topology.vpcs.first(where: { $0.id == id })?.prefixes ?? [] {
        routes.append(
          TransitGatewayRoute(destination: .prefix(prefix), source: .propagated, attachments: [attachment.id])
        )
      }
    }
    for vpc in topology.vpcs {
      for prefix in vpc.prefixes where chance(25) {
        guard let next = pick(own) else { continue }
        let isBlackhole = chance(15)
        routes.append(
          TransitGatewayRoute(
            destination: .prefix(prefix), isBlackhole: isBlackhole, attachments: isBlackhole ? [] : [next]))
      }
    }
    let outward = topology.transitGatewayAttachments.filter { attachment in
      if case .other = attachment.kind { return own.contains(attachment.id) }
      return false
    }
    for text in Self.beyond {
      guard chance(75), let next = pick(chance(80) && !outward.isEmpty ? outward.map(\.id) : own) else {
        continue
      }
      for prefix in prefix(text) {
        routes.append(
          TransitGatewayRoute(
            destination: .prefix(prefix), source: chance(50) ? .static : .propagated, attachments: [next]))
      }
    }
    for text in ["0.0.0.0/0", "::/0"] where chance(60) {
      guard let next = pick(own) else { continue }
      for prefix in prefix(text) {
        routes.append(TransitGatewayRoute(destination: .prefix(prefix), attachments: [next]))
      }
    }
    if chance(15), let next = pick(own) {
      routes.append(
        TransitGatewayRoute(
          destination: .prefixList("pl-a"), source: .prefixListReference, attachments: [next]))
    }
    return routes
  }
}
