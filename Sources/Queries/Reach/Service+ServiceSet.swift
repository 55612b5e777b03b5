import PacketWalkAddressing
package import PacketWalkServiceSets

extension Service {
  /// The services as a set. Ping is that of either family.
  package func set(in store: inout ServiceSetStore) -> ServiceSet {
    parts.reduce(.none) { store.union($0, $1.set(in: &store)) }
  }

  /// One service of a set that is not empty: a port that people know, if it holds one.
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
    for (number, echo) in [(IPProtocol.icmp, UInt16(8)), (.icmpv6, 128)] {
      let isPing = store.contains(set, number, destination: echo << 8)
      if let found = isPing ? echo << 8 : store.firstDestination(set, number) {
        self.init([Part(number, icmpType: UInt8(found >> 8), icmpCode: UInt8(found & 255))])
        return
      }
    }
    let other = (UInt8.min...UInt8.max).lazy.map(IPProtocol.init(rawValue:)).first {
      !$0.hasPorts && !$0.hasICMPType && store.contains(set, $0)
    }
    guard let other else { return nil }
    self.init([Part(other)])
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
