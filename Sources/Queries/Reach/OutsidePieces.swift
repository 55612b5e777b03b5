import PacketWalkAddressing
import PacketWalkServiceSets

/// The parts of the outside by their ranges, to find what others share with them.
struct OutsidePieces {
  private struct Piece {
    var range: AddressRange
    var member: Int
  }

  /// In order; parts of one network outside share nothing with each other.
  private var pieces: [ReachNode.Kind: [Piece]] = [:]

  init(_ members: [ReachGrid.Member]) {
    for (place, member) in members.enumerated() {
      for range in member.node.addresses.ranges {
        pieces[member.node.kind, default: []].append(Piece(range: range, member: place))
      }
    }
    for kind in pieces.keys { pieces[kind]?.sort { $0.range < $1.range } }
  }

  /// The members that have addresses of another's, in order, and which.
  ///
  /// - Complexity: O(log *n*) a range, and one step for each piece that shares something with it.
  func sharing(_ node: ReachNode) -> [(member: Int, addresses: AddressSet)] {
    guard let own = pieces[node.kind] else { return [] }
    var shared: [Int: [AddressRange]] = [:]
    for range in node.addresses.ranges {
      var (low, high) = (0, own.count)
      while low < high {
        let middle = (low + high) / 2
        if own[middle].range.last < range.first { low = middle + 1 } else { high = middle }
      }
      while low < own.count, own[low].range.first <= range.last {
        let (first, last) = (max(own[low].range.first, range.first), min(own[low].range.last, range.last))
        if let common = AddressRange(first, last) { shared[own[low].member, default: []].append(common) }
        low += 1
      }
    }
    return shared.sorted { $0.key < $1.key }.map { ($0.key, AddressSet($0.value)) }
  }
}
