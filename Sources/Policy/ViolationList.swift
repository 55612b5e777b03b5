import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkServiceSets

/// Paths that go against an assertion, put together where a person would.
struct ViolationList {
  private struct Key: Hashable {
    var source: String
    var destination: String
    var services: ServiceSet
    var isUnplaced: Bool
  }

  private struct Bundle {
    var key: Key
    var sources: Set<PathMember>
    var destinations: Set<PathMember>
    var pairs: Int
    /// The first pairs of them.
    var sample: (sources: [PathMember], destinations: [PathMember])
  }

  private var bundles: [Bundle] = []
  private var places: [Key: Int] = [:]

  var isEmpty: Bool { bundles.isEmpty }

  mutating func add(_ group: PathGroup, _ services: ServiceSet) {
    // Members of one class may be of several parties.
    for (source, senders) in group.senders.parties {
      for (destination, receivers) in group.receivers.parties {
        let pairs = PathMember.pairs(senders, receivers)
        guard pairs > 0 else { continue }
        let key = Key(
          source: source, destination: destination, services: services, isUnplaced: group.isUnplaced)
        if let place = places[key] {
          bundles[place].sources.formUnion(senders)
          bundles[place].destinations.formUnion(receivers)
          bundles[place].pairs += pairs
        } else {
          places[key] = bundles.count
          bundles.append(
            Bundle(
              key: key, sources: Set(senders), destinations: Set(receivers), pairs: pairs,
              sample: (senders, receivers)))
        }
      }
    }
  }

  /// The paths in order, each with a packet that fares as is wanted.
  func made(_ table: inout PathTable, where isMeant: (Extent, Verdict) -> Bool) -> [Violation] {
    var made: [Violation] = []
    for bundle in bundles {
      made.append(
        Violation(
          source: side(bundle.key.source, bundle.sources, table),
          destination: side(bundle.key.destination, bundle.destinations, table),
          services: table.store.text(bundle.key.services), pairs: bundle.pairs,
          witness: bundle.key.isUnplaced
            ? nil
            : table.witness(
              bundle.key.services, from: bundle.sample.sources, to: bundle.sample.destinations, where: isMeant
            ),
          isUnplaced: bundle.key.isUnplaced))
    }
    return made.sorted { $0.order < $1.order }
  }

  private func side(_ party: String, _ members: Set<PathMember>, _ table: PathTable) -> Violation.Side {
    let hosts = members.filter(\.addresses.isEmpty)
    return Violation.Side(
      party: party, members: hosts.map(\.name).sorted(), identities: Set(members.map(\.identity)).sorted(),
      addresses: hosts.count == members.count ? nil : table.addresses(of: Array(members)))
  }
}

extension Violation {
  /// The outside first, then by names.
  fileprivate var order: (Int, String, String, String) {
    (source.addresses == nil ? 1 : 0, source.party, destination.party, services)
  }
}
