import PacketWalkTopology

/// What attachments, peering connections and tunnels join.
enum AttachedPlace: Hashable {
  case gateway(TransitGatewayID)
  case vpc(VPCID)
  /// By its place in the topology.
  case external(Int)
}
