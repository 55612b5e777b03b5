import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkTopology

/// Who has an address that somebody typed.
enum AddressHolder {
  /// An interface, by its place.
  case interface(Int)
  /// Parts of a network outside.
  case outside([ReachNode])
}

extension Network {
  /// Who has an address; nil for nobody.
  ///
  /// - Throws: an `InputError` where it is an address in several VPCs.
  func holder(of address: IPAddress, named text: String) throws(InputError) -> AddressHolder? {
    let holders = holders(of: address)
    if holders.count > 1 {
      throw InputError(
        .ambiguous, "\(address) is an address in \(holders.count) VPCs",
        candidates: holders.compactMap { $0.owner.interface }
          .map { endpoint(interface: $0.value, text).qualifiedName })
    }
    if let holder = holders.first { return holder.owner.interface.map { .interface($0.value) } }
    let prefix = IPPrefix(host: address)
    let nodes =
      externalNetwork(holding: address).map { externalNodes($0, in: prefix) } ?? internetNodes(in: prefix)
    return nodes.isEmpty ? nil : .outside(nodes)
  }
}
