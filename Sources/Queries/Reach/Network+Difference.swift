import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkServiceSets

extension Network {
  /// What another network lets pass that this one does not, and the other way round: for all pairs of interfaces, and
  /// all the outside.
  ///
  /// - Parameters:
  ///   - after: the other network.
  ///   - options: its aspect and service are not used.
  ///   - scope: how much of it is told.
  /// - Complexity: that of both matrices; where they differ in rules, entries and routes only, that of walks between
  ///   places and of what asks for those.
  public func difference(
    to after: Network, _ options: ReachOptions = ReachOptions(), scope: ReachDifference.Scope = .shared
  ) -> ReachDifference {
    NetworkRevision(from: self, to: after)?.difference(options, scope: scope)
      ?? wholeDifference(to: after, options, scope: scope)
  }

  /// What each of several other networks lets pass differently.
  ///
  /// - Parameter asked: pairs whose own services are not told again.
  package func differences(
    to others: [Network], _ options: ReachOptions = ReachOptions(), besides asked: [QuestionWalk] = []
  ) -> [ReachDifference] {
    let revisions = others.map { NetworkRevision(from: self, to: $0) }
    // The matrix of this one serves all.
    let comparison = revisions.contains { $0 == nil } ? ReachComparison(self, options) : nil
    return parallelMap(Array(zip(others, revisions)), threads: 64, chunk: 1) { after, revision in
      revision?.difference(options, besides: asked)
        ?? (comparison ?? ReachComparison(self, options)).difference(to: after, besides: asked)
    }
  }

  /// The same by both whole matrices, whatever differs.
  package func wholeDifference(
    to after: Network, _ options: ReachOptions, scope: ReachDifference.Scope
  ) -> ReachDifference {
    // Both at once: neither needs the other.
    let grids = parallelMap([self, after], threads: 2, chunk: 1) { ReachGrid(of: $0, options) }
    var join = ReachJoin(before: grids[0], after: grids[1], asked: [], scope: scope)
    return join.difference()
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
    grid = ReachGrid(of: network, options)
  }

  /// - Parameter asked: pairs whose own services are not told again.
  package func difference(
    to after: Network, besides asked: [QuestionWalk] = [], scope: ReachDifference.Scope = .shared
  ) -> ReachDifference {
    let pairs = asked.map { AskedPair($0, in: network) }
    var join = ReachJoin(before: grid, after: ReachGrid(of: after, options), asked: pairs, scope: scope)
    return join.difference()
  }
}

extension ReachGrid {
  /// Everybody of a network against everybody, for every service.
  fileprivate init(of network: Network, _ options: ReachOptions) {
    self.init(reacher: Reacher(network, options, services: .any, store: ServiceSetStore()))
  }
}
