import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  mutating func readSecurityGroups() throws(InputError) {
    for vpc in vpcs {
      for pair in try vpc.fields.pairs("security-groups") {
        let fields = try YAMLFields(pair.value, of: .securityGroup)
        let id: SecurityGroupID = vpc.scope.ownID(.securityGroup, pair.key)
        let isDefault = try fields.bool("default") ?? (pair.key == "default")
        var rules = isDefault ? AWSDefaults.ownIngress(id) : []
        if let nodes = fields.list("in") { rules = try vpc.scope.rules(nodes, .ingress) }
        if let nodes = fields.list("out") {
          rules += try vpc.scope.rules(nodes, .egress)
        } else {
          rules += AWSDefaults.openEgress(vpc.scope.families)
        }
        topology.securityGroups.append(
          SecurityGroup(
            id: id, info: try vpc.scope.info(fields, key: pair.key, origin: pair.origin),
            groupName: try fields.text("group-name") ?? (isDefault ? "default" : nil), vpc: vpc.id,
            associatedVPCs: try vpc.scope.ids(fields.list("vpcs") ?? [], .vpc),
            isDefault: isDefault, rules: rules, unreadableRules: try NativeScope.unreadable(fields)))
      }
      for name in try NativeImplied.kinds(vpc.fields, missing: missing) where name.kind == .securityGroup {
        let id: SecurityGroupID = vpc.scope.ownID(.securityGroup, name.name)
        topology.securityGroups.append(
          SecurityGroup(
            id: id, info: impliedInfo(name.name, vpc), groupName: "default", vpc: vpc.id, isDefault: true,
            rules: AWSDefaults.ownIngress(id) + AWSDefaults.openEgress(vpc.scope.families)))
      }
    }
  }
}
