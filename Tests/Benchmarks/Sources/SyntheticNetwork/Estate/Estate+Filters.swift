/// Security groups, network ACLs and prefix lists.
extension Estate {
  private static let ports = [
    80, 443, 3000, 3128, 4317, 5000, 5671, 6379, 7946, 8000, 8081, 8125, 8443, 8500, 8888, 9000, 9090, 9092,
    9100,
    9200, 9418, 11211, 15672, 27017,
  ]

  // MARK: Groups

  mutating func printGroups(_ vpc: EstatePlan) {
    write("security-groups:", 2)
    let all = shape.isDualStack ? ["0.0.0.0/0", "\"::/0\""] : ["0.0.0.0/0"]
    printRules("edge", all.map { "tcp/443 from \($0)" } + ["tcp/80 from 0.0.0.0/0"], out: nil)
    printRules("ops", ["tcp/22 from pl:offices", "icmp all from 10.0.0.0/8"], out: nil)
    for group in vpc.groups {
      var rules = ["tcp/22 from sg:ops", "icmp all from 10.0.0.0/8"]
      switch group.tier {
      case .web:
        rules.append("tcp/443 from sg:edge")
        if group.service % 5 == 0 { rules += all.map { "tcp/443 from \($0)" } }
      case .app: rules.append("tcp/8080 from sg:web-\(group.service)")
      case .data:
        if vpc.groups.contains(where: { $0.name == "app-\(group.service)" }) {
          rules.append("tcp/5432 from sg:app-\(group.service)")
        }
      }
      var known = Set(rules)
      // Twice as many tries, since duplicates are passed over.
      for _ in 0..<2 * shape.rules where rules.count < shape.rules {
        let rule = shape.isHostile ? hostileRule(vpc) : rule(vpc)
        if known.insert(rule).inserted { rules.append(rule) }
      }
      var out: [String]?
      if group.service % 10 < 3 && !shape.isHostile {
        out = all.map { "tcp/443 to \($0)" } + ["udp/53 to \(vpc.cidr)"]
        if group.tier == .web { out?.append("tcp/8080 to sg:app-\(group.service)") }
        if group.tier == .app { out?.append("tcp/5432 to sg:data-\(group.service)") }
      }
      printRules(group.name, rules, out: out?.filter { refersToKnown($0, vpc) })
    }
  }

  /// The last service of a VPC may lack a tier.
  private func refersToKnown(_ rule: String, _ vpc: EstatePlan) -> Bool {
    guard let group = rule.split(separator: " sg:").dropFirst().first else { return true }
    return vpc.groups.contains { $0.name == group }
  }

  private mutating func printRules(_ name: String, _ rules: [String], out: [String]?) {
    write("\(name):", 3)
    write("in:", 4)
    for rule in rules { write("- \(rule.filter { $0 != "\"" })", 5) }
    guard let out else { return }
    write("out:", 4)
    for rule in out { write("- \(rule.filter { $0 != "\"" })", 5) }
  }

  private mutating func rule(_ vpc: EstatePlan) -> String {
    let port = pick(Self.ports)
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<40: return "tcp/\(port) from sg:\(pick(vpc.groups).name)"
    case 40..<60: return "tcp/\(port) from \(range(of: pick(vpc.subnets)))"
    case 60..<70: return "tcp/\(port) from \(range(of: pick(pick(vpcs).subnets)))"
    case 70..<78: return "tcp/\(port) from pl:\(Bool.random(using: &random) ? "offices" : "partners")"
    case 78..<86: return "tcp/\(port) from 203.0.113.\(8 * Int.random(in: 0..<32, using: &random))/32"
    case 86..<90:
      let other = pick(vpcs)
      return "tcp/\(port) from sg:\(other.name)/\(pick(other.groups).name)"
    case 90..<95: return "tcp/\(port)-\(port + 9) from sg:\(pick(vpc.groups).name)"
    default: return "udp/\(port) from \(range(of: pick(vpc.subnets)))"
    }
  }

  private mutating func range(of subnet: EstatePlan.Subnet) -> String {
    shape.isDualStack && Bool.random(using: &random) ? subnet.cidr6 : subnet.cidr
  }

  /// Ranges of ports that overlap, prefixes within prefixes, single addresses, lists.
  private mutating func hostileRule(_ vpc: EstatePlan) -> String {
    let low = Int.random(in: 1..<60_000, using: &random)
    let ports = "\(low)-\(low + Int.random(in: 1..<300, using: &random))"
    let way = Bool.random(using: &random) ? "tcp" : "udp"
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<4: return "\(way)/\(ports) from \(nested(vpc.number))"
    case 4..<6: return "\(way)/\(ports) from \(pick(vpc.hosts).v4)/32"
    case 6: return "\(way)/\(ports) from \(pick(vpc.subnets).cidr6)"
    case 7: return "\(way)/\(ports) from pl:nested-\(Int.random(in: 0..<10, using: &random))"
    default: return "\(way)/\(ports) from sg:\(pick(vpc.groups).name)"
    }
  }

  /// Some prefix around an address in a VPC.
  private mutating func nested(_ vpc: Int, from shortest: Int = 18) -> String {
    let length = UInt32(Int.random(in: shortest...30, using: &random))
    let bits = 10 << 24 | UInt32(vpc) << 16 | UInt32(Int.random(in: 0..<65_536, using: &random))
    return "\(SyntheticNetwork.text((bits >> (32 - length)) << (32 - length)))/\(length)"
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &random)]
  }

  // MARK: Access lists

  mutating func printAccessLists(_ vpc: EstatePlan) {
    write("network-acls:", 2)
    guard !shape.isHostile else {
      for subnet in vpc.subnets {
        write("acl-\(subnet.name):", 3)
        for (direction, word) in [("in", "from"), ("out", "to")] {
          let entries = (1..<40).map { number in
            let low = Int.random(in: 1..<60_000, using: &random)
            let high = low + Int.random(in: 1..<5000, using: &random)
            let action = number % 2 == 0 ? "allow" : "deny"
            let way = number % 3 == 0 ? "udp" : "tcp"
            return "\(number): \(action) \(way)/\(low)-\(high) \(word) \(nested(vpc.number, from: 9))"
          }
          write("\(direction): {\(entries.joined(separator: ", ")), 40: allow all \(word) 0.0.0.0/0}", 4)
        }
      }
      return
    }
    // The default one allows all; what is not written here is implied.
    let more = shape.isDualStack
    write("web:", 3)
    write(
      "in: {90: deny tcp/22 from 203.0.113.240/28, 91: deny all from 198.51.100.128/25, "
        + "100: allow all from 0.0.0.0/0\(more ? ", 101: \"allow all from ::/0\"" : "")}", 4)
    write("out: {100: allow all to 0.0.0.0/0\(more ? ", 101: \"allow all to ::/0\"" : "")}", 4)
    write("data:", 3)
    write("in:", 4)
    write("90: deny tcp/3389 from 10.0.0.0/8", 5)
    write("100: allow tcp/22 from 10.0.0.0/8", 5)
    write("110: allow tcp/5432-6379 from 10.0.0.0/8", 5)
    write("120: allow tcp/1024-65535 from 0.0.0.0/0", 5)
    write("130: allow icmp all from 10.0.0.0/8", 5)
    if more { write("111: allow tcp/1024-65535 from 2001:db8::/32", 5) }
    write("out: {100: allow all to 0.0.0.0/0\(more ? ", 101: \"allow all to ::/0\"" : "")}", 4)
  }

  // MARK: Lists

  mutating func printLists() {
    write("prefix-lists:", 0)
    let offices = (0..<20).map { "203.0.113.\($0 * 8)/29" }
    write("offices: [\(offices.joined(separator: ", "))]", 1)
    write("partners: [203.0.113.160/27, 203.0.113.192/28, 198.19.0.0/20]", 1)
    guard shape.isHostile else { return }
    for number in 0..<10 {
      var prefixes: Set<String> = []
      for _ in 0..<100 { prefixes.insert(nested(20 * number % vpcs.count)) }
      write("nested-\(number): [\(prefixes.sorted().joined(separator: ", "))]", 1)
    }
  }
}
