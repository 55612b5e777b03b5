import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Questions that checks walk.
extension Linter {
  /// TCP from the internet to an address.
  func fromInternet(_ source: IPAddress, to destination: IPAddress, ports: PortSet) -> WalkQuestion {
    WalkQuestion(
      origin: .internet(into: nil), sources: [source], destinations: [destination], protocol: .tcp,
      ports: ports, sourcePorts: PortSet(.anyEphemeral))
  }

  /// TCP, or another protocol with ports, from an interface's address to another.
  func from(
    _ interface: Int, _ source: IPAddress, to destination: IPAddress, _ protocol: IPProtocol = .tcp,
    port: UInt16
  ) -> WalkQuestion {
    WalkQuestion(
      origin: .interface(InterfaceIndex(interface)), sources: [source], destinations: [destination],
      protocol: `protocol`, ports: PortSet(PortRange(port)),
      sourcePorts: PortSet(topology.networkInterfaces[interface].ephemeralPorts))
  }

  /// The addresses by which the internet knows an interface.
  func outsideAddresses(_ interface: Int) -> [IPAddress] {
    topology.networkInterfaces[interface].addresses.compactMap {
      $0.address.family == .ipv6 ? $0.address : $0.publicAddress
    }
  }

  /// A pair of private addresses of one family, IPv4 first.
  func addresses(_ source: Int, _ destination: Int) -> (from: IPAddress, to: IPAddress)? {
    for family in AddressFamily.allCases {
      if let from = address(source, family), let to = address(destination, family) { return (from, to) }
    }
    return nil
  }

  func address(_ interface: Int, _ family: AddressFamily) -> IPAddress? {
    let own = topology.networkInterfaces[interface]
    if let primary = own.primaryAddress, primary.family == family { return primary }
    return own.addresses.first { $0.address.family == family }?.address
  }

  /// Interfaces of which one stands for all: what they hold, where they are and what filters them is the same.
  func representatives(_ interfaces: [Int]) -> [(interface: Int, alike: [Int])] {
    struct Likeness: Hashable {
      var subnet: SubnetID
      var groups: [SecurityGroupID]
      var kind: InterfaceKind
      var isAttached: Bool
      var families: [Bool]
      var ports: PortRange
      /// A balancer's node, a target, a middlebox: one of its own kind.
      var itself: Int?
    }
    var order: [Likeness] = []
    var found: [Likeness: [Int]] = [:]
    for place in interfaces {
      let own = topology.networkInterfaces[place]
      let isPlain =
        own.kind == .interface && own.isSourceDestChecked && own.middlebox == nil
        && !own.deniesInternetGatewayTraffic
      let likeness = Likeness(
        subnet: own.subnet, groups: own.securityGroups, kind: own.kind, isAttached: own.isAttached,
        families: [
          own.addresses.contains { $0.address.family == .ipv4 },
          own.addresses.contains { $0.address.family == .ipv6 },
          own.addresses.contains { $0.publicAddress != nil },
        ], ports: own.ephemeralPorts, itself: isPlain ? nil : place)
      if found[likeness] == nil { order.append(likeness) }
      found[likeness, default: []].append(place)
    }
    return order.compactMap { likeness in found[likeness].map { ($0[0], $0) } }
  }

  func name(_ interface: Int) -> String { topology.networkInterfaces[interface].shortName }

  /// The first few names, and how many more there are.
  func listed(_ names: [String]) -> String {
    let shown = names.count <= 4 ? names : names.prefix(3) + ["\(names.count - 3) more"]
    return shown.count < 2
      ? shown.joined() : "\(shown.dropLast().joined(separator: ", ")) and \(shown[shown.count - 1])"
  }
}
