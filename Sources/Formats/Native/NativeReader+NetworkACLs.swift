import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  mutating func readNetworkACLs() throws(InputError) {
    for vpc in vpcs {
      for pair in try vpc.fields.pairs("network-acls") {
        let fields = try YAMLFields(pair.value, of: .networkACL)
        let id: NetworkACLID = vpc.scope.ownID(.networkACL, pair.key)
        let isDefault = try fields.bool("default") ?? (pair.key == "default")
        topology.networkACLs.append(
          NetworkACL(
            id: id, info: try vpc.scope.info(fields, key: pair.key, origin: pair.origin), vpc: vpc.id,
            isDefault: isDefault, subnets: try subnets(aclSubnets[id], fields, vpc.scope),
            entries: try entries(fields, "in", .ingress, isDefault, vpc.scope)
              + entries(fields, "out", .egress, isDefault, vpc.scope),
            unreadableEntries: try NativeScope.unreadable(fields)))
      }
      for name in try NativeImplied.kinds(vpc.fields, missing: missing) where name.kind == .networkACL {
        topology.networkACLs.append(
          NetworkACL(
            id: vpc.scope.ownID(.networkACL, name.name), info: impliedInfo(name.name, vpc), vpc: vpc.id,
            isDefault: true,
            entries: AWSDefaults.openEntries(vpc.scope.families, .ingress)
              + AWSDefaults.openEntries(vpc.scope.families, .egress)))
      }
    }
  }

  /// A new ACL denies all; only the VPC's first one begins open (ACL-4).
  private func entries(
    _ fields: YAMLFields, _ key: String, _ direction: RuleDirection, _ isDefault: Bool, _ scope: NativeScope
  ) throws(InputError) -> [NetworkACLEntry] {
    guard fields.has(key) else {
      return isDefault ? AWSDefaults.openEntries(scope.families, direction) : []
    }
    return try scope.entries(fields.pairs(key), direction)
  }
}
