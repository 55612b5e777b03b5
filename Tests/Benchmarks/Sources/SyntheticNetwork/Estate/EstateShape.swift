/// How big an estate is to be, each measure by itself.
public struct EstateShape: Sendable {
  /// Hosts and the nodes of load balancers.
  public var interfaces = 10_000
  /// Besides two for each VPC: of whoever administers, and of the load balancer.
  public var groups = 300
  public var subnets = 100
  public var vpcs = 3
  /// Inbound rules of each group.
  public var rules = 12
  public var isDualStack = true
  /// Different networks for different numbers, the same network for the same one.
  public var seed: UInt64 = 1
  /// Whether everything is as unkind as AWS allows: see ``hostile``.
  public var isHostile = false

  public init() {}

  /// VPCs in a ring of peering connections, every subnet with an ACL of 40 alternating entries a direction,
  /// groups of 1,000 rules (AWS's quota, raised), lists of prefixes within prefixes.
  public static var hostile: EstateShape {
    var shape = EstateShape()
    (shape.interfaces, shape.groups, shape.subnets, shape.vpcs) = (2000, 200, 400, 200)
    (shape.rules, shape.isHostile) = (1000, true)
    return shape
  }

  /// Why there is no such network, or nil.
  public var objection: String? {
    if !(1...250).contains(vpcs) || isHostile && vpcs < 3 { return "from 1 VPC, or 3 in a ring, to 250" }
    if subnets < 2 * vpcs || subnets > 256 * vpcs { return "from 2 to 256 subnets a VPC" }
    if groups < 3 * vpcs && !isHostile || groups < vpcs { return "3 groups a VPC, or 1 in a ring" }
    if interfaces < 30 * vpcs && !isHostile || interfaces < 10 * vpcs {
      return "30 interfaces a VPC, or 10 in a ring"
    }
    if interfaces > 25_000 * vpcs { return "at most 25,000 interfaces a VPC" }
    return nil
  }
}

/// A VPC of an estate, laid out.
struct EstatePlan {
  enum Tier: Int, CaseIterable {
    case web, app, data

    var name: String {
      switch self {
      case .web: "web"
      case .app: "app"
      case .data: "data"
      }
    }
  }

  struct Subnet {
    var name: String
    var tier: Tier
    var zone: Int
    /// The first address; the network's prefix of IPv6 without `::`.
    var base: UInt32
    var length: Int
    var base6: String
    var used: UInt32 = 4

    var cidr: String { "\(SyntheticNetwork.text(base))/\(length)" }
    var cidr6: String { "\(base6)::/64" }

    /// The next addresses that nobody has.
    mutating func take() -> (v4: String, v6: String) {
      defer { used += 1 }
      precondition(used < 1 << UInt32(32 - length) - 1, "subnet \(name) is full")
      return (SyntheticNetwork.text(base + used), "\(base6)::\(String(used, radix: 16))")
    }
  }

  struct Group {
    var name: String
    var tier: Tier
    var service: Int
    /// The subnets of its hosts, one a zone.
    var subnets: [Int]
  }

  struct Host {
    var name: String
    var subnet: Int
    var v4: String
    var v6: String
    var publicAddress: String?
    var group: Int
    var isAdministered: Bool
  }

  var number: Int
  var subnets: [Subnet] = []
  var groups: [Group] = []
  var hosts: [Host] = []

  var name: String { "vpc-\(number)" }
  var cidr: String { "10.\(number).0.0/16" }
  var cidr6: String { "2001:db8:\(String(number + 1, radix: 16))::/56" }

  /// Places of the subnets of a tier, or of all where it has none.
  func subnets(of tier: Tier) -> [Int] {
    let own = subnets.indices.filter { subnets[$0].tier == tier }
    return own.isEmpty ? Array(subnets.indices) : own
  }
}
