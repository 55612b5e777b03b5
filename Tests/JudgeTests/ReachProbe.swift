import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkServiceSets
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

/// Whole answers as a reader has them: names and texts, and no look inside.
struct ReachProbe {
  var store = ServiceSetStore()
  private var sets: [String: ServiceSet] = [:]
  private var fates: [[Reach.Share]: Fate] = [:]

  /// The services of each verdict.
  typealias Fate = [Verdict: ServiceSet]

  mutating func set(_ text: String) -> ServiceSet {
    if let known = sets[text] { return known }
    guard let read = store.read(text) else {
      Issue.record("'\(text)' is no text of services")
      return .none
    }
    sets[text] = read
    return read
  }

  mutating func fate(_ shares: [Reach.Share]) -> Fate {
    if let known = fates[shares] { return known }
    var fate: Fate = [:]
    for share in shares { fate[share.verdict] = set(share.services) }
    #expect(fate.count == shares.count, "one share a verdict: \(shares)")
    fates[shares] = fate
    return fate
  }

  /// How one service fares.
  mutating func verdict(_ shares: [Reach.Share], _ probe: ServiceProbe) -> Verdict {
    let number =
      probe.protocol.hasICMPType ? UInt16(probe.icmpType) << 8 | UInt16(probe.icmpCode) : probe.port
    for share in shares {
      let held = set(share.services)
      if store.contains(held, probe.protocol, destination: number, source: 40000) { return share.verdict }
    }
    return .unreachable
  }
}

extension Reach {
  /// The shares of each member inside, by name.
  func shares(_ section: Section) -> [String: [Share]] {
    var shares: [String: [Share]] = [:]
    for line in section.lines where line.addresses == nil {
      for member in line.members { shares[member] = line.shares }
    }
    return shares
  }
}

extension Reach.Addresses {
  /// Whether an address that its network holds is in the set.
  func holds(_ address: IPAddress) -> Bool {
    if let all = prefixes.first, all.hasPrefix("all ") {
      return (all == "all IPv4") == (address.family == .ipv4)
    }
    return prefixes.compactMap(IPPrefix.init).contains { $0.contains(address) } != isComplement
  }
}

extension Verdict {
  /// The best first.
  var order: Int {
    switch self {
    case .reachable: 0
    case .intermittent: 1
    case .undetermined: 2
    case .noReply: 3
    case .unreachable: 4
    }
  }
}

extension ServiceProbe {
  /// The words that ask for it.
  var service: String {
    switch `protocol` {
    case .tcp, .udp: "\(`protocol`)/\(port)"
    case .icmp, .icmpv6: "\(`protocol`)/\(icmpType)/\(icmpCode)"
    default: "proto/\(`protocol`.rawValue)"
    }
  }
}

extension TopologyGenerator {
  /// A network with twins, and names that make trouble where somebody takes a name for more than it is.
  mutating func makeNamed() -> Topology {
    _ = make()
    addTwins()
    let names = [
      "web", "web", "a b", "10.1.1.10", "internet", "we*b", "sg:sg-1a", "x:443", "eni@home", "lb:lb", "a/b/c",
      "[::]", "subnet:*", "*", "any", "https://x", "tag:a=b",
    ]
    for place in topology.networkInterfaces.indices where chance(50) {
      topology.networkInterfaces[place].info.name = pick(names)
      topology.networkInterfaces[place].info.tags = ["tier": pick(["a", "b"]) ?? "a"]
    }
    for place in topology.instances.indices where chance(30) {
      topology.instances[place].info.name = pick(names)
    }
    for place in topology.securityGroups.indices where chance(30) {
      topology.securityGroups[place].info.name = pick(["web", "a + b", "internet"])
    }
    for place in topology.loadBalancers.indices where chance(50) {
      topology.loadBalancers[place].info.name = pick(["front", "a b", "*"])
    }
    return topology
  }
}
