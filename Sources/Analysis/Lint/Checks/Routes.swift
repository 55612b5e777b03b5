import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkServiceSets
import PacketWalkTopology

/// Routes that no packet can take, and blackholes that packets do.
extension Linter {
  /// Tables that surely hold all their routes, prefix lists resolved.
  private var completeTables: [(place: Int, table: RouteTable, compiled: ForwardingTable)] {
    topology.routeTables.enumerated().compactMap { place, table in
      guard table.isComplete, let compiled = facts.compiledTables[place], compiled.unknown == nil else {
        return nil
      }
      return (place, table, compiled)
    }
  }

  mutating func checkRoutes() {
    for (place, table, compiled) in completeTables {
      var winning: Set<Int> = []
      var beaters: [Int: [ForwardingTable.Entry]] = [:]
      for entry in compiled.entries {
        for loser in entry.beaten {
          if isAmbiguous(entry, loser, table) {
            winning.insert(loser)
          } else {
            beaters[loser, default: []].append(entry)
          }
        }
        guard let route = entry.route else { continue }
        let narrower = narrowerEntries(entry, in: compiled)
        if AddressSet(narrower.map(\.prefix)) == AddressSet(entry.prefix) {
          beaters[route, default: []] += narrower
        } else {
          winning.insert(route)
        }
      }
      for (number, route) in table.routes.enumerated() {
        guard !winning.contains(number), route.target != .local, let winners = beaters[number] else {
          continue
        }
        // What a prefix list or a gateway brings into the table, nobody wrote there for this range.
        let isOwn = route.source == .static
        report(
          .routeNeverUsed, isOwn ? .warning : .note, about: ElementRef(.routeTable, place),
          "route \(network.text(route)) is never used: \(why(route, winners, table))",
          evidence: [LintEvidence(network.text(route), route.origin)]
            + winners.prefix(4).compactMap { winner in
              winner.route.map { LintEvidence(network.text(table.routes[$0]), table.routes[$0].origin) }
            },
          fix: isOwn
            ? "take it out, or take out what stands in its way if this one is meant"
            : "nothing, if it is a spare for when the other route is taken out")
      }
    }
  }

  /// Of two prefix lists with one range AWS takes either (RT-4.5).
  private func isAmbiguous(_ entry: ForwardingTable.Entry, _ loser: Int, _ table: RouteTable) -> Bool {
    guard let winner = entry.route, case .prefixList = table.routes[winner].destination,
      case .prefixList = table.routes[loser].destination
    else { return false }
    return true
  }

  /// The outermost entries inside an entry's prefix.
  private func narrowerEntries(_ entry: ForwardingTable.Entry, in table: ForwardingTable)
    -> [ForwardingTable.Entry]
  {
    // Entries are sorted, and what lies inside a prefix follows it.
    var low = table.entries.partitioningIndex { entry.prefix < $0.prefix }
    var narrower: [ForwardingTable.Entry] = []
    while low < table.entries.count, entry.prefix.contains(table.entries[low].prefix) {
      if narrower.last?.prefix.contains(table.entries[low].prefix) != true {
        narrower.append(table.entries[low])
      }
      low += 1
    }
    return narrower
  }

  private func why(_ route: Route, _ winners: [ForwardingTable.Entry], _ table: RouteTable) -> String {
    func text(_ entry: ForwardingTable.Entry) -> String {
      entry.route.map { network.text(table.routes[$0]) } ?? "\(entry.prefix) local"
    }
    if case .prefix(let prefix) = route.destination, winners.count == 1, winners[0].prefix == prefix {
      return "\(text(winners[0])) has the same range and goes before it"
    }
    let shown = winners.prefix(4).map(text).joined(separator: ", ")
    let more = winners.count > 4 ? " and \(winners.count - 4) more" : ""
    return "\(shown)\(more) \(winners.count == 1 ? "takes" : "take") all of its addresses"
  }

  mutating func checkBlackholes() {
    for (place, table, compiled) in completeTables {
      let hosts = facts.interfaces(ofTable: place)
      guard !hosts.isEmpty else { continue }
      var dropping: [Route] = []
      for entry in compiled.entries {
        guard let number = entry.route, table.routes[number].target != .local,
          !dropping.contains(table.routes[number]),
          graph.ops[Int(graph.ports[entry.port.value].start)] == .drop(.badStateRoute),
          AddressSet(narrowerEntries(entry, in: compiled).map(\.prefix)) != AddressSet(entry.prefix)
        else { continue }
        dropping.append(table.routes[number])
      }
      guard !dropping.isEmpty else { continue }
      let subnets = facts.subnetsOfTable[place].filter { !facts.interfacesOfSubnet[$0].isEmpty }
      let isOne = dropping.count == 1
      report(
        .blackholeInUse, .warning, about: ElementRef(.routeTable, place),
        "\(isOne ? "route" : "routes") \(listed(dropping.map { network.text($0) })) \(isOne ? "drops" : "drop") what"
          + " \(counted(hosts.count, "network interface")) \(hosts.count == 1 ? "sends" : "send") there:"
          + " \(isOne ? "its target is" : "their targets are") gone or not usable",
        evidence: dropping.prefix(8).map { LintEvidence(network.text($0), $0.origin) }
          + subnets.prefix(4).map {
            LintEvidence("subnet \(topology.subnets[$0].displayName)", topology.subnets[$0].info.origin)
          },
        fix:
          "point \(isOne ? "the route at a target that works, or take it" : "them at targets that work, or take them")"
          + " out")
    }
  }
}

func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

extension RandomAccessCollection {
  /// The first place whose element meets the condition, where all after it do.
  fileprivate func partitioningIndex(where isIn: (Element) -> Bool) -> Index {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = index(low, offsetBy: distance(from: low, to: high) / 2)
      if isIn(self[middle]) { high = middle } else { low = index(after: middle) }
    }
    return low
  }
}
