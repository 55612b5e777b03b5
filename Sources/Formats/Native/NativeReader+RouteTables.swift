import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  mutating func readRouteTables() throws(InputError) {
    for vpc in vpcs {
      for pair in try vpc.fields.pairs("route-tables") {
        let fields = try YAMLFields(pair.value, of: .routeTable)
        let id: RouteTableID = vpc.scope.ownID(.routeTable, pair.key)
        topology.routeTables.append(
          RouteTable(
            id: id, info: try vpc.scope.info(fields, key: pair.key, origin: pair.origin), vpc: vpc.id,
            isMain: try fields.bool("main") ?? (pair.key == "main"),
            subnets: try subnets(tableSubnets[id], fields, vpc.scope),
            gateways: try gateways(fields, vpc.scope),
            publicPools: try vpc.scope.ids(fields.list("public-pools") ?? [], .publicPool),
            routes: try vpc.scope.routes(fields.pairs("routes")),
            isComplete: try fields.bool("complete") ?? true))
      }
      for name in try NativeImplied.kinds(vpc.fields, missing: missing) where name.kind == .routeTable {
        topology.routeTables.append(
          RouteTable(
            id: vpc.scope.ownID(.routeTable, name.name), info: impliedInfo(name.name, vpc), vpc: vpc.id,
            isMain: true))
      }
    }
  }

  /// The common facts of what AWS made with the VPC.
  func impliedInfo(_ name: String, _ vpc: VPCSection) -> ResourceInfo {
    ResourceInfo(name: name, account: vpc.scope.account, region: vpc.scope.region)
  }

  /// Subnets that name the table or ACL, and those that it names itself.
  func subnets(
    _ named: [SubnetID]?, _ fields: YAMLFields, _ scope: NativeScope
  ) throws(InputError) -> [SubnetID] {
    let further: [SubnetID] = try scope.ids(fields.list("subnets") ?? [], .subnet)
    return (named ?? []) + further
  }

  private func gateways(_ fields: YAMLFields, _ scope: NativeScope) throws(InputError) -> [String] {
    var gateways: [String] = []
    for node in fields.list("gateways") ?? [] {
      let text = try node.text("gateways")
      if text == "internet-gateway" {
        gateways.append(try scope.ownGateway(.internetGateway, node.origin))
      } else if text.hasPrefix("internet-gateway:") {
        let id: InternetGatewayID = try scope.id(text.dropFirst(17), .internetGateway, at: node.origin)
        gateways.append(id.rawValue)
      } else if text.hasPrefix("vpn-gateway:") {
        let name = String(text.dropFirst(12))
        gateways.append(try names.resolve(name, .vpnGateway, from: scope.key, at: node.origin).id)
      } else {
        throw InputError(
          .malformed, "“\(text)” is no gateway: internet-gateway, internet-gateway:NAME, vpn-gateway:NAME",
          at: node.origin)
      }
    }
    return gateways
  }
}
