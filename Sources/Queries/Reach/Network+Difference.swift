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
  /// - Complexity: that of both matrices.
  public func difference(
    to after: Network, _ options: ReachOptions = ReachOptions(), scope: ReachDifference.Scope = .shared
  ) -> ReachDifference {
    ReachComparison(self, options).difference(to: after, scope: scope)
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
  package func difference(
    to after: Network, besides asked: [QuestionWalk] = [], scope: ReachDifference.Scope = .shared
  ) -> ReachDifference {
    // What both write of is one store's: handles that are older than a copy mean the same in it.
    let other = ReachGrid(
      reacher: Reacher(
        after, options, services: grid.reacher.services, store: grid.reacher.table.explorer.store))
    var join = ReachJoin(
      before: grid, after: other, asked: asked.map { AskedPair($0, in: network) },
      scope: scope)
    return join.difference()
  }
}
