import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-vpc-encryption-controls`, and what `describe-vpcs` says of each VPC itself.
  func readEncryptionControls() {
    let key = "VpcEncryptionControls"
    var controls: [VPCID: EncryptionControls] = [:]
    for item in items("Vpcs") {
      guard let vpc: VPCID = item.json.id("VpcId"), let own = item.json["EncryptionControl"] else { continue }
      controls[vpc] = Self.controls(own)
    }
    for item in items(key) {
      guard let vpc: VPCID = item.json.id("VpcId") else {
        count(key, read: 1)
        reportLost("VPC encryption control", "", Unreadable("it has no VpcId", at: item.json))
        continue
      }
      count(key, read: 1, modelled: 1)
      if let own = Self.controls(item.json) { controls[vpc] = own }
    }
    for place in topology.vpcs.indices { topology.vpcs[place].encryption = controls[topology.vpcs[place].id] }
  }

  /// Nil for controls that are gone, and for a mode that is not known.
  private static func controls(_ json: JSONValue) -> EncryptionControls? {
    guard let mode = json.text("Mode").flatMap(EncryptionControls.Mode.init(rawValue:)),
      !["deleted", "deleting"].contains(json.text("State") ?? "")
    else { return nil }
    let exclusions = EncryptionControls.Exclusion.allCases.filter {
      ["enabled", "enabling"].contains(json["ResourceExclusions"]?[$0.rawValue]?.text("State") ?? "")
    }
    return EncryptionControls(mode: mode, exclusions: Set(exclusions))
  }
}
