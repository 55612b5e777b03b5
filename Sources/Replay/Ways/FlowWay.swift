/// The way that packets take out of a subnet, as far as `traffic-path` tells ways apart (VPC user guide, "Flow log
/// records", version 5).
package enum FlowWay: String, Hashable, Sendable, CaseIterable {
  /// To or through something in the VPC: another interface, a NAT or transit gateway, an interface endpoint.
  case vpc = "within-vpc"
  case internetGateway = "internet-gateway"
  case gatewayEndpoint = "gateway-endpoint"
  case vpnGateway = "virtual-private-gateway"
  case peeringInRegion = "peering-in-region"
  case peeringAcrossRegions = "peering-across-regions"
  /// The input does not say in which Regions its ends are.
  case peering
  case localGateway = "local-gateway"
  /// No route, or one that leads nowhere.
  case none = "no-route"

  /// The values of the field that say so: 2 and 8 both mean an internet gateway, and 2 and 7 a gateway endpoint, by the
  /// kind of instance.
  var paths: ClosedRange<UInt8>? {
    switch self {
    case .vpc: 1...1
    case .vpnGateway: 3...3
    case .peeringInRegion: 4...4
    case .peeringAcrossRegions: 5...5
    case .peering: 4...5
    case .localGateway: 6...6
    case .internetGateway: 8...8
    case .gatewayEndpoint: 7...7
    case .none: nil
    }
  }

  /// Whether a record's value says the same.
  func agrees(with path: UInt8) -> Bool {
    switch self {
    case .internetGateway, .gatewayEndpoint: if path == 2 { return true }
    // An Outpost's local gateway may be logged as something in the VPC.
    case .localGateway: if path == 1 { return true }
    default: break
    }
    return paths?.contains(path) ?? false
  }

  package var words: String {
    switch self {
    case .vpc: "something in the VPC"
    case .internetGateway: "an internet gateway"
    case .gatewayEndpoint: "a gateway endpoint"
    case .vpnGateway: "a virtual private gateway"
    case .peeringInRegion: "a peering connection within the Region"
    case .peeringAcrossRegions: "a peering connection to another Region"
    case .peering: "a peering connection"
    case .localGateway: "a local gateway"
    case .none: "nowhere"
    }
  }

  /// What a value of the field says, in words; nil for one that AWS does not list.
  package static func words(ofPath path: UInt8) -> String? {
    switch path {
    case 1: Self.vpc.words
    case 2: "an internet gateway or a gateway endpoint"
    case 3: Self.vpnGateway.words
    case 4: Self.peeringInRegion.words
    case 5: Self.peeringAcrossRegions.words
    case 6: Self.localGateway.words
    case 7: Self.gatewayEndpoint.words
    case 8: Self.internetGateway.words
    default: nil
    }
  }
}
