import PacketWalkAddressing
import PacketWalkTopology

extension TerraformEdits {
  mutating func association(
    _ publicAddress: IPAddress, _ address: IPAddress, _ id: NetworkInterfaceID
  ) -> [HCLBlock] {
    let interface = state.interface(id)
    var blocks: [HCLBlock] = []
    let known = state.topology.unassociatedAddresses.first { $0.publicAddress == publicAddress }?.allocation
    let allocation: String
    if let known, ResourceReference.isAWS(known, "eipalloc") {
      allocation = HCLBlock.quoted(known)
    } else {
      let name = unique("eip_\(publicAddress)", of: "data.aws_eip")
      var data = HCLBlock("data", "aws_eip", name)
      data.add("public_ip", text: "\(publicAddress)")
      blocks.append(data)
      allocation = "data.aws_eip.\(name).id"
    }
    var block = resource("aws_eip_association", "\(interface.name) \(address)")
    block.add("allocation_id", allocation)
    block.add("network_interface_id", expression(interface))
    block.add("private_ip_address", text: "\(address)")
    return blocks + [block]
  }

  mutating func create(_ interface: NetworkInterface) -> [HCLBlock] {
    let reference = state.interface(interface.id)
    var block = resource("aws_network_interface", reference.name, is: reference)
    block.add("subnet_id", expression(state.subnet(interface.subnet)))
    let four = interface.addresses.filter { $0.address.family == .ipv4 }
    // The primary address is the first of the list.
    let ordered = four.filter(\.isPrimary) + four.filter { !$0.isPrimary }
    if ordered.count > 1 { block.add("private_ip_list_enabled", "true") }
    block.add(
      ordered.count > 1 ? "private_ip_list" : "private_ips",
      list: ordered.map { HCLBlock.quoted("\($0.address)") })
    block.add(
      "ipv6_addresses",
      list: interface.addresses.filter { $0.address.family == .ipv6 }.map { HCLBlock.quoted("\($0.address)") }
    )
    let groups = interface.securityGroups.map { expression(state.group($0)) }
    block.add("security_groups", list: groups)
    if !interface.isSourceDestChecked { block.add("source_dest_check", "false") }
    block.add("description", text: interface.interfaceDescription)
    block.add("tags", map: interface.info.allTags)
    if let instance = interface.instance {
      var attachment = HCLBlock("attachment")
      attachment.add("instance", expression(state.instance(instance)))
      attachment.add("device_index", interface.deviceIndex)
      block.add(attachment)
    }
    var blocks = [block]
    for address in four {
      guard let publicAddress = address.publicAddress else { continue }
      blocks += association(publicAddress, address.address, interface.id)
    }
    return blocks
  }

  mutating func create(_ gateway: VPNGateway) -> HCLBlock {
    let reference = state.vpnGateway(gateway.id)
    var block = resource("aws_vpn_gateway", reference.name, is: reference)
    block.add("vpc_id", gateway.vpc.map { expression(state.vpc($0)) })
    block.add("tags", map: gateway.info.allTags)
    return block
  }
}
