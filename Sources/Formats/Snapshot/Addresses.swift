import PacketWalkAddressing
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-addresses`: addresses that nobody holds, and associations that an interface doesn't print.
  func readAddresses() {
    guard sections["Addresses"] != nil else { return }
    var places: [NetworkInterfaceID: Int] = [:]
    for (place, interface) in topology.networkInterfaces.enumerated() { places[interface.id] = place }
    var seen: Set<IPAddress> = []
    for item in items("Addresses") {
      do throws(Unreadable) {
        if try item.json.address("PublicIp") == nil, let carrier = try item.json.address("CarrierIp") {
          count("Addresses", read: 1, modelled: 1)
          try readCarrier(carrier, item.json, places)
          continue
        }
        // An address of a customer's own pool on an Outpost is no public one.
        guard let address = try item.json.address("PublicIp") else {
          throw Unreadable("it has no PublicIp", at: item.json)
        }
        count("Addresses", read: 1, modelled: 1)
        guard seen.insert(address).inserted else { continue }
        try read(address, item, places)
      } catch {
        count("Addresses", read: 1)
        reportLost("Elastic IP address", identifier(item.json, "Addresses"), error)
      }
    }
  }

  /// A carrier IP that the interface doesn't print.
  private func readCarrier(
    _ address: IPAddress, _ json: JSONValue, _ places: [NetworkInterfaceID: Int]
  ) throws(Unreadable) {
    guard let interface: NetworkInterfaceID = json.id("NetworkInterfaceId"), let place = places[interface]
    else {
      return
    }
    let held = try json.address("PrivateIpAddress")
    let own = topology.networkInterfaces[place].addresses.firstIndex {
      $0.carrierAddress == nil && (held == nil ? $0.isPrimary : $0.address == held)
    }
    guard let own,
      !topology.networkInterfaces[place].addresses.contains(where: { $0.carrierAddress == address })
    else { return }
    topology.networkInterfaces[place].addresses[own].carrierAddress = address
  }

  private func read(
    _ address: IPAddress, _ item: Item, _ places: [NetworkInterfaceID: Int]
  ) throws(Unreadable) {
    let json = item.json
    guard let interface: NetworkInterfaceID = json.id("NetworkInterfaceId") else {
      // In EC2-Classic, and in emulators, only the instance or the association is named.
      guard json.text("AssociationId") == nil, json.text("InstanceId") == nil else { return }
      topology.unassociatedAddresses.append(
        UnassociatedAddress(
          allocation: json.text("AllocationId") ?? address.description, publicAddress: address,
          info: info(item)))
      return
    }
    guard let place = places[interface] else { return }
    let held = try json.address("PrivateIpAddress")
    let addresses = topology.networkInterfaces[place].addresses
    guard !addresses.contains(where: { $0.publicAddress == address }),
      let own = addresses.firstIndex(where: {
        $0.publicAddress == nil && (held == nil ? $0.isPrimary : $0.address == held)
      })
    else { return }
    topology.networkInterfaces[place].addresses[own].publicAddress = address
  }
}
