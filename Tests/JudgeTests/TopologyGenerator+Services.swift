import PacketWalkAddressing
import PacketWalkTopology

extension TopologyGenerator {
  mutating func endpoints() {
    for vpc in topology.vpcs {
      if chance(35) {
        topology.vpcEndpoints.append(
          VPCEndpoint(
            id: .init("vpce-gw-\(vpc.id)"), vpc: vpc.id, kind: .gateway,
            serviceName: "com.amazonaws.eu-west-1.s3", isAvailable: chance(95)))
      }
      guard chance(20), let subnet = pick(topology.subnets.filter { $0.vpc == vpc.id }) else { continue }
      let id = "eni-ep\(vpc.id.rawValue.last ?? "0")"
      guard let interface = managed(id, subnet, 150, .vpcEndpoint) else { continue }
      topology.vpcEndpoints.append(
        VPCEndpoint(
          id: .init("vpce-if-\(vpc.id)"), vpc: vpc.id, kind: .interface,
          serviceName: "com.amazonaws.eu-west-1.sqs", isAvailable: true, interfaces: [interface],
          subnets: [subnet.id]))
    }
  }

  /// Endpoints of other VPCs for the network load balancer (VPCE-6).
  mutating func privateLink() {
    guard let balancer = topology.loadBalancers.first, balancer.kind == .network, chance(60) else { return }
    let name = "com.amazonaws.vpce.eu-west-1.vpce-svc-lb"
    topology.endpointServices.append(
      EndpointService(
        id: "vpce-svc-lb", serviceName: name, loadBalancers: [balancer.id],
        zones: chance(70) ? [] : ["eu-west-1a", "eu-west-1b"], isAvailable: chance(96)))
    if let place = topology.loadBalancers.indices.first {
      topology.loadBalancers[place].judgesPrivateLink = chance(60)
    }
    for vpc in topology.vpcs where chance(60) {
      guard let subnet = pick(topology.subnets.filter { $0.vpc == vpc.id }) else { continue }
      let id = "eni-link\(vpc.id.rawValue.dropFirst(4))"
      guard let interface = managed(id, subnet, 160, .vpcEndpoint) else { continue }
      topology.vpcEndpoints.append(
        VPCEndpoint(
          id: .init("vpce-link-\(vpc.id)"), vpc: vpc.id, kind: .interface, serviceName: name,
          isAvailable: chance(96), interfaces: [interface], subnets: [subnet.id]))
    }
  }

  /// An interface of a service of AWS's.
  private mutating func managed(_ id: String, _ subnet: Subnet, _ place: UInt128, _ kind: InterfaceKind)
    -> NetworkInterfaceID?
  {
    guard let own = subnet.prefixes.first?.address.advanced(by: place) else { return nil }
    var addresses = [InterfaceAddress(own, isPrimary: true)]
    if let six = subnet.prefixes.first(where: { $0.family == .ipv6 }), chance(60),
      let address = six.address.advanced(by: place)
    {
      addresses.append(InterfaceAddress(address, isPrimary: true))
    }
    let group = pick(topology.securityGroups.filter { $0.vpc == subnet.vpc }.map(\.id))
    topology.networkInterfaces.append(
      NetworkInterface(
        id: .init(id), subnet: subnet.id, addresses: addresses, securityGroups: group.map { [$0] } ?? [],
        kind: kind, requester: "amazon", ephemeralPorts: .anyEphemeral))
    return .init(id)
  }

  mutating func balancers() {
    guard chance(55), let vpc = pick(topology.vpcs) else { return }
    let kind: LoadBalancer.Kind = pick([.application, .network, .network, .classic]) ?? .application
    let interfaceKind: InterfaceKind =
      switch kind {
      case .network: .networkLoadBalancer
      case .classic: .classicLoadBalancer
      default: .applicationLoadBalancer
      }
    let isOutside = chance(50)
    var subnets: [Subnet] = []
    for subnet in topology.subnets.filter({ $0.vpc == vpc.id }).shuffled(using: &random)
    where !subnets.contains(where: { $0.zone == subnet.zone }) {
      subnets.append(subnet)
    }
    let hasGroups = kind != .network || chance(60)
    let group = hasGroups ? pick(topology.securityGroups.filter { $0.vpc == vpc.id }.map(\.id)) : nil
    var nodes: [NetworkInterfaceID] = []
    let hosts = topology.networkInterfaces.filter { host in
      host.kind == .interface && topology.subnets.contains { $0.id == host.subnet && $0.vpc == vpc.id }
    }
    for (number, subnet) in subnets.enumerated() {
      guard let node = managed("eni-lb\(number)", subnet, 180, interfaceKind) else { continue }
      nodes.append(node)
      guard let place = topology.networkInterfaces.indices.last else { continue }
      topology.networkInterfaces[place].securityGroups = group.map { [$0] } ?? []
      if isOutside {
        topology.networkInterfaces[place].addresses[0].publicAddress = IPAddress("203.0.113.\(100 + number)")
      }
    }
    let port: UInt16 = kind == .application ? 443 : pick([443, 53]) ?? 443
    let word =
      switch kind {
      case .application: "HTTPS"
      case .network: port == 53 ? pick(["UDP", "TCP_UDP"]) ?? "UDP" : pick(["TCP", "TLS"]) ?? "TCP"
      default: "TCP"
      }
    var ids: [TargetGroupID] = []
    for number in 0..<(kind == .application && chance(35) ? 2 : 1) {
      let target: TargetGroup.TargetKind = kind == .classic || chance(50) ? .instance : .ip
      var targets: [TargetGroup.Target] = []
      for host in hosts where chance(60) && targets.count < 3 {
        let id =
          target == .instance
          ? host.instance?.rawValue : host.addresses.randomElement(using: &random)?.address.description
        guard let id, target == .instance || IPAddress(id)?.family == .ipv4 else { continue }
        targets.append(TargetGroup.Target(id: id, port: chance(50) ? 8080 : port))
      }
      let group = TargetGroup(
        id: .init("tg-\(number)"), targetKind: target,
        protocolName: kind == .application ? "HTTP" : word, vpc: vpc.id,
        preservesClientIP: kind == .network && !word.contains("UDP") ? pick([nil, true, false]) ?? nil : nil,
        isCrossZone: kind == .classic || chance(60) ? nil : chance(50), targets: targets)
      topology.targetGroups.append(group)
      ids.append(group.id)
    }
    let rules = ids.map { Listener.Rule(condition: $0 == ids.last ? "" : "/x", targetGroups: [$0]) }
    topology.loadBalancers.append(
      LoadBalancer(
        id: "lb", kind: kind, isInternetFacing: isOutside, vpc: vpc.id, subnets: subnets.map(\.id),
        nodes: nodes, securityGroups: group.map { [$0] } ?? [],
        isCrossZone: kind == .application || chance(40),
        isAvailable: chance(97), listeners: [Listener(port: port, protocolName: word, rules: rules)]))
  }
}
