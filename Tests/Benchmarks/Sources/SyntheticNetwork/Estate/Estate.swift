/// A made-up network for questions about everything at once, in the native format.
///
/// Services of three tiers: the hosts of each are in a few subnets, and their groups refer to each other, to
/// the ranges of subnets, to lists and to addresses outside. VPCs are peered or on a transit gateway, with
/// NAT gateways, load balancers and public subnets.
public struct Estate {
  /// The file.
  public private(set) var text = ""
  /// A database, and a host of another service that can't reach it.
  public private(set) var question: (source: String, destination: String, service: String) = ("", "", "")

  let shape: EstateShape
  var random: Randomness
  var vpcs: [EstatePlan] = []
  private var publicAddresses: UInt32 = 0

  /// Lays out a network and prints it.
  ///
  /// - Complexity: O(interfaces + groups · rules)
  public init(_ shape: EstateShape) {
    self.shape = shape
    random = Randomness(seed: shape.seed)
    for number in 0..<shape.vpcs { vpcs.append(plan(number)) }
    write("packetwalk: 1", 0)
    write("region: eu-west-1", 0)
    write("account: \"123456789012\"", 0)
    write("vpcs:", 0)
    for vpc in vpcs { printVPC(vpc) }
    printBetween()
    printLists()
    question = (host(.app, service: 1), host(.data, service: 0), "tcp/5432")
  }

  private func host(_ tier: EstatePlan.Tier, service: Int) -> String {
    let vpc = vpcs[0]
    let host = vpc.hosts.first {
      vpc.groups[$0.group].tier == tier && vpc.groups[$0.group].service == service
    }
    return (host ?? vpc.hosts[vpc.hosts.count - 1]).name
  }

  mutating func write(_ line: String, _ depth: Int) {
    for _ in 0..<depth { text += "  " }
    text += line
    text += "\n"
  }

  /// A VPC's part of a number.
  private func share(_ total: Int, _ vpc: Int) -> Int {
    total / shape.vpcs + (vpc < total % shape.vpcs ? 1 : 0)
  }

  // MARK: Laying out

  private mutating func plan(_ number: Int) -> EstatePlan {
    var vpc = EstatePlan(number: number)
    planSubnets(share(shape.subnets, number), of: &vpc)
    for place in 0..<share(shape.groups, number) {
      let tier = EstatePlan.Tier.allCases[place % 3]
      let service = place / 3
      let own = vpc.subnets(of: tier)
      let first = 3 * (service % max(1, own.count / 3))
      vpc.groups.append(
        EstatePlan.Group(
          name: "\(tier.name)-\(service)", tier: tier, service: service,
          subnets: (0..<3).map { own[(first + $0) % own.count] }))
    }
    // The other six are the load balancers' nodes.
    for place in 0..<share(shape.interfaces, number) - (shape.isHostile ? 0 : 6) {
      let group = place % vpc.groups.count
      let number = place / vpc.groups.count
      let plan = vpc.groups[group]
      let subnet = plan.subnets[number % 3]
      let addresses = vpc.subnets[subnet].take()
      let isPublic = vpc.subnets[subnet].tier == .web && Int.random(in: 0..<10, using: &random) == 0
      vpc.hosts.append(
        EstatePlan.Host(
          name: "\(plan.tier.name)\(vpc.number)-\(plan.service)-\(number)", subnet: subnet,
          v4: addresses.v4, v6: addresses.v6, publicAddress: isPublic ? nextPublicAddress() : nil,
          group: group, isAdministered: Int.random(in: 0..<5, using: &random) == 0))
    }
    return vpc
  }

  /// A fifth are public, a third hold data; of VPCs with nine and more, three of a kind, one a zone.
  private func planSubnets(_ count: Int, of vpc: inout EstatePlan) {
    var length = 16
    while 1 << (length - 16) < count { length += 1 }
    for place in 0..<count {
      let (turn, turns) = count < 9 ? (place, count) : (place / 3, (count + 2) / 3)
      let tier: EstatePlan.Tier = turn * 5 < turns ? .web : turn * 10 < 7 * turns ? .app : .data
      let number = vpc.number
      vpc.subnets.append(
        EstatePlan.Subnet(
          name: "\(tier.name)-net-\(place)", tier: tier, zone: place % 3,
          base: 10 << 24 | UInt32(number) << 16 | UInt32(place) << UInt32(32 - length), length: length,
          base6: "2001:db8:\(String(number + 1, radix: 16)):\(String(place, radix: 16))"))
    }
  }

  /// From two blocks for documentation (RFC 5737), then from the block for benchmarks (RFC 2544).
  mutating func nextPublicAddress() -> String {
    let documentation: [UInt32] = [198 << 24 | 51 << 16 | 100 << 8, 192 << 24 | 2 << 8]
    defer { publicAddresses += 1 }
    let block = Int(publicAddresses / 254)
    let base = block < 2 ? documentation[block] : 198 << 24 | 18 << 16 | UInt32(block) << 8
    return SyntheticNetwork.text(base + publicAddresses % 254 + 1)
  }
}
