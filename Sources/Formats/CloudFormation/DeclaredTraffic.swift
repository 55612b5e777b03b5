import PacketWalkAddressing
import PacketWalkTopology

/// Protocol and ports as AWS's API and templates write them.
enum DeclaredTraffic {
  /// `IpProtocol`, `FromPort`, `ToPort` (SG-4).
  static func ofGroup(_ field: DeclaredField) throws(DeclaredError) -> TrafficSelector {
    guard let selected = try selectedProtocol(field, "IpProtocol") else { return .all }
    if selected.hasPorts {
      return TrafficSelector(protocol: selected, ports: try ports(field, from: "FromPort", to: "ToPort"))
    }
    guard selected.hasICMPType else { return TrafficSelector(protocol: selected) }
    return try icmp(selected, field, type: "FromPort", code: "ToPort")
  }

  /// `Protocol`, `PortRange`, `Icmp` (ACL-7, ACL-8).
  static func ofEntry(_ field: DeclaredField, family: AddressFamily) throws(DeclaredError) -> TrafficSelector
  {
    guard let selected = try selectedProtocol(field, "Protocol") else { return .all }
    if selected.hasPorts {
      let range = field["PortRange"]
      if range.isUnknown { _ = try field.text("PortRange") }
      guard !range.isAbsent else { return TrafficSelector(protocol: selected) }
      return TrafficSelector(protocol: selected, ports: try ports(range, from: "From", to: "To"))
    }
    let types = field["Icmp"]
    guard selected == .icmp || selected == .icmpv6 && family == .ipv6, !types.isAbsent else {
      return TrafficSelector(protocol: selected)
    }
    return try icmp(selected, types, type: "Type", code: "Code")
  }

  private static func selectedProtocol(_ field: DeclaredField, _ key: String) throws(DeclaredError)
    -> IPProtocol?
  {
    let text = try field.required(key).lowercased()
    if text == "-1" || text == "all" { return nil }
    guard let selected = IPProtocol(text) else {
      throw DeclaredError("\(key) is \(text), not a protocol", at: field[key].origin)
    }
    return selected
  }

  private static func ports(
    _ field: DeclaredField, from: String, to: String
  ) throws(DeclaredError) -> PortRange? {
    let first = try field.number(from)
    let last = try field.number(to)
    guard first ?? -1 != -1 || last ?? -1 != -1 else { return nil }
    guard let first = try field.port(from), let last = try field.port(to) else {
      throw DeclaredError("only one of \(from) and \(to) is there", at: field.origin)
    }
    guard let range = PortRange(first, last) else {
      throw DeclaredError("\(from) \(first) is above \(to) \(last)", at: field.origin)
    }
    return range
  }

  private static func icmp(
    _ selected: IPProtocol, _ field: DeclaredField, type: String, code: String
  ) throws(DeclaredError) -> TrafficSelector {
    func byte(_ key: String) throws(DeclaredError) -> UInt8? {
      guard let number = try field.number(key), number != -1 else { return nil }
      guard let byte = UInt8(exactly: number) else {
        throw DeclaredError("\(key) is \(number), not an ICMP type or code", at: field[key].origin)
      }
      return byte
    }
    guard let icmpType = try byte(type) else { return TrafficSelector(protocol: selected) }
    return TrafficSelector(protocol: selected, icmpType: icmpType, icmpCode: try byte(code))
  }
}
