import PacketWalkAddressing
import PacketWalkTopology

extension GraphBuilder {
  /// Enters everything, first what others lead to, then what each does.
  mutating func compile() {
    allocateVPCs()
    allocateSubnets()
    allocateInterfaces()
    allocateNATGateways()
    allocateInternetGateways()
    allocateEgressOnlyGateways()
    allocateCarrierGateways()
    allocatePeerings()
    allocateTransitGateways()
    allocateEndpoints()
    allocateInternet()
    allocateLattice()
    allocateVPNGateways()
    allocateClientVPNEndpoints()
    allocateExternalNetworks()
    findSteeredTargets()
    findPrivateLinks()
    findResourceGateways()
    findConnectEndpoints()

    for place in topology.vpcs.indices { lowerVPC(place) }
    for place in topology.subnets.indices { lowerSubnet(place) }
    for place in topology.networkInterfaces.indices { lowerInterface(place) }
    for place in topology.natGateways.indices { lowerNATGateway(place) }
    for place in topology.internetGateways.indices { lowerInternetGateway(place) }
    for place in topology.egressOnlyInternetGateways.indices { lowerEgressOnlyGateway(place) }
    for place in topology.carrierGateways.indices { lowerCarrierGateway(place) }
    for place in topology.vpcPeeringConnections.indices { lowerPeering(place) }
    for place in topology.transitGatewayAttachments.indices { lowerAttachment(place) }
    for place in topology.vpcEndpoints.indices { lowerEndpoint(place) }
    lowerLattice()
    for place in topology.vpnGateways.indices { lowerVPNGateway(place) }
    for place in topology.clientVPNEndpoints.indices { lowerClientVPNEndpoint(place) }
    for place in topology.externalNetworks.indices { lowerExternalNetwork(place) }
    lowerInternet()
  }

  func referencingVPCs() -> Set<VPCPair> {
    var pairs: Set<VPCPair> = []
    for peering in topology.vpcPeeringConnections where peering.isActive && peering.isSameRegion {
      guard let left = vpcIndex(peering.requester.vpc), let right = vpcIndex(peering.accepter.vpc) else {
        continue
      }
      pairs.insert(VPCPair(first: left, second: right))
      pairs.insert(VPCPair(first: right, second: left))
    }
    return pairs
  }
}
