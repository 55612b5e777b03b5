import PacketWalkAddressing
import PacketWalkTopology

extension TopologyGenerator {
  /// Endpoints that routes lead to, some of them of network firewalls.
  mutating func steering() {
    var firewalls: [VPCEndpointID] = []
    for vpc in topology.vpcs where chance(30) {
      guard var subnet = pick(topology.subnets.filter({ $0.vpc == vpc.id })) else { continue }
      // A firewall's subnet holds nothing else (NFW-1).
      let isFirewall = chance(60)
      if isFirewall {
        let number = vpc.id.rawValue.dropFirst(4)
        var prefixes = prefix("10.\(number).9.0/28")
        if subnet.prefixes.count > 1 { prefixes += prefix("2001:db8:\(number):9::/64") }
        subnet = Subnet(
          id: .init("subnet-\(number)9"), vpc: vpc.id, prefixes: prefixes, zone: subnet.zone,
          blockPublicAccess: subnet.blockPublicAccess)
        topology.subnets.append(subnet)
        firewalls.append(.init("vpce-fw-\(vpc.id)"))
        if topology.blockPublicAccessOptions.first != nil, chance(50) {
          topology.blockPublicAccessExclusions.append(
            BlockPublicAccessExclusion(
              id: .init("vpcbpa-exclude-fw\(number)"), scope: .subnet(subnet.id), mode: .bidirectional))
        }
      }
      topology.vpcEndpoints.append(
        VPCEndpoint(
          id: .init("vpce-fw-\(vpc.id)"), vpc: vpc.id, kind: .gatewayLoadBalancer,
          serviceName: "com.amazonaws.vpce.eu-west-1.vpce-svc-appliances", isAvailable: chance(96),
          subnets: [subnet.id]))
    }
    for id in firewalls {
      let name = id.rawValue.dropFirst(5)
      let isStrict = chance(50)
      topology.networkFirewalls.append(
        NetworkFirewall(
          id: .init("firewall-\(name)"), vpc: topology.vpcEndpoints.first { $0.id == id }?.vpc,
          policy: .init("policy-\(name)"), endpoints: [id], isAvailable: chance(96)))
      topology.ruleGroups += [
        RuleGroup(id: .init("stateless-\(name)"), rules: .stateless(statelessRules())),
        RuleGroup(id: .init("stateful-\(name)"), rules: .stateful(statefulRules())),
      ]
      topology.firewallPolicies.append(
        FirewallPolicy(
          id: .init("policy-\(name)"),
          statelessGroups: chance(60) ? [.init(group: .init("stateless-\(name)"), priority: 1)] : [],
          statelessDefault: pick([.forward, .forward, .forward, .pass, .drop]) ?? .forward,
          statefulGroups: chance(75)
            ? [.init(group: .init("stateful-\(name)"), priority: isStrict ? 1 : nil)] : [],
          isStrict: isStrict, statefulDefaults: isStrict && chance(30) ? ["drop_strict"] : [],
          streamException: chance(80) ? .drop : .continue))
    }
  }

  private mutating func statelessRules() -> [StatelessRule] {
    (0..<count(1...3)).map { place in
      let `protocol`: IPProtocol = pick([.tcp, .tcp, .udp, .icmp]) ?? .tcp
      return StatelessRule(
        priority: place + 1, action: pick([.pass, .drop, .forward]) ?? .pass,
        protocols: chance(25) ? [] : [`protocol`], sources: chance(60) ? [] : [remote()],
        destinations: chance(60) ? [] : [remote()], sourcePorts: [],
        destinationPorts: [])
    }
  }

  private mutating func statefulRules() -> [RuleGroup.StatefulRule] {
    (0..<count(1...4)).map { place in
      let action = pick(["pass", "pass", "drop", "reject", "alert"]) ?? "pass"
      let word = pick(["tcp", "tcp", "udp", "icmp", "ip"]) ?? "ip"
      let port = ["tcp", "udp"].contains(word) && chance(50) ? pick(["443", "53", "8080"]) ?? "any" : "any"
      let source = chance(60) ? "any" : "\(remote())"
      let destination = chance(60) ? "any" : "\(remote())"
      return RuleGroup.StatefulRule(
        "\(action) \(word) \(source) any -> \(destination) \(port) (sid:\(place + 1);)")
    }
  }
}
