import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-internet-gateways`, `describe-egress-only-internet-gateways`, `describe-carrier-gateways`.
  func readGateways() {
    collect("InternetGateways", into: \.internetGateways) { item throws(Unreadable) in
      InternetGateway(
        id: try item.json.requiredID("InternetGatewayId"), info: info(item),
        vpc: try Self.attachedVPC(item.json, "Attachments"))
    }
    collect("EgressOnlyInternetGateways", into: \.egressOnlyInternetGateways) { item throws(Unreadable) in
      EgressOnlyInternetGateway(
        id: try item.json.requiredID("EgressOnlyInternetGatewayId"), info: info(item),
        vpc: try Self.attachedVPC(item.json, "Attachments"))
    }
    collect("CarrierGateways", into: \.carrierGateways) { item throws(Unreadable) in
      let state = item.json.text("State") ?? "available"
      return CarrierGateway(
        id: try item.json.requiredID("CarrierGatewayId"), info: info(item),
        vpc: state == "available" ? try item.json.requiredID("VpcId") : nil)
    }
  }

  /// The VPC of the attachment that is in force: `available`, or `attached`, as newer outputs say.
  static func attachedVPC(_ json: JSONValue, _ key: String) throws(Unreadable) -> VPCID? {
    for attachment in try json.list(key) {
      let state = attachment.text("State") ?? "attached"
      guard state == "available" || state == "attached" else { continue }
      return try attachment.requiredID("VpcId")
    }
    return nil
  }
}
