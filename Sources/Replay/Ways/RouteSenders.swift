import PacketWalkAddressing
import PacketWalkRouting

/// By which entries what interfaces send is routed, for many records: made once, all threads share it.
final class RouteSenders: Sendable {
  /// What routes an interface's packets, in as few bytes as a record's time has for it.
  private struct Sender: BitwiseCopyable {
    /// Neighbours of IPv4, who are reached directly: none where the first is above the last.
    var firstNeighbour: UInt32 = 1
    var lastNeighbour: UInt32 = 0
    /// The number of its table; -1 where none tells.
    var table: Int32 = -1
    /// Whether it has neighbours besides these.
    var hasMore = false
  }

  let ways: RouteWays
  private let senders: FixedTable<Sender>
  private let tries: [RouteTrie<UInt32>]

  init(_ ways: RouteWays) {
    self.ways = ways
    tries = ways.tries
    senders = FixedTable(
      ways.interfaces.map { interface in
        var sender = Sender()
        guard let table = ways.toldTable(of: interface) else { return sender }
        sender.table = Int32(table)
        let neighbours = ways.neighbours(of: interface).filter { $0.family == .ipv4 }
        sender.hasMore = neighbours.count > 1
        if case .v4(let first)? = neighbours.first?.address,
          case .v4(let last)? = neighbours.first?.lastAddress
        {
          (sender.firstNeighbour, sender.lastNeighbour) = (first.bits, last.bits)
        }
        return sender
      })
  }

  deinit { senders.deallocate() }

  /// The number of an entry; nil for a neighbour, and where there is none or nothing tells which.
  @inline(__always)
  func entry(from interface: Int, toIPv4 destination: UInt32) -> Int? {
    let sender = senders[interface]
    guard sender.table >= 0, destination < sender.firstNeighbour || destination > sender.lastNeighbour else {
      return nil
    }
    let address = IPAddress.v4(IPv4Address(bits: destination))
    guard !sender.hasMore else { return ways.entry(from: interface, to: address) }
    let table = Int(sender.table)
    return tries[table].lookup(address).map { ways.firstEntry(of: table) + Int($0.value) }
  }
}
