import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  static let exclusionWords: [(String, BlockPublicAccessExclusion.Mode)] = [
    ("bidirectional", .bidirectional), ("egress", .egress),
  ]

  /// `public-pools` of the file.
  mutating func readPublicPools() throws(InputError) {
    for (pair, fields) in try fileMembers("public-pools", of: .publicPool) {
      topology.publicAddressPools.append(
        PublicAddressPool(
          id: scope.ownID(.publicPool, pair.key),
          info: try scope.info(fields, key: pair.key, origin: pair.origin),
          prefixes: try fields.prefixes("cidr") ?? [], isAdvertised: try fields.bool("advertised")))
    }
  }

  /// `block-public-access` and `public-access-exclusions` of the file.
  mutating func readPublicAccess() throws(InputError) {
    for node in file.list("block-public-access") ?? [] {
      var options = BlockPublicAccessOptions(
        mode: .off, account: scope.account, region: scope.region, origin: node.origin)
      if node.scalar != nil {
        options.mode = try node.word("block-public-access", Self.blockWords)
      } else {
        let fields = try YAMLFields(node, of: .publicAccess)
        options.mode = try fields.required("mode").word("mode", Self.blockWords)
        let info = try scope.info(fields, key: "", origin: node.origin)
        (options.account, options.region) = (info.account, info.region)
      }
      topology.blockPublicAccessOptions.append(options)
    }
    for (pair, fields) in try fileMembers("public-access-exclusions", of: .publicAccessExclusion) {
      let place: BlockPublicAccessExclusion.Scope
      switch (fields["vpc"], fields["subnet"]) {
      case (let vpc?, nil): place = .vpc(try scope.id(vpc, .vpc))
      case (nil, let subnet?): place = .subnet(try scope.id(subnet, .subnet))
      default:
        throw InputError(.malformed, "an exclusion has either “vpc” or “subnet”", at: fields.origin)
      }
      topology.blockPublicAccessExclusions.append(
        BlockPublicAccessExclusion(
          id: scope.ownID(.publicAccessExclusion, pair.key),
          info: try scope.info(fields, key: pair.key, origin: pair.origin), scope: place,
          mode: try fields.word("allow", Self.exclusionWords) ?? .bidirectional,
          isInForce: try fields.bool("in-force") ?? true))
    }
  }
}
