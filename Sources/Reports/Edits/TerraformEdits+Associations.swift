import PacketWalkTopology

extension TerraformEdits {
  mutating func association(
    _ table: RouteTableID, with subnet: SubnetID, _ comments: inout [String]
  ) -> HCLBlock {
    if state.topology.routeTables.contains(where: { $0.subnets.contains(subnet) }) {
      comments.append("in the place of the aws_route_table_association of the subnet")
    }
    let (table, subnet) = (state.table(table), state.subnet(subnet))
    var block = resource("aws_route_table_association", subnet.name)
    block.add("subnet_id", expression(subnet))
    block.add("route_table_id", expression(table))
    return block
  }

  mutating func association(
    _ acl: NetworkACLID, with subnet: SubnetID, _ comments: inout [String]
  ) -> HCLBlock {
    let (acl, subnet) = (state.acl(acl), state.subnet(subnet))
    comments.append(
      "in the place of the aws_network_acl_association of the subnet; take \(expression(subnet)) out of subnet_ids of any aws_network_acl"
    )
    var block = resource("aws_network_acl_association", subnet.name)
    block.add("subnet_id", expression(subnet))
    block.add("network_acl_id", expression(acl))
    return block
  }
}
