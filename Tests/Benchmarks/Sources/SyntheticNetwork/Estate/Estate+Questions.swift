/// Questions about an estate, as `packetwalk check --queries` reads them.
extension Estate {
  /// What the ends of the questions are.
  public enum Ends {
    /// Hosts only: in one VPC, in two, of both families, with and without success.
    case hosts
    /// A tenth of them the internet and load balancers besides.
    case all
  }

  /// Some questions with a header: most that the network is made for, some that it refuses.
  ///
  /// - Complexity: O(count + interfaces)
  public func questions(_ count: Int, _ ends: Ends, seed: UInt64 = 2) -> String {
    var random = Randomness(seed: seed)
    var byTier: [[EstatePlan.Tier: [[EstatePlan.Host]]]] = []
    for vpc in vpcs {
      var tiers: [EstatePlan.Tier: [[EstatePlan.Host]]] = [:]
      for (place, group) in vpc.groups.enumerated() {
        let hosts = vpc.hosts.filter { $0.group == place }
        if !hosts.isEmpty { tiers[group.tier, default: []].append(hosts) }
      }
      byTier.append(tiers)
    }
    var text = "source,destination,service\n"
    for _ in 0..<count {
      let vpc = Int.random(in: 0..<vpcs.count, using: &random)
      let host = pick(vpcs[vpc].hosts, &random)
      let line: (String, String, String)
      switch Int.random(in: 0..<100, using: &random) {
      case 0..<5 where ends == .all: line = (host.name, "internet", "tcp/443")
      case 5..<8 where ends == .all: line = ("internet", host.name, "tcp/443")
      case 8..<10 where ends == .all: line = (host.name, "lb:vpc-\(vpc)/inner", "tcp/5432")
      case ..<60:
        line = ownService(byTier[vpc], &random) ?? (host.name, pick(vpcs[vpc].hosts, &random).name, "tcp/443")
      case 60..<75:
        line = (host.name, pick(vpcs[vpc].hosts, &random).name, "tcp/\(pick([22, 443, 5432, 8080], &random))")
      case 75..<85:
        let other = pick(vpcs, &random)
        line = (host.name, pick(other.hosts, &random).name, "tcp/\(pick([443, 5432, 9090], &random))")
      case 85..<90: line = (host.name, pick(vpcs[vpc].hosts, &random).name, "icmp/8")
      default:
        let other = pick(vpcs[vpc].hosts, &random)
        line = (host.name, shape.isDualStack ? other.v6 : other.v4, "tcp/443")
      }
      text += "\(line.0),\(line.1),\(line.2)\n"
    }
    return text
  }

  /// A service's front to its middle, or its middle to its data.
  private func ownService(
    _ tiers: [EstatePlan.Tier: [[EstatePlan.Host]]], _ random: inout Randomness
  ) -> (String, String, String)? {
    let isFront = Bool.random(using: &random)
    guard let above = tiers[isFront ? .web : .app], let below = tiers[isFront ? .app : .data] else {
      return nil
    }
    let service = Int.random(in: 0..<min(above.count, below.count), using: &random)
    return (
      pick(above[service], &random).name, pick(below[service], &random).name,
      isFront ? "tcp/8080" : "tcp/5432"
    )
  }

  private func pick<Element>(_ elements: [Element], _ random: inout Randomness) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &random)]
  }
}
