import PacketWalkAddressing

/// Counts for each route what left interfaces by it, in a table that is nobody else's.
final class RouteCounter {
  private let ways: RouteWays
  /// By the number of an entry.
  private let records: FixedTable<Int>

  init(_ ways: RouteWays) {
    self.ways = ways
    records = FixedTable(repeating: 0, count: ways.entryCount)
  }

  deinit { records.deallocate() }

  /// Notes an accepted record of what an interface sent.
  func note(from interface: Int, to destination: IPAddress) {
    guard let entry = ways.entry(from: interface, to: destination) else { return }
    records[entry] &+= 1
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
