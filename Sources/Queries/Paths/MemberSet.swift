import PacketWalkAddressing
package import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkServiceSets
import PacketWalkTopology

/// Who sends or receives: any members of one network, as a set.
package struct MemberSet: Hashable, Sendable {
  /// An interface, a balancer or a service; by one of its addresses only, if one was picked.
  struct Host: Hashable {
    var kind: ReachNode.Kind
    var picked: IPAddress?
  }

  var hosts: Set<Host> = []
  /// Addresses of the internet and of declared networks outside.
  var outside: [ReachNode.Kind: AddressSet] = [:]

  /// Nobody.
  package init() {}

  package var isEmpty: Bool { hosts.isEmpty && outside.isEmpty }

  package mutating func formUnion(_ other: MemberSet) {
    hosts.formUnion(other.hosts)
    for (kind, addresses) in other.outside {
      outside[kind] = outside[kind].map { $0.union(addresses) } ?? addresses
    }
  }

  package func intersection(_ other: MemberSet) -> MemberSet {
    var common = MemberSet()
    common.hosts = hosts.filter { other.holds($0) }.union(other.hosts.filter { holds($0) })
    for (kind, addresses) in outside {
      guard let others = other.outside[kind] else { continue }
      let shared = addresses.intersection(others)
      if !shared.isEmpty { common.outside[kind] = shared }
    }
    return common
  }

  package func subtracting(_ other: MemberSet) -> MemberSet {
    var rest = MemberSet()
    rest.hosts = hosts.filter { !other.holds($0) }
    for (kind, addresses) in outside {
      let left = other.outside[kind].map { addresses.subtracting($0) } ?? addresses
      if !left.isEmpty { rest.outside[kind] = left }
    }
    return rest
  }

  /// Whether all of a host is in the set.
  func holds(_ host: Host) -> Bool {
    hosts.contains(host) || host.picked != nil && hosts.contains(Host(kind: host.kind))
  }
}

extension Network {
  /// The members that a selector stands for.
  ///
  /// - Throws: an `InputError` for one that stands for nothing.
  package func members(of selector: String) throws(InputError) -> MemberSet {
    var found = MemberSet()
    for endpoint in try resolve(selector) { found.formUnion(try members(endpoint)) }
    guard !found.isEmpty else {
      throw InputError(.noMatch, "'\(selector)' holds nobody in this network")
    }
    return found
  }

  /// Everybody: all hosts, all services behind gateway endpoints, and all the outside.
  package var everyone: MemberSet {
    var all = MemberSet()
    for node in internetNodes() + topology.externalNetworks.indices.flatMap({ externalNodes($0) }) {
      all.add(node)
    }
    for node in interfaceNodes() + serviceNodes() { all.add(node) }
    return all
  }

  private func members(_ endpoint: Endpoint) throws(InputError) -> MemberSet {
    var found = MemberSet()
    switch endpoint.target {
    case .interface(let index, let address):
      found.hosts.insert(MemberSet.Host(kind: .interface(index.value), picked: address))
    case .internet(let prefix):
      for node in internetNodes(in: prefix) { found.add(node) }
    case .external(let place, let prefix):
      for node in externalNodes(place, in: prefix) { found.add(node) }
    case .service(let place, _):
      found.hosts.insert(MemberSet.Host(kind: .service(place)))
    case .balancer(let place):
      found.hosts.insert(MemberSet.Host(kind: .balancer(place)))
    case .address(let address):
      found = try members(holding: address, endpoint)
    case .privateName:
      throw InputError(.noMatch, "'\(endpoint.text)' has no address of its own: it depends on who asks")
    }
    return found
  }

  private func members(holding address: IPAddress, _ endpoint: Endpoint) throws(InputError) -> MemberSet {
    var found = MemberSet()
    let holders = holders(of: address)
    if holders.count > 1 {
      throw InputError(
        .ambiguous, "\(address) is an address in \(holders.count) VPCs",
        candidates: holders.compactMap { $0.owner.interface }
          .map { self.endpoint(interface: $0.value, endpoint.text).qualifiedName })
    }
    if let interface = holders.first?.owner.interface {
      found.hosts.insert(MemberSet.Host(kind: .interface(interface.value), picked: address))
      return found
    }
    let prefix = IPPrefix(host: address)
    let nodes =
      externalNetwork(holding: address).map { externalNodes($0, in: prefix) } ?? internetNodes(in: prefix)
    for node in nodes { found.add(node) }
    return found
  }
}

extension MemberSet {
  fileprivate mutating func add(_ node: ReachNode) {
    switch node.kind {
    case .internet, .external:
      outside[node.kind] = outside[node.kind].map { $0.union(node.addresses) } ?? node.addresses
    case .interface, .service, .balancer, .address: hosts.insert(Host(kind: node.kind))
    }
  }
}

extension Network {
  /// The members that are known by some identities, whatever they are called; who is not there any more is left out.
  ///
  /// - Parameter texts: as `identities(of:)` gives them.
  package func members(identified texts: [String]) -> MemberSet {
    var hosts: [String: MemberSet.Host] = [:]
    let kinds =
      topology.networkInterfaces.indices.map { ReachNode.Kind.interface($0) }
      + topology.loadBalancers.indices.map { .balancer($0) }
      + topology.vpcEndpoints.indices.map { .service($0) }
    for kind in kinds.reversed() { hosts[identity(of: kind)] = MemberSet.Host(kind: kind) }
    let outside = Dictionary(
      ([ReachNode.Kind.internet] + topology.externalNetworks.indices.map { .external($0) })
        .map { (identity(of: $0), $0) }, uniquingKeysWith: { first, _ in first })
    var found = MemberSet()
    for text in texts {
      if let host = hosts[text] {
        found.hosts.insert(host)
      } else if let space = text.lastIndex(of: " "), let kind = outside[String(text[..<space])],
        let prefix = IPPrefix(String(text[text.index(after: space)...]))
      {
        found.outside[kind] = (found.outside[kind] ?? AddressSet()).union(AddressSet(prefix))
      }
    }
    return found
  }

  /// What a member is known by, whatever it is called.
  func identity(of kind: ReachNode.Kind) -> String {
    func identity(_ info: ResourceInfo, _ id: String) -> String { info.address ?? id }
    switch kind {
    case .interface(let place):
      let interface = topology.networkInterfaces[place]
      return identity(interface.info, interface.id.rawValue)
    case .balancer(let place):
      return identity(topology.loadBalancers[place].info, topology.loadBalancers[place].id.rawValue)
    case .service(let place):
      return identity(topology.vpcEndpoints[place].info, topology.vpcEndpoints[place].id.rawValue)
    case .external(let place): return topology.externalNetworks[place].id.rawValue
    case .internet, .address: return "internet"
    }
  }
}

extension PathMember {
  /// By what the member is found again in another run: parts of the outside by their prefixes.
  package var identities: [String] {
    addresses.isEmpty ? [identity] : addresses.prefixes.map { "\(identity) \($0)" }
  }
}
