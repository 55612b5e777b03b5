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
  /// - Complexity: that of both matrices.
  public func difference(
    to after: Network, _ options: ReachOptions = ReachOptions(), scope: ReachDifference.Scope = .shared
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
