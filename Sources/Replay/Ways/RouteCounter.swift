import PacketWalkAddressing

/// Counts for each route what left interfaces by it, in a table that is nobody else's.
final class RouteCounter {
  private let senders: RouteSenders
  /// By the number of an entry.
  private let records: FixedTable<Int>

  init(_ senders: RouteSenders) {
    self.senders = senders
    records = FixedTable(repeating: 0, count: senders.ways.entryCount)
  }

  deinit { records.deallocate() }

  /// Notes an accepted record of what an interface sent.
  func note(from interface: Int, to destination: IPAddress) {
    guard let entry = senders.ways.entry(from: interface, to: destination) else { return }
    records[entry] &+= 1
  }

  /// The same for an address of IPv4.
  @inline(__always)
  func note(from interface: Int, toIPv4 destination: UInt32) {
    guard let entry = senders.entry(from: interface, toIPv4: destination) else { return }
    records[entry] &+= 1
  }

  /// By route, where any was taken.
  var counts: [RouteKey: Int] {
    var found: [RouteKey: Int] = [:]
    for entry in 0..<records.count where records[entry] > 0 {
      if let route = senders.ways.route(ofEntry: entry) { found[route, default: 0] += records[entry] }
    }
    return found
  }
}
