/// A flow in the table: 128 bytes, of which a packet's update touches two lines of 64.
struct FlowEntry {
  var key: FlowKey
  var lastSeen: Int64
  /// The number of its last packet among all that were read: what is idle is told by it, since it only grows.
  var lastPacket: UInt64

  var lowPackets: UInt64 = 0
  var highPackets: UInt64 = 0
  var lowBytes: UInt64 = 0
  var highBytes: UInt64 = 0
  var firstSeen: Int64
  var record: UInt64
  var lowFlags: UInt8 = 0
  var highFlags: UInt8 = 0
  var opening: DecodedPacket.Opening = .nothing
  var isHighInitiator: Bool
  /// Of what the lower end sends.
  var direction = CaptureDirection.unknown
  var hasErrors = false
  /// Whose mirror sessions show what the ends send.
  var lowPoint: UInt16 = 0
  var highPoint: UInt16 = 0
  var vlan: UInt16
  var interface: UInt16
  var file: UInt16

  private static let closing = TCPFlags([.fin, .rst]).rawValue

  init(_ packet: DecodedPacket) {
    key = packet.key
    lastSeen = packet.timestamp
    firstSeen = packet.timestamp
    lastPacket = 0
    record = packet.record
    isHighInitiator = packet.isFromHigh
    vlan = packet.vlan
    interface = packet.interface
    file = packet.file
  }

  /// Why a packet of the same ends is not of this flow; nil where it is.
  @inline(__always)
  func ending(before packet: DecodedPacket, tcpIdle: Int64, idle: Int64) -> CapturedFlow.Ending? {
    let isTCP = key.proto == 6
    // The other mirror session's copy of the first SYN may come after the end of a short connection.
    if isTCP, packet.opening == .begins, (lowFlags | highFlags) & Self.closing != 0, isFirstShown(packet) {
      return .reused
    }
    guard packet.timestamp != CaptureRecord.untimed, lastSeen != CaptureRecord.untimed else { return nil }
    let gap = isTCP ? tcpIdle : idle
    let after = packet.timestamp.subtractingReportingOverflow(lastSeen)
    let before = firstSeen.subtractingReportingOverflow(packet.timestamp)
    let isApart =
      after.partialValue > gap || before.partialValue > gap || after.overflow || before.overflow
    return isApart ? .idle : nil
  }

  /// Takes a packet in; false where another mirror session shows what its sender sends.
  @inline(__always)
  mutating func add(_ packet: DecodedPacket, number: UInt64) -> Bool {
    if packet.point != 0, !claim(packet) { return false }
    lastPacket = number
    if packet.isFromHigh {
      highPackets &+= 1
      highBytes &+= UInt64(packet.length)
      highFlags |= packet.flags
    } else {
      lowPackets &+= 1
      lowBytes &+= UInt64(packet.length)
      lowFlags |= packet.flags
    }
    if packet.timestamp > lastSeen {
      lastSeen = packet.timestamp
      if firstSeen == CaptureRecord.untimed { firstSeen = packet.timestamp }
    } else if packet.timestamp < firstSeen, packet.timestamp != CaptureRecord.untimed {
      firstSeen = packet.timestamp
    }
    if packet.opening.rawValue != 0 { learn(packet) }
    if direction == .unknown, packet.direction != .unknown {
      let isLowOutbound = (packet.direction == .outbound) != packet.isFromHigh
      direction = isLowOutbound ? .outbound : .inbound
    }
    return true
  }

  /// A SYN or request says for certain who began; an answer does where neither was seen.
  private mutating func learn(_ packet: DecodedPacket) {
    switch (packet.opening, opening) {
    case (.begins, .nothing), (.begins, .answers): isHighInitiator = packet.isFromHigh
    case (.answers, .nothing): isHighInitiator = !packet.isFromHigh && !key.hasEqualEnds
    default: return
    }
    opening = packet.opening
  }

  /// Whether no other mirror session has shown what a packet's sender sends.
  private func isFirstShown(_ packet: DecodedPacket) -> Bool {
    let point = packet.isFromHigh ? highPoint : lowPoint
    return packet.point == 0 || point == 0 || point == packet.point
  }

  private mutating func claim(_ packet: DecodedPacket) -> Bool {
    if packet.isFromHigh {
      if highPoint == 0 { highPoint = packet.point }
      return highPoint == packet.point
    }
    if lowPoint == 0 { lowPoint = packet.point }
    return lowPoint == packet.point
  }
}
