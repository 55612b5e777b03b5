import PacketWalkAddressing
import PacketWalkTopology

/// What happens to the entries of access lists.
extension MutationCatalogue {
  /// The ports of the IANA's dynamic range: what replies are narrowed to by those who think of no other hosts.
  private static let dynamic = PortRange(49_152, 65_535)

  func accessLists() -> [Mutant] {
    topology.networkACLs.flatMap { list in
      list.entries.map { entry in
        Mutant(
          .accessList, [.removeNetworkACLEntry(list.id, entry.direction, number: entry.number)],
          at: entry.origin)
      } + list.entries.compactMap { narrowed($0, in: list) } + opened(list)
    }
  }

  /// An entry that lets replies pass, for some of the ports only that clients use.
  private func narrowed(_ entry: NetworkACLEntry, in list: NetworkACL) -> Mutant? {
    guard entry.isAllow, let narrow = Self.dynamic, let ports = entry.traffic.ports,
      ports.first <= 32_768, ports.first >= 1024, ports.last == narrow.last
    else { return nil }
    var narrowed = entry
    narrowed.traffic = TrafficSelector(protocol: entry.traffic.protocol, ports: narrow)
    return Mutant(.accessList, [.setNetworkACLEntry(list.id, narrowed)], at: entry.origin)
  }

  /// Everything let pass before any other entry.
  private func opened(_ list: NetworkACL) -> [Mutant] {
    var edits: [Edit] = []
    for direction in RuleDirection.allCases {
      var number = (list.entries.lazy.filter { $0.direction == direction }.map(\.number).min() ?? 100) - 1
      for family in families(of: list.vpc).reversed() where number > 0 {
        edits.append(
          .setNetworkACLEntry(
            list.id,
            NetworkACLEntry(
              number: number, direction: direction, isAllow: true, traffic: .all, prefix: .all(family),
              origin: list.info.origin)))
        number -= 1
      }
    }
    return edits.isEmpty ? [] : [Mutant(.accessList, edits, at: list.info.origin)]
  }
}
