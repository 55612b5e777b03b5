import PacketWalkTopology

/// VPC Block Public Access (BPA-1).
extension DeclaredReader {
  func mapPublicAccessOptions(_ resource: DeclaredResource) {
    network.map(resource, .publicAccessExclusions) { () throws(DeclaredError) in
      let word = try resource.properties.required(key("InternetGatewayBlockMode"))
      guard let mode = BlockPublicAccess(rawValue: word) else {
        throw DeclaredError("its mode \(word) is unknown", at: resource.origin)
      }
      network.topology.blockPublicAccessOptions.append(
        BlockPublicAccessOptions(
          mode: mode, account: resource.account, region: resource.region, origin: resource.origin))
    }
  }

  func mapPublicAccessExclusion(_ resource: DeclaredResource) {
    network.map(resource, .publicAccessExclusions) { () throws(DeclaredError) in
      let properties = resource.properties
      let word = try properties.required(key("InternetGatewayExclusionMode"))
      guard let mode = BlockPublicAccessExclusion.Mode(rawValue: word) else {
        throw DeclaredError("its mode \(word) is unknown", at: resource.origin)
      }
      let scope: BlockPublicAccessExclusion.Scope
      if let subnet: SubnetID = try properties.id(key("SubnetId")) {
        scope = .subnet(subnet)
      } else {
        scope = .vpc(try properties.requiredID(key("VpcId")))
      }
      network.topology.blockPublicAccessExclusions.append(
        BlockPublicAccessExclusion(
          id: ResourceID(resource.id), info: info(resource, name: nil), scope: scope, mode: mode))
    }
  }
}
