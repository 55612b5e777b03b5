import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkServiceSets
import PacketWalkTopology

extension Network {
  /// What another network lets pass that this one does not, and the other way round: for all pairs of interfaces
  /// that both have, and all the outside.
  ///
  /// - Parameter options: its aspect and service are not used.
  /// - Complexity: that of both matrices.
  public func difference(to after: Network, _ options: ReachOptions = ReachOptions()) -> ReachDifference {
    ReachComparison(self, options).difference(to: after)
  }
}

/// One network's whole matrix, to hold others against.
package struct ReachComparison {
  private let network: Network
  private let options: ReachOptions
  private let grid: ReachGrid

  package init(_ network: Network, _ options: ReachOptions = ReachOptions()) {
    self.network = network
    self.options = options
    grid = ReachGrid(reacher: Reacher(network, options, services: .any, store: ServiceSetStore()))
  }

  /// - Parameter asked: pairs whose own services are not told again.
  package func difference(to after: Network, besides asked: [QuestionWalk] = []) -> ReachDifference {
    // What both write of is one store's: handles that are older than a copy mean the same in it.
    let other = ReachGrid(
      reacher: Reacher(
        after, options, services: grid.reacher.services, store: grid.reacher.table.explorer.store))
    var join = ReachJoin(before: grid, after: other, asked: asked.map { AskedPair($0, in: network) })
    return join.difference()
  }
}

/// A pair whose own services are no news.
private struct AskedPair {
  var source: AskedEnd
  var destination: AskedEnd
  var service: Service

  init(_ asked: QuestionWalk, in network: Network) {
    source = AskedEnd(asked.source, in: network)
    destination = AskedEnd(asked.destination, in: network)
    let walk = asked.walk
    service = Service([
      Service.Part(walk.protocol, ports: walk.ports, icmpType: walk.icmpType, icmpCode: walk.icmpCode)
    ])
  }
}

private enum AskedEnd {
  /// Identifiers.
  case interfaces(Set<String>)
  case outside(ReachNode.Kind, IPPrefix?)

  init(_ end: Endpoint, in network: Network) {
    func ids(_ places: [Int]) -> Set<String> {
      Set(places.map { network.topology.networkInterfaces[$0].id.rawValue })
    }
    switch end.target {
    case .interface(let index, _): self = .interfaces(ids([index.value]))
    case .internet(let prefix): self = .outside(.internet, prefix)
    case .external(let place, let prefix): self = .outside(.external(place), prefix)
    case .service(let place, _): self = .interfaces([network.topology.vpcEndpoints[place].id.rawValue])
    case .balancer(let place):
      let nodes = network.topology.loadBalancers[place].nodes
      self = .interfaces(Set(nodes.map(\.rawValue)))
    case .address(let address):
      let holders = network.holders(of: address).compactMap { $0.owner.interface?.value }
      if !holders.isEmpty {
        self = .interfaces(ids(holders))
      } else if let place = network.externalNetwork(holding: address) {
        self = .outside(.external(place), IPPrefix(host: address))
      } else {
        self = .outside(.internet, IPPrefix(host: address))
      }
    case .privateName: self = .interfaces([])
    }
  }

  func holds(_ node: ReachNode, _ id: String?) -> Bool {
    switch self {
    case .interfaces(let ids): id.map(ids.contains) ?? false
    case .outside(let kind, let prefix):
      node.kind == kind && (prefix.map { !node.addresses.intersection(AddressSet($0)).isEmpty } ?? true)
    }
  }
}

/// All answers of a network, by kinds of members.
private struct ReachGrid {
  struct Member {
    var node: ReachNode
    var kind: Int
  }

  var reacher: Reacher
  private(set) var members: [Member] = []
  /// The classes of the first two members of each kind.
  private var numbers: [(first: Int, second: Int)] = []
  /// By source and destination.
  private(set) var answers: [[Int32]] = []

  init(reacher: Reacher) {
    self.reacher = reacher
    let nodes = reacher.everyone(.what)
    let classes = nodes.map { self.reacher.table.number(of: $0) }
    self.reacher.table.prepare(from: classes, to: classes)
    let alikes = self.reacher.table.alikes()
    var kindOf: [Int: Int] = [:]
    var counts: [Int] = []
    for (node, number) in zip(nodes, classes) {
      let kind = kindOf[alikes[number]] ?? numbers.count
      if kind == numbers.count {
        kindOf[alikes[number]] = kind
        numbers.append((number, number))
        counts.append(0)
      }
      if counts[kind] == 1 { numbers[kind].second = number }
      counts[kind] += 1
      members.append(Member(node: node, kind: kind))
    }
    for source in numbers.indices {
      var row: [Int32] = []
      for destination in numbers.indices {
        let isLonely = source == destination && counts[source] == 1
        row.append(
          isLonely
            ? 0
            : Int32(
              self.reacher.table.answer(
                from: numbers[source].first,
                to: source == destination ? numbers[source].second : numbers[destination].first)))
      }
      answers.append(row)
    }
  }
}

/// Two grids, member by member.
private struct ReachJoin {
  private let before: ReachGrid
  private var after: ReachGrid
  private let names: PartyNames
  private var asked: [(source: AskedEnd, destination: AskedEnd, services: ServiceSet)] = []
  private var joint: [Joint] = []
  private var found: [Key: Delta] = [:]

  /// Members that are of one kind before, of one after, and of one party.
  private struct Joint {
    var before: Int
    var after: Int
    var party: String
    var members: [ReachNode]
  }

  private struct Key: Hashable {
    var before: Int32
    var after: Int32
  }

  private struct Delta: Hashable {
    var opens: ServiceSet
    var closes: ServiceSet
  }

  init(before: ReachGrid, after: ReachGrid, asked: [AskedPair]) {
    self.before = before
    self.after = after
    names = PartyNames(after.reacher.network, by: after.reacher.options.grouping)
    for pair in asked {
      self.asked.append(
        (pair.source, pair.destination, pair.service.set(in: &self.after.reacher.table.explorer.store)))
    }
    join()
  }

  private mutating func join() {
    struct JointKey: Hashable {
      var before: Int
      var after: Int
      var party: String
    }
    var places: [JointKey: Int] = [:]
    func key(_ old: ReachGrid.Member, _ new: ReachGrid.Member) -> JointKey {
      JointKey(before: old.kind, after: new.kind, party: names.party(new.node))
    }
    let old = Dictionary(
      before.members.compactMap { member in identity(member.node, before).map { ($0, member) } },
      uniquingKeysWith: { first, _ in first })
    let outside = before.members.filter { !$0.node.addresses.isEmpty }
    for new in after.members {
      // A part of the outside is cut where either network cuts it.
      let partners: [(ReachGrid.Member, AddressSet)] =
        new.node.addresses.isEmpty
        ? (identity(new.node, after).flatMap { old[$0] }.map { [($0, AddressSet())] } ?? [])
        : outside.compactMap { part in
          guard part.node.kind == new.node.kind else { return nil }
          let common = part.node.addresses.intersection(new.node.addresses)
          return common.isEmpty ? nil : (part, common)
        }
      for (partner, addresses) in partners {
        let key = key(partner, new)
        var node = new.node
        node.addresses = addresses
        if let place = places[key] {
          joint[place].members.append(node)
        } else {
          places[key] = joint.count
          joint.append(Joint(before: partner.kind, after: new.kind, party: key.party, members: [node]))
        }
      }
    }
  }

  /// What a member is known by in both networks; nil for the outside.
  private func identity(_ node: ReachNode, _ grid: ReachGrid) -> String? {
    let topology = grid.reacher.network.topology
    switch node.kind {
    case .interface(let place): return topology.networkInterfaces[place].id.rawValue
    case .service(let place): return topology.vpcEndpoints[place].id.rawValue
    case .balancer, .address, .internet, .external: return nil
    }
  }

  // MARK: Differences

  mutating func difference() -> ReachDifference {
    struct Group: Hashable {
      var source: String
      var destination: String
      var isOpening: Bool
      var services: ServiceSet
    }
    var groups: [Group: (sources: Set<Int>, destinations: Set<Int>, pairs: Int)] = [:]
    for (source, from) in joint.enumerated() {
      for (destination, to) in joint.enumerated() {
        let delta = delta(
          Key(before: before.answers[from.before][to.before], after: after.answers[from.after][to.after]))
        guard !delta.opens.isEmpty || !delta.closes.isEmpty else { continue }
        let pairs = from.members.count * (to.members.count - (source == destination ? 1 : 0))
        for (services, isOpening) in [(delta.opens, true), (delta.closes, false)] where !services.isEmpty {
          func note(_ services: ServiceSet, _ pairs: Int) {
            guard pairs > 0, !services.isEmpty else { return }
            let group = Group(
              source: from.party, destination: to.party, isOpening: isOpening, services: services)
            groups[group, default: ([], [], 0)].sources.insert(source)
            groups[group]?.destinations.insert(destination)
            groups[group]?.pairs += pairs
          }
          var others = pairs
          for pair in asked {
            let own = count(pair.source, from) * count(pair.destination, to)
            guard own > 0 else { continue }
            others -= own
            note(after.reacher.table.explorer.store.subtracting(services, pair.services), own)
          }
          note(services, others)
        }
      }
    }
    var changes: [ReachDifference.Change] = []
    for (group, found) in groups {
      changes.append(
        ReachDifference.Change(
          kind: group.isOpening ? .opens : .closes, source: group.source, destination: group.destination,
          services: after.reacher.table.explorer.store.text(group.services),
          sources: memberNames(found.sources), destinations: memberNames(found.destinations),
          pairs: found.pairs))
    }
    return ReachDifference(changes: changes.sorted { $0.order < $1.order })
  }

  private func count(_ end: AskedEnd, _ joint: Joint) -> Int {
    joint.members.count { end.holds($0, identity($0, after)) }
  }

  private func memberNames(_ places: Set<Int>) -> [String] {
    places.sorted().flatMap { place in
      joint[place].members.flatMap { node in
        node.addresses.isEmpty ? [names.member(node)] : node.addresses.prefixes.map(\.description)
      }
    }.sorted()
  }

  private mutating func delta(_ key: Key) -> Delta {
    if let known = found[key] { return known }
    let old = working(before.reacher.table.explorer.verdicts(numbered: Int(key.before)))
    let new = working(after.reacher.table.explorer.verdicts(numbered: Int(key.after)))
    let services = after.reacher.services
    func gained(_ old: Working, _ new: Working) -> ServiceSet {
      let delivered = after.reacher.table.explorer.store.subtracting(new.delivered, old.delivered)
      let answered = after.reacher.table.explorer.store.subtracting(new.answered, old.answered)
      return after.reacher.table.explorer.store.intersection(
        services, after.reacher.table.explorer.store.union(delivered, answered))
    }
    let delta = Delta(opens: gained(old, new), closes: gained(new, old))
    found[key] = delta
    return delta
  }

  private struct Working {
    var delivered: ServiceSet
    var answered: ServiceSet
  }

  /// What arrives, at least for some of the network's choices, and what is answered.
  private mutating func working(_ verdicts: ServiceVerdicts) -> Working {
    let delivered = verdicts.delivered(in: &after.reacher.table.explorer.store).certain
    let reachable = verdicts.services(.reachable, in: &after.reacher.table.explorer.store)
    let intermittent = verdicts.services(.intermittent, in: &after.reacher.table.explorer.store)
    return Working(
      delivered: delivered, answered: after.reacher.table.explorer.store.union(reachable, intermittent))
  }
}

extension ReachDifference.Change {
  fileprivate var order: (String, String, String, String) {
    (source, destination, kind.rawValue == "opens" ? "" : "x", services)
  }
}
