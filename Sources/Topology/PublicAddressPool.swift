package import PacketWalkAddressing

/// A pool of public addresses that an owner brought to AWS (`describe-public-ipv4-pools`, `describe-byoip-cidrs`).
package struct PublicAddressPool: Resource, Hashable {
  package static let kindName = "public address pool"
  package var id: PublicAddressPoolID
  package var info: ResourceInfo
  package var prefixes: [IPPrefix]
  /// Whether AWS advertises it (`State` is `advertised`); nil where the input doesn't say (IGW-10).
  package var isAdvertised: Bool?

  package init(
    id: PublicAddressPoolID, info: ResourceInfo = ResourceInfo(), prefixes: [IPPrefix],
    isAdvertised: Bool? = nil
  ) {
    self.id = id
    self.info = info
    self.prefixes = prefixes
    self.isAdvertised = isAdvertised
  }
}
