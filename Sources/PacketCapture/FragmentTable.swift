/// What the fragments of one packet have in common (RFC 791, RFC 8200).
struct FragmentKey: Hashable {
  private let source: (UInt64, UInt64)
  private let destination: (UInt64, UInt64)
  private let network: UInt64
  private let identification: UInt32
  private let proto: UInt8
  private let isIPv6: Bool

  init(_ header: IPHeader, network: UInt64) {
    source = (header.sourceHigh, header.sourceLow)
    destination = (header.destinationHigh, header.destinationLow)
    self.network = network
    identification = header.fragmentID
    proto = header.fragmentProto
    isIPv6 = header.isIPv6
  }

  static func == (left: Self, right: Self) -> Bool {
    left.source == right.source && left.destination == right.destination && left.network == right.network
      && left.identification == right.identification && left.proto == right.proto
      && left.isIPv6 == right.isIPv6
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(source.0)
    hasher.combine(source.1)
    hasher.combine(destination.0)
    hasher.combine(destination.1)
    hasher.combine(identification)
  }
}

/// The flows of first fragments, for the later ones, which have no ports. As many as it has room for, the
/// oldest going first.
struct FragmentTable {
  struct First {
    var key: FlowKey
    var isFromHigh: Bool
    var timestamp: Int64
  }

  /// How long the rest of a packet is waited for: what RFC 8200, 4.5 says, in nanoseconds.
  static let patience: Int64 = 60_000_000_000

  private var firsts: [FragmentKey: First] = [:]
  /// In the order in which they came, as a ring once it is full.
  private var order: [FragmentKey] = []
  private var oldest = 0
  private let capacity: Int

  init(capacity: Int) { self.capacity = max(capacity, 1) }

  mutating func remember(_ key: FragmentKey, _ packet: DecodedPacket) {
    let first = First(key: packet.key, isFromHigh: packet.isFromHigh, timestamp: packet.timestamp)
    if firsts.updateValue(first, forKey: key) != nil { return }
    if order.count < capacity {
      order.append(key)
    } else {
      firsts[order[oldest]] = nil
      order[oldest] = key
      oldest = (oldest + 1) % capacity
    }
  }

  func find(_ key: FragmentKey, at timestamp: Int64) -> First? {
    guard let first = firsts[key] else { return nil }
    guard first.timestamp != CaptureRecord.untimed, timestamp != CaptureRecord.untimed else { return first }
    return timestamp.subtractingReportingOverflow(first.timestamp).partialValue.magnitude <= Self.patience
      ? first : nil
  }
}
