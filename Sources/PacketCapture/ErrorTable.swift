import PacketWalkAddressing

/// The ICMP errors about flows in the table: few flows have any.
struct ErrorTable {
  struct Item {
    var header: ICMPErrorHeader
    var isAboutHigh: Bool
    var count: UInt64
  }

  /// The most kinds that are kept of a flow.
  private static let kindsPerFlow = 4

  private var items: [Int: [Item]] = [:]
  private let capacity: Int

  /// Creates a table for as many flows with errors.
  init(capacity: Int) { self.capacity = capacity }

  /// Keeps an error about a flow; whether the flow has any now.
  mutating func add(_ header: ICMPErrorHeader, isAboutHigh: Bool, flow: Int) -> Bool {
    guard items.count < capacity || items[flow] != nil else { return false }
    var list = items[flow] ?? []
    if let place = list.firstIndex(where: { $0.header == header && $0.isAboutHigh == isAboutHigh }) {
      list[place].count += 1
    } else if list.count < Self.kindsPerFlow {
      list.append(Item(header: header, isAboutHigh: isAboutHigh, count: 1))
    }
    items[flow] = list
    return true
  }

  mutating func take(_ flow: Int) -> [Item] { items.removeValue(forKey: flow) ?? [] }
}
