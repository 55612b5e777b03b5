import PacketWalkAddressing
import PacketWalkTopology

/// Protocol and ports as AWS's API and templates write them.
enum DeclaredTraffic {
  /// `IpProtocol`, `FromPort`, `ToPort` (SG-4).
  static func ofGroup(_ field: DeclaredField) throws(DeclaredError) -> TrafficSelector {
    guard let selected = try selectedProtocol(field, "IpProtocol") else { return .all }
    return try field.traffic(of: selected, from: "FromPort", to: "ToPort")
  }

  /// `Protocol`, `PortRange`, `Icmp` (ACL-7, ACL-8).
  static func ofEntry(_ field: DeclaredField, family: AddressFamily) throws(DeclaredError) -> TrafficSelector
  {
    guard let selected = try selectedProtocol(field, "Protocol") else { return .all }
    if selected.hasPorts {
      let range = field["PortRange"]
      if range.isUnknown { _ = try field.text("PortRange") }
      guard !range.isAbsent else { return TrafficSelector(protocol: selected) }
      return try range.traffic(of: selected, from: "From", to: "To")
    }
    let types = field["Icmp"]
    guard selected == .icmp || selected == .icmpv6 && family == .ipv6, !types.isAbsent else {
      return TrafficSelector(protocol: selected)
    }
    return try types.icmp(selected, type: "Type", code: "Code")
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
}
