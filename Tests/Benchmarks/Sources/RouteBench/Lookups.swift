import PacketWalkAddressing
import PacketWalkRouting

/// Our own lookups of the keys that were prepared.
///
/// A line: program, table, keys, nanoseconds a lookup, sum of all answers (next hops plus 1, 0 for none), bytes,
/// milliseconds of building; with tabs between.
enum Lookups {
  static func run(folder: String, rounds: Int) {
    for name in Files.lines("\(folder)/tables") {
      let routes = Files.lines("\(folder)/\(name).routes").compactMap { line -> (IPPrefix, UInt32)? in
        let parts = line.split(separator: " ")
        guard parts.count == 2, let prefix = IPPrefix(String(parts[0])), let hop = UInt32(parts[1]) else {
          return nil
        }
        return (prefix, hop)
      }
      guard let family = routes.first?.0.family else { Files.fail("\(name) has no routes") }
      var seen: Set<TableForm> = []
      for (label, budget) in [
        ("fast", .fast), ("8 MB", .bytes(8 << 20)), ("compact", .compact),
      ] as [(String, MemoryBudget)] {
        var table = ForwardingTable(routes.map { (prefix: $0.0, nextHop: $0.1) }, budget: budget)
        guard seen.insert(table.form(of: family)).inserted else { continue }
        var build = Double.infinity
        for _ in 0..<3 {
          let before = Files.now()
          table = ForwardingTable(routes.lazy.map { (prefix: $0.0, nextHop: $0.1) }, budget: budget)
          build = min(build, Files.now() - before)
        }
        for kind in KeyKind.allCases {
          let bytes = Files.read("\(folder)/\(name).\(kind.rawValue)")
          let keys = Keys(bytes, family)
          for (mode, isBatch) in [("", true), (" single", false)] {
            let (nanoseconds, sum) = time(table, keys, isBatch: isBatch, rounds: isBatch ? rounds : 3)
            print(
              "ours \(label)\(mode)", name, kind.rawValue, nanoseconds, sum, table.byteCount(of: family),
              build / 1e6, separator: "\t")
          }
        }
      }
    }
  }

  private enum Keys {
    case v4([IPv4Address])
    case v6([IPv6Address])

    init(_ bytes: [UInt8], _ family: AddressFamily) {
      switch family {
      case .ipv4:
        self = .v4(
          stride(from: 0, to: bytes.count, by: 4).map { place in
            IPv4Address(
              bits: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: UInt32.self) })
          })
      case .ipv6:
        self = .v6(
          stride(from: 0, to: bytes.count, by: 16).map { place in
            let bits = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: UInt128.self) }
            return IPv6Address(bits: UInt128(bigEndian: bits))
          })
      }
    }
  }

  /// The best of some rounds over all keys, in pieces of 1,024.
  private static func time(
    _ table: ForwardingTable, _ keys: Keys, isBatch: Bool, rounds: Int
  ) -> (nanoseconds: Double, sum: UInt64) {
    var best = Double.infinity
    var sum: UInt64 = 0
    for _ in 0..<rounds {
      let before = Files.now()
      switch (keys, isBatch) {
      case (.v4(let keys), true): sum = batch(keys.span) { table.lookup($0, into: &$1) }
      case (.v6(let keys), true): sum = batch(keys.span) { table.lookup($0, into: &$1) }
      case (.v4(let keys), false):
        sum = 0
        for key in keys { sum &+= UInt64(table.nextHop(key) &+ 1) }
      case (.v6(let keys), false):
        sum = 0
        for key in keys { sum &+= UInt64(table.nextHop(key) &+ 1) }
      }
      best = min(best, Files.now() - before)
    }
    return (best / Double(KeyKind.count), sum)
  }

  @inline(__always)
  private static func batch<Key>(
    _ keys: Span<Key>, _ lookup: (Span<Key>, inout MutableSpan<UInt32>) -> Void
  ) -> UInt64 {
    var labels = [UInt32](repeating: 0, count: 1_024)
    var sum: UInt64 = 0
    for first in stride(from: 0, to: keys.count, by: 1_024) {
      var span = labels.mutableSpan
      lookup(keys.extracting(first..<min(first + 1_024, keys.count)), &span)
      labels.withUnsafeBufferPointer { labels in
        for label in labels { sum &+= UInt64(label &+ 1) }
      }
    }
    return sum
  }
}
