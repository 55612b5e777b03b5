import PacketWalkAddressing

extension CapturedFlow {
  /// From a flow of the table.
  init(_ entry: FlowEntry, _ ending: Ending, _ errors: [ErrorTable.Item], _ points: MirrorPoints) {
    let key = entry.key
    let isIPv6 = key.isIPv6
    let low = End(
      address: IPAddress(captured: key.lowAddressHigh, key.lowAddressLow, isIPv6: isIPv6),
      port: key.hasPorts ? key.upper : 0, packets: entry.lowPackets, bytes: entry.lowBytes,
      flags: TCPFlags(rawValue: entry.lowFlags), mirror: points.address(of: entry.lowPoint))
    let high = End(
      address: IPAddress(captured: key.highAddressHigh, key.highAddressLow, isIPv6: isIPv6),
      port: key.hasPorts ? key.lower : 0, packets: entry.highPackets, bytes: entry.highBytes,
      flags: TCPFlags(rawValue: entry.highFlags), mirror: points.address(of: entry.highPoint))
    (initiator, responder) = entry.isHighInitiator ? (high, low) : (low, high)
    proto = IPProtocol(rawValue: key.proto)
    service = Self.service(entry)
    evidence = Self.evidence(entry)
    self.ending = ending
    let isTimed = entry.firstSeen != CaptureRecord.untimed
    firstSeen = isTimed ? entry.firstSeen : nil
    lastSeen = isTimed ? entry.lastSeen : nil
    vni = key.network == 0 ? nil : UInt32(truncatingIfNeeded: key.network - 1)
    vlan = entry.vlan == DecodedPacket.noVLAN ? nil : entry.vlan
    direction = entry.direction
    if entry.isHighInitiator, direction != .unknown {
      direction = direction == .inbound ? .outbound : .inbound
    }
    file = Int(entry.file)
    interface = Int(entry.interface)
    record = entry.record
    self.errors = errors.map { item in
      CapturedICMPError(
        sender: IPAddress(
          captured: item.header.senderHigh, item.header.senderLow, isIPv6: item.header.isIPv6),
        type: item.header.type, code: item.header.code,
        isAboutInitiator: item.isAboutHigh == entry.isHighInitiator, count: item.count)
    }
  }

  private static func service(_ entry: FlowEntry) -> Service {
    let key = entry.key
    if key.hasPorts { return .ports }
    guard key.proto == (key.isIPv6 ? 58 : 1) else { return .bare }
    let type = UInt8(truncatingIfNeeded: key.upper >> 8)
    // Only requests and replies say who began.
    return entry.opening == .nothing
      ? .message(type: type, code: UInt8(truncatingIfNeeded: key.upper))
      : .exchange(type: type, identifier: key.lower)
  }

  private static func evidence(_ entry: FlowEntry) -> Evidence {
    switch (entry.opening, entry.key.proto) {
    case (.nothing, _): .firstPacket
    case (.begins, 6): .syn
    case (.answers, 6): .synAck
    case (.begins, _): .request
    case (.answers, _): .reply
    }
  }
}
