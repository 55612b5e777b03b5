import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkTopology

/// A record that waits as words, for a temporary file; where it stands is not among them, since what is listed is few.
extension OpenFlow {
  func encode(into words: inout [UInt64]) {
    let isIPv6 = example.source?.family == .ipv6
    var marks: UInt64 = UInt64(example.protocolNumber) << 8
    if isAccepted { marks |= 1 }
    if isIPv6 { marks |= 2 }
    if example.side == .ingress { marks |= 4 }
    if filter != nil { marks |= 8 }
    if rule != nil { marks |= 16 }
    if isAnswer { marks |= 32 }
    let ports = UInt64(example.sourcePort) << 32 | UInt64(example.destinationPort) << 16 | UInt64(port)
    words.append(answered)
    words.append(own)
    words.append(marks | UInt64(listRules.count) << 32)
    words.append(ports)
    words.append(packets)
    words.append(bytes)
    words.append(UInt64(bitPattern: Int64(example.start)))
    words.append(UInt64(example.interface ?? 0))
    words.append(UInt64(filter?.value ?? 0) << 32 | UInt64(rule?.filter.value ?? 0))
    words.append(UInt64(rule?.rule ?? 0))
    for bits in [example.source?.bits ?? 0, example.destination?.bits ?? 0] {
      words.append(UInt64(truncatingIfNeeded: bits >> 64))
      words.append(UInt64(truncatingIfNeeded: bits))
    }
    for rule in listRules { words.append(UInt64(rule.filter.value) << 32 | UInt64(rule.rule)) }
  }

  static func decoded(_ words: [UInt64]) -> [OpenFlow] {
    var found: [OpenFlow] = []
    var place = 0
    while place + fixedCount <= words.count {
      let marks = words[place + 2]
      let family: AddressFamily = marks & 2 != 0 ? .ipv6 : .ipv4
      func address(_ first: Int) -> IPAddress {
        IPAddress(
          family: family, bits: UInt128(words[place + first]) << 64 | UInt128(words[place + first + 1]))
      }
      let ports = words[place + 3]
      let example = FlowExample(
        start: Int(Int64(bitPattern: words[place + 6])), interface: Int(words[place + 7]),
        side: marks & 4 != 0 ? .ingress : .egress, protocolNumber: UInt8(truncatingIfNeeded: marks >> 8),
        source: address(10), destination: address(12), sourcePort: UInt16(truncatingIfNeeded: ports >> 32),
        destinationPort: UInt16(truncatingIfNeeded: ports >> 16))
      let count = Int(marks >> 32)
      let filters = words[place + 8]
      let rule = RulePlace(
        filter: FilterID(Int(filters & 0xFFFF_FFFF)), rule: Int(words[place + 9]))
      let listed = words[(place + fixedCount)..<(place + fixedCount + count)].map {
        RulePlace(filter: FilterID(Int($0 >> 32)), rule: Int($0 & 0xFFFF_FFFF))
      }
      found.append(
        OpenFlow(
          answered: words[place], own: words[place + 1], isAccepted: marks & 1 != 0,
          packets: words[place + 4], bytes: words[place + 5], example: example, listRules: listed,
          filter: marks & 8 != 0 ? FilterID(Int(filters >> 32)) : nil, rule: marks & 16 != 0 ? rule : nil,
          port: UInt16(truncatingIfNeeded: ports), isAnswer: marks & 32 != 0))
      place += fixedCount + count
    }
    return found
  }

  private static let fixedCount = 14
}
