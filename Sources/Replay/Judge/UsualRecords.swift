import PacketWalkAddressing
import PacketWalkFlowLogs

/// The records of a batch that are like nearly all others, of TCP or UDP between IPv4 addresses at interfaces of the model:
/// column by column what is worked out of them, one step for all of them after the other.
///
/// So a step's reads of a table wait for memory together, and few of its branches are guessed wrong. What is unlike them
/// goes record by record.
final class UsualRecords {
  private(set) var count = 0
  /// The batch's other records.
  private(set) var otherCount = 0
  /// The columns in which any of the batch's records has a value.
  private(set) var columns: UInt64 = 0
  let others: FixedTable<UInt16>

  /// Their places in the batch.
  let rows: FixedTable<UInt16>
  /// The places of their interfaces.
  let places: FixedTable<Int32>
  let facts: FixedTable<Facts>
  /// As the packets have them, where the log says that.
  let sources: FixedTable<UInt32>
  let destinations: FixedTable<UInt32>

  /// First the place of the far end among those of all VPCs, then what is known there.
  let ends: FixedTable<UInt64>
  /// The rulings on a record and on what it would answer, as one key of a decision; then the decision.
  let decisions: FixedTable<UInt64>
  /// Marks of some of them.
  let marks: FixedTable<UInt64>
  let marked: FixedTable<UInt16>

  struct Facts: BitwiseCopyable {
    /// Bit 0 for ingress, bit 1 if it was accepted, bit 2 for TCP.
    var bits: UInt8

    @inline(__always) var isIngress: Bool { bits & 1 != 0 }
    @inline(__always) var isAccepted: Bool { bits & 2 != 0 }
    @inline(__always) var isTCP: Bool { bits & 4 != 0 }
  }

  init() {
    let most = FlowBatch.capacity
    others = FixedTable(repeating: 0, count: most)
    rows = FixedTable(repeating: 0, count: most)
    places = FixedTable(repeating: 0, count: most)
    facts = FixedTable(repeating: Facts(bits: 0), count: most)
    sources = FixedTable(repeating: 0, count: most)
    destinations = FixedTable(repeating: 0, count: most)
    ends = FixedTable(repeating: 0, count: most)
    decisions = FixedTable(repeating: 0, count: most)
    marks = FixedTable(repeating: 0, count: most)
    marked = FixedTable(repeating: 0, count: most)
  }

  deinit {
    others.deallocate()
    rows.deallocate()
    places.deallocate()
    facts.deallocate()
    sources.deallocate()
    destinations.deallocate()
    ends.deallocate()
    decisions.deallocate()
    marks.deallocate()
    marked.deallocate()
  }

  /// Looks for them in a batch.
  ///
  /// - Parameters:
  ///   - interfaces: by the number of a name the interface's place; -1 for none.
  ///   - validity: records of other times are none of them.
  /// - Precondition: the model has interfaces, and `interfaces` all names of the batch.
  func pick(
    from batch: FlowBatch, _ interfaces: [Int32], _ model: LocalModel, _ validity: ClosedRange<Int>
  ) {
    let (present, names, starts) = (batch.present, batch.interface, batch.start)
    let (sourceFamily, destinationFamily) = (batch.sourceFamily, batch.destinationFamily)
    let (source4, destination4) = (batch.source4, batch.destination4)
    let (protocols, actions, directions) = (batch.protocolNumber, batch.action, batch.direction)
    let (primary4, hasOther4) = (model.primary4, model.hasOther4)
    let (rows, places, facts) = (rows, places, facts)
    let (sources, destinations, others) = (sources, destinations, others)
    let interface = FlowColumns.interface.rawValue
    let start = FlowColumns.start.rawValue
    let direction = FlowColumns.direction.rawValue
    let packetEnds = FlowColumns.packetSource.rawValue | FlowColumns.packetDestination.rawValue
    let needed = FlowRecord.needed.rawValue
    let judged = needed | FlowColumns.rejectReason.rawValue
    var (count, otherCount, columns) = (0, 0, 0 as UInt64)
    for index in 0..<batch.count {
      let has = present[index]
      columns |= has
      let place = Int(interfaces[has & interface != 0 ? Int(names[index]) : 0])
      let time = has & start != 0 ? starts[index] : validity.lowerBound
      let isV4 = Self.bit(sourceFamily[index] == 4) & Self.bit(destinationFamily[index] == 4)
      let isTCP = Self.bit(protocols[index] == 6)
      var isUsual = Self.bit(has & judged == needed) & Self.bit(place >= 0) & isV4
      isUsual &= Self.bit(time >= validity.lowerBound) & Self.bit(time <= validity.upperBound)
      isUsual &= isTCP | Self.bit(protocols[index] == 17)
      var (source, destination) = (source4[index], destination4[index])
      let known = max(place, 0)
      // 0 stands for no address.
      let hasOwn = Self.bit(primary4[known] != 0)
      var isFromOwn = Self.bit(source == primary4[known]) & hasOwn
      var isToOwn = Self.bit(destination == primary4[known]) & hasOwn
      if hasOther4[known], isUsual != 0 {
        isFromOwn |= Self.bit(model.ownsAsWell(UInt128(source), known, false))
        isToOwn |= Self.bit(model.ownsAsWell(UInt128(destination), known, false))
      }
      var isIngress = isToOwn
      var hasDirection = isFromOwn ^ isToOwn
      if has & direction != 0, directions[index] != .unknown {
        hasDirection = 1
        isIngress = Self.bit(directions[index] == .ingress)
      }
      if has & packetEnds != 0 { takePacketEnds(batch, index, &source, &destination) }
      isUsual &= hasDirection
      rows[count] = UInt16(truncatingIfNeeded: index)
      places[count] = Int32(truncatingIfNeeded: place)
      facts[count] = Facts(bits: isIngress | Self.bit(actions[index] == .accept) << 1 | isTCP << 2)
      sources[count] = source
      destinations[count] = destination
      count &+= Int(isUsual)
      others[otherCount] = UInt16(truncatingIfNeeded: index)
      otherCount &+= Int(isUsual ^ 1)
    }
    (self.count, self.otherCount, self.columns) = (count, otherCount, columns)
  }

  /// What the packet itself has, where the log shows the interface's own address instead.
  @inline(__always)
  private func takePacketEnds(
    _ batch: FlowBatch, _ index: Int, _ source: inout UInt32, _ destination: inout UInt32
  ) {
    let has = batch.present[index]
    if has & FlowColumns.packetSource.rawValue != 0, batch.packetSourceFamily[index] == 4 {
      source = batch.packetSource4[index]
    }
    if has & FlowColumns.packetDestination.rawValue != 0, batch.packetDestinationFamily[index] == 4 {
      destination = batch.packetDestination4[index]
    }
  }

  // A number where a condition would become a branch.
  @inline(__always)
  private static func bit(_ condition: Bool) -> UInt8 { condition ? 1 : 0 }
}
