import PacketWalkAddressing
package import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkServiceSets
import PacketWalkTopology

/// Who sends or receives: any members of one network, as a set.
package struct MemberSet: Hashable, Sendable {
  /// By which of a host's addresses.
  enum Pick: Hashable {
    case all
    case only(Set<IPAddress>)
  }

  /// Interfaces, balancers and services; no pick is empty.
  var hosts: [ReachNode.Kind: Pick] = [:]
  /// Addresses of the internet and of declared networks outside.
  var outside: [ReachNode.Kind: AddressSet] = [:]

  /// Nobody.
  package init() {}

  package var isEmpty: Bool { hosts.isEmpty && outside.isEmpty }

  package mutating func formUnion(_ other: MemberSet) {
    hosts.merge(other.hosts) { $0.union($1) }
    for (kind, addresses) in other.outside {
      outside[kind] = outside[kind].map { $0.union(addresses) } ?? addresses
    }
  }

  package func intersection(_ other: MemberSet) -> MemberSet {
    var common = MemberSet()
    for (kind, pick) in hosts { common.hosts[kind] = other.hosts[kind].flatMap(pick.intersection) }
    for (kind, addresses) in outside {
      guard let others = other.outside[kind] else { continue }
      let shared = addresses.intersection(others)
      if !shared.isEmpty { common.outside[kind] = shared }
    }
    return common
  }
}

extension MemberSet.Pick {
  func union(_ other: Self) -> Self {
    guard case .only(let own) = self, case .only(let others) = other else { return .all }
    return .only(own.union(others))
  }

  /// Nil for none.
  func intersection(_ other: Self) -> Self? {
    switch (self, other) {
    case (.all, _): return other
    case (_, .all): return self
    case (.only(let own), .only(let others)):
      let shared = own.intersection(others)
      return shared.isEmpty ? nil : .only(shared)
    }
  }

  /// Nil for all addresses.
  var addresses: Set<IPAddress>? {
    if case .only(let addresses) = self { return addresses }
    return nil
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
      found.hosts[.interface(index.value)] = address.map { .only([$0]) } ?? .all
    case .internet(let prefix):
      for node in internetNodes(in: prefix) { found.add(node) }
    case .external(let place, let prefix):
      for node in externalNodes(place, in: prefix) { found.add(node) }
    case .service(let place, _):
      found.hosts[.service(place)] = .all
    case .balancer(let place):
      found.hosts[.balancer(place)] = .all
    case .address(let address):
      switch try holder(of: address, named: endpoint.text) {
      case .interface(let place): found.hosts[.interface(place)] = .only([address])
      case .outside(let nodes): for node in nodes { found.add(node) }
      case nil: break
      }
    case .privateName:
      throw InputError(.noMatch, "'\(endpoint.text)' has no address of its own: it depends on who asks")
    }
    return found
  }
}

extension MemberSet {
  fileprivate mutating func add(_ node: ReachNode) {
    switch node.kind {
    case .internet, .external:
      outside[node.kind] = outside[node.kind].map { $0.union(node.addresses) } ?? node.addresses
    case .interface, .service, .balancer, .address: hosts[node.kind] = .all
    }
  }
}

extension Network {
  /// The members that are known by some identities, whatever they are called; who is not there any more is left out.
  ///
  /// - Parameter texts: as `identities(of:)` gives them.
  package func members(identified texts: [String]) -> MemberSet {
    var hosts: [String: ReachNode.Kind] = [:]
    let kinds =
      topology.networkInterfaces.indices.map { ReachNode.Kind.interface($0) }
      + topology.loadBalancers.indices.map { .balancer($0) }
      + topology.vpcEndpoints.indices.map { .service($0) }
    for kind in kinds.reversed() { hosts[identity(of: kind)] = kind }
    let outside = Dictionary(
      ([ReachNode.Kind.internet] + topology.externalNetworks.indices.map { .external($0) })
        .map { (identity(of: $0), $0) }, uniquingKeysWith: { first, _ in first })
    var found = MemberSet()
    for text in texts {
      var part = MemberSet()
      if let host = hosts[text] {
        part.hosts[host] = .all
      } else if let space = text.lastIndex(of: " ") {
        let (whole, rest) = (String(text[..<space]), String(text[text.index(after: space)...]))
        if let kind = outside[whole], let prefix = IPPrefix(rest) {
          part.outside[kind] = AddressSet(prefix)
        } else if let host = hosts[whole], let address = IPAddress(rest) {
          part.hosts[host] = .only([address])
        }
      }
      found.formUnion(part)
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
  /// By what the member is found again in another run: parts of the outside by their prefixes, of a host by addresses.
  package var identities: [String] {
    let parts = addresses.prefixes.map(\.description) + picked.map(\.description)
    return parts.isEmpty ? [identity] : parts.map { "\(identity) \($0)" }
  }
}
