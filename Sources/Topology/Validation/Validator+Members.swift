import PacketWalkDiagnostics

extension Validator {
  /// Interfaces hold groups of their own VPC, or of one that the group is associated with (SG-13).
  mutating func checkGroupMembers() {
    // By place, as in the index.
    for place in topology.networkInterfaces.indices {
      guard let home = subnets[topology.networkInterfaces[place].subnet] else { continue }
      let vpc = topology.subnets[home].vpc
      guard vpcs[vpc] != nil else { continue }
      for id in topology.networkInterfaces[place].securityGroups {
        guard let group = securityGroups[id], topology.securityGroups[group].vpc != vpc,
          vpcs[topology.securityGroups[group].vpc] != nil,
          !topology.securityGroups[group].associatedVPCs.contains(vpc)
        else { continue }
        report(
          .groupOutsideVPC, .note, about: topology.networkInterfaces[place],
          "security group \(topology.securityGroups[group].displayName) is of VPC \(topology.securityGroups[group].vpc),"
            + " and the input associates it with no other")
      }
    }
  }

  /// VPCs whose routes a transit gateway keeps to itself (TGW-5).
  mutating func checkAttachments() {
    for overlap in topology.overlappingAttachments() {
      let attachment = topology.transitGatewayAttachments[overlap.later]
      let earlier = topology.transitGatewayAttachments[overlap.earlier]
      report(
        .overlappingAttachments, about: attachment,
        "\(overlap.prefix) of VPC \(overlap.vpc) shares addresses with the VPC of \(earlier.displayName), which was"
          + " attached before: its routes are not propagated")
    }
  }
}
