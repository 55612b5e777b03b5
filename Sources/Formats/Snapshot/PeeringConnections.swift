import PacketWalkAddressing
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-vpc-peering-connections`. Those that are not active are kept, since routes may name them.
  func readPeeringConnections() {
    collect("VpcPeeringConnections", into: \.vpcPeeringConnections) { item throws(Unreadable) in
      let json = item.json
      return VPCPeeringConnection(
        id: try json.requiredID("VpcPeeringConnectionId"), info: info(item),
        requester: try Self.end(json, "RequesterVpcInfo"), accepter: try Self.end(json, "AccepterVpcInfo"),
        isActive: json["Status"]?.text("Code").map { $0 == "active" } ?? true)
    }
  }

  private static func end(_ json: JSONValue, _ key: String) throws(Unreadable) -> VPCPeeringConnection.End {
    guard let end = json.present(key) else { throw Unreadable("it has no \(key)", at: json) }
    var prefixes: [IPPrefix] = []
    func add(_ prefix: IPPrefix?) {
      if let prefix, !prefixes.contains(prefix) { prefixes.append(prefix) }
    }
    add(try end.prefix("CidrBlock"))
    for block in try end.list("CidrBlockSet") { add(try block.prefix("CidrBlock")) }
    for block in try end.list("Ipv6CidrBlockSet") { add(try block.prefix("Ipv6CidrBlock")) }
    return VPCPeeringConnection.End(
      vpc: try end.requiredID("VpcId"), account: end.text("OwnerId"), region: end.text("Region"),
      prefixes: prefixes,
      allowsDNSResolution: try end["PeeringOptions"]?.flag("AllowDnsResolutionFromRemoteVpc") ?? false)
  }
}
