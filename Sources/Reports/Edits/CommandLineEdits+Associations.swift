import PacketWalkTopology

extension CommandLineEdits {
  mutating func associate(_ table: RouteTableID, with subnet: SubnetID) {
    let target = word(state.table(table))
    let reference = state.subnet(subnet)
    guard state.topology.routeTables.contains(where: { $0.subnets.contains(subnet) }) else {
      let options = [("route-table-id", [target]), ("subnet-id", [word(reference)])]
      command("associate-route-table", options, in: reference)
      return
    }
    let association = look(up: .routeTable, of: reference)
    command(
      "replace-route-table-association", [("association-id", [association]), ("route-table-id", [target])],
      in: reference)
  }

  mutating func disassociateTable(from subnet: SubnetID) {
    let reference = state.subnet(subnet)
    let association = look(up: .routeTable, of: reference)
    command("disassociate-route-table", [("association-id", [association])], in: reference)
  }

  mutating func associate(_ acl: NetworkACLID, with subnet: SubnetID) {
    let target = word(state.acl(acl))
    let reference = state.subnet(subnet)
    let association = look(up: .networkACL, of: reference)
    command(
      "replace-network-acl-association", [("association-id", [association]), ("network-acl-id", [target])],
      in: reference)
  }

  /// What AWS calls a subnet's association: no input that can be edited keeps its identifier.
  private enum Association {
    case routeTable
    case networkACL
  }

  private mutating func look(up kind: Association, of subnet: ResourceReference) -> ShellText {
    let (verb, list, field, prefix) =
      switch kind {
      case .routeTable: ("describe-route-tables", "RouteTables", "RouteTableAssociationId", "rtbassoc")
      case .networkACL: ("describe-network-acls", "NetworkAcls", "NetworkAclAssociationId", "aclassoc")
      }
    let id = word(subnet)
    let name = created(
      ResourceReference(kind: "association", prefix: prefix, id: subnet.id, name: subnet.name))
    let query = ShellText("\(list)[].Associations[?SubnetId==`\"") + id + "\"`][].\(field)"
    command(
      verb, [("filters", [ShellText("Name=association.subnet-id,Values=") + id])], in: subnet,
      setting: (name, query.quoted))
    return .variable(name)
  }
}
