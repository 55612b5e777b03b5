import PacketWalkAddressing
import PacketWalkFlowLogs
import PacketWalkTopology

/// What an interface logged of one direction of somebody's use of a service, whatever ports the clients chose.
struct PathKey: Hashable {
  var interface: Int
  var side: RuleDirection
  var protocolNumber: UInt8
  /// As the packet has them, where the log says that.
  var source: IPAddress
  var destination: IPAddress
  /// The service's: the destination's of requests, the source's of answers.
  var port: UInt16
  var isAnswer: Bool
}

/// How often it was let pass and stopped, and when.
struct PathCount: Hashable {
  var accepted = 0
  var rejected = 0
  /// In seconds since 1970.
  var first = Int.max
  var last = Int.min

  mutating func add(_ other: PathCount) {
    accepted += other.accepted
    rejected += other.rejected
    first = min(first, other.first)
    last = max(last, other.last)
  }
}

/// Gathers what interfaces logged, so that paths can be put together.
///
/// A limited number of different ones is kept, the first that come; of the others it is counted how many records they had.
final class PathWitness: RecordWitness {
  private(set) var counts: [PathKey: PathCount] = [:]
  private(set) var overflow = 0

  static let limit = 1 << 17

  func see(_ record: FlowRecord) {
    let isAnswer = record.hasPorts && !record.isLikelyRequest
    let key = PathKey(
      interface: record.interface, side: record.side, protocolNumber: record.protocolNumber,
      source: record.sourceAddress, destination: record.destinationAddress,
      port: isAnswer ? record.sourcePort : record.destinationPort, isAnswer: isAnswer)
    var count = PathCount()
    if record.isAccepted { count.accepted = 1 } else { count.rejected = 1 }
    count.first = record.start
    count.last = record.start
    add(key, count)
  }

  func miss(_ reason: Unjudged, _ batch: FlowBatch, _ index: Int, at interface: Int) {}

  func add(_ other: PathWitness) {
    overflow += other.overflow
    // In an order of their own, so that what is kept of too many does not depend on chance.
    let isTight = counts.count + other.counts.count > Self.limit
    for (key, count) in isTight ? other.counts.sorted(by: { $0.key < $1.key }) : Array(other.counts) {
      add(key, count)
    }
  }

  private func add(_ key: PathKey, _ count: PathCount) {
    if counts[key] != nil {
      counts[key]?.add(count)
    } else if counts.count < Self.limit {
      counts[key] = count
    } else {
      overflow += count.accepted + count.rejected
    }
  }
}

extension PathKey: Comparable {
  static func < (left: Self, right: Self) -> Bool {
    if left.interface != right.interface { return left.interface < right.interface }
    if left.source != right.source { return left.source < right.source }
    if left.destination != right.destination { return left.destination < right.destination }
    if left.port != right.port { return left.port < right.port }
    if left.protocolNumber != right.protocolNumber { return left.protocolNumber < right.protocolNumber }
    if left.side != right.side { return left.side == .ingress }
    return !left.isAnswer && right.isAnswer
  }
}
