import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkServiceSets
import PacketWalkTopology

/// Ports that administer machines or hold data, open to everybody: an error where a packet from the internet
/// really arrives, a note where only the group is open.
extension Linter {
  /// What listens there by default (IANA "Service Name and Transport Protocol Port Number Registry", and the
  /// software's own documentation).
  static let adminPorts: KeyValuePairs<UInt16, String> = [
    22: "SSH", 23: "Telnet", 445: "SMB", 1433: "SQL Server", 1521: "Oracle", 2375: "Docker", 2379: "etcd",
    3306: "MySQL", 3389: "RDP", 5432: "PostgreSQL", 5900: "VNC", 5985: "WinRM", 5986: "WinRM", 6379: "Redis",
    6443: "Kubernetes", 9200: "Elasticsearch", 10250: "kubelet", 11211: "Memcached", 27017: "MongoDB",
  ]

  mutating func checkAdminPorts() {
    var clients: [IPAddress] = []
    for family in AddressFamily.allCases {
      if let client = network.ordinaryInternetAddress(family) { clients.append(client) }
    }
    for (place, group) in topology.securityGroups.enumerated() {
      let open = openPorts(group)
      guard !open.ports.isEmpty, let members = facts.membersOfGroup[group.id] else { continue }
      checkMembers(members, of: place, open.ports, open.rules, clients)
    }
    for (place, balancer) in topology.loadBalancers.enumerated() where balancer.isInternetFacing {
      checkListeners(of: balancer, at: place, clients)
    }
  }

  // MARK: Groups

  /// The ports of the list that a group's rules open to every address of a family, and those rules.
  private mutating func openPorts(_ group: SecurityGroup) -> (ports: PortSet, rules: [SecurityGroupRule]) {
    let worlds = AddressFamily.allCases.map { AddressSet(IPPrefix.all($0)) }
    var ports: [PortRange] = []
    var rules: [SecurityGroupRule] = []
    let ingress = group.rules.filter { rule in
      guard rule.direction == .ingress else { return false }
      if case .group = rule.peer { return false }
      return rule.traffic.protocol == nil || rule.traffic.protocol == .tcp
    }
    for (port, _) in Self.adminPorts {
      let admitting = ingress.filter { $0.traffic.ports?.contains(port) ?? true }
      let sources = admitting.compactMap { addresses($0.peer) }.reduce(AddressSet()) { $0.union($1) }
      guard worlds.contains(where: { $0.isSubset(of: sources) }) else { continue }
      ports.append(PortRange(port))
      rules += admitting.filter { rule in
        !rules.contains(rule)
          && worlds.contains { world in addresses(rule.peer).map(world.isSubset) ?? false }
      }
    }
    return (PortSet(ports), rules)
  }

  private mutating func checkMembers(
    _ members: [Int], of group: Int, _ ports: PortSet, _ rules: [SecurityGroupRule], _ clients: [IPAddress]
  ) {
    var reached: [(interfaces: [Int], ports: PortSet)] = []
    var isUnknown = topology.isMissing(.networkInterfaces)
    for (interface, alike) in representatives(members) {
      guard index.subnets[topology.networkInterfaces[interface].subnet] != nil else {
        isUnknown = true
        continue
      }
      var found = PortSet([])
      for destination in outsideAddresses(interface) {
        guard let client = clients.first(where: { $0.family == destination.family }) else { continue }
        let arriving = arrivingPorts(from: client, to: destination, ports)
        found = found.union(arriving.ports)
        isUnknown = isUnknown || arriving.isUnknown
      }
      if !found.isEmpty { reached.append((alike, found)) }
    }
    let subject = topology.securityGroups[group]
    let evidence = rules.map { LintEvidence(network.text($0), $0.origin) }
    guard !reached.isEmpty else {
      guard !isUnknown else { return }
      report(
        .adminPortOpen, .note, about: ElementRef(.securityGroup, group),
        "it lets everybody in on \(describe(ports)); what keeps the internet out is not the group",
        evidence: evidence, fix: "name the addresses or groups that need it")
      return
    }
    let all = reached.reduce(PortSet([])) { $0.union($1.ports) }
    let interfaces = reached.flatMap(\.interfaces)
    report(
      .adminPortExposed, .error, about: ElementRef(.securityGroup, group),
      "the internet reaches \(listed(interfaces.map { name($0) })) on \(describe(all))",
      evidence: evidence
        + interfaces.prefix(4).map {
          LintEvidence(
            "network interface \(topology.networkInterfaces[$0].displayName)",
            topology.networkInterfaces[$0].info.origin)
        },
      fix:
        "name the addresses that need it in \(subject.shortName), or reach these hosts through Session Manager,"
        + " a bastion or a VPN")
  }

  /// On which of the ports a packet is delivered for sure, and whether that is unknown of others.
  private func arrivingPorts(from client: IPAddress, to destination: IPAddress, _ ports: PortSet)
    -> (ports: PortSet, isUnknown: Bool)
  {
    var arriving = PortSet([])
    var isUnknown = false
    let result = graph.walk(fromInternet(client, to: destination, ports: ports), WalkOptions())
    for part in result.parts {
      switch part.delivered {
      case .all, .some: arriving = arriving.union(part.ports ?? ports)
      case .unknown: isUnknown = true
      case .none: break
      }
    }
    return (arriving, isUnknown)
  }

  private func describe(_ ports: PortSet) -> String {
    let open = Self.adminPorts.filter { ports.contains($0.key) }.map { "tcp/\($0.key) (\($0.value))" }
    return open.count <= 6
      ? open.joined(separator: ", ")
      : open.prefix(5).joined(separator: ", ") + " and \(open.count - 5) more such ports"
  }

  // MARK: Listeners

  /// A listener of a network balancer on such a port: who asks the node asks the target.
  private mutating func checkListeners(of balancer: LoadBalancer, at place: Int, _ clients: [IPAddress]) {
    guard balancer.kind == .network || balancer.kind == .classic else { return }
    for listener in balancer.listeners
    where listener.protocols.contains(.tcp) && Self.adminPorts.contains(where: { $0.key == listener.port }) {
      let isReached = balancer.nodes.compactMap { index.interfaces[$0] }.flatMap { outsideAddresses($0) }
        .contains { destination in
          guard let client = clients.first(where: { $0.family == destination.family }) else { return false }
          let ports = PortSet(PortRange(listener.port))
          return !arrivingPorts(from: client, to: destination, ports).ports.isEmpty
        }
      guard isReached else { continue }
      report(
        .adminPortExposed, .error, about: ElementRef(.loadBalancer, place),
        "the internet reaches its listener on \(describe(PortSet(PortRange(listener.port))))",
        evidence: [LintEvidence("listener \(listener.protocolName) \(listener.port)", listener.origin)],
        fix: "make the load balancer internal, or give it a security group that names who needs it")
    }
  }
}
