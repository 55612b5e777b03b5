import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  mutating func readNATGateways() throws(InputError) {
    let connectivities: [(String, NATGateway.Connectivity)] = [("public", .public), ("private", .private)]
    for (vpc, pair, fields) in try members("nat-gateways", of: .natGateway) {
      let isRegional = try fields.bool("regional") ?? false
      var subnet: SubnetID?
      if isRegional, fields.has("subnet") {
        throw InputError(
          .malformed, "a regional NAT gateway has no subnet", at: fields.origin(of: "subnet"))
      }
      if !isRegional {
        let node = try fields.required("subnet")
        if node.scalar != "unknown" { subnet = try vpc.scope.id(node, .subnet) }
      }
      topology.natGateways.append(
        NATGateway(
          id: vpc.scope.ownID(.natGateway, pair.key),
          info: try vpc.scope.info(fields, key: pair.key, origin: pair.origin), vpc: vpc.id, subnet: subnet,
          connectivity: try fields.word("connectivity", connectivities) ?? .public,
          isAvailable: try fields.bool("available") ?? true, addresses: try vpc.scope.addresses(fields),
          isRegional: isRegional))
    }
  }
}
