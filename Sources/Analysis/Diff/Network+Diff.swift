import PacketWalkAddressing
import PacketWalkForwarding
package import PacketWalkQueries
import PacketWalkTopology

extension Network {
  /// What another network lets pass that this one does not and the other way round, each with its cause: a changed
  /// resource that makes the difference when it alone is changed is sufficient, one without whose change there is
  /// none is necessary.
  ///
  /// - Complexity: that of both matrices, and two compilations for each changed resource that answers with others rest
  ///   on as well.
  package func diff(to after: Network, _ options: ReachOptions = ReachOptions()) -> NetworkDiff {
    let changes = ResourceChange.all(from: self, to: after)
    let difference = self.difference(to: after, options, scope: .everything)
    let finder = CauseFinder(before: self, after: after, changes: changes, options: options)
    let causes = finder.causes(of: difference.changes)
    func names(_ network: Network) -> [String: String] {
      Dictionary(
        network.topology.networkInterfaces.filter { !$0.kind.isGateway }
          .map { ($0.id.rawValue, $0.shortName) }, uniquingKeysWith: { first, _ in first })
    }
    let (old, new) = (names(self), names(after))
    return NetworkDiff(
      changes: changes,
      paths: zip(difference.changes, causes).map { change, cause in
        NetworkDiff.Path(change: change, cause: change.isLone ? .member : cause)
      },
      appeared: new.filter { old[$0.key] == nil }.map(\.value).sorted(),
      vanished: old.filter { new[$0.key] == nil }.map(\.value).sorted())
  }
}
