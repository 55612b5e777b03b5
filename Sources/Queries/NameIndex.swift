package import PacketWalkTopology

/// Names that endpoints go by, each with everything it may mean.
package struct NameIndex: Sendable {
  package enum Meaning: Hashable, Sendable {
    case interface(Int)
    case instance(Int)
    case balancer(Int)
    case endpoint(Int)
    case natGateway(Int)
    case connectEndpoint(Int)
    case managedService(Int)
    case accelerator(Int)
    case external(Int)
  }

  /// What a name means, first of all; nearly every name means one thing.
  private var first: [String: Meaning] = [:]
  /// What else it means.
  private var others: [String: [Meaning]] = [:]
  /// Load balancers by their DNS names in small letters.
  private var hosts: [String: [Meaning]] = [:]

  /// Managed services by name and host, in small letters: only where the name means nothing else.
  private var managed: [String: [Int]] = [:]
  /// Names of services in small letters, with the interface endpoints that could answer to them (VPCE-5).
  private(set) var privateNames: [String: [Int]] = [:]

  /// - Complexity: O(*n*) for *n* resources.
  package init(_ topology: Topology) {
    first.reserveCapacity(2 * (topology.networkInterfaces.count + topology.instances.count))
    // By place, since a copy of a whole resource would count references to all that it holds.
    for place in topology.instances.indices {
      add(topology.instances[place].id.rawValue, .instance(place))
      add(topology.instances[place].info.name, .instance(place))
      add(topology.instances[place].info.address, .instance(place))
    }
    for place in topology.networkInterfaces.indices {
      add(topology.networkInterfaces[place].id.rawValue, .interface(place))
      add(topology.networkInterfaces[place].info.name, .interface(place))
      add(topology.networkInterfaces[place].info.address, .interface(place))
    }
    for (place, balancer) in topology.loadBalancers.enumerated() {
      for name in [balancer.id.rawValue, balancer.info.name, balancer.info.address, balancer.dnsName] {
        add(name, .balancer(place))
      }
    }
    for (place, endpoint) in topology.vpcEndpoints.enumerated() {
      for name in [endpoint.id.rawValue, endpoint.info.name, endpoint.info.address] {
        add(name, .endpoint(place))
      }
    }
    for (place, gateway) in topology.natGateways.enumerated() {
      for name in [gateway.id.rawValue, gateway.info.name, gateway.info.address] {
        add(name, .natGateway(place))
      }
    }
    for (place, endpoint) in topology.instanceConnectEndpoints.enumerated() {
      for name in [endpoint.id.rawValue, endpoint.info.name, endpoint.info.address, endpoint.dnsName] {
        add(name, .connectEndpoint(place))
      }
    }
    for (place, accelerator) in topology.accelerators.enumerated() {
      for name in [
        accelerator.id.rawValue, accelerator.info.name, accelerator.info.address, accelerator.dnsName,
      ] {
        add(name, .accelerator(place))
      }
    }
    for (place, service) in topology.managedServices.enumerated() {
      let names =
        [service.id.rawValue, service.info.name, service.info.address].compactMap(\.self) + service.hosts
      for name in Set(names.map { $0.lowercased() }) { managed[name, default: []].append(place) }
    }
    for (place, network) in topology.externalNetworks.enumerated() {
      for name in [network.id.rawValue, network.info.name, network.info.address] {
        add(name, .external(place))
      }
    }
    addPrivateNames(topology)
    for (place, balancer) in topology.loadBalancers.enumerated() {
      if let name = balancer.dnsName { hosts[name.lowercased(), default: []].append(.balancer(place)) }
    }
  }

  private mutating func addPrivateNames(_ topology: Topology) {
    let declared = Dictionary(
      topology.endpointServices.map { ($0.serviceName, $0.privateDNSName) },
      uniquingKeysWith: { first, _ in first })
    for (place, endpoint) in topology.vpcEndpoints.enumerated() where endpoint.kind == .interface {
      for name in endpoint.dnsNames { hosts[name.lowercased(), default: []].append(.endpoint(place)) }
      let name = declared[endpoint.serviceName] ?? Self.host(ofService: endpoint.serviceName)
      if let name { privateNames[name.lowercased(), default: []].append(place) }
    }
  }

  /// `api.ecr.eu-west-1.amazonaws.com` of `com.amazonaws.eu-west-1.ecr.api`; nil for a service that isn't
  /// AWS's own.
  static func host(ofService name: String) -> String? {
    let parts = name.split(separator: ".").map(String.init)
    guard parts.count >= 4, parts[0] == "com", parts[1] == "amazonaws", parts[2] != "vpce" else { return nil }
    return (parts[3...].reversed() + [parts[2], "amazonaws", "com"]).joined(separator: ".")
  }

  /// The service's name that a host is, or is a part of: `123456789012.dkr.ecr.eu-west-1.amazonaws.com`.
  package func privateName(of name: String) -> String? {
    var host = name.lowercased()[...]
    if host.hasSuffix(".") { host.removeLast() }
    while !host.isEmpty {
      if privateNames[String(host)] != nil { return String(host) }
      guard let dot = host.firstIndex(of: ".") else { return nil }
      host = host[host.index(after: dot)...]
    }
    return nil
  }

  private mutating func add(_ name: String?, _ meaning: Meaning) {
    guard let name, !name.isEmpty, let known = first.updateValue(meaning, forKey: name) else { return }
    first[name] = known
    guard known != meaning, others[name]?.contains(meaning) != true else { return }
    others[name, default: []].append(meaning)
  }

  package func meanings(of name: String) -> [Meaning] {
    guard let meaning = first[name] else { return [] }
    return [meaning] + (others[name] ?? [])
  }

  /// What a DNS name means, however it is spelt: in any case, with a full stop at its end, with the prefix of
  /// an alias record's target.
  package func meanings(ofHost name: String) -> [Meaning] {
    var host = name.lowercased()
    if host.hasSuffix(".") { host.removeLast() }
    if host.hasPrefix("dualstack.") { host.removeFirst("dualstack.".count) }
    return hosts[host] ?? []
  }

  /// The managed services that a name or a host means, if it means nothing else.
  package func managedServices(named name: String) -> [Int] {
    var host = name.lowercased()
    if host.hasSuffix(".") { host.removeLast() }
    return first[name] == nil ? managed[host] ?? [] : []
  }

  /// Every name, for suggestions.
  package var names: [String] { (Array(first.keys) + managed.keys).sorted() }
}
