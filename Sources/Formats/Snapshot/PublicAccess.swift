import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-vpc-block-public-access-options`, `describe-vpc-block-public-access-exclusions`.
  func readPublicAccess() {
    let key = "VpcBlockPublicAccessOptions"
    for item in items(key) {
      guard let mode = item.json.text("InternetGatewayBlockMode").flatMap(BlockPublicAccess.init(rawValue:))
      else {
        count(key, read: 1)
        reportLost(
          "block public access mode", "", Unreadable("it has no InternetGatewayBlockMode", at: item.json))
        continue
      }
      count(key, read: 1, modelled: 1)
      let options = BlockPublicAccessOptions(
        mode: mode, account: item.json.text("AwsAccountId") ?? item.scope.account,
        region: item.json.text("AwsRegion") ?? item.scope.region, origin: origin(item.json))
      let isKnown = topology.blockPublicAccessOptions.contains {
        ($0.mode, $0.account, $0.region) == (options.mode, options.account, options.region)
      }
      if !isKnown { topology.blockPublicAccessOptions.append(options) }
    }
    collect("VpcBlockPublicAccessExclusions", into: \.blockPublicAccessExclusions) {
      item throws(Unreadable) in
      let json = item.json
      let arn = try json.required("ResourceArn")
      let resource =
        arn.split(separator: ":").last?.split(separator: "/", maxSplits: 1).map(String.init) ?? []
      let scope: BlockPublicAccessExclusion.Scope
      switch (resource.first, resource.last) {
      case ("vpc", let id?): scope = .vpc(VPCID(id))
      case ("subnet", let id?): scope = .subnet(SubnetID(id))
      default: throw Unreadable("ResourceArn names no VPC and no subnet", at: json["ResourceArn"] ?? json)
      }
      let text = try json.required("InternetGatewayExclusionMode")
      guard let mode = BlockPublicAccessExclusion.Mode(rawValue: text) else {
        throw Unreadable("its mode \(text) is not known", at: json["InternetGatewayExclusionMode"] ?? json)
      }
      let state = json.text("State") ?? "create-complete"
      return BlockPublicAccessExclusion(
        id: try json.requiredID("ExclusionId"), info: info(item, arn: arn), scope: scope, mode: mode,
        isInForce: ["create-complete", "update-complete"].contains(state))
    }
  }
}
