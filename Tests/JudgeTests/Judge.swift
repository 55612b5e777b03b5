import PacketWalkAddressing
import PacketWalkTopology

/// A second opinion about reachability: slow, obvious, and with no code in common with the first.
///
/// It sends one concrete packet at a time, under every combination of what the network may choose, and
/// counts for how many of them the request arrives and its reply comes back.
struct Judge {
  /// What is asked: one concrete request but for its source port.
  struct Case: Hashable {
    enum Sender: Hashable {
      case interface(NetworkInterfaceID, IPAddress)
      case internet(IPAddress)
      case external(ExternalNetworkID, IPAddress)
    }

    enum Receiver: Hashable {
      /// Whoever holds the address.
      case address(IPAddress)
      /// Any node of a balancer.
      case balancer(LoadBalancerID)
    }

    var sender: Sender
    var receiver: Receiver
    var `protocol`: IPProtocol
    var port: UInt16
    var sourcePort: UInt16?
    /// Whether the answer is that of the targets behind the balancer.
    var through: LoadBalancerID?
  }

  struct Finding: Hashable, CustomStringConvertible {
    var delivered: String
    var replied: String
    var description: String { "delivered \(delivered), replied \(replied)" }

    /// Where the input doesn't say what lies beyond a gateway.
    static let undecided = Finding(delivered: "undecided", replied: "undecided")
  }

  let topology: Topology
  private let portCuts: [UInt16]
  /// Above this many combinations there is no opinion.
  private static let limit = 150

  init(_ topology: Topology) {
    self.topology = topology
    let selectors =
      topology.securityGroups.flatMap(\.rules).map(\.traffic)
      + topology.networkACLs.flatMap(\.entries).map(\.traffic)
    var cuts: Set<UInt16> = []
    for ports in selectors.compactMap(\.ports) {
      cuts.insert(ports.first)
      if ports.last < .max { cuts.insert(ports.last + 1) }
    }
    // A listener's and a target's port are told apart from others too.
    for port in topology.loadBalancers.flatMap(\.listeners).map(\.port) where port < .max {
      cuts.formUnion([port, port + 1])
    }
    portCuts = cuts.sorted()
  }

  /// Nil where there are too many combinations to try.
  func judge(_ asked: Case) -> Finding? {
    var outcomes: Set<Outcome> = []
    var isUndecided = false
    let isWhole = run(asked, isNoting: false) { outcome, walk in
      outcomes.insert(outcome)
      if walk.isUndecided { isUndecided = true }
    }
    guard isWhole else { return nil }
    if isUndecided { return .undecided }
    func extent(_ holds: (Outcome) -> Bool) -> String {
      let count = outcomes.count { holds($0) }
      return count == 0 ? "none" : count == outcomes.count ? "all" : "some"
    }
    return Finding(delivered: extent(\.isDelivered), replied: extent(\.isReplied))
  }

  /// The notes of the first combinations of each outcome.
  func trace(_ asked: Case) -> String {
    var seen: Set<Outcome> = []
    var text = ""
    _ = run(asked, isNoting: true) { outcome, walk in
      guard seen.insert(outcome).inserted else { return }
      text += "delivered \(outcome.isDelivered), replied \(outcome.isReplied):\n"
      text += walk.notes.map { "  \($0)\n" }.joined()
    }
    return text
  }

  private func run(_ asked: Case, isNoting: Bool, _ note: (Outcome, JudgedWalk) -> Void) -> Bool {
    let chooser = Chooser()
    for count in 1... {
      var walk = JudgedWalk(topology: topology, chooser: chooser, portCuts: portCuts)
      walk.isNoting = isNoting
      let outcome = begin(asked, &walk)
      note(outcome, walk)
      guard chooser.advance() else { return true }
      if count == Self.limit { return false }
    }
    return true
  }

  private func begin(_ asked: Case, _ walk: inout JudgedWalk) -> Outcome {
    let source: IPAddress
    let sender: JudgedWalk.Sender
    var ports = PortRange.anyEphemeral
    switch asked.sender {
    case .internet(let address):
      source = address
      sender = .internet
    case .external(let id, let address):
      guard let network = topology.externalNetworks.first(where: { $0.id == id }) else { return .nothing }
      source = address
      sender = .external(network)
    case .interface(let id, let address):
      guard let interface = topology.networkInterfaces.first(where: { $0.id == id }) else { return .nothing }
      source = address
      sender = .interface(interface)
      ports = interface.ephemeralPorts
    }
    let destination: IPAddress
    switch asked.receiver {
    case .address(let address): destination = address
    case .balancer(let id):
      let addresses = nodeAddresses(id, source.family, isOutside: sender.isInternet)
      guard !addresses.isEmpty else { return .nothing }
      destination =
        addresses[
          addresses.count == 1 ? 0 : walk.chooser.choose(addresses.count, named: "node")]
    }
    var packet = JudgedPacket(protocol: asked.protocol, source: source, destination: destination)
    if asked.protocol.hasPorts {
      packet.destinationPort = asked.port
      packet.sourcePort = asked.sourcePort ?? walk.port(in: ports, named: "client")
    } else if asked.protocol.hasICMPType {
      packet.icmpType = asked.protocol == .icmp ? 8 : 128
    }
    walk.isThrough = asked.through != nil
    return walk.connect(sender, packet)
  }

  /// One address a node: the public one for clients outside.
  func nodeAddresses(_ id: LoadBalancerID, _ family: AddressFamily, isOutside: Bool) -> [IPAddress] {
    let nodes = topology.loadBalancers.first { $0.id == id }?.nodes ?? []
    return nodes.compactMap { node in
      let held = topology.networkInterfaces.first { $0.id == node }?.addresses ?? []
      let outside = held.compactMap(\.publicAddress).first
      if isOutside, family == .ipv4, let outside { return outside }
      return held.first { $0.address.family == family }?.address
    }
  }
}

extension JudgedWalk.Sender {
  var isInternet: Bool {
    if case .internet = self { return true }
    return false
  }
}
