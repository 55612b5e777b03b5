import PacketWalkTopology

/// In which VPC or transit gateway a writer writes each resource.
struct NativeWriterScopes {
  /// VPCs and transit gateways that are only known by what belongs to them.
  private(set) var undescribedVPCs: [VPCID] = []
  private(set) var undescribedTransitGateways: [TransitGatewayID] = []
  private var vpcs: [VPCID: String] = [:]
  private var transitGateways: [TransitGatewayID: String] = [:]
  private var subnets: [SubnetID: VPCID] = [:]
  /// Gateways that a VPC writes as its own, by identifier.
  private var gateways: [String: VPCID] = [:]

  init(_ topology: Topology) {
    vpcs = Self.keys(topology.vpcs)
    transitGateways = Self.keys(topology.transitGateways)
    for subnet in topology.subnets { subnets[subnet.id] = subnet.vpc }
    for id in Self.owners(topology) where vpcs[id] == nil {
      undescribedVPCs.append(id)
      vpcs[id] = id.rawValue
    }
    let attached = topology.transitGatewayAttachments.map(\.transitGateway)
    for id in attached + topology.transitGatewayRouteTables.map(\.transitGateway)
    where transitGateways[id] == nil {
      undescribedTransitGateways.append(id)
      transitGateways[id] = id.rawValue
    }
    own(topology.internetGateways.map { ($0.id.rawValue, $0.vpc) })
    own(topology.egressOnlyInternetGateways.map { ($0.id.rawValue, $0.vpc) })
    own(topology.carrierGateways.map { ($0.id.rawValue, $0.vpc) })
  }

  func vpc(_ id: VPCID?) -> String? { id.flatMap { vpcs[$0] } }
  func subnet(_ id: SubnetID) -> String? { vpc(subnets[id]) }
  func transitGateway(_ id: TransitGatewayID) -> String? { transitGateways[id] }
  /// The VPC that writes the gateway as its own; nil for one that stands in the file's section.
  func gateway<Kind>(_ id: ResourceID<Kind>) -> String? { vpc(gateways[id.rawValue]) }

  /// The first attached gateway of a described VPC is the VPC's own.
  private mutating func own(_ attachments: [(id: String, vpc: VPCID?)]) {
    var seen: Set<VPCID> = []
    for (id, vpc) in attachments {
      guard let vpc, vpcs[vpc] != nil, seen.insert(vpc).inserted else { continue }
      gateways[id] = vpc
    }
  }

  private static func owners(_ topology: Topology) -> [VPCID] {
    var owners = topology.subnets.map(\.vpc) + topology.routeTables.map(\.vpc)
    owners += topology.networkACLs.map(\.vpc) + topology.securityGroups.map(\.vpc)
    owners += topology.natGateways.map(\.vpc) + topology.vpcEndpoints.map(\.vpc)
    owners += topology.loadBalancers.map(\.vpc) + topology.targetGroups.compactMap(\.vpc)
    owners += topology.resourceGateways.map(\.vpc) + topology.instanceConnectEndpoints.map(\.vpc)
    owners += topology.managedServices.compactMap(\.vpc) + topology.serviceNetworkAssociations.map(\.vpc)
    owners += topology.vpnGateways.compactMap(\.vpc) + topology.clientVPNEndpoints.compactMap(\.vpc)
    return owners + topology.unmodelled.compactMap(\.vpc)
  }

  /// Names where they are unique and no identifier, else identifiers.
  private static func keys<R: Resource>(_ resources: [R]) -> [ResourceID<R>: String] {
    let ids = Set(resources.map(\.id.rawValue))
    var uses: [String: Int] = [:]
    for resource in resources { uses[resource.shortName, default: 0] += 1 }
    var keys: [ResourceID<R>: String] = [:]
    for resource in resources {
      let name = resource.shortName
      let isUsable =
        uses[name] == 1 && NativeDeclarations.isName(name)
        && (name == resource.id.rawValue || !ids.contains(name))
      keys[resource.id] = isUsable ? name : resource.id.rawValue
    }
    return keys
  }
}
