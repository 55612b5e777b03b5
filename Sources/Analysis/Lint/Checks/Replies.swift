import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkRouting
import PacketWalkServiceSets
import PacketWalkTopology

/// Access lists that let a request through and not its reply, or the reply for some of the client's ports only.
///
/// Only connections that somebody plainly means count: what a security group admits by a rule for one service,
/// and the way to the internet of subnets that have a NAT gateway for it.
extension Linter {
  mutating func checkReplies() {
    let isNarrow = narrowSubnets()
    guard isNarrow.contains(true) else { return }
    var replies = LostReplies()
    for wanted in wantedConnections(isNarrow) {
      for part in network.walked(wanted.question) {
        let isPartial = part.verdict == .intermittent
        guard isPartial || part.verdict == .noReply else { continue }
        for blocker in part.blockers
        where blocker.direction == .reply && blocker.code == Code.accessListRestriction.rawValue
          && !(isPartial && shutsService(blocker))
        {
          replies.add(blocker, wanted.text, wanted.evidence, isPartial: isPartial)
        }
      }
    }
    for lost in replies.all { report(lost) }
  }

  /// Whether an entry denies a few ports by their numbers: that is how one shuts a service, and AWS's guide asks
  /// to put such entries before the one for replies. A client that happens to use one of them tries again.
  private func shutsService(_ blocker: Obstacle) -> Bool {
    guard let place = list(blocker) else { return false }
    let entry = topology.networkACLs[place].entries.first { network.text($0) == blocker.rule }
    return entry.flatMap(\.traffic.ports).map { $0.last - $0.first < 100 } ?? false
  }

  private func list(_ blocker: Obstacle) -> Int? {
    topology.networkACLs.firstIndex { $0.id.rawValue == blocker.component.id }
  }

  private mutating func report(_ lost: LostReplies.Item) {
    guard let place = list(lost.blocker) else { return }
    let side = lost.blocker.side ?? ""
    let isStar = lost.blocker.rule == nil || lost.blocker.rule == "*"
    let what = isStar ? "no \(side) entry admits" : "\(side) entry \(lost.blocker.rule ?? "") denies"
    report(
      .aclBlocksReplies, .warning, about: ElementRef(.networkACL, place),
      "\(what) \(lost.isPartial ? "some of the replies" : "the replies") to \(listed(lost.connections))",
      evidence: [LintEvidence("\(side) \(lost.blocker.rule ?? "*")", lost.blocker.origin)] + lost.evidence,
      fix: lost.isPartial
        ? "admit all ports that clients use: tcp/1024-65535 covers every kind"
        : "admit replies \(side == "ingress" ? "from" : "to") those addresses: tcp/1024-65535 covers every client"
    )
  }

  /// What access lists lose, one item for each list, side, rule and extent.
  private struct LostReplies {
    struct Item {
      var blocker: Obstacle
      var isPartial: Bool
      var connections: [String]
      var evidence: [LintEvidence]
    }

    private(set) var all: [Item] = []

    mutating func add(_ blocker: Obstacle, _ text: String, _ evidence: [LintEvidence], isPartial: Bool) {
      let known = all.firstIndex { item in
        item.isPartial == isPartial && item.blocker.component == blocker.component
          && item.blocker.side == blocker.side && item.blocker.rule == blocker.rule
      }
      guard let known else {
        all.append(Item(blocker: blocker, isPartial: isPartial, connections: [text], evidence: evidence))
        return
      }
      if !all[known].connections.contains(text) { all[known].connections.append(text) }
      for item in evidence where all[known].evidence.count < 4 && !all[known].evidence.contains(item) {
        all[known].evidence.append(item)
      }
    }
  }

  // MARK: Where access lists matter

  /// Subnets whose access list denies something of their own families.
  private mutating func narrowSubnets() -> [Bool] {
    var isOpen: [[Bool]] = []
    for list in topology.networkACLs { isOpen.append(AddressFamily.allCases.map { admitsAll(list, $0) }) }
    return topology.subnets.indices.map { subnet in
      guard let list = facts.listOfSubnet[subnet] else { return false }
      return zip(AddressFamily.allCases, isOpen[list]).contains { family, isOpen in
        !isOpen && topology.subnets[subnet].prefixes.contains { $0.family == family }
      }
    }
  }

  private mutating func admitsAll(_ list: NetworkACL, _ family: AddressFamily) -> Bool {
    let everything = TrafficSet(AddressSet(IPPrefix.all(family)), .any)
    for direction in RuleDirection.allCases {
      let entries = list.entries.filter { $0.direction == direction && $0.prefix.family == family }
      guard !entries.contains(where: { !$0.isAllow }) else { return false }
      guard everything.isCovered(by: entries.map { trafficSet($0) }, in: &services) else { return false }
    }
    return list.unreadableEntries.isEmpty
  }

  // MARK: What is meant to work

  private struct Wanted {
    var question: WalkQuestion
    var text: String
    var evidence: [LintEvidence]
  }

  private struct Key: Hashable {
    var from: Int
    var to: Int
    var port: UInt16
    var sources: PortRange
  }

  private func wantedConnections(_ isNarrow: [Bool]) -> [Wanted] {
    var wanted: [Wanted] = []
    var seen: Set<Key> = []
    let client = network.ordinaryInternetAddress(.ipv4)
    var subnetMembers: [SecurityGroupID: [Int]] = [:]
    func members(_ id: SecurityGroupID) -> [Int] {
      if let known = subnetMembers[id] { return known }
      let found = representatives(facts.membersOfGroup[id] ?? []).map(\.interface).filter { place in
        topology.networkInterfaces[place].isAttached && subnet(place) != nil
      }
      subnetMembers[id] = found
      return found
    }
    for group in topology.securityGroups {
      for rule in group.rules where rule.direction == .ingress {
        // A rule for everything says nothing of what is meant.
        guard rule.traffic.protocol == .tcp, let port = rule.traffic.ports?.first else { continue }
        let evidence = [LintEvidence("\(group.shortName) ingress \(network.text(rule))", rule.origin)]
        for receiver in members(group.id) {
          if let client, case .prefix(let prefix) = rule.peer, prefix.contains(client) {
            wanted += fromOutside(client, to: receiver, port, evidence, isNarrow, &seen)
          }
          guard case .group(let id) = rule.peer else { continue }
          for sender in members(id) {
            wanted += between(sender, receiver, port, evidence, isNarrow, &seen)
          }
        }
      }
    }
    if let client { wanted += throughNAT(to: client, isNarrow) }
    return wanted
  }

  private func subnet(_ interface: Int) -> Int? {
    index.subnets[topology.networkInterfaces[interface].subnet]
  }

  private func between(
    _ sender: Int, _ receiver: Int, _ port: UInt16, _ evidence: [LintEvidence], _ isNarrow: [Bool],
    _ seen: inout Set<Key>
  ) -> [Wanted] {
    guard let from = subnet(sender), let to = subnet(receiver), from != to, isNarrow[from] || isNarrow[to],
      let ends = addresses(sender, receiver),
      seen.insert(
        Key(from: from, to: to, port: port, sources: topology.networkInterfaces[sender].ephemeralPorts)
      ).inserted
    else { return [] }
    return [
      Wanted(
        question: self.from(sender, ends.from, to: ends.to, port: port),
        text: "tcp/\(port) from \(name(sender)) to \(name(receiver))", evidence: evidence)
    ]
  }

  private func fromOutside(
    _ client: IPAddress, to receiver: Int, _ port: UInt16, _ evidence: [LintEvidence], _ isNarrow: [Bool],
    _ seen: inout Set<Key>
  ) -> [Wanted] {
    guard let to = subnet(receiver), isNarrow[to],
      let outside = outsideAddresses(receiver).first(where: { $0.family == client.family }),
      seen.insert(Key(from: -1, to: to, port: port, sources: .anyEphemeral)).inserted
    else { return [] }
    return [
      Wanted(
        question: fromInternet(client, to: outside, ports: PortSet(PortRange(port))),
        text: "tcp/\(port) from the internet to \(name(receiver))", evidence: evidence)
    ]
  }

  /// HTTPS to the internet from each subnet whose route there is a NAT gateway.
  private func throughNAT(to address: IPAddress, _ isNarrow: [Bool]) -> [Wanted] {
    topology.subnets.indices.compactMap { subnet -> Wanted? in
      guard let table = facts.tableOfSubnet[subnet], let compiled = facts.compiledTables[table],
        let found = compiled.trie.lookup(address), let route = compiled.entries[Int(found.value)].route,
        case .natGateway(let id) = topology.routeTables[table].routes[route].target,
        let gateway = index.natGateways[id],
        isNarrow[subnet]
          || topology.natGateways[gateway].subnet.flatMap({ index.subnets[$0] }).map({ isNarrow[$0] })
            ?? false
      else { return nil }
      // The first that may send there at all: who may not, means nothing by it.
      for host in representatives(facts.interfacesOfSubnet[subnet]).map(\.interface) {
        guard !topology.networkInterfaces[host].kind.isGateway, let own = self.address(host, .ipv4) else {
          continue
        }
        let question = from(host, own, to: address, port: 443)
        guard graph.walk(question).parts.contains(where: { $0.delivered != .none }) else { continue }
        let shown = topology.routeTables[table].routes[route]
        return Wanted(
          question: question, text: "tcp/443 from \(name(host)) to the internet",
          evidence: [LintEvidence(network.text(shown), shown.origin)])
      }
      return nil
    }
  }
}
