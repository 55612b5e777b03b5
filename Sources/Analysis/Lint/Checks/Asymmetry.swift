import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkRouting
import PacketWalkServiceSets
import PacketWalkTopology

/// Paths that cross a middlebox one way only: whatever keeps state there sees half of each connection.
extension Linter {
  mutating func checkAsymmetry() {
    let middleboxes = self.middleboxes()
    guard !middleboxes.isEmpty else { return }
    var reported: Set<ElementRef> = []
    var seen: Set<[Int]> = []
    for (table, routes) in routesToMiddleboxes(middleboxes) {
      let near = facts.subnetsOfTable[table].compactMap { host(in: $0) }
      for host in near {
        for other in topology.subnets.indices.compactMap({ self.host(in: $0) }) where other != host {
          guard let ends = addresses(host, other), isRouted(ends.to, at: table, by: routes),
            seen.insert([host, other]).inserted
          else { continue }
          for question in [
            from(host, ends.from, to: ends.to, port: 443), from(other, ends.to, to: ends.from, port: 443),
          ] {
            guard let found = oneSided(question, middleboxes), reported.insert(found.middlebox).inserted
            else {
              continue
            }
            report(found, question, host, other)
          }
        }
      }
    }
  }

  /// What routes lead through: interfaces that forward, and endpoints of firewalls and appliances.
  private func middleboxes() -> Set<ElementRef> {
    var found: Set<ElementRef> = []
    for table in topology.routeTables {
      for route in table.routes where route.state == .active {
        switch route.target {
        case .networkInterface(let id):
          guard let place = index.interfaces[id], mayKeepState(topology.networkInterfaces[place])
          else {
            continue
          }
          found.insert(ElementRef(.networkInterface, place))
        case .vpcEndpoint(let id):
          guard let place = index.endpoints[id], topology.vpcEndpoints[place].kind == .gatewayLoadBalancer
          else {
            continue
          }
          found.insert(ElementRef(.vpcEndpoint, place))
        default: break
        }
      }
    }
    return found
  }

  /// What is declared to forward and no more keeps no state; what translates gets its replies by their address.
  private func mayKeepState(_ interface: NetworkInterface) -> Bool {
    guard !interface.isSourceDestChecked else { return false }
    switch interface.middlebox {
    case nil, .inspect: return true
    case .forward, .snat, .drop: return false
    }
  }

  /// The routes that lead to one of them, by table.
  private func routesToMiddleboxes(_ middleboxes: Set<ElementRef>) -> [(table: Int, routes: Set<Int>)] {
    topology.routeTables.enumerated().compactMap { place, table in
      let routes = table.routes.indices.filter { number in
        switch table.routes[number].target {
        case .networkInterface(let id):
          index.interfaces[id].map { middleboxes.contains(ElementRef(.networkInterface, $0)) } ?? false
        case .vpcEndpoint(let id):
          index.endpoints[id].map { middleboxes.contains(ElementRef(.vpcEndpoint, $0)) } ?? false
        default: false
        }
      }
      return routes.isEmpty ? nil : (place, Set(routes))
    }
  }

  private func isRouted(_ address: IPAddress, at table: Int, by routes: Set<Int>) -> Bool {
    guard let compiled = facts.compiledTables[table], let found = compiled.trie.lookup(address),
      let route = compiled.entries[Int(found.value)].route
    else { return false }
    return routes.contains(route)
  }

  /// One plain interface of a subnet, which forwards nothing itself.
  private func host(in subnet: Int) -> Int? {
    facts.interfacesOfSubnet[subnet].first { place in
      let interface = topology.networkInterfaces[place]
      return interface.isSourceDestChecked && interface.kind == .interface && !interface.addresses.isEmpty
    }
  }

  private struct OneSided {
    var middlebox: ElementRef
    var isForward: Bool
  }

  /// A middlebox that request and reply do not both cross, on a way whose reply arrives.
  private func oneSided(_ question: WalkQuestion, _ middleboxes: Set<ElementRef>) -> OneSided? {
    let result = graph.walk(question, WalkOptions(isExplaining: true))
    for leaf in result.leaves {
      guard case .known = leaf.ending, hasCompletedReply(leaf) else { continue }
      func crossed(isReply: Bool) -> Set<ElementRef> {
        Set(leaf.steps.lazy.filter { $0.isReply == isReply }.map(\.element)).intersection(middleboxes)
      }
      let (there, back) = (crossed(isReply: false), crossed(isReply: true))
      if let first = first(there.subtracting(back)) { return OneSided(middlebox: first, isForward: true) }
      if let first = first(back.subtracting(there)) { return OneSided(middlebox: first, isForward: false) }
    }
    return nil
  }

  private func first(_ elements: Set<ElementRef>) -> ElementRef? {
    elements.min { ($0.kind.rawValue, $0.index) < ($1.kind.rawValue, $1.index) }
  }

  /// Whether the walk followed the reply to its end, whatever filters would have stopped on the way.
  private func hasCompletedReply(_ leaf: Leaf) -> Bool {
    guard let last = leaf.steps.last(where: { $0.isReply }) else { return false }
    if case .deliver = last.detail { return true }
    return false
  }

  private mutating func report(_ found: OneSided, _ question: WalkQuestion, _ host: Int, _ other: Int) {
    guard let source = question.sources.first, let destination = question.destinations.first else { return }
    let routes = topology.routeTables.flatMap { table in
      table.routes.filter { route in
        switch (route.target, found.middlebox.kind) {
        case (.networkInterface(let id), .networkInterface):
          index.interfaces[id] == Int(found.middlebox.index)
        case (.vpcEndpoint(let id), .vpcEndpoint): index.endpoints[id] == Int(found.middlebox.index)
        default: false
        }
      }
    }
    let ways = found.isForward ? ("requests", "replies") : ("replies", "requests")
    report(
      .asymmetricPath, .warning, about: found.middlebox,
      "\(ways.0) from \(source) to \(destination) pass through it and \(ways.1) do not: if it keeps state, it drops"
        + " such connections",
      evidence: routes.prefix(4).map { LintEvidence(network.text($0), $0.origin) }
        + [host, other].map {
          LintEvidence(
            "network interface \(topology.networkInterfaces[$0].displayName)",
            topology.networkInterfaces[$0].info.origin)
        },
      fix:
        "route both directions through the same middlebox: the other subnet's route table, or appliance mode on"
        + " the transit gateway attachment")
  }
}
