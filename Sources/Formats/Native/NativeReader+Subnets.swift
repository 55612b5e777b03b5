import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  static let blockWords: [(String, BlockPublicAccess)] = [
    ("off", .off), ("bidirectional", .bidirectional), ("ingress", .ingress),
  ]

  mutating func readSubnets() throws(InputError) {
    for (vpc, pair, fields) in try members("subnets", of: .subnet) {
      let id: SubnetID = vpc.scope.ownID(.subnet, pair.key)
      _ = try fields.required("cidr")
      let zoneID = try fields.text("zone-id")
      let zone = zoneID == nil ? try fields.required("zone").text("zone") : try fields.text("zone") ?? ""
      topology.subnets.append(
        Subnet(
          id: id, info: try vpc.scope.info(fields, key: pair.key, origin: pair.origin), vpc: vpc.id,
          prefixes: try fields.prefixes("cidr") ?? [], zone: AvailabilityZone(name: zone, zoneID: zoneID),
          blockPublicAccess: try fields.word("block-public-access", Self.blockWords)))
      if let node = fields["route-table"] {
        tableSubnets[try vpc.scope.id(node, .routeTable), default: []].append(id)
      }
      if let node = fields["network-acl"] {
        aclSubnets[try vpc.scope.id(node, .networkACL), default: []].append(id)
      }
    }
  }
}
