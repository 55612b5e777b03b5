import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkTopology

/// Where something happens to a packet: a resource and what it stands in.
public struct HopPlace: Hashable, Sendable {
  /// A VPC or a subnet, and its ranges.
  public struct Container: Hashable, Sendable {
    public var component: Component
    public var prefixes: [String]
  }

  /// Nil outside of VPCs, as for the internet and transit gateways.
  public var vpc: Container?
  /// The Availability Zone, where it is in one.
  public var zone: String?
  public var subnet: Container?
  public var account: String?
  public var region: String?
  /// Whose behaviour it is.
  public var element: Component
}

extension PacketGraph {
  /// The place of an element: an interface's is its subnet, a gateway's its VPC.
  func hopPlace(_ element: ElementRef, _ index: TopologyIndex) -> HopPlace {
    let at = Int(element.index)
    func known<R>(_ resources: [R]) -> R? { resources.indices.contains(at) ? resources[at] : nil }
    var subnet: SubnetID?
    var vpc: VPCID?
    switch element.kind {
    case .subnet: subnet = known(topology.subnets)?.id
    case .networkInterface: subnet = known(topology.networkInterfaces)?.subnet
    case .natGateway:
      subnet = known(topology.natGateways)?.subnet
      vpc = known(topology.natGateways)?.vpc
    case .vpc: vpc = known(topology.vpcs)?.id
    case .internetGateway: vpc = known(topology.internetGateways)?.vpc
    case .egressOnlyInternetGateway: vpc = known(topology.egressOnlyInternetGateways)?.vpc
    case .carrierGateway: vpc = known(topology.carrierGateways)?.vpc
    case .vpnGateway: vpc = known(topology.vpnGateways)?.vpc
    case .vpcEndpoint: vpc = known(topology.vpcEndpoints)?.vpc
    case .loadBalancer: vpc = known(topology.loadBalancers)?.vpc
    case .routeTable: vpc = known(topology.routeTables)?.vpc
    default: break
    }
    var place = HopPlace(element: component(element))
    if let subnet, let found = index.subnets[subnet].map({ topology.subnets[$0] }) {
      place.subnet = HopPlace.Container(found, found.prefixes.map(\.description))
      place.zone = found.zone.description.isEmpty ? nil : found.zone.description
      vpc = found.vpc
    }
    if let vpc, let found = index.vpcs[vpc].map({ topology.vpcs[$0] }) {
      place.vpc = HopPlace.Container(found, found.prefixes.map(\.description))
      (place.account, place.region) = (found.info.account, found.info.region)
    }
    return place
  }
}

extension HopPlace.Container {
  init<R: PacketWalkTopology.Resource>(_ resource: R, _ prefixes: [String]) {
    component = Component(
      kind: R.kindName, name: resource.shortName, id: resource.id.rawValue, origin: resource.info.origin)
    self.prefixes = prefixes
  }
}
