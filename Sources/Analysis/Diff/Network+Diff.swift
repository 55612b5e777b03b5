import PacketWalkAddressing
import PacketWalkForwarding
package import PacketWalkQueries
import PacketWalkTopology

extension Network {
  /// What another network lets pass that this one does not and the other way round, each with its cause: a changed
  /// resource that makes the difference when it alone is changed is sufficient, one without whose change there is
  /// none is necessary. Resources that have other identifiers there are recognised (`ResourceMatcher`).
  ///
  /// - Complexity: that of both matrices, and two compilations for each changed resource that answers with others rest
  ///   on as well.
  package func diff(to after: Network, _ options: ReachOptions = ReachOptions()) -> NetworkDiff {
    let matcher = ResourceMatcher(topology, after.topology)
    guard matcher.matches.isEmpty else {
      let before = Network(topology.renamed(by: matcher.renaming), findings: findings)
      return before.diff(to: after, matcher.matches, options)
    }
    return diff(to: after, [], options)
  }

  /// - Parameter matches: what this network and that one call differently, after renaming.
  private func diff(to after: Network, _ matches: [ResourceMatch], _ options: ReachOptions) -> NetworkDiff {
    let changes = ResourceChange.all(from: self, to: after)
    let revision = NetworkRevision(from: self, to: after)
    let difference =
      revision?.difference(options, scope: .everything)
      ?? wholeDifference(to: after, options, scope: .everything)
    let finder = CauseFinder(
      before: self, after: after, revision: revision, changes: changes, options: options)
    let causes = finder.causes(of: difference.changes)
    let judge = SessionJudge(before: self, after: after, options: options)
    let sessions = parallelMap(difference.changes, threads: 64, chunk: 64) { judge.fate(of: $0) }
    func names(_ network: Network) -> [String: String] {
      Dictionary(
        network.topology.networkInterfaces.filter { !$0.kind.isGateway }
          .map { ($0.id.rawValue, $0.shortName) }, uniquingKeysWith: { first, _ in first })
    }
    let (old, new) = (names(self), names(after))
    return NetworkDiff(
      changes: changes,
      matches: matches,
      paths: difference.changes.indices.map { place in
        let change = difference.changes[place]
        return NetworkDiff.Path(
          change: change, cause: change.isLone ? .member : causes[place], sessions: sessions[place])
      },
      appeared: new.filter { old[$0.key] == nil }.map(\.value).sorted(),
      vanished: old.filter { new[$0.key] == nil }.map(\.value).sorted())
  }
}
