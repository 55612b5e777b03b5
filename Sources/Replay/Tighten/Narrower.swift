import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Finds narrower rules that let the same flows pass: the closest that the margin allows, and wider ones step by step
/// until they are few enough.
struct Narrower {
  private let network: Network
  private let groups: GroupChoice
  private let options: TightenOptions
  private let rule: RuleContent
  /// The group that the rule stands in; nil for an access list's entry.
  private let owner: SecurityGroup?
  private let flows: [SeenFlow]
  /// Whether the rule is for the public, as that of a balancer that faces the internet.
  private let isPublic: Bool
  /// What the rule's prefix is, if it has one: then nothing is proposed outside of it.
  private let bounds: IPPrefix?
  private let references: [Int: SecurityGroupID]

  /// How addresses are widened, where rules would be too many: those of the model's networks and those outside.
  private enum Step: Int, CaseIterable {
    case margin
    case subnets
    case ranges
    case networks
    /// The old rule's own.
    case same

    /// Addresses outside, by family: many that have no /24 in common are the public, whom no ranges stand for.
    var outside: (ipv4: Int, ipv6: Int) {
      switch self {
      case .margin: (32, 128)
      case .subnets: (28, 64)
      default: (24, 56)
      }
    }
  }

  init(
    _ network: Network, _ groups: GroupChoice, _ options: TightenOptions, _ rule: RuleContent,
    owner: SecurityGroup?, flows: [SeenFlow], isPublic: Bool = false
  ) {
    self.isPublic = isPublic
    self.network = network
    self.groups = groups
    self.options = options
    self.rule = rule
    self.owner = owner
    self.flows = flows
    bounds = if case .prefix(let prefix) = rule.peer { prefix } else { nil }
    let members = Set(flows.lazy.map { Int($0.member) }.filter { $0 >= 0 })
    references =
      if let owner, let bounds, options.margin == .group {
        groups.groups(for: members, of: owner, within: bounds)
      } else { [:] }
  }

  /// The rules to put in the old one's place; nil where none that are few enough are narrower.
  func narrowed(atMost limit: Int) -> [RuleContent]? {
    for gap in [options.gap, 65_536] {
      for step in Step.allCases {
        let made = rules(step, gap: gap)
        if made.count <= limit, made != [rule] { return made }
      }
    }
    return nil
  }

  private func rules(_ step: Step, gap: Int) -> [RuleContent] {
    var ports: [SecurityGroupRule.Peer: [UInt8: [PortRange]]] = [:]
    for flow in flows {
      guard let range = PortRange(flow.firstPort, flow.lastPort) else { continue }
      ports[peer(flow, step), default: [:]][flow.protocolNumber, default: []].append(range)
    }
    var peers: [TrafficSelector: [SecurityGroupRule.Peer]] = [:]
    for (peer, byProtocol) in ports {
      for (number, ranges) in byProtocol {
        for traffic in traffic(number, ranges, gap) { peers[traffic, default: []].append(peer) }
      }
    }
    let made = peers.flatMap { traffic, peers in
      Self.joined(peers).map {
        RuleContent(direction: rule.direction, traffic: traffic, peer: $0, isAllow: rule.isAllow)
      }
    }
    return made.sorted { Self.order($0) < Self.order($1) }
  }

  // MARK: Traffic

  private func traffic(_ number: UInt8, _ seen: [PortRange], _ gap: Int) -> [TrafficSelector] {
    let name = IPProtocol(rawValue: number)
    // Types are not logged, so that those of the rule stay.
    guard name.hasPorts else {
      return [rule.traffic.protocol == nil ? TrafficSelector(protocol: name) : rule.traffic]
    }
    let own = rule.traffic.ports ?? .all
    var ranges: [PortRange] = []
    for range in PortSet(seen).intersection(own).ranges {
      if let last = ranges.last, Int(range.first) - Int(last.last) - 1 <= gap,
        let both = PortRange(last.first, range.last)
      {
        ranges[ranges.count - 1] = both
      } else {
        ranges.append(range)
      }
    }
    return ranges.map { TrafficSelector(protocol: name, ports: $0) }
  }

  // MARK: Peers

  private func peer(_ flow: SeenFlow, _ step: Step) -> SecurityGroupRule.Peer {
    guard let bounds, step != .same else { return rule.peer }
    // Answers come from whomever was asked; and who the public is, no log of a few days says. So many that even their
    // ranges are too many are the public too.
    let isCoarse = Int(flow.remote.length) < (flow.remote.family == .ipv4 ? 24 : 56)
    if flow.member < 0, isAnswer(flow) || isPublic || isCoarse, inside(flow.remote) == nil {
      return rule.peer
    }
    if let group = references[Int(flow.member)] { return .group(group) }
    let prefix = widened(flow.remote, step)
    return .prefix(bounds.contains(prefix) ? prefix : bounds)
  }

  /// Whether these are answers to an access list's own side, to ports that were chosen.
  private func isAnswer(_ flow: SeenFlow) -> Bool {
    owner == nil && flow.firstPort == PortRange.anyEphemeral.first
      && flow.lastPort == PortRange.anyEphemeral.last
  }

  private func widened(_ remote: IPPrefix, _ step: Step) -> IPPrefix {
    let inside = inside(remote)
    if step.rawValue >= Step.networks.rawValue, let network = inside?.network { return network }
    // Access lists are about subnets: addresses in them come and go, and no group stands for them.
    let isBySubnet =
      options.margin == .subnet || options.margin == .group && owner == nil
      || step.rawValue >= Step.subnets.rawValue
    if isBySubnet, let subnet = inside?.subnet { return subnet }
    let isIPv4 = remote.family == .ipv4
    var length = Int(remote.length)
    if case .prefix(let kept) = options.margin {
      length = min(length, isIPv4 ? kept : kept == 32 ? 128 : 64)
    }
    if inside == nil { length = min(length, isIPv4 ? step.outside.ipv4 : step.outside.ipv6) }
    return IPPrefix(remote.address, length: length)
  }

  /// The subnet and the network of the model that an address lies in.
  private func inside(_ remote: IPPrefix) -> (subnet: IPPrefix?, network: IPPrefix)? {
    let own = owner?.vpc
    // The same addresses may be those of several networks; the rule's own goes first.
    let vpcs = network.topology.vpcs.filter { $0.id == own } + network.topology.vpcs.filter { $0.id != own }
    for vpc in vpcs {
      guard let whole = vpc.prefixes.first(where: { $0.contains(remote) }) else { continue }
      let subnet = network.topology.subnets.lazy.filter { $0.vpc == vpc.id }
        .compactMap { $0.prefixes.first { $0.contains(remote) } }.first
      return (subnet, whole)
    }
    return nil
  }

  /// The same addresses in as few prefixes as possible.
  private static func joined(_ peers: [SecurityGroupRule.Peer]) -> [SecurityGroupRule.Peer] {
    var others: [SecurityGroupRule.Peer] = []
    var prefixes: [IPPrefix] = []
    for peer in peers {
      if case .prefix(let prefix) = peer { prefixes.append(prefix) } else { others.append(peer) }
    }
    var kept: [IPPrefix] = []
    for prefix in prefixes.sorted() {
      if let last = kept.last, last.contains(prefix) { continue }
      kept.append(prefix)
      while kept.count > 1, let both = parent(of: kept[kept.count - 2], kept[kept.count - 1]) {
        kept.removeLast(2)
        kept.append(both)
      }
    }
    return others + kept.map { .prefix($0) }
  }

  /// What two halves are halves of.
  private static func parent(of first: IPPrefix, _ second: IPPrefix) -> IPPrefix? {
    guard first.length == second.length, first.length > 0, first != second else { return nil }
    let both = IPPrefix(first.address, length: Int(first.length) - 1)
    return both.contains(second) ? both : nil
  }

  /// By protocol and ports, groups before prefixes.
  private static func order(_ rule: RuleContent) -> RuleOrder {
    let name = rule.traffic.protocol?.rawValue ?? 0
    let ports = rule.traffic.ports ?? .all
    switch rule.peer {
    case .group(let id): return RuleOrder(name: name, ports: ports, text: id.rawValue, prefix: nil)
    case .prefixList(let id): return RuleOrder(name: name, ports: ports, text: id.rawValue, prefix: nil)
    case .prefix(let prefix): return RuleOrder(name: name, ports: ports, text: nil, prefix: prefix)
    }
  }
}

private struct RuleOrder: Comparable {
  var name: UInt8
  var ports: PortRange
  var text: String?
  var prefix: IPPrefix?

  static func < (left: Self, right: Self) -> Bool {
    if left.name != right.name { return left.name < right.name }
    if left.ports != right.ports { return left.ports < right.ports }
    switch (left.text, right.text) {
    case (let first?, let second?): return first < second
    case (_?, nil): return true
    case (nil, _?): return false
    case (nil, nil): break
    }
    guard let first = left.prefix, let second = right.prefix else { return false }
    return first < second
  }
}
