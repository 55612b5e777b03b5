import PacketWalkTestSupport

@testable import PacketWalkFlowLogs

/// Records of any format, with everything that a field may hold.
struct RandomLog {
  var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// Some fields in some order; at times AWS's own.
  mutating func fields() -> FlowLogFields {
    if random.oneIn(3) { return random.oneIn(2) ? .defaultFormat : .transitGatewayFormat }
    let count = Int.random(in: 1...20, using: &random)
    var names = FlowField.allCases.shuffled(using: &random).prefix(count).map(\.rawValue)
    if random.oneIn(4) { names.insert("colour", at: Int.random(in: 0..<names.count, using: &random)) }
    return FlowLogFields(names: names)
  }

  /// A record without its end of line.
  mutating func line(_ fields: FlowLogFields) -> String {
    fields.fields.map { value(of: $0) }.joined(separator: " ")
  }

  private mutating func pick(_ values: [String]) -> String { values.randomElement(using: &random) ?? "-" }

  private mutating func digits(_ most: UInt64) -> String {
    let bits = UInt64.random(in: 0..<64, using: &random)
    return "\((random.next() >> bits) % (most == .max ? .max : most + 1))"
  }

  private mutating func value(of field: FlowField?) -> String {
    if random.oneIn(25) { return "-" }
    switch field {
    case nil: return pick(["red", "green", "-"])
    case .version: return pick(["2", "3", "5", "11"])
    case .logStatus: return pick(["OK", "OK", "OK", "OK", "OK", "OK", "NODATA", "SKIPDATA"])
    case .action: return pick(["ACCEPT", "REJECT"])
    case .flowDirection: return pick(["ingress", "egress"])
    case .trafficPath: return digits(8)
    case .tcpFlags: return digits(63)
    case .sourcePort, .destinationPort: return digits(65_535)
    case .protocolNumber: return pick(["6", "17", "1", "58", "255", "0"])
    case .packets, .bytes, .lostNoRoute, .lostBlackhole, .lostMTUExceeded, .lostTTLExpired:
      return digits(.max)
    case .start: return "\(Int.random(in: 1_700_000_000...1_700_000_600, using: &random))"
    case .end: return "\(Int.random(in: 1_700_000_500...1_700_000_900, using: &random))"
    case .sourceAddress, .destinationAddress, .packetSourceAddress, .packetDestinationAddress:
      return address()
    case .interfaceID:
      return "eni-" + String(UInt64.random(in: 0..<40, using: &random) &* 0x9E37_79B9_7F4A_7C15, radix: 16)
    default:
      return pick(["vpc-0123456789abcdef0", "vpc-1", "eu-west-1", String(repeating: "long", count: 12), "x"])
    }
  }

  private mutating func address() -> String {
    if random.oneIn(4) {
      let groups = (0..<8).map { _ in
        random.oneIn(3) ? "0" : String(UInt16.random(in: 0...0xFFFF, using: &random), radix: 16)
      }
      return random.oneIn(2)
        ? groups.joined(separator: ":")
        : pick(["2001:db8::1", "::", "::1", "fe80::", "::ffff:192.0.2.1", "2001:DB8:0:0::f"])
    }
    return (0..<4).map { _ in "\(UInt8.random(in: 0...255, using: &random))" }.joined(separator: ".")
  }
}
