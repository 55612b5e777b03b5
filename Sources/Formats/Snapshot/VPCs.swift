import PacketWalkAddressing
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-vpcs`, and `describe-vpc-attribute` for its DNS support.
  func readVPCs() {
    var withoutDNS: Set<String> = []
    for section in sections["EnableDnsSupport", default: []] {
      let vpc = section.parent.text("VpcId")
      count("EnableDnsSupport", read: 1, modelled: vpc == nil ? 0 : 1)
      if let vpc, section.value["Value"]?.boolean == false { withoutDNS.insert(vpc) }
    }
    collect("Vpcs", into: \.vpcs) { item throws(Unreadable) in
      let json = item.json
      let id: VPCID = try json.requiredID("VpcId")
      var prefixes: [IPPrefix] = []
      if let primary = try json.prefix("CidrBlock") { prefixes.append(primary) }
      for block in try json.list("CidrBlockAssociationSet")
      where Self.isAssociated(block["CidrBlockState"]) {
        if let prefix = try block.prefix("CidrBlock"), !prefixes.contains(prefix) { prefixes.append(prefix) }
      }
      for block in try json.list("Ipv6CidrBlockAssociationSet")
      where Self.isAssociated(block["Ipv6CidrBlockState"]) {
        if let prefix = try block.prefix("Ipv6CidrBlock") { prefixes.append(prefix) }
      }
      guard !prefixes.isEmpty else { throw Unreadable("it has no CidrBlock", at: json) }
      return VPC(
        id: id, info: info(item), prefixes: prefixes, isDNSSupported: !withoutDNS.contains(id.rawValue))
    }
  }

  /// Whether a range counts: `associated`, or an output that doesn't say.
  static func isAssociated(_ state: JSONValue?) -> Bool {
    guard let state = state?.text("State") else { return true }
    // Some emulators print a quoted dictionary where AWS prints the word.
    return state == "associated" || state.hasSuffix("'associated'}")
  }
}
