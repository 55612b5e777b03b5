import PacketWalkTopology

extension NativeWriter {
  func endpointServices() -> YAMLMembers {
    var section = YAMLMembers()
    for service in topology.endpointServices {
      var fields = YAMLMembers()
      if service.serviceName != names.key(.endpointService, service.id, scope: nil) {
        fields.add("service", service.serviceName)
      }
      if !service.loadBalancers.isEmpty {
        fields.add(
          "load-balancers",
          .items(service.loadBalancers.map { names.reference(.loadBalancer, $0, from: nil) })
        )
      }
      if !service.zones.isEmpty { fields.add("zones", .items(service.zones)) }
      fields.add("acceptance", service.requiresAcceptance, unless: false)
      fields.add("available", service.isAvailable, unless: true)
      fields.add("private-dns-name", service.privateDNSName)
      member(.endpointService, service, in: filePlace, fields, into: &section)
    }
    return section
  }

  /// Service names by the keys under which their services are written.
  var declaredServices: [String: String] {
    Dictionary(
      topology.endpointServices.map { (names.key(.endpointService, $0.id, scope: nil), $0.serviceName) },
      uniquingKeysWith: { first, _ in first })
  }
}
