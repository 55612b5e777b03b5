import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

extension FixCandidates {
  // MARK: To let pass

  /// Entries before the one that denies; or the denying one out of the way, where no number is free before
  /// it or nothing else would be left of it.
  mutating func entries(_ id: FilterID, _ place: Int?, _ site: FixSite) -> [Bundle] {
    let filter = graph.filters[id.value]
    guard let (acl, denying) = list(filter, place) else { return [] }
    var bundles: [Bundle] = []
    let wanted = wanted(site, filter.direction, within: denying?.prefix)
    let before = numbered(wanted, acl, filter.direction, isAllow: true, before: denying?.number)
    if let before { bundles.append(before) }
    if let denying {
      if before == nil, wanted.count == 1, let only = wanted.first {
        // In its place, since there is none before it.
        bundles.append([
          .edit(
            .setNetworkACLEntry(
              acl.id,
              NetworkACLEntry(
                number: denying.number, direction: filter.direction, isAllow: true, traffic: only.traffic,
                prefix: only.prefix)))
        ])
      }
      bundles.append([
        .edit(.removeNetworkACLEntry(acl.id, filter.direction, number: denying.number))
      ])
    }
    return bundles
  }

  private struct Wanted: Hashable {
    var traffic: TrafficSelector
    var prefix: IPPrefix
  }

  /// What new entries must be about: one a service and range.
  private func wanted(_ site: FixSite, _ direction: RuleDirection, within limit: IPPrefix?) -> [Wanted] {
    var services: [TrafficSelector] = []
    for need in site.needs where !services.contains(need.traffic) { services.append(need.traffic) }
    return services.flatMap { traffic -> [Wanted] in
      let remotes = site.needs.filter { $0.traffic == traffic }.map { need -> IPPrefix in
        let range = need.remoteNet(direction) ?? listed(need.remote(direction))
        // Where a narrower range is denied, no more than that has to be let in.
        guard let limit, range.contains(limit) else { return range }
        return limit
      }
      return ranges(remotes).map { Wanted(traffic: traffic, prefix: $0) }
    }
  }

  /// The range of a service's list that holds the address, since its addresses change.
  private func listed(_ range: IPPrefix) -> IPPrefix {
    guard let list = serviceList(holding: range), let place = network.index.prefixLists[list] else {
      return range
    }
    return topology.prefixLists[place].entries?.first { $0.contains(range) } ?? range
  }

  private func list(_ filter: Filter, _ place: Int?) -> (NetworkACL, NetworkACLEntry?)? {
    guard let resource = filter.resources.first else { return nil }
    let acl = topology.networkACLs[Int(resource)]
    guard let place else { return (acl, nil) }
    let compiled = filter.rules[place]
    guard compiled.rule != .max else { return nil }
    return (acl, acl.entries[Int(compiled.rule)])
  }

  // MARK: Numbers

  /// Entries with numbers of their own, or nil where there are not enough before the given one.
  private mutating func numbered(
    _ wanted: [Wanted], _ acl: NetworkACL, _ direction: RuleDirection, isAllow: Bool, before limit: Int?
  ) -> Bundle? {
    var used = Set(acl.entries.filter { $0.direction == direction }.map(\.number))
    used.formUnion(taken[acl.id]?[direction] ?? [])
    var bundle: Bundle = []
    for entry in wanted {
      let number = limit.map { Self.number(before: $0, used) } ?? Self.number(after: used)
      guard let number else { return nil }
      used.insert(number)
      bundle.append(
        .edit(
          .setNetworkACLEntry(
            acl.id,
            NetworkACLEntry(
              number: number, direction: direction, isAllow: isAllow, traffic: entry.traffic,
              prefix: entry.prefix))))
    }
    taken[acl.id, default: [:]][direction, default: []].formUnion(used)
    return bundle
  }

  /// The last number of an entry of a list (ACL-3).
  private static let lastNumber = 32_766

  /// The next round number behind all entries.
  static func number(after used: Set<Int>) -> Int? {
    let last = used.max() ?? 0
    let next = used.isEmpty ? 100 : last / 10 * 10 + 10
    if next <= lastNumber { return next }
    return stride(from: lastNumber, through: 1, by: -1).first { !used.contains($0) }
  }

  /// A free number before an entry, with room around it if there is: behind the one before where possible.
  static func number(before limit: Int, _ used: Set<Int>) -> Int? {
    let previous = used.filter { $0 < limit }.max() ?? 0
    if limit - previous > 1 {
      if previous < limit - 10 { return limit - 10 > 0 ? limit - 10 : 1 }
      return previous + (limit - previous) / 2
    }
    return stride(from: previous - 1, to: 0, by: -1).first { !used.contains($0) }
  }

  // MARK: To stop

  /// Entries that deny before the one that allows, for the pair alone.
  mutating func denials(_ id: FilterID, _ place: Int?, _ site: FixSite) -> [Bundle] {
    let filter = graph.filters[id.value]
    guard let (acl, allowing) = list(filter, place), let allowing,
      let bundle = numbered(
        wanted(site, filter.direction, within: nil), acl, filter.direction, isAllow: false,
        before: allowing.number)
    else { return [] }
    return [bundle]
  }
}
