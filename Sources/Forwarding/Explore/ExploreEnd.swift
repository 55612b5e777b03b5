package import PacketWalkAddressing
import PacketWalkTopology

/// One end of explored pairs: who it is, and the address by which packets name it.
package struct ExploreEnd: Hashable, Sendable {
  package enum Holder: Hashable, Sendable {
    case interface(InterfaceIndex)
    /// A part of the internet, by a representative.
    case internet
    case external(ExternalIndex)
    /// Whatever holds the address: only packets to it are asked about.
    case address
  }

  package var holder: Holder
  /// Alternatives of which the network takes any: one, but for a balancer's nodes and for clients whose address an
  /// interface keeps.
  package var addresses: [IPAddress]

  package init(_ holder: Holder, _ addresses: [IPAddress]) {
    self.holder = holder
    self.addresses = addresses
  }

  package init(_ holder: Holder, _ address: IPAddress) { self.init(holder, [address]) }

  var family: AddressFamily? { addresses.first?.family }

  var interface: InterfaceIndex? { if case .interface(let index) = holder { index } else { nil } }
}

extension PacketGraph {
  /// The walks' terms for a pair of ends.
  package func pair(_ source: ExploreEnd, _ destination: ExploreEnd) -> ExplorePair {
    let origin: WalkQuestion.Origin
    var clientPorts = PortRange.anyEphemeral
    switch source.holder {
    case .interface(let index):
      origin = .interface(index)
      clientPorts = topology.networkInterfaces[index.value].ephemeralPorts
    case .external(let index): origin = .external(index)
    case .internet, .address: origin = .internet(into: entry(of: destination))
    }
    return ExplorePair(
      origin: origin, sources: source.addresses, destinations: destination.addresses, clientPorts: clientPorts
    )
  }

  /// A private address is no address of the internet's: packets to it would enter at its VPC's gateway (IGW-7).
  private func entry(of destination: ExploreEnd) -> VPCIndex? {
    guard let interface = destination.interface else { return nil }
    let isPrivate = destination.addresses.allSatisfy { address in
      (address.family == .ipv4 || !SpecialRanges.isPublic(address))
        && !vpcs.contains { $0.privateAddress[address] != nil || $0.carrierPrivateAddress[address] != nil }
    }
    return isPrivate ? interfaces[interface.value].vpc : nil
  }
}
