import PacketWalkAddressing

/// The golden model: every question looks at every entry.
struct LinearRouteTable {
  private(set) var entries: [(prefix: IPPrefix, value: Int)] = []

  init(_ unordered: [(prefix: IPPrefix, value: Int)]) {
    for entry in unordered {
      entries.removeAll { $0.prefix == entry.prefix }
      entries.append(entry)
    }
    entries.sort { $0.prefix < $1.prefix }
  }

  func matches(_ address: IPAddress) -> [(prefix: IPPrefix, value: Int)] {
    entries.filter { $0.prefix.contains(address) }.sorted { $0.prefix.length > $1.prefix.length }
  }

  func lookup(_ address: IPAddress) -> (prefix: IPPrefix, value: Int)? { matches(address).first }

  func value(for prefix: IPPrefix) -> Int? { entries.first { $0.prefix == prefix }?.value }
}
