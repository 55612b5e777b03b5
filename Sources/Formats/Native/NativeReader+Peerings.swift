import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  mutating func readPeerings() throws(InputError) {
    for (pair, fields) in try fileMembers("peerings", of: .peering) {
      topology.vpcPeeringConnections.append(
        VPCPeeringConnection(
          id: scope.ownID(.peering, pair.key),
          info: try scope.info(fields, key: pair.key, origin: pair.origin),
          requester: try end(fields.required("requester")), accepter: try end(fields.required("accepter")),
          isActive: try fields.bool("active") ?? true))
    }
  }

  /// A VPC, or a mapping; what the mapping leaves out is the VPC's own.
  private func end(_ node: YAMLNode) throws(InputError) -> VPCPeeringConnection.End {
    guard node.scalar == nil else { return ownEnd(try scope.id(node, .vpc)) }
    let fields = try YAMLFields(node, of: .peeringEnd)
    var end = ownEnd(try scope.id(fields.required("vpc"), .vpc))
    if let prefixes = try fields.prefixes("cidr") { end.prefixes = prefixes }
    if let account = try fields.text("account") { end.account = account.isEmpty ? nil : account }
    if let region = try fields.text("region") { end.region = region.isEmpty ? nil : region }
    end.allowsDNSResolution = try fields.bool("dns") ?? false
    return end
  }

  private func ownEnd(_ id: VPCID) -> VPCPeeringConnection.End {
    guard let vpc = topology.vpcs.first(where: { $0.id == id }) else {
      return VPCPeeringConnection.End(vpc: id)
    }
    return VPCPeeringConnection.End(
      vpc: id, account: vpc.info.account, region: vpc.info.region, prefixes: vpc.prefixes)
  }
}
