import PacketWalkAddressing
package import PacketWalkServiceSets

extension Service {
  /// The services as a set. Ping is that of either family.
  package func set(in store: inout ServiceSetStore) -> ServiceSet {
    parts.reduce(.none) { store.union($0, $1.set(in: &store)) }
  }

  /// One service of a set that is not empty: one that people know, if it holds one.
  init?(exampleOf set: ServiceSet, in store: ServiceSetStore) {
    for (number, ports) in [(IPProtocol.tcp, [443, 80, 22, 5432, 3306, 3389]), (.udp, [53, 123])]
      as [(IPProtocol, [UInt16])]
    {
      let known = ports.first { store.contains(set, number, destination: $0) }
      if let port = known ?? store.firstDestination(set, number) {
        self.init([Part(number, ports: PortSet(PortRange(port)))])
        return
      }
    }
    // ICMPv6 comes last: a set does not say of which family it is, and IPv4 packets of it are nobody's.
    guard
      let part = Part(.icmp, echo: 8, exampleOf: set, in: store) ?? Part(otherOf: set, in: store)
        ?? Part(.icmpv6, echo: 128, exampleOf: set, in: store)
    else { return nil }
    self.init([part])
  }
}

extension Service.Part {
  /// Ping, if the set holds it.
  fileprivate init?(
    _ number: IPProtocol, echo: UInt8, exampleOf set: ServiceSet, in store: ServiceSetStore
  ) {
    let ping = UInt16(echo) << 8
    guard
      let found = store.contains(set, number, destination: ping)
        ? ping : store.firstDestination(set, number)
    else { return nil }
    self.init(number, icmpType: UInt8(found >> 8), icmpCode: UInt8(found & 255))
  }

  /// A protocol without ports: GRE or ESP where the set holds one of them.
  fileprivate init?(otherOf set: ServiceSet, in store: ServiceSetStore) {
    let known: [UInt8] = [47, 50]
    let found = (known + (UInt8.min...UInt8.max)).lazy.map(IPProtocol.init(rawValue:)).first {
      !$0.hasPorts && !$0.hasICMPType && store.contains(set, $0)
    }
    guard let found else { return nil }
    self.init(found)
  }
}

extension Service.Part {
  fileprivate func set(in store: inout ServiceSetStore) -> ServiceSet {
    if let ports {
      return ports.ranges.reduce(.none) { store.union($0, store.ports(`protocol`, $1)) }
    }
    guard `protocol`.hasICMPType else { return store.all(of: `protocol`) }
    let own = store.icmp(`protocol`, type: icmpType, code: icmpCode)
    guard `protocol` == .icmp, icmpType == 8 else { return own }
    return store.union(own, store.icmp(.icmpv6, type: 128, code: icmpCode))
  }
}
