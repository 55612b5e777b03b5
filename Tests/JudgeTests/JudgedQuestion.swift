import PacketWalkAddressing
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology

/// One question in both forms: as a user asks it, and as the judge is asked.
struct JudgedQuestion: CustomStringConvertible {
  var asked: Judge.Case

  var question: Question {
    var service = "proto/\(asked.protocol.rawValue)"
    if asked.protocol.hasPorts { service = "\(asked.protocol)/\(asked.port)" }
    if asked.protocol.hasICMPType { service = asked.protocol == .icmp ? "icmp/8" : "icmpv6/128" }
    let source: String
    switch asked.sender {
    case .interface(let id, let address): source = "\(id)@\(address)"
    case .internet(let address): source = "internet@\(address)"
    case .external(let id, let address): source = "external:\(id)@\(address)"
    }
    let destination: String
    switch asked.receiver {
    case .address(let address): destination = "\(address)"
    case .balancer(let id): destination = "lb:\(id)"
    }
    return Question(
      from: source, to: destination, on: service, sourcePort: asked.sourcePort,
      through: asked.through.map { "lb:\($0)" })
  }

  var description: String {
    let question = question
    return "\(question.source) → \(question.destination) \(question.service)"
      + (question.sourcePort.map { " from port \($0)" } ?? "")
      + (question.through.map { " through \($0)" } ?? "")
  }

  /// Questions about a topology that are worth asking.
  static func random(_ count: Int, about topology: Topology, _ random: inout SplitMix64) -> [JudgedQuestion] {
    var questions: [JudgedQuestion] = []
    let hosts = topology.networkInterfaces.filter { $0.kind == .interface || $0.kind == .vpcEndpoint }
    let outside = [
      "198.51.100.7", "198.51.100.77", "198.51.100.200", "192.0.2.9", "192.0.2.100", "2001:db8:ffff::7",
    ].compactMap(IPAddress.init)
    let inside = topology.networkInterfaces.flatMap(\.addresses).flatMap { [$0.address, $0.publicAddress] }
      .compactMap { $0 }
    var special = topology.networkInterfaces.flatMap(\.delegatedPrefixes)
      .compactMap { $0.address.advanced(by: 3) }
    special += topology.natGateways.flatMap(\.allAddresses).compactMap(\.publicAddress)
    for address in topology.networkInterfaces.compactMap(\.primaryAddress)
    where address.family == .ipv4 && random.oneIn(3) {
      special.append(IPAddress(family: .ipv6, bits: 0x64_ff9b << 96 | address.bits))
    }
    special +=
      [
        "169.254.171.9", "169.254.8.8", "169.254.169.253", "169.254.169.254", "fd00:ec2::254",
        "64:ff9b::c633:6407", "10.1.0.2",
      ]
      .compactMap(IPAddress.init)
    let beyond = topology.externalNetworks.flatMap(\.ranges)
      .flatMap { range in [5, 70, 130].compactMap { range.address.advanced(by: $0) } }
    let links = Set(
      topology.vpcEndpoints.filter { $0.serviceName.contains("vpce-svc") }.flatMap(\.interfaces))
    let nodes = topology.networkInterfaces
      .filter { $0.requester != nil && ($0.kind != .vpcEndpoint || links.contains($0.id)) }
      .flatMap(\.addresses).flatMap { [$0.address, $0.publicAddress] }.compactMap { $0 }
    // Through a balancer leads what is asked of a node, not of an endpoint.
    let linked = Set(
      topology.networkInterfaces.filter { links.contains($0.id) }.flatMap(\.addresses).map(\.address))
    for _ in 0..<count * 20 where questions.count < count {
      guard let host = hosts.randomElement(using: &random),
        let own = host.addresses.randomElement(using: &random)?.address
      else { break }
      let isOutside = random.oneIn(4)
      let network = random.oneIn(5) ? topology.externalNetworks.randomElement(using: &random) : nil
      let destination: IPAddress?
      switch Int.random(in: 0..<20, using: &random) {
      case 0..<3: destination = outside.randomElement(using: &random)
      case 3..<4: destination = beyond.randomElement(using: &random) ?? outside.randomElement(using: &random)
      case 4..<6: destination = special.randomElement(using: &random)
      case 6..<9: destination = nodes.randomElement(using: &random) ?? inside.randomElement(using: &random)
      default: destination = inside.randomElement(using: &random)
      }
      guard let destination else { continue }
      // What a service of AWS's asks of another is nobody's question.
      if host.kind == .vpcEndpoint, special.contains(destination) { continue }
      var source = isOutside ? outside.randomElement(using: &random) ?? own : own
      if let network {
        guard
          let inside = beyond.filter({ address in network.ranges.contains { $0.contains(address) } })
            .randomElement(using: &random), JudgedWalk.isPrivate(destination), !beyond.contains(destination)
        else { continue }
        source = inside
      }
      // An address outside talks to addresses that the internet knows.
      if isOutside, network == nil,
        outside.contains(destination) || JudgedWalk.isAmazons(destination)
          || JudgedWalk.isPrivate(destination)
      {
        continue
      }
      guard source.family == destination.family, source != destination, !host.owns(destination) else {
        continue
      }
      let protocols: [IPProtocol] = [.tcp, .tcp, .tcp, .tcp, .udp, .icmp, IPProtocol(rawValue: 47)]
      var wanted = protocols.randomElement(using: &random) ?? .tcp
      if wanted == .icmp, destination.family == .ipv6 { wanted = .icmpv6 }
      let ports: [UInt16] = wanted == .udp ? [53, 53, 443] : [443, 443, 443, 80, 8080, 22, 53]
      var receiver = Judge.Case.Receiver.address(destination)
      if nodes.contains(destination), !linked.contains(destination), random.oneIn(3),
        let balancer = topology.loadBalancers.first
      {
        let family: AddressFamily = isOutside && network == nil ? source.family : .ipv4
        if source.family == family, family == .ipv4 { receiver = .balancer(balancer.id) }
      }
      questions.append(
        JudgedQuestion(
          asked: Judge.Case(
            sender: network.map { .external($0.id, source) }
              ?? (isOutside ? .internet(source) : .interface(host.id, source)), receiver: receiver,
            protocol: wanted, port: ports.randomElement(using: &random) ?? 443,
            sourcePort: random.oneIn(5) ? 45000 : nil,
            through: nodes.contains(destination) && !linked.contains(destination) && !random.oneIn(3)
              ? topology.loadBalancers.first?.id : nil)
        ))
    }
    return questions
  }
}

extension JudgedWalk {
  /// Of link-local services and the like.
  static func isAmazons(_ address: IPAddress) -> Bool {
    ["169.254.0.0/16", "fd00:ec2::/32", "64:ff9b::/96"].compactMap(IPPrefix.init).contains {
      $0.contains(address)
    }
  }
}
