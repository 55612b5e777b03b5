import PacketWalkAddressing
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// Protocol and ports of a group's rule: `IpProtocol`, `FromPort`, `ToPort` (SG-4).
  static func groupTraffic(_ json: JSONValue) throws(Unreadable) -> TrafficSelector {
    guard let selected = try selectedProtocol(json, "IpProtocol") else { return .all }
    if selected.hasPorts {
      return TrafficSelector(protocol: selected, ports: try ports(json, from: "FromPort", to: "ToPort"))
    }
    guard selected.hasICMPType else { return TrafficSelector(protocol: selected) }
    return try icmp(selected, json, type: "FromPort", code: "ToPort")
  }

  /// Protocol and ports of an ACL's entry: `Protocol`, `PortRange`, `IcmpTypeCode` (ACL-7, ACL-8).
  static func entryTraffic(_ json: JSONValue, family: AddressFamily) throws(Unreadable) -> TrafficSelector {
    guard let selected = try selectedProtocol(json, "Protocol") else { return .all }
    if selected.hasPorts {
      guard let range = json.present("PortRange") else { return TrafficSelector(protocol: selected) }
      return TrafficSelector(protocol: selected, ports: try ports(range, from: "From", to: "To"))
    }
    // ICMPv6 in an IPv4 entry means every type (ACL-7).
    guard selected == .icmp || selected == .icmpv6 && family == .ipv6,
      let types = json.present("IcmpTypeCode")
    else { return TrafficSelector(protocol: selected) }
    return try icmp(selected, types, type: "Type", code: "Code")
  }

  /// A protocol by name or number; nil for all of them (`-1`).
  private static func selectedProtocol(_ json: JSONValue, _ key: String) throws(Unreadable) -> IPProtocol? {
    guard let value = json.present(key), let text = value.scalarText else {
      throw Unreadable("it has no \(key)", at: json)
    }
    if text == "-1" || text == "all" { return nil }
    guard let selected = IPProtocol(text) else {
      throw Unreadable("\(key) is \(value.shown), not a protocol", at: value)
    }
    return selected
  }

  /// A range of ports; nil for all, which is written as 0 to 65535, as -1, or not at all.
  private static func ports(_ json: JSONValue, from: String, to: String) throws(Unreadable) -> PortRange? {
    let first = try json.number(from)
    let last = try json.number(to)
    guard first ?? -1 != -1 || last ?? -1 != -1 else { return nil }
    guard let first = try json.port(from), let last = try json.port(to) else {
      throw Unreadable("only one of \(from) and \(to) is there", at: json)
    }
    guard let range = PortRange(first, last) else {
      throw Unreadable("\(from) \(first) is above \(to) \(last)", at: json[from] ?? json)
    }
    return range
  }

  private static func icmp(
    _ selected: IPProtocol, _ json: JSONValue, type: String, code: String
  ) throws(Unreadable) -> TrafficSelector {
    func byte(_ key: String) throws(Unreadable) -> UInt8? {
      guard let number = try json.number(key), number != -1 else { return nil }
      guard let byte = UInt8(exactly: number) else {
        throw Unreadable("\(key) is \(number), not an ICMP type or code", at: json[key] ?? json)
      }
      return byte
    }
    guard let icmpType = try byte(type) else { return TrafficSelector(protocol: selected) }
    return TrafficSelector(protocol: selected, icmpType: icmpType, icmpCode: try byte(code))
  }
}
