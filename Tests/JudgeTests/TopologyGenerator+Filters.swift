import PacketWalkAddressing
import PacketWalkTopology

extension TopologyGenerator {
  mutating func traffic() -> TrafficSelector {
    let choices: [TrafficSelector] = [
      .all, .all, .all, TrafficSelector(protocol: .tcp),
      TrafficSelector(protocol: .tcp, ports: PortRange(443)),
      TrafficSelector(protocol: .tcp, ports: PortRange(443)),
      TrafficSelector(protocol: .tcp, ports: PortRange(80, 8080)),
      TrafficSelector(protocol: .tcp, ports: PortRange(8080)),
      TrafficSelector(protocol: .tcp, ports: PortRange(1024, 65535)),
      TrafficSelector(protocol: .tcp, ports: PortRange(32768, 60999)),
      TrafficSelector(protocol: .tcp, ports: PortRange(40000, 65535)),
      TrafficSelector(protocol: .udp), TrafficSelector(protocol: .udp, ports: PortRange(53)),
      TrafficSelector(protocol: .udp, ports: PortRange(1024, 65535)), TrafficSelector(protocol: .icmp),
      TrafficSelector(protocol: .icmp, icmpType: 8),
      TrafficSelector(protocol: .icmp, icmpType: 0, icmpCode: 0),
      TrafficSelector(protocol: .icmpv6), TrafficSelector(protocol: IPProtocol(rawValue: 47)),
    ]
    return pick(choices) ?? .all
  }

  mutating func remote() -> IPPrefix {
    var choices = [
      "0.0.0.0/0", "0.0.0.0/0", "::/0", "10.0.0.0/8", "198.51.100.0/25", "198.51.100.0/24", "203.0.113.0/24",
      "203.0.113.128/25", "64:ff9b::/96", "2001:db8::/32", "192.0.2.0/24", "192.168.0.0/25", "192.168.0.0/16",
    ].compactMap(IPPrefix.init)
    choices += topology.vpcs.flatMap(\.prefixes) + topology.subnets.flatMap(\.prefixes)
    choices += topology.networkInterfaces.flatMap(\.addresses).map { IPPrefix(host: $0.address) }
    return pick(choices) ?? .all(.ipv4)
  }

  mutating func groups() {
    let all = topology.vpcs.flatMap { vpc in
      ["a", "b", "c"].map { (vpc.id, "sg-\(vpc.id.rawValue.last ?? "0")\($0)") }
    }
    for (vpc, id) in all {
      var rules: [SecurityGroupRule] = []
      for direction in RuleDirection.allCases {
        if chance(direction == .egress ? 88 : 72) {
          rules.append(SecurityGroupRule(direction: direction, traffic: .all, peer: .prefix(.all(.ipv4))))
          rules.append(SecurityGroupRule(direction: direction, traffic: .all, peer: .prefix(.all(.ipv6))))
          if chance(70) { continue }
        }
        for _ in 0..<count(0...3) {
          let traffic = traffic()
          let peer: SecurityGroupRule.Peer
          switch count(0...9) {
          case 0...4: peer = .prefix(remote())
          case 5: peer = .prefixList(pick(["pl-a", "pl-b", "pl-s3"]) ?? "pl-a")
          default: peer = .group(.init(pick(all)?.1 ?? id))
          }
          rules.append(SecurityGroupRule(direction: direction, traffic: traffic, peer: peer))
        }
      }
      topology.securityGroups.append(SecurityGroup(id: .init(id), vpc: vpc, rules: rules))
    }
  }

  mutating func accessLists() {
    for vpc in topology.vpcs {
      var free = topology.subnets.filter { $0.vpc == vpc.id }.map(\.id)
      for number in 0...count(0...2) {
        let own = number == 0 ? [] : free.filter { _ in chance(45) }
        free.removeAll { own.contains($0) }
        var entries: [NetworkACLEntry] = []
        for direction in RuleDirection.allCases {
          let isOpen = chance(number == 0 ? 97 : 88)
          for place in 0..<(isOpen && chance(number == 0 ? 80 : 40) ? 0 : count(0...4)) {
            entries.append(
              NetworkACLEntry(
                number: 10 * (place + 1), direction: direction, isAllow: chance(isOpen ? 75 : 90),
                traffic: traffic(), prefix: remote()))
          }
          guard isOpen else { continue }
          entries.append(
            NetworkACLEntry(
              number: 100, direction: direction, isAllow: true, traffic: .all, prefix: .all(.ipv4)))
          entries.append(
            NetworkACLEntry(
              number: 101, direction: direction, isAllow: true, traffic: .all, prefix: .all(.ipv6)))
        }
        topology.networkACLs.append(
          NetworkACL(
            id: .init("acl-\(vpc.id.rawValue.last ?? "0")\(number)"), vpc: vpc.id, isDefault: number == 0,
            subnets: own, entries: entries))
      }
    }
  }
}
