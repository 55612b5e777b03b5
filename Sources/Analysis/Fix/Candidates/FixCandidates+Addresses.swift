import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

extension FixCandidates {
  /// Public addresses for private ones: an Elastic IP address that is free, else one that is still to be had;
  /// for what only sends, also a NAT gateway where that takes nobody else's way.
  func addresses(_ gateway: ElementRef, _ isIngress: Bool, _ site: FixSite) -> [Bundle] {
    guard gateway.kind == .internetGateway,
      let vpc = topology.internetGateways[Int(gateway.index)].vpc,
      let place = network.index.vpcs[vpc]
    else { return [] }
    var bundle: Bundle = []
    var given: Set<IPAddress> = []
    for need in site.needs {
      let inside = isIngress ? need.destination : need.source
      guard inside.family == .ipv4, given.insert(inside).inserted,
        let owner = graph.vpcs[place].owner(of: inside)?.interface
      else { continue }
      let interface = topology.networkInterfaces[owner.value]
      // A function's interfaces cannot hold one (MS-1), nor can a range that is delegated to one.
      guard interface.kind != .lambda, interface.addresses.contains(where: { $0.address == inside }),
        let step = association(interface, inside, except: bundle, site)
      else { return [] }
      bundle.append(step)
    }
    return [bundle]
  }

  private func association(
    _ interface: NetworkInterface, _ inside: IPAddress, except bundle: Bundle, _ site: FixSite
  ) -> FixStep? {
    var used: Set<IPAddress> = []
    for case .edit(.setPublicAddress(_, _, let address?)) in done.union(bundle) { used.insert(address) }
    for case .associateAddress(_, _, let standIn) in done.union(bundle) { used.insert(standIn) }
    let free = topology.unassociatedAddresses.first {
      !used.contains($0.publicAddress) && $0.publicAddress.family == .ipv4
        && ($0.info.region == nil || interface.info.region == nil || $0.info.region == interface.info.region)
    }
    if let free {
      return .edit(.setPublicAddress(interface.id, private: inside, public: free.publicAddress))
    }
    // The far ends are nobody's new address.
    used.formUnion(site.needs.flatMap { [$0.source, $0.destination] })
    guard let ordinary = network.ordinaryInternetAddress(.ipv4) else { return nil }
    let atom = graph.atoms.atom(of: ordinary)
    for offset in 1...200 {
      guard let standIn = ordinary.advanced(by: UInt128(offset)), graph.atoms.atom(of: standIn) == atom,
        !used.contains(standIn), !graph.vpcs.contains(where: { $0.privateAddress[standIn] != nil })
      else { continue }
      return .associateAddress(interface.id, private: inside, standIn: standIn)
    }
    return nil
  }

  /// The public addresses that the packets used, taken away.
  func addressRemoval(_ gateway: ElementRef, _ isIngress: Bool, _ site: FixSite) -> [Bundle] {
    var bundle: Bundle = []
    for need in site.needs {
      for vpc in graph.vpcs {
        let inside = isIngress ? vpc.privateAddress[need.destination] : need.source
        guard let inside, let owner = vpc.owner(of: inside)?.interface else { continue }
        let interface = topology.networkInterfaces[owner.value]
        let holds = interface.addresses.contains { $0.address == inside && $0.publicAddress != nil }
        // What AWS runs has the addresses that it needs.
        guard holds, interface.requester == nil, interface.kind == .interface else { continue }
        let step = FixStep.edit(.setPublicAddress(interface.id, private: inside, public: nil))
        if !bundle.contains(step) { bundle.append(step) }
      }
    }
    return [bundle]
  }
}
