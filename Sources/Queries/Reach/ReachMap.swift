package import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkServiceSets

/// All against all between sets of members of the asker's choice, from one exploration: for pictures, which fold hosts
/// in ways of their own.
package struct ReachMap {
  /// What a member is; a number is the resource's place in the topology.
  package enum Place: Hashable, Sendable {
    case interface(Int)
    case internet
    case external(Int)
    case service(Int)
    case other
  }

  package struct Member: Hashable, Sendable {
    package var place: Place
    /// `web-1`, `internet`.
    package var name: String
    /// `sg:web`, by the options' grouping.
    package var party: String
    /// Members of one number fare alike with all others.
    package var likeness: Int
  }

  package private(set) var members: [Member] = []
  private var builder: MatrixBuilder
  private let nodes: [ReachNode]
  private let kindOf: [Int]

  /// - Throws: an `InputError` for a service that isn't one.
  /// - Complexity: as that of the matrix.
  package init(_ network: Network, _ options: ReachOptions = ReachOptions()) throws(InputError) {
    builder = MatrixBuilder(reacher: try Reacher(network, options))
    let found = try builder.explore([], [])
    nodes = found.map(\.node)
    kindOf = found.map(\.kind)
    let likeness = builder.likenesses()
    let names = builder.reacher.names
    members = found.map { member in
      let place: Place =
        switch member.node.kind {
        case .interface(let place): .interface(place)
        case .internet: .internet
        case .external(let place): .external(place)
        case .service(let place): .service(place)
        case .balancer, .address: .other
        }
      return Member(
        place: place, name: names.member(member.node), party: names.party(member.node),
        likeness: likeness[member.kind])
    }
  }

  /// What goes between any two of some sets of members, by their places in `members`; a set with itself included.
  package mutating func cells(between sets: [[Int]]) -> [ReachMatrix.Cell] {
    builder.cells(
      sets.map { set in
        var counts: [Int: Int] = [:]
        for member in set { counts[kindOf[member], default: 0] += 1 }
        return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      })
  }

  /// What a cell says.
  package func meaning(of cell: ReachMatrix.Cell) -> ReachMatrix.Meaning { builder.meanings[cell.meaning] }

  /// Parts of one network outside, by their addresses or by those that the whole has besides.
  package func addresses(of parts: [Int]) -> Reach.Addresses? {
    builder.reacher.addresses(parts.map { nodes[$0] })
  }

  package func notes(isOpen: Bool) -> ReachNotes { builder.reacher.notes(isOpen: isOpen) }
}
