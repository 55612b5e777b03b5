import PacketWalkAddressing
import PacketWalkFlowLogs
import PacketWalkQueries
import PacketWalkTopology

/// One record of an interface of the model, as the model sees it.
struct FlowRecord {
  var interface: Int
  /// Which way it went through the interface.
  var isIngress: Bool
  var protocolNumber: UInt8
  /// As the packet has them, where the log says that.
  var source: UInt128
  var destination: UInt128
  var isIPv6: Bool
  var sourcePort: UInt16
  var destinationPort: UInt16
  /// Nil where the record has none.
  var flags: UInt8?
  var isAccepted: Bool
  var packets: UInt64
  var bytes: UInt64
  /// In seconds since 1970; 0 where it does not say.
  var start: Int
  var line: Int
  var offset: Int
  /// Whether somebody wants to see it.
  var isListed = false

  var side: RuleDirection { isIngress ? .ingress : .egress }

  /// Whether its sender began the connection; nil where the record does not say.
  @inline(__always)
  var isRequest: Bool? {
    guard protocolNumber == 6, let flags else { return nil }
    switch flags & 18 {
    case 2: return true
    case 18: return false
    default: return nil
    }
  }

  /// By the ports: a service's number is the lower one.
  @inline(__always)
  var isLikelyRequest: Bool { isRequest ?? (destinationPort <= sourcePort) }

  var hasPorts: Bool { protocolNumber == 6 || protocolNumber == 17 }

  /// The service's port, as far as the record tells.
  var servicePort: UInt16 { isLikelyRequest ? destinationPort : sourcePort }

  /// Whether the record of the other direction says that this one is an answer. Pings both ways are alike: one that was
  /// rejected may have been a request beside answers.
  var isDecidable: Bool { isAccepted || hasPorts }

  @inline(__always)
  var remote: UInt128 { isIngress ? source : destination }

  var sourceAddress: IPAddress { address(source) }
  var destinationAddress: IPAddress { address(destination) }
  var remoteAddress: IPAddress { address(remote) }

  private func address(_ bits: UInt128) -> IPAddress { IPAddress(family: isIPv6 ? .ipv6 : .ipv4, bits: bits) }

  @inline(__always)
  var volume: Volume { Volume(records: 1, packets: packets, bytes: bytes) }

  @inline(__always)
  var marks: FlowMarks {
    FlowMarks(
      interface: interface, protocolNumber, isIPv6: isIPv6, source, destination, sourcePort, destinationPort)
  }

  var example: FlowExample {
    FlowExample(
      start: start, interface: interface, side: side, protocolNumber: protocolNumber,
      source: sourceAddress, destination: destinationAddress, sourcePort: sourcePort,
      destinationPort: destinationPort)
  }
}

extension FlowRecord {
  /// What a record needs to be judged.
  static let needed: FlowColumns = [
    .interface, .source, .destination, .sourcePort, .destinationPort, .protocolNumber, .action,
  ]

  /// Why a record of an interface can't be judged for what it says, or does not; nil where `init` makes something of it.
  static func reason(against batch: FlowBatch, _ index: Int, _ adapter: UInt32?) -> Unjudged? {
    if let adapter, batch.has(.type, index), batch.names(.type)[index] == adapter { return .fabricAdapter }
    guard batch.has([.source, .destination], index) else { return .noAddresses }
    guard batch.has([.protocolNumber, .sourcePort, .destinationPort], index) else { return .noProtocol }
    guard batch.has(.action, index), batch.action[index] != .none else { return .noAction }
    if batch.action[index] == .reject, batch.has(.rejectReason, index) { return .otherReason }
    return nil
  }

  /// Nil where nothing says which way it went.
  ///
  /// - Precondition: the record has all of `needed`.
  @inline(__always)
  init?(_ batch: FlowBatch, _ index: Int, at place: Int, of model: LocalModel) {
    let has = batch.present[index]
    let isIPv6 = batch.sourceFamily[index] == 6
    guard isIPv6 == (batch.destinationFamily[index] == 6) else { return nil }
    var source = isIPv6 ? batch.source6[index] : UInt128(batch.source4[index])
    var destination = isIPv6 ? batch.destination6[index] : UInt128(batch.destination4[index])
    let isIngress: Bool
    switch has & FlowColumns.direction.rawValue != 0 ? batch.direction[index] : .unknown {
    case .ingress: isIngress = true
    case .egress: isIngress = false
    case .unknown:
      switch (model.owns(source, place, isIPv6), model.owns(destination, place, isIPv6)) {
      case (true, false): isIngress = false
      case (false, true): isIngress = true
      default: return nil
      }
    }
    // What the packet itself has, where the log shows the interface's own address instead.
    if has & FlowColumns.packetSource.rawValue != 0, batch.packetSourceFamily[index] == (isIPv6 ? 6 : 4) {
      source = isIPv6 ? batch.packetSource6[index] : UInt128(batch.packetSource4[index])
    }
    if has & FlowColumns.packetDestination.rawValue != 0,
      batch.packetDestinationFamily[index] == (isIPv6 ? 6 : 4)
    {
      destination = isIPv6 ? batch.packetDestination6[index] : UInt128(batch.packetDestination4[index])
    }
    let isAccepted = if case .accept = batch.action[index] { true } else { false }
    self.init(
      interface: place, isIngress: isIngress, protocolNumber: batch.protocolNumber[index], source: source,
      destination: destination, isIPv6: isIPv6, sourcePort: batch.sourcePort[index],
      destinationPort: batch.destinationPort[index],
      flags: has & FlowColumns.tcpFlags.rawValue != 0 ? batch.tcpFlags[index] : nil,
      isAccepted: isAccepted,
      packets: has & FlowColumns.packets.rawValue != 0 ? batch.packets[index] : 0,
      bytes: has & FlowColumns.bytes.rawValue != 0 ? batch.bytes[index] : 0,
      start: has & FlowColumns.start.rawValue != 0 ? batch.start[index] : 0, line: Int(batch.line[index]),
      offset: batch.offset[index])
  }
}

extension LocalModel {
  /// Whether an address is one of an interface's, delegated ranges included.
  @inline(__always)
  func owns(_ bits: UInt128, _ place: Int, _ isIPv6: Bool) -> Bool {
    if !isIPv6 {
      // 0 stands for no address.
      if primary4[place] == UInt32(truncatingIfNeeded: bits), bits != 0 { return true }
      if !hasOther4[place] { return false }
    }
    return ownsAsWell(bits, place, isIPv6)
  }

  /// The same where it is not the interface's first address of IPv4.
  @inline(never)
  func ownsAsWell(_ bits: UInt128, _ place: Int, _ isIPv6: Bool) -> Bool {
    let isOwn =
      isIPv6 ? own6[place].contains(bits) : own4[place].contains(UInt32(truncatingIfNeeded: bits))
    if isOwn || delegated[place].isEmpty { return isOwn }
    let address = IPAddress(family: isIPv6 ? .ipv6 : .ipv4, bits: bits)
    return delegated[place].contains { $0.contains(address) }
  }
}
