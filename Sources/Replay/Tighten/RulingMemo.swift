import PacketWalkAddressing
import PacketWalkTopology

/// Rulings on records and on what they would answer, the latest of them kept in a table of a fixed size.
struct RulingMemo {
  let model: LocalModel
  private var slots: [Slot?]

  private struct Key: Hashable {
    var interface: Int
    var side: RuleDirection
    var protocolNumber: UInt8
    var remote: IPAddress
    var portClass: UInt16
  }

  private struct Slot {
    var key: Key
    var ruling: LocalRuling
  }

  private static let size = 1 << 14

  init(_ model: LocalModel) {
    self.model = model
    slots = Array(repeating: nil, count: Self.size)
  }

  /// The ruling on a record's packets.
  mutating func own(_ record: FlowRecord) -> LocalRuling {
    ruling(record, record.side, port: record.destinationPort)
  }

  /// The ruling on the packets that a record's would answer.
  mutating func asked(_ record: FlowRecord) -> LocalRuling {
    ruling(record, record.side == .ingress ? .egress : .ingress, port: record.sourcePort)
  }

  /// Whether the model lets a record's packets pass, be it as answers only.
  mutating func admits(_ record: FlowRecord) -> Bool {
    let own = own(record)
    guard own.lists == .passes else { return false }
    if own.groups == .passes { return true }
    guard record.isRequest != true else { return false }
    let asked = asked(record)
    return asked.lists == .passes && asked.groups == .passes
  }

  private mutating func ruling(_ record: FlowRecord, _ side: RuleDirection, port: UInt16) -> LocalRuling {
    let portClass = model.portClasses[Int(port)]
    let key = Key(
      interface: record.interface, side: side, protocolNumber: record.protocolNumber, remote: record.remote,
      portClass: portClass)
    let place = key.hashValue & (Self.size - 1)
    if let slot = slots[place], slot.key == key { return slot.ruling }
    let ruling = model.ruling(
      at: record.interface, side, IPProtocol(rawValue: record.protocolNumber), remote: record.remote,
      port: model.firstPorts[Int(portClass)])
    slots[place] = Slot(key: key, ruling: ruling)
    return ruling
  }
}
