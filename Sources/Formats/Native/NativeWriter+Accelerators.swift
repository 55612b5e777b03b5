import PacketWalkAddressing
import PacketWalkTopology

extension NativeWriter {
  func accelerators() -> YAMLMembers {
    var section = YAMLMembers()
    for accelerator in topology.accelerators {
      var fields = YAMLMembers()
      fields.add("ip", accelerator.addresses.map(\.description))
      fields.add("dns", accelerator.dnsName)
      fields.add("enabled", accelerator.isEnabled, unless: true)
      var listeners = YAMLMembers()
      for listener in accelerator.listeners {
        listeners.add("\(listener.protocol)/\(listener.ports)", .list(listener.endpoints.map(endpoint)))
      }
      fields.add("listeners", section: listeners)
      member(.accelerator, accelerator, in: filePlace, fields, into: &section)
    }
    return section
  }

  private func endpoint(_ endpoint: Accelerator.Endpoint) -> YAMLValue {
    var fields = YAMLMembers()
    switch endpoint.target {
    case .loadBalancer(let id):
      fields.add("load-balancer", names.reference(.loadBalancer, id, from: nil))
    case .instance(let id): fields.add("instance", names.reference(.instance, id, from: nil))
    case .other(let id): fields.add("other", id)
    }
    fields.add("preserve-client-ip", endpoint.preservesClientIP, unless: true)
    var overrides = YAMLMembers()
    for (port, other) in endpoint.portOverrides.sorted(by: { $0.key < $1.key }) {
      overrides.add("\(port)", "\(other)")
    }
    fields.add("port-overrides", section: overrides)
    fields.add("used", endpoint.isUsed, unless: true)
    return fields.value
  }
}
