import PacketWalkAddressing

/// A made-up network of a given size, in the files that `aws ec2 describe-…` and `aws elbv2 describe-…`
/// print: several VPCs of one account and Region on a transit gateway, the first two peered, each with
/// three zones, public, application and data subnets, NAT gateways, an internet gateway, an S3 gateway
/// endpoint, an interface endpoint, two load balancers, and about thirty services whose groups refer to
/// each other, to prefix lists and to offices' addresses.
public struct SyntheticNetwork {
  /// The files: names and contents.
  public private(set) var files: [(name: String, bytes: [UInt8])] = []

  let shape: Shape
  var random: Randomness
  var vpcs: [VPCPlan] = []
  var publicAddresses: UInt32 = 0

  let account = "123456789012"
  let region = "eu-west-1"
  let corporateList: String
  let s3List: String
  let transitGateway: String
  let transitTable: String
  let peering: String

  /// Lays out a network and prints it.
  ///
  /// - Complexity: O(interfaces)
  public init(_ shape: Shape) {
    self.shape = shape
    random = Randomness(seed: shape.seed)
    corporateList = random.identifier("pl")
    s3List = random.identifier("pl")
    transitGateway = random.identifier("tgw")
    transitTable = random.identifier("tgw-rtb")
    peering = random.identifier("pcx")
    for number in 0..<shape.vpcs { vpcs.append(plan(number)) }
    printNetwork()
    printFilters()
    printBalancers()
    printInterfaces()
  }

  /// Adds the output of one call: one list under its key.
  mutating func add(_ name: String, _ key: String, _ elements: [JSON]) {
    files.append((name + ".json", JSON.object([(key: key, value: .list(elements))]).printed))
  }

  private mutating func plan(_ number: Int) -> VPCPlan {
    let letters = ["a", "b", "c"]
    let zones = letters.indices.map { zone in
      let octet = UInt32(zone)
      return VPCPlan.Zone(
        name: region + letters[zone], id: "euw1-az\(zone + 1)",
        open: subnet(number, octet << 8, 24), app: subnet(number, (16 * (octet + 1)) << 8, 20),
        data: subnet(number, (16 * (octet + 4)) << 8, 20), transit: subnet(number, 240 << 8 + 16 * octet, 28),
        natGateway: random.identifier("nat"), natAddress: nextPublicAddress(),
        routeTable: random.identifier("rtb"))
    }
    let services = (0..<27).map { service in
      VPCPlan.Service(
        name: Self.serviceNames[service % 9] + (service < 9 ? "" : "-\(service / 9 + 1)"),
        balancerGroup: random.identifier("sg"), appGroup: random.identifier("sg"),
        dataGroup: random.identifier("sg"))
    }
    var vpc = VPCPlan(
      number: number, name: number == 0 ? "shared" : "workload-\(number)", id: random.identifier("vpc"),
      zones: zones, services: services, defaultGroup: random.identifier("sg"),
      bastionGroup: random.identifier("sg"), internetGateway: random.identifier("igw"),
      attachment: random.identifier("tgw-attach"), s3Endpoint: random.identifier("vpce"),
      ssmEndpoint: random.identifier("vpce"), mainTable: random.identifier("rtb"),
      openTable: random.identifier("rtb"), transitTable: random.identifier("rtb"),
      defaultACL: random.identifier("acl"), dataACL: random.identifier("acl"),
      appBalancer: random.hexadecimal(16), networkBalancer: random.hexadecimal(16))
    // What the VPC's gateways, balancers and endpoints have besides: fifteen interfaces.
    let share = shape.interfaces / shape.vpcs + (number < shape.interfaces % shape.vpcs ? 1 : 0)
    for place in 0..<share - 15 { vpc.hosts.append(host(place, in: &vpc)) }
    return vpc
  }

  static let serviceNames = [
    "orders", "billing", "search", "media", "accounts", "ledger", "mail", "reports", "stock",
  ]

  private mutating func subnet(_ vpc: Int, _ offset: UInt32, _ length: Int) -> SubnetPlan {
    let base = 10 << 24 | UInt32(vpc) << 16 | offset
    // AWS keeps the first four addresses of every subnet.
    return SubnetPlan(
      id: random.identifier("subnet"), cidr: "\(Self.text(base))/\(length)", base: base, used: 4)
  }

  /// The first host is the bastion; of twenty others twelve serve, five hold data, two work, one is a
  /// function.
  private mutating func host(_ place: Int, in vpc: inout VPCPlan) -> Host {
    let service = place % vpc.services.count
    let groups = vpc.services[service]
    let name = groups.name
    let role: Host.Role =
      switch place == 0 ? -1 : Int.random(in: 0..<20, using: &random) {
      case -1: .bastion
      case 0..<12: .app
      case 12..<17: .data
      case 17..<19: .worker
      default: .lambda
      }
    let zone = place / vpc.services.count % 3
    var host = Host(
      id: random.identifier("eni"), name: "", address: "", role: role, service: service, zone: zone,
      subnet: "", groups: [])
    host.instance = role == .lambda ? nil : random.identifier("i")
    let app = ("\(name)-app", groups.appGroup)
    switch role {
    case .bastion:
      (host.subnet, host.address) = Self.take(&vpc.zones[zone].open)
      host.publicAddress = nextPublicAddress()
      host.groups = [("bastion", vpc.bastionGroup)]
    case .data:
      (host.subnet, host.address) = Self.take(&vpc.zones[zone].data)
      host.groups = [("\(name)-data", groups.dataGroup)]
    case .app, .worker, .lambda:
      (host.subnet, host.address) = Self.take(&vpc.zones[zone].app)
      host.groups = role == .worker ? [app, ("default", vpc.defaultGroup)] : [app]
    }
    host.name = role == .bastion ? "\(vpc.name)-bastion" : "\(vpc.name)-\(name)-\(role)-\(place)"
    return host
  }

  static func take(_ subnet: inout SubnetPlan) -> (id: String, address: String) {
    defer { subnet.used += 1 }
    return (subnet.id, text(subnet.base + subnet.used))
  }

  static func text(_ bits: UInt32) -> String { IPAddress.v4(IPv4Address(bits: bits)).description }

  /// From the two of the three blocks for documentation (RFC 5737) that no office has; past their end, from
  /// the block for benchmarks (RFC 2544).
  mutating func nextPublicAddress() -> String {
    let documentation: [UInt32] = [198 << 24 | 51 << 16 | 100 << 8, 192 << 24 | 2 << 8]
    defer { publicAddresses += 1 }
    let block = Int(publicAddresses / 254)
    let base = block < 2 ? documentation[block] : 198 << 24 | 18 << 16 | UInt32(block) << 8
    return Self.text(base + publicAddresses % 254 + 1)
  }
}
