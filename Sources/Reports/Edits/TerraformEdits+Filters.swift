import PacketWalkAddressing
import PacketWalkTopology

extension TerraformEdits {
  mutating func rule(_ rule: SecurityGroupRule, _ group: SecurityGroupID) -> HCLBlock {
    let reference = state.group(group)
    let (name, argument, value) = peer(rule.peer)
    let way = rule.direction == .ingress ? "from" : "to"
    var block = resource(
      "aws_vpc_security_group_\(rule.direction == .ingress ? "ingress" : "egress")_rule",
      "\(reference.name) \(rule.traffic) \(way) \(name)")
    block.add("security_group_id", expression(reference))
    block.add("ip_protocol", text: rule.traffic.protocolWord)
    block.add("from_port", rule.traffic.groupPorts?.from)
    block.add("to_port", rule.traffic.groupPorts?.to)
    block.add(argument, value)
    block.add("description", text: rule.description)
    return block
  }

  private mutating func peer(_ peer: SecurityGroupRule.Peer) -> (
    name: String, argument: String, value: String
  ) {
    switch peer {
    case .prefix(let prefix):
      let argument = prefix.family == .ipv4 ? "cidr_ipv4" : "cidr_ipv6"
      return (
        prefix.length == 0 ? "any_\(prefix.family)" : "\(prefix)", argument, HCLBlock.quoted("\(prefix)")
      )
    case .prefixList(let list):
      let reference = state.prefixList(list)
      return (reference.name, "prefix_list_id", expression(reference))
    case .group(let group):
      let reference = state.group(group)
      return (reference.name, "referenced_security_group_id", expression(reference))
    }
  }

  mutating func removal(of rule: SecurityGroupRule, _ group: SecurityGroupID) -> [String] {
    let word = rule.direction == .ingress ? "ingress" : "egress"
    let held = state.topology.securityGroups.first { $0.id == group }?.rules ?? []
    let ids = held.filter { $0.admitsSame(as: rule) }.compactMap(\.id)
    let known = ids.isEmpty ? "" : " (\(ids.joined(separator: ", ")))"
    return [
      "delete its aws_vpc_security_group_\(word)_rule or aws_security_group_rule\(known), or its \(word) block in the aws_security_group"
    ]
  }

  mutating func attachment(_ group: SecurityGroupID, _ interface: NetworkInterfaceID) -> HCLBlock {
    let (group, interface) = (state.group(group), state.interface(interface))
    var block = resource("aws_network_interface_sg_attachment", "\(interface.name) \(group.name)")
    block.add("security_group_id", expression(group))
    block.add("network_interface_id", expression(interface))
    return block
  }

  func isThere(_ entry: NetworkACLEntry, _ acl: NetworkACLID) -> Bool {
    let held = state.topology.networkACLs.first { $0.id == acl }?.entries ?? []
    return held.contains { $0.number == entry.number && $0.direction == entry.direction }
  }

  mutating func entry(_ entry: NetworkACLEntry, _ acl: NetworkACLID) -> HCLBlock {
    let reference = state.acl(acl)
    let way = entry.direction == .ingress ? "in" : "out"
    var block = resource("aws_network_acl_rule", "\(reference.name) \(way) \(entry.number)")
    block.add("network_acl_id", expression(reference))
    block.add("rule_number", entry.number)
    block.add("egress", "\(entry.direction == .egress)")
    block.add("protocol", text: entry.traffic.protocolNumber)
    block.add("rule_action", text: entry.isAllow ? "allow" : "deny")
    block.add(entry.prefix.family == .ipv4 ? "cidr_block" : "ipv6_cidr_block", text: "\(entry.prefix)")
    block.add("from_port", entry.traffic.portEnds?.from)
    block.add("to_port", entry.traffic.portEnds?.to)
    block.add("icmp_type", entry.traffic.icmpNumbers?.type)
    block.add("icmp_code", entry.traffic.icmpNumbers?.code)
    return block
  }
}
