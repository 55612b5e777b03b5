import PacketWalkAddressing
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `globalaccelerator list-accelerators`, with `list-listeners` and `list-endpoint-groups` of each: the ARN of
  /// each says what it belongs to.
  func readAccelerators() {
    let groups = Dictionary(grouping: items("EndpointGroups")) {
      Self.owner($0.json.text("EndpointGroupArn"), before: "/endpoint-group/")
    }
    let listeners = Dictionary(grouping: items("AcceleratorListeners")) {
      Self.owner($0.json.text("ListenerArn"), before: "/listener/")
    }
    for (key, items) in [("EndpointGroups", groups), ("AcceleratorListeners", listeners)] {
      let total = items.values.reduce(0) { $0 + $1.count }
      if total > 0 { count(key, read: total, modelled: total) }
    }
    let balancers = Set(items("LoadBalancers").compactMap { $0.json.text("LoadBalancerArn") })
    collect("Accelerators", into: \.accelerators) { item throws(Unreadable) in
      let json = item.json
      let arn = try json.required("AcceleratorArn")
      var info = info(item, arn: arn)
      info.name = json.text("Name")
      info.account = info.account ?? Place.ofARN(arn).account
      var addresses: [IPAddress] = []
      for set in try json.list("IpSets") {
        for text in try set.list("IpAddresses") {
          guard let address = text.string.flatMap({ IPAddress($0) }) else {
            throw Unreadable("one of its addresses is \(text.shown)", at: text)
          }
          addresses.append(address)
        }
      }
      var own: [Accelerator.Listener] = []
      for listener in listeners[arn] ?? [] {
        let endpoints = try endpoints(groups[listener.json.text("ListenerArn") ?? ""] ?? [], balancers)
        for range in try listener.json.list("PortRanges") {
          guard let first = try range.port("FromPort"), let last = try range.port("ToPort"),
            let ports = PortRange(first, last)
          else { throw Unreadable("a listener's port range has no FromPort or no ToPort", at: range) }
          own.append(
            Accelerator.Listener(
              protocol: listener.json.has("Protocol", "UDP") ? .udp : .tcp, ports: ports,
              endpoints: endpoints))
        }
      }
      return Accelerator(
        id: AcceleratorID(arn), info: info, addresses: addresses, dnsName: json.text("DnsName"),
        isEnabled: try json.flag("Enabled") ?? true, listeners: own)
    }
  }

  private func endpoints(
    _ groups: [Item], _ balancers: Set<String>
  ) throws(Unreadable) -> [Accelerator.Endpoint] {
    var endpoints: [Accelerator.Endpoint] = []
    let instances = Set(topology.instances.map(\.id.rawValue))
    for group in groups {
      var overrides: [UInt16: UInt16] = [:]
      for override in try group.json.list("PortOverrides") {
        if let port = try override.port("ListenerPort") {
          overrides[port] = try override.port("EndpointPort")
        }
      }
      let isOpen = group.json["TrafficDialPercentage"]?.scalarText.map { $0 != "0" && $0 != "0.0" } ?? true
      for endpoint in try group.json.list("EndpointDescriptions") {
        let id = try endpoint.required("EndpointId")
        let weight = try endpoint.number("Weight") ?? 128
        let target: Accelerator.Endpoint.Target =
          id.contains(":loadbalancer/") || balancers.contains(id)
          ? .loadBalancer(LoadBalancerID(id))
          : id.hasPrefix("i-") || instances.contains(id) ? .instance(InstanceID(id)) : .other(id)
        endpoints.append(
          Accelerator.Endpoint(
            target: target, preservesClientIP: try endpoint.flag("ClientIPPreservationEnabled") ?? false,
            portOverrides: overrides, isUsed: isOpen && weight != 0))
      }
    }
    return endpoints
  }

  private static func owner(_ arn: String?, before mark: String) -> String {
    guard let arn, let range = arn.firstRange(of: mark) else { return "" }
    return String(arn[..<range.lowerBound])
  }
}
