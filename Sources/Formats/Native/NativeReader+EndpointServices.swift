import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  mutating func readEndpointServices() throws(InputError) {
    for (pair, fields) in try fileMembers("endpoint-services", of: .endpointService) {
      var zones: [String] = []
      for node in fields.list("zones") ?? [] { zones.append(try node.text("zones")) }
      let service = EndpointService(
        id: scope.ownID(.endpointService, pair.key),
        info: try scope.info(fields, key: pair.key, origin: pair.origin),
        serviceName: try fields.text("service") ?? pair.key,
        loadBalancers: try scope.ids(fields.list("load-balancers") ?? [], .loadBalancer), zones: zones,
        requiresAcceptance: try fields.bool("acceptance") ?? false,
        isAvailable: try fields.bool("available") ?? true,
        privateDNSName: try fields.text("private-dns-name"))
      declaredServices[pair.key] = service.serviceName
      topology.endpointServices.append(service)
    }
  }
}
