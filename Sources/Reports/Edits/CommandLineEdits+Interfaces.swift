import PacketWalkAddressing
import PacketWalkTopology

extension CommandLineEdits {
  // MARK: Public addresses

  mutating func associate(_ publicAddress: IPAddress, with address: IPAddress, of id: NetworkInterfaceID) {
    let interface = state.interface(id)
    let known = state.topology.unassociatedAddresses.first { $0.publicAddress == publicAddress }?.allocation
    let allocation: ShellText
    if let known, ResourceReference.isAWS(known, "eipalloc") {
      allocation = ShellText(known)
    } else {
      comment(
        "\(publicAddress) has to be an Elastic IP address of the account: aws ec2 allocate-address gives one")
      allocation = look(up: "AllocationId", of: publicAddress, "EIPALLOC", in: interface)
    }
    let options = [
      ("allocation-id", [allocation]), ("network-interface-id", [word(interface)]),
      ("private-ip-address", [ShellText(address.description)]),
    ]
    command("associate-address", options, in: interface)
  }

  mutating func disassociate(_ address: IPAddress, of id: NetworkInterfaceID) {
    let interface = state.interface(id)
    let held = state.topology.networkInterfaces.first { $0.id == id }?.addresses.first {
      $0.address == address
    }
    guard let publicAddress = held?.publicAddress else {
      comment("it has no public address")
      return
    }
    comment(
      "an Elastic IP address; one that the subnet assigned goes with its interface or a stop of the instance")
    let association = look(up: "AssociationId", of: publicAddress, "EIPASSOC", in: interface)
    command("disassociate-address", [("association-id", [association])], in: interface)
  }

  /// A variable with what AWS knows of an Elastic IP address and no input holds.
  private mutating func look(
    up field: String, of address: IPAddress, _ prefix: String, in interface: ResourceReference
  ) -> ShellText {
    let reference = ResourceReference(
      kind: "Elastic IP address", prefix: prefix.lowercased(), id: address.description,
      name: address.description)
    let name = created(reference)
    command(
      "describe-addresses", [("public-ips", [ShellText(address.description)])], in: interface,
      setting: (name, "'Addresses[0].\(field)'"))
    return .variable(name)
  }

  // MARK: New resources

  mutating func create(_ interface: NetworkInterface) {
    let reference = state.interface(interface.id)
    var placed = reference
    placed.region = reference.region ?? state.subnet(interface.subnet).region
    var options: [(name: String, values: [ShellText])] = [
      ("subnet-id", [word(state.subnet(interface.subnet))])
    ]
    if !interface.securityGroups.isEmpty {
      let groups = interface.securityGroups.map { word(state.group($0)) }
      options.append(("groups", groups))
    }
    let four = interface.addresses.filter { $0.address.family == .ipv4 }
    if !four.isEmpty {
      options.append(
        (
          "private-ip-addresses",
          four.map { ShellText("Primary=\($0.isPrimary),PrivateIpAddress=\($0.address)") }
        ))
    }
    let six = interface.addresses.filter { $0.address.family == .ipv6 }
    if !six.isEmpty {
      options.append(("ipv6-addresses", six.map { ShellText("Ipv6Address=\($0.address)") }))
    }
    if let description = interface.interfaceDescription {
      options.append(("description", [ShellText(description)]))
    }
    options += tags(interface.info, "network-interface")
    let name = created(reference)
    command(
      "create-network-interface", options, in: placed,
      setting: (name, "NetworkInterface.NetworkInterfaceId"))
    let id = ShellText.variable(name)
    if !interface.isSourceDestChecked {
      command(
        "modify-network-interface-attribute", [("network-interface-id", [id]), ("no-source-dest-check", [])],
        in: placed)
    }
    if let instance = interface.instance {
      command(
        "attach-network-interface",
        [
          ("network-interface-id", [id]), ("instance-id", [word(state.instance(instance))]),
          ("device-index", [ShellText("\(interface.deviceIndex)")]),
        ], in: placed)
    }
    for address in four {
      guard let publicAddress = address.publicAddress else { continue }
      associate(publicAddress, with: address.address, of: interface.id)
    }
  }

  mutating func create(_ gateway: VPNGateway) {
    var reference = state.vpnGateway(gateway.id)
    reference.region = reference.region ?? gateway.vpc.flatMap { state.vpc($0).region }
    let name = created(state.vpnGateway(gateway.id))
    command(
      "create-vpn-gateway", [("type", [ShellText("ipsec.1")])] + tags(gateway.info, "vpn-gateway"),
      in: reference, setting: (name, "VpnGateway.VpnGatewayId"))
    guard let vpc = gateway.vpc else { return }
    let options = [("vpn-gateway-id", [ShellText.variable(name)]), ("vpc-id", [word(state.vpc(vpc))])]
    command("attach-vpn-gateway", options, in: reference)
  }

  private func tags(_ info: ResourceInfo, _ type: String) -> [(name: String, values: [ShellText])] {
    let tags = info.allTags
    guard !tags.isEmpty else { return [] }
    let text = ShellText.json { json in
      json.raw("[{\"ResourceType\":\"\(type)\",\"Tags\":[")
      for (place, tag) in tags.enumerated() {
        json.raw(place == 0 ? "{\"Key\":" : ",{\"Key\":")
        json.string(tag.key)
        json.raw(",\"Value\":")
        json.string(tag.value)
        json.raw("}")
      }
      json.raw("]}]")
    }
    return [("tag-specifications", [text])]
  }
}

extension ResourceInfo {
  /// The tags with the name among them, in their order.
  var allTags: [(key: String, value: String)] {
    var all = tags.map { (key: $0.key, value: $0.value) }
    if let name { all.append((key: "Name", value: name)) }
    return all.sorted { $0.key < $1.key }
  }
}
