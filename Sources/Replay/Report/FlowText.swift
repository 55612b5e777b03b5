import PacketWalkAddressing
import PacketWalkPolicy

/// Words for what records hold.
package enum FlowText {
  /// `tcp/443`, `icmp`, `proto/47`.
  package static func service(_ protocolNumber: UInt8, _ port: UInt16) -> String {
    let name = IPProtocol(rawValue: protocolNumber)
    switch name {
    case .tcp, .udp: return "\(name)/\(port)"
    case .icmp, .icmpv6: return "\(name)"
    default: return "proto/\(protocolNumber)"
    }
  }

  /// `2026-01-01T00:00:00Z`; `-` for what no calendar has.
  package static func time(_ seconds: Int) -> String {
    guard (-62_135_596_800...253_402_300_799).contains(seconds) else { return "-" }
    let day = CalendarDate(secondsSince1970: seconds)
    let rest = seconds - (seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400) * 86_400
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(day)T\(two(rest / 3_600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
  }
}
