import FoundationEssentials

/// A made-up access list of which the first entry that matches decides, and a topology of interfaces behind it.
///
/// Nothing but the list ever stops anything there, so that a program that knows first-match rules and nothing else comes to
/// the same verdicts.
public struct SyntheticRules {
  struct Rule {
    var number: Int
    var isEgress: Bool
    /// 6, 17, or 0 for all.
    var proto: UInt8
    var base: UInt32
    var length: Int
    var ports: ClosedRange<UInt16>
    var isAllow: Bool

    var range: ClosedRange<UInt32> { base...(base | (length == 0 ? .max : UInt32.max >> UInt32(length))) }

    func matches(_ isEgress: Bool, _ remote: UInt32, _ proto: UInt8, _ port: UInt16) -> Bool {
      isEgress == self.isEgress && (self.proto == 0 || self.proto == proto && ports.contains(port))
        && range.contains(remote)
    }
  }

  let rules: [Rule]

  /// Creates a list.
  ///
  /// - Parameter count: the entries of both directions together, at least 2.
  public init(_ count: Int, seed: UInt64 = 3) {
    var random = Randomness(seed: seed)
    var rules: [Rule] = []
    for isEgress in [false, true] {
      for place in 1..<max(1, count / 2) {
        rules.append(Self.rule(place, isEgress, &random))
      }
      rules.append(
        Rule(
          number: max(1, count / 2), isEgress: isEgress, proto: 0, base: 0, length: 0, ports: 0...65_535,
          isAllow: true))
    }
    self.rules = rules
  }

  private static func rule(_ number: Int, _ isEgress: Bool, _ random: inout Randomness) -> Rule {
    let isInside = Bool.random(using: &random)
    // Networks of the topology, 10.0.0.0/14, or any.
    let length = isInside ? Int.random(in: 14...24, using: &random) : Int.random(in: 3...16, using: &random)
    let address =
      isInside
      ? 10 << 24 | UInt32.random(in: 0..<(1 << 18), using: &random)
      : UInt32.random(in: 1 << 24..<(224 << 24), using: &random)
    let isHigh = Int.random(in: 0..<3, using: &random) == 0
    let service = SyntheticFlows.services[Int.random(in: 0..<SyntheticFlows.services.count, using: &random)]
    let ports: ClosedRange<UInt16> = isHigh ? 1_024...65_535 : UInt16(service)...UInt16(service)
    return Rule(
      number: number, isEgress: isEgress, proto: Int.random(in: 0..<3, using: &random) == 0 ? 17 : 6,
      base: address & ~(UInt32.max >> UInt32(length)), length: length, ports: ports,
      isAllow: Int.random(in: 0..<3, using: &random) == 0)
  }

  /// Whether the list lets a packet pass; within a subnet, a /24, it is not asked.
  func allows(
    _ isEgress: Bool, own: UInt32, remote: UInt32, proto: UInt8, port: UInt16
  ) -> Bool {
    if own >> 8 == remote >> 8 { return true }
    return rules.first { $0.matches(isEgress, remote, proto, port) }?.isAllow ?? false
  }

  // MARK: Files

  /// Writes `folder/rules.yaml`, the topology, and for other programs `folder/rules.csv` and
  /// `folder/interfaces.csv`, with addresses as numbers.
  public func write(to folder: String, interfaces: [SyntheticFlows.Interface]) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, text) in [
      ("rules.yaml", topology(interfaces)), ("rules.csv", table), ("interfaces.csv", Self.table(interfaces)),
    ] {
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    }
  }

  private var table: String {
    var text = "number,egress,low,high,protocol,first,last,allow\n"
    for rule in rules {
      text +=
        "\(rule.number),\(rule.isEgress ? 1 : 0),\(rule.range.lowerBound),\(rule.range.upperBound),\(rule.proto),"
        + "\(rule.ports.lowerBound),\(rule.ports.upperBound),\(rule.isAllow ? 1 : 0)\n"
    }
    return text
  }

  private static func table(_ interfaces: [SyntheticFlows.Interface]) -> String {
    interfaces.reduce("id,address\n") { $0 + "\($1.id),\($1.address)\n" }
  }

  private func topology(_ interfaces: [SyntheticFlows.Interface]) -> String {
    var text =
      "packetwalk: 1\nvpcs:\n  rules:\n    cidr: [10.0.0.0/16, 10.1.0.0/16, 10.2.0.0/16, 10.3.0.0/16]\n"
    text += "    subnets:\n"
    for network in Set(interfaces.map { $0.address >> 8 }).sorted() {
      text +=
        "      \(Self.name(network)): {cidr: \(SyntheticNetwork.text(network << 8))/24, zone: eu-west-1a, network-acl: rules}\n"
    }
    text += "    network-acls:\n      rules:\n"
    for isEgress in [false, true] {
      text += "        \(isEgress ? "out" : "in"):\n"
      for rule in rules where rule.isEgress == isEgress {
        text += "          \(rule.number): \(Self.words(rule))\n"
      }
    }
    text += "    security-groups:\n      open: {in: [all from 0.0.0.0/0]}\n    interfaces:\n"
    for interface in interfaces {
      text +=
        "      \(interface.id): {subnet: \(Self.name(interface.address >> 8)), ip: \(SyntheticNetwork.text(interface.address)), groups: [open]}\n"
    }
    return text
  }

  private static func name(_ network: UInt32) -> String { "net-\(network & 0x3FFFF)" }

  private static func words(_ rule: Rule) -> String {
    let name = rule.proto == 0 ? "all" : rule.proto == 6 ? "tcp" : "udp"
    let (first, last) = (rule.ports.lowerBound, rule.ports.upperBound)
    let ports = rule.proto == 0 ? "" : first == last ? "/\(first)" : "/\(first)-\(last)"
    return
      "\(rule.isAllow ? "allow" : "deny") \(name)\(ports) \(rule.isEgress ? "to" : "from") \(SyntheticNetwork.text(rule.base))/\(rule.length)"
  }
}
