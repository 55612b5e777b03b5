import PacketWalkAddressing
import PacketWalkTopology

/// Endpoints that routes lead to: of gateway load balancers and of network firewalls (GWLB-2, NFW-1, NFW-2).
extension JudgedWalk {
  /// A connection at a firewall's endpoint, by its request.
  struct Firewalled: Hashable {
    var endpoint: VPCEndpointID
    var packet: JudgedPacket
  }

  /// Back from the endpoint comes what went in; its own subnet routes it on (GWLB-2).
  mutating func steer(_ endpoint: VPCEndpoint, _ packet: JudgedPacket, _ place: Place)
    throws(Dropped) -> Arrival
  {
    try hop("\(endpoint.id) \(packet)")
    guard endpoint.isAvailable, endpoint.vpc == place.vpc, let id = endpoint.subnets.first else {
      throw Dropped("\(endpoint.id) is not available")
    }
    let own = try subnet(id)
    if own.id != place.subnet?.id { try checkACL(own, .ingress, packet) }
    try loseIdentity(endpoint.id.rawValue)
    let firewall = topology.networkFirewalls.first { $0.endpoints.contains(endpoint.id) }
    if let firewall { try filter(firewall, endpoint.id, packet) }
    carrier = nil
    isCarriedByNAT = false
    isCarriedByFirewall = firewall != nil
    return try leave(own, packet)
  }

  private mutating func filter(_ firewall: NetworkFirewall, _ endpoint: VPCEndpointID, _ packet: JudgedPacket)
    throws(Dropped)
  {
    guard firewall.isAvailable,
      let policy = topology.firewallPolicies.first(where: { $0.id == firewall.policy })
    else { throw Dropped("\(firewall.id) is not ready") }
    switch stateless(policy, packet) {
    case .pass: return
    case .drop: throw Dropped("\(firewall.id) stateless")
    case .forward: break
    }
    let request = Firewalled(endpoint: endpoint, packet: isReply ? packet.reply : packet)
    if isReply {
      unseen.remove(request)
      // What begins in the middle is a matter of TCP's: an answer to a ping is a packet like any other.
      if !firewalled.contains(request), packet.protocol != .icmp, packet.protocol != .icmpv6 {
        guard policy.streamException == .continue else { throw Dropped("\(firewall.id) saw no request") }
      } else if passedByRule.contains(request) {
        return
      }
    }
    switch stateful(policy, packet) {
    case .pass: passedByRule.insert(request)
    case .drop: throw Dropped("\(firewall.id) stateful")
    case .forward: break
    }
    if !isReply {
      firewalled.insert(request)
      unseen.insert(request)
    }
  }

  /// Groups and rules by priority; the first match (NFW-2).
  private func stateless(_ policy: FirewallPolicy, _ packet: JudgedPacket) -> StatelessRule.Action {
    let groups = policy.statelessGroups.sorted { ($0.priority ?? 0) < ($1.priority ?? 0) }
    for reference in groups {
      guard
        case .stateless(let rules)? = topology.ruleGroups.first(where: { $0.id == reference.group })?.rules
      else { continue }
      for rule in rules.sorted(by: { $0.priority < $1.priority }) {
        func holds(_ ports: [PortRange], _ port: UInt16) -> Bool {
          ports.isEmpty || (packet.protocol.hasPorts && ports.contains { $0.contains(port) })
        }
        if rule.protocols.isEmpty || rule.protocols.contains(packet.protocol),
          rule.sources.isEmpty || rule.sources.contains(where: { $0.contains(packet.source) }),
          rule.destinations.isEmpty || rule.destinations.contains(where: { $0.contains(packet.destination) }),
          holds(rule.sourcePorts, packet.sourcePort), holds(rule.destinationPorts, packet.destinationPort)
        {
          return rule.action
        }
      }
    }
    return policy.statelessDefault
  }

  /// In order of action all pass rules come before all drop rules; in strict order the first match decides.
  /// `forward` stands for no match.
  private func stateful(_ policy: FirewallPolicy, _ packet: JudgedPacket) -> StatelessRule.Action {
    var rules: [SuricataRule] = []
    for reference in policy.statefulGroups.sorted(by: { ($0.priority ?? 0) < ($1.priority ?? 0) }) {
      guard case .stateful(let own)? = topology.ruleGroups.first(where: { $0.id == reference.group })?.rules
      else { continue }
      rules += own.compactMap { SuricataRule($0.text) }
    }
    let matching = rules.filter { matches($0, packet) }.map(\.action)
    let drops = ["drop", "reject"]
    if policy.isStrict {
      guard let first = matching.first(where: { $0 != "alert" }) else {
        return policy.statefulDefaults.contains("drop_strict") ? .drop : .forward
      }
      return drops.contains(first) ? .drop : .pass
    }
    if matching.contains("pass") { return .pass }
    return matching.contains(where: drops.contains) ? .drop : .forward
  }

  private func matches(_ rule: SuricataRule, _ packet: JudgedPacket) -> Bool {
    func holds(_ text: String, _ address: IPAddress) -> Bool {
      text == "any" || IPPrefix(text)?.contains(address) ?? false
    }
    let protocols: [String: [IPProtocol]] = ["tcp": [.tcp], "udp": [.udp], "icmp": [.icmp, .icmpv6]]
    guard rule.protocolName == "ip" || protocols[rule.protocolName]?.contains(packet.protocol) ?? false else {
      return false
    }
    return holds(rule.source, packet.source) && holds(rule.destination, packet.destination)
      && (rule.destinationPort == "any" || rule.destinationPort == "\(packet.destinationPort)")
  }
}
