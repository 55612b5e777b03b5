import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTestSupport
import PacketWalkTopology

/// What resources are made of, by chance.
extension TopologyGenerator {
  mutating func flip() -> Bool { Bool.random(using: &random) }
  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &random)]
  }
  mutating func maybe(_ text: String) -> String? { flip() ? nil : text }
  mutating func direction() -> RuleDirection { pick([.ingress, .egress]) }

  mutating func address() -> IPAddress {
    flip()
      ? .v4(IPv4Address(bits: UInt32.random(in: 0...(.max), using: &random)))
      : IPAddress(family: .ipv6, bits: UInt128(random.next()) << 64 | UInt128(random.next()))
  }

  mutating func prefix() -> IPPrefix {
    let address = address()
    return IPPrefix(address, length: Int.random(in: 0...address.family.bitWidth, using: &random))
  }

  mutating func prefixes() -> [IPPrefix] {
    (0..<Int.random(in: 1...2, using: &random)).map { _ in prefix() }
  }

  mutating func addresses() -> [InterfaceAddress] {
    (0..<Int.random(in: 0...3, using: &random)).map { _ in
      InterfaceAddress(
        address(), publicAddress: flip() ? nil : address(), carrierAddress: random.oneIn(4) ? address() : nil,
        isPrimary: flip())
    }
  }

  mutating func traffic() -> TrafficSelector {
    pick([
      .all, TrafficSelector(protocol: .tcp), TrafficSelector(protocol: .tcp, ports: PortRange(443)),
      TrafficSelector(protocol: .udp, ports: PortRange(1024, 65535)), TrafficSelector(protocol: .icmp),
      TrafficSelector(protocol: .icmp, icmpType: 3, icmpCode: 4),
      TrafficSelector(protocol: .icmpv6, icmpType: 128),
      TrafficSelector(protocol: IPProtocol(rawValue: 47)),
    ])
  }

  mutating func destination() -> RouteDestination {
    random.oneIn(4) ? .prefixList(reference(topology.prefixLists)) : .prefix(prefix())
  }

  mutating func vpc() -> VPCID { reference(topology.vpcs) }
  mutating func subnet() -> SubnetID { reference(topology.subnets) }
  mutating func transitGateway() -> TransitGatewayID { reference(topology.transitGateways) }
  mutating func nodes() -> [NetworkInterfaceID] {
    flip() ? [] : [reference(topology.networkInterfaces)]
  }

  /// A subnet is associated once, as AWS has it; one that isn't there may be named by anything.
  mutating func associations() -> [SubnetID] {
    var free = topology.subnets.map(\.id)
    for table in topology.routeTables { free.removeAll { table.subnets.contains($0) } }
    for acl in topology.networkACLs { free.removeAll { acl.subnets.contains($0) } }
    var result = free.filter { _ in flip() }
    if random.oneIn(3) { result.append("subnet-gone") }
    return result
  }

  /// One of them, or now and then one that isn't there.
  mutating func reference<R: Resource>(_ resources: [R]) -> ResourceID<R> {
    guard !resources.isEmpty, !random.oneIn(5) else {
      return ResourceID("gone-\(Int.random(in: 0...1, using: &random))")
    }
    return pick(resources).id
  }

  mutating func info() -> ResourceInfo {
    let names = [
      nil, nil, "web", "web", "Web Server #1", "prod/app", "main", "default", "id:odd", " blank", "true",
      "é: [x]", "\"q\"",
      "vpc-0", "subnet-1", "internet-gateway", "*", "- dash", "blackhole", "unknown", "012", "tab\t", "",
    ]
    return ResourceInfo(
      name: pick(names), tags: pick([[:], ["tier": "web"], ["x y": "yes"], ["a: b": ""]]),
      account: pick([nil, "123456789012", "012345678901"]), region: pick([nil, "eu-west-1"]),
      lintExceptions: random.oneIn(8) ? [LintException(check: "unused-group", reason: "é: for later #1")] : []
    )
  }

  mutating func many<R>(
    _ count: ClosedRange<Int>, _ stem: String, _ make: (String, ResourceInfo, inout Self) -> R
  ) -> [R] {
    var result: [R] = []
    for number in 0..<Int.random(in: count, using: &random) {
      result.append(make("\(stem)-\(number)", info(), &self))
    }
    return result
  }
}
