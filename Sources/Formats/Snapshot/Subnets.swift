import PacketWalkAddressing
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-subnets`, and `describe-availability-zones` for zone identifiers that it lacks.
  func readSubnets() {
    let zoneIDs = readZoneIDs()
    let blocks = readPublicAccessBlocks()
    collect("Subnets", into: \.subnets) { item throws(Unreadable) in
      let json = item.json
      var prefixes: [IPPrefix] = []
      if let prefix = try json.prefix("CidrBlock") { prefixes.append(prefix) }
      for block in try json.list("Ipv6CidrBlockAssociationSet")
      where Self.isAssociated(block["Ipv6CidrBlockState"]) {
        if let prefix = try block.prefix("Ipv6CidrBlock") { prefixes.append(prefix) }
      }
      guard !prefixes.isEmpty else { throw Unreadable("it has no CidrBlock", at: json) }
      let vpc: VPCID = try json.requiredID("VpcId")
      let zone = json.text("AvailabilityZone") ?? ""
      let info = info(item, arn: json.text("SubnetArn"), zone: zone)
      let zoneID =
        json.text("AvailabilityZoneId")
        ?? zoneIDs[ZoneKey(account: info.account, zone: zone)] ?? zoneIDs[ZoneKey(account: nil, zone: zone)]
      return Subnet(
        id: try json.requiredID("SubnetId"), info: info, vpc: vpc, prefixes: prefixes,
        zone: AvailabilityZone(name: zone, zoneID: zoneID),
        blockPublicAccess: Self.block(json) ?? blocks[vpc])
    }
  }

  private struct ZoneKey: Hashable {
    var account: String?
    var zone: String
  }

  /// Zone names are an account's own; where the folders name no account there is only one.
  private func readZoneIDs() -> [ZoneKey: String] {
    var ids: [ZoneKey: String] = [:]
    for item in items("AvailabilityZones") {
      guard let name = item.json.text("ZoneName"), let id = item.json.text("ZoneId") else {
        count("AvailabilityZones", read: 1)
        continue
      }
      ids[ZoneKey(account: item.scope.account, zone: name)] = id
      count("AvailabilityZones", read: 1, modelled: 1)
    }
    return ids
  }

  /// The mode of a VPC holds for subnets that don't print their own.
  private func readPublicAccessBlocks() -> [VPCID: BlockPublicAccess] {
    var blocks: [VPCID: BlockPublicAccess] = [:]
    for item in items("Vpcs") {
      if let vpc: VPCID = item.json.id("VpcId"), let block = Self.block(item.json) { blocks[vpc] = block }
    }
    return blocks
  }

  private static func block(_ json: JSONValue) -> BlockPublicAccess? {
    json["BlockPublicAccessStates"]?.text("InternetGatewayBlockMode")
      .flatMap(BlockPublicAccess.init(rawValue:))
  }
}
