import PacketWalkAddressing
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-nat-gateways`. Deleted and failed ones are kept: a route to one is a blackhole (NAT-7).
  func readNATGateways() {
    collect("NatGateways", into: \.natGateways) { item throws(Unreadable) in
      let json = item.json
      var addresses: [InterfaceAddress] = []
      for address in try json.list("NatGatewayAddresses") {
        if let interface: NetworkInterfaceID = address.id("NetworkInterfaceId") {
          natInterfaces.insert(interface)
        }
        guard !address.has("Status", "failed"), let own = try address.address("PrivateIp") else { continue }
        addresses.append(
          InterfaceAddress(
            own, publicAddress: try address.address("PublicIp"),
            isPrimary: try address.flag("IsPrimary") ?? addresses.isEmpty))
      }
      if let primary = addresses.firstIndex(where: \.isPrimary), primary > 0 {
        addresses.insert(addresses.remove(at: primary), at: 0)
      }
      let isRegional = json.has("AvailabilityMode", "regional")
      return NATGateway(
        id: try json.requiredID("NatGatewayId"), info: info(item), vpc: try json.requiredID("VpcId"),
        subnet: isRegional ? nil : json.id("SubnetId"),
        connectivity: json.has("ConnectivityType", "private") ? .private : .public,
        isAvailable: json.text("State").map { $0 == "available" } ?? true, addresses: addresses,
        isRegional: isRegional)
    }
  }
}
