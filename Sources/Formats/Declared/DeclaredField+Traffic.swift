import PacketWalkAddressing
import PacketWalkTopology

extension DeclaredField {
  /// Ports, or type and code, of a rule about one protocol; -1, or nothing at all, stands for all.
  func traffic(of selected: IPProtocol, from: String, to: String) throws(DeclaredError) -> TrafficSelector {
    guard selected.hasPorts else {
      return selected.hasICMPType
        ? try icmp(selected, type: from, code: to) : TrafficSelector(protocol: selected)
    }
    let first = try number(from)
    let last = try number(to)
    guard first ?? -1 != -1 || last ?? -1 != -1 else { return TrafficSelector(protocol: selected) }
    guard let first = try port(from), let last = try port(to) else {
      throw DeclaredError("only one of \(from) and \(to) is there", at: origin)
    }
    guard let range = PortRange(first, last) else {
      throw DeclaredError("\(from) \(first) is above \(to) \(last)", at: self[from].origin)
    }
    return TrafficSelector(protocol: selected, ports: range)
  }

  func icmp(_ selected: IPProtocol, type: String, code: String) throws(DeclaredError) -> TrafficSelector {
    func byte(_ key: String) throws(DeclaredError) -> UInt8? {
      guard let number = try number(key), number != -1 else { return nil }
      guard let byte = UInt8(exactly: number) else {
        throw DeclaredError("\(key) is \(number), not an ICMP type or code", at: self[key].origin)
      }
      return byte
    }
    guard let icmpType = try byte(type) else { return TrafficSelector(protocol: selected) }
    return TrafficSelector(protocol: selected, icmpType: icmpType, icmpCode: try byte(code))
  }
}
