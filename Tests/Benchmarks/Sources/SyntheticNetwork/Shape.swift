/// How big a network is to be.
public struct Shape: Sendable {
  /// All network interfaces, those of gateways, balancers and endpoints among them.
  public var interfaces: Int
  /// Each has up to 1,700 interfaces and 83 groups.
  public var vpcs: Int
  /// Different networks for different numbers, the same network for the same one.
  public var seed: UInt64
  /// Whether to print `describe-instances` too, which more than doubles the input.
  public var hasInstances: Bool

  /// - Parameter interfaces: from 60 to 400,000.
  public init(interfaces: Int, seed: UInt64 = 1, hasInstances: Bool = false) {
    precondition((60...400_000).contains(interfaces), "60 to 400,000 interfaces")
    self.interfaces = interfaces
    vpcs = max(3, (interfaces + 1699) / 1700)
    self.seed = seed
    self.hasInstances = hasInstances
  }
}

/// A VPC, laid out: the identifiers that the files refer to each other by.
struct VPCPlan {
  /// Public, application and data subnets and those of the transit gateway's attachment, by zone.
  struct Zone {
    var name: String
    var id: String
    var open: SubnetPlan
    var app: SubnetPlan
    var data: SubnetPlan
    var transit: SubnetPlan
    var natGateway: String
    var natAddress: String
    var routeTable: String

    var subnets: [SubnetPlan] { [open, app, data, transit] }
  }

  struct Service {
    var name: String
    var balancerGroup: String
    var appGroup: String
    var dataGroup: String
  }

  var number: Int
  var name: String
  var id: String
  var zones: [Zone]
  var services: [Service]
  var defaultGroup: String
  var bastionGroup: String
  var internetGateway: String
  var attachment: String
  var s3Endpoint: String
  var ssmEndpoint: String
  var mainTable: String
  var openTable: String
  var transitTable: String
  var defaultACL: String
  var dataACL: String
  var appBalancer: String
  var networkBalancer: String
  var hosts: [Host] = []

  var cidr: String { "10.\(number).0.0/16" }
}

/// A subnet: the first 24 or 20 or 28 bits, and how many addresses were given out.
struct SubnetPlan {
  var id: String
  var cidr: String
  var base: UInt32
  var used: UInt32 = 0
}

/// An interface, as the questions need to know it.
struct Host {
  enum Role { case app, data, worker, lambda, bastion }

  var id: String
  var name: String
  var address: String
  var publicAddress: String?
  var instance: String?
  var role: Role
  var service: Int
  var zone: Int
  var subnet: String
  var groups: [(name: String, id: String)]
}
