import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeEditReader {
  /// The interface that a text names, as ends of questions do: by its own name or identifier, by its instance's,
  /// which stand for its primary interface, or by an address; `@ADDRESS` picks one of its addresses.
  ///
  /// `interface:NAME` is the interface of that name, whatever else the name could mean.
  ///
  /// - Throws: `noMatch` with near names, or `ambiguous`.
  /// - Complexity: O(interfaces) for instances and addresses.
  func interface(
    _ text: String, at origin: Origin
  ) throws(InputError) -> (id: NetworkInterfaceID, address: IPAddress?) {
    let scope = scope(vpc: nil)
    let isExplicit = text.hasPrefix("interface:")
    var name = isExplicit ? String(text.dropFirst("interface:".count)) : text
    var address: IPAddress?
    // A name may hold the sign itself.
    if !names.isKnown(name, .interface), let at = name.lastIndex(of: "@"),
      let picked = IPAddress(String(name[name.index(after: at)...]))
    {
      name = String(name[..<at])
      address = picked
    }
    if isExplicit || names.isKnown(name, .interface) || name.hasPrefix("id:") {
      return (try scope.id(name[...], .interface, at: origin), address)
    }
    if names.isKnown(name, .instance) {
      let instance: InstanceID = try scope.id(name[...], .instance, at: origin)
      let own = topology.networkInterfaces.filter { $0.instance == instance }
      // The first of those with the lowest place, as everywhere.
      guard let primary = own.min(by: { $0.deviceIndex < $1.deviceIndex }) else {
        throw InputError(.noMatch, "instance “\(name)” has no network interface", at: origin)
      }
      return (primary.id, address)
    }
    if let wanted = IPAddress(name) { return (try holder(of: wanted, at: origin), address) }
    let known = names.keys(.interface) + names.keys(.instance)
    let near = nearestNames(to: name, among: known)
    let hint = near.first.map { "; did you mean “\($0)”?" } ?? ""
    throw InputError(
      .noMatch, "no network interface or instance is named “\(name)”\(hint)", at: origin, candidates: near)
  }

  private func holder(of address: IPAddress, at origin: Origin) throws(InputError) -> NetworkInterfaceID {
    let holders = topology.networkInterfaces.filter { interface in
      interface.addresses.contains { $0.address == address || $0.publicAddress == address }
    }
    guard let only = holders.first else {
      throw InputError(.noMatch, "no network interface has the address \(address)", at: origin)
    }
    guard holders.count == 1 else {
      throw InputError(
        .ambiguous, "\(holders.count) network interfaces have the address \(address)", at: origin,
        candidates: holders.map(\.id.rawValue))
    }
    return only.id
  }
}
