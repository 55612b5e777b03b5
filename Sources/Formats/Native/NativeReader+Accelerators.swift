import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  mutating func readAccelerators() throws(InputError) {
    for (pair, fields) in try fileMembers("accelerators", of: .accelerator) {
      var addresses: [IPAddress] = []
      for node in fields.list("ip") ?? [] { addresses.append(try node.address()) }
      var listeners: [Accelerator.Listener] = []
      for listener in try fields.pairs("listeners") { listeners.append(try acceleratorListener(listener)) }
      topology.accelerators.append(
        Accelerator(
          id: scope.ownID(.accelerator, pair.key),
          info: try scope.info(fields, key: pair.key, origin: pair.origin), addresses: addresses,
          dnsName: try fields.text("dns"), isEnabled: try fields.bool("enabled") ?? true,
          listeners: listeners))
    }
  }

  /// `tcp/443`, `udp/5000-6000`, with a list of endpoints.
  private func acceleratorListener(_ pair: YAMLPair) throws(InputError) -> Accelerator.Listener {
    let parts = pair.key.split(separator: "/", omittingEmptySubsequences: false)
    let known: [String: IPProtocol] = ["tcp": .tcp, "udp": .udp]
    guard parts.count == 2, let `protocol` = known[String(parts[0])], let ports = PortRange(String(parts[1]))
    else {
      throw InputError(
        .malformed, "“\(pair.key)” is no listener such as tcp/443 or udp/5000-6000", at: pair.origin)
    }
    var endpoints: [Accelerator.Endpoint] = []
    for node in pair.value.items { endpoints.append(try acceleratorEndpoint(node)) }
    return Accelerator.Listener(protocol: `protocol`, ports: ports, endpoints: endpoints)
  }

  private func acceleratorEndpoint(_ node: YAMLNode) throws(InputError) -> Accelerator.Endpoint {
    let fields = try YAMLFields(node, of: .acceleratorEndpoint)
    let target: Accelerator.Endpoint.Target
    if let node = fields["load-balancer"] {
      target = .loadBalancer(try scope.id(node, .loadBalancer))
    } else if let node = fields["instance"] {
      target = .instance(try scope.id(node, .instance))
    } else {
      target = .other(try fields.required("other").text("other"))
    }
    var overrides: [UInt16: UInt16] = [:]
    for pair in try fields.pairs("port-overrides") {
      guard let port = UInt16(pair.key) else {
        throw InputError(.malformed, "“\(pair.key)” is no port", at: pair.origin)
      }
      overrides[port] = UInt16(try pair.value.integer("port-overrides", in: 0...65535))
    }
    return Accelerator.Endpoint(
      target: target, preservesClientIP: try fields.bool("preserve-client-ip") ?? true,
      portOverrides: overrides, isUsed: try fields.bool("used") ?? true)
  }
}
