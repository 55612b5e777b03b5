import PacketWalkAddressing
import PacketWalkFlowLogs
import PacketWalkTopology

/// A record of an interface of the model.
struct FlowRecord {
  var interface: Int
  var side: RuleDirection
  var protocolNumber: UInt8
  /// As the packet has them, where the log says that.
  var source: IPAddress
  var destination: IPAddress
  var sourcePort: UInt16
  var destinationPort: UInt16
  var flags: UInt8?
  var isAccepted: Bool
  /// In seconds since 1970; 0 where it does not say.
  var start: Int

  /// Whether its sender began the connection; nil where the record does not say.
  var isRequest: Bool? {
    guard protocolNumber == 6, let flags else { return nil }
    switch flags & 18 {
    case 2: return true
    case 18: return false
    default: return nil
    }
  }

  /// By the ports: a service's number is the lower one.
  var isLikelyRequest: Bool { isRequest ?? (destinationPort <= sourcePort) }

  var remote: IPAddress { side == .ingress ? source : destination }
  var hasPorts: Bool { protocolNumber == 6 || protocolNumber == 17 }

  /// Why a record can't be judged; nil where `init` makes something of it.
  static func reason(against batch: FlowBatch, _ index: Int, _ adapter: UInt32?) -> Unjudged? {
    if let adapter, batch.has(.type, index), batch.names(.type)[index] == adapter { return .fabricAdapter }
    guard batch.has([.source, .destination], index) else { return .noAddresses }
    guard batch.has([.protocolNumber, .sourcePort, .destinationPort], index) else { return .noProtocol }
    guard batch.has(.action, index), batch.action[index] != .none else { return .noAction }
    if batch.action[index] == .reject, batch.has(.rejectReason, index) { return .otherReason }
    return nil
  }

  /// Nil where nothing says which way it went.
  init?(_ batch: FlowBatch, _ index: Int, at place: Int, of interface: NetworkInterface) {
    guard var source = batch.sourceAddress(index), var destination = batch.destinationAddress(index),
      source.family == destination.family
    else { return nil }
    switch batch.has(.direction, index) ? batch.direction[index] : .unknown {
    case .ingress: side = .ingress
    case .egress: side = .egress
    case .unknown:
      switch (interface.owns(source), interface.owns(destination)) {
      case (true, false): side = .egress
      case (false, true): side = .ingress
      default: return nil
      }
    }
    // What the packet itself has, where the log shows the interface's own address instead.
    if let own = batch.packetSourceAddress(index), own.family == source.family { source = own }
    if let own = batch.packetDestinationAddress(index), own.family == source.family { destination = own }
    self.interface = place
    self.source = source
    self.destination = destination
    protocolNumber = batch.protocolNumber[index]
    sourcePort = batch.sourcePort[index]
    destinationPort = batch.destinationPort[index]
    flags = batch.has(.tcpFlags, index) ? batch.tcpFlags[index] : nil
    isAccepted = batch.action[index] == .accept
    start = batch.has(.start, index) ? batch.start[index] : 0
  }
}
