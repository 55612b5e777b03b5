import PacketWalkAddressing
import PacketWalkRouting

/// Counts for each route what left interfaces by it, in a table that is nobody else's.
final class RouteCounter {
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

  private let ways: RouteWays
  private let senders: FixedTable<Sender>
  private let tries: [RouteTrie<UInt32>]
  /// By the number of an entry.
  private let records: FixedTable<Int>

  init(_ ways: RouteWays) {
    self.ways = ways
    tries = ways.tries
    records = FixedTable(repeating: 0, count: ways.entryCount)
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

  deinit {
    records.deallocate()
    senders.deallocate()
  }

  /// Notes an accepted record of what an interface sent.
  func note(from interface: Int, to destination: IPAddress) {
    guard let entry = ways.entry(from: interface, to: destination) else { return }
    records[entry] &+= 1
  }

  /// The same for an address of IPv4.
  @inline(__always)
  func note(from interface: Int, toIPv4 destination: UInt32) {
    let sender = senders[interface]
    guard sender.table >= 0, destination < sender.firstNeighbour || destination > sender.lastNeighbour else {
      return
    }
    let address = IPAddress.v4(IPv4Address(bits: destination))
    guard !sender.hasMore else { return note(from: interface, to: address) }
    let table = Int(sender.table)
    guard let hit = tries[table].lookup(address) else { return }
    records[ways.firstEntry(of: table) + Int(hit.value)] &+= 1
  }

  /// By route, where any was taken.
  var counts: [RouteKey: Int] {
    var found: [RouteKey: Int] = [:]
    for entry in 0..<records.count where records[entry] > 0 {
      if let route = ways.route(ofEntry: entry) { found[route, default: 0] += records[entry] }
    }
    return found
  }
}
