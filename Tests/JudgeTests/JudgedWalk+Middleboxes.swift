import PacketWalkAddressing
import PacketWalkTopology

extension JudgedWalk {
  /// What an interface does with what is not for it: what its owner says, else it sends it on (SDC-1, SDC-2).
  mutating func transit(_ interface: NetworkInterface, _ subnet: Subnet, _ packet: JudgedPacket)
    throws(Dropped) -> Arrival
  {
    if interface.isSourceDestChecked { throw Dropped("destination check of \(interface.id)") }
    try loseIdentity(interface.id.rawValue)
    switch interface.middlebox ?? .forward {
    case .forward: break
    case .drop: throw Dropped("\(interface.id) drops")
    case .inspect: try inspect(interface.id, packet)
    case .snat: return try mask(interface, subnet, packet)
    }
    return try emit(interface, subnet, packet)
  }

  /// It knows connections: a reply must answer a request that it saw.
  mutating func inspect(_ id: NetworkInterfaceID, _ packet: JudgedPacket) throws(Dropped) {
    guard isReply else {
      inspected.insert(Masqueraded(interface: id, packet: packet))
      unanswered.insert(Masqueraded(interface: id, packet: packet))
      return
    }
    guard inspected.contains(Masqueraded(interface: id, packet: packet.reply)) else {
      throw Dropped("\(id) saw no request")
    }
    unanswered.remove(Masqueraded(interface: id, packet: packet.reply))
  }

  /// As a NAT instance: its own address and a port of its own.
  private mutating func mask(_ interface: NetworkInterface, _ subnet: Subnet, _ packet: JudgedPacket)
    throws(Dropped) -> Arrival
  {
    let own = interface.addresses.filter { $0.address.family == packet.family }
    guard let address = (own.first(where: \.isPrimary) ?? own.first)?.address else {
      throw Dropped("\(interface.id) has no address of the family")
    }
    var sent = packet
    sent.source = address
    if packet.protocol.hasPorts { sent.sourcePort = port(in: .anyEphemeral) }
    masqueraded[Masqueraded(interface: interface.id, packet: sent)] = packet
    identity = interface.id
    return try emit(interface, subnet, sent)
  }

  /// The answer to what it sent so goes back to whom it did it for.
  mutating func unmask(_ interface: NetworkInterface, _ subnet: Subnet, _ original: JudgedPacket)
    throws(Dropped) -> Arrival
  {
    try loseIdentity(interface.id.rawValue)
    return try emit(interface, subnet, original.reply)
  }
}
