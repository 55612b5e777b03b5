import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

extension TerraformReader {
  func readVPCs() {
    var seen: Set<String> = []
    for resource in all("aws_vpc", "aws_default_vpc", "data.aws_vpc") where seen.insert(resource.id).inserted
    {
      network.map(resource) { () throws(DeclaredError) in try readVPC(resource) }
    }
    for resource in all("aws_vpc_ipv4_cidr_block_association", "aws_vpc_ipv6_cidr_block_association") {
      network.map(resource) { () throws(DeclaredError) in
        let vpc: VPCID = try resource.properties.requiredID("vpc_id")
        let key = resource.type.contains("ipv6") ? "ipv6_cidr_block" : "cidr_block"
        guard let prefix = try resource.properties.prefix(key) else {
          throw DeclaredError("it has no \(key)", at: resource.origin)
        }
        guard let place = network.place(of: vpc, in: \.vpcs),
          !network.topology.vpcs[place].prefixes.contains(prefix)
        else { return }
        network.topology.vpcs[place].prefixes.append(prefix)
      }
    }
  }

  private func readVPC(_ resource: DeclaredResource) throws(DeclaredError) {
    let properties = resource.properties
    let id = VPCID(resource.id)
    var prefixes: [IPPrefix] = []
    if let own = try properties.prefix("cidr_block") { prefixes.append(own) }
    for association in try properties.list("cidr_block_associations") {
      if let own = try association.prefix("cidr_block"), !prefixes.contains(own) { prefixes.append(own) }
    }
    if properties["ipv6_cidr_block"].isUnknown {
      if try properties.flag("assign_generated_ipv6_cidr_block") == true {
        prefixes.append(generatedRange(resource))
      }
    } else if let own = try properties.prefix("ipv6_cidr_block") {
      prefixes.append(own)
    }
    guard !prefixes.isEmpty else { throw DeclaredError("it has no cidr_block", at: resource.origin) }
    network.topology.vpcs.append(
      VPC(
        id: id, info: info(resource), prefixes: prefixes,
        isDNSSupported: try properties.flag("enable_dns_support") ?? true))
    if resource.type == "data.aws_vpc" { network.foreignVPCs.insert(id) }
    network.mainTables[id] = try known(properties.first("main_route_table_id", "default_route_table_id"))
    network.defaultACLs[id] = try known(properties["default_network_acl_id"])
    network.defaultGroups[id] = try known(properties["default_security_group_id"])
  }

  private func known<R>(_ field: DeclaredField) throws(DeclaredError) -> ResourceID<R>? {
    field.isUnknown ? nil : try field.text(named: "an identifier").map { ResourceID($0) }
  }

  /// A /56 that AWS will choose, from the range that is set aside for documentation.
  private func generatedRange(_ resource: DeclaredResource) -> IPPrefix {
    let number = UInt128(network.topology.vpcs.count + 1)
    let bits: UInt128 = 0x2001_0db8 << 96 | number << 72
    let prefix = IPPrefix(IPAddress(family: .ipv6, bits: bits), length: 56)
    network.report(
      "PW_ADDRESS_NOT_ASSIGNED", .note, resource.address,
      "AWS will choose the VPC's IPv6 range; \(prefix) stands for it", at: resource.origin)
    return prefix
  }

  /// A /64 of the VPC's range that no subnet of it has yet; nil where the VPC has none.
  private func nextRange(of vpc: VPCID, _ resource: DeclaredResource) -> IPPrefix? {
    guard !resource.properties["ipv6_cidr_block"].isComputed,
      let whole = network.topology.vpcs.first(where: { $0.id == vpc })?.prefixes.first(where: {
        $0.family == .ipv6
      })
    else { return nil }
    let taken = Set(network.topology.subnets.lazy.flatMap(\.prefixes))
    for number in 0..<UInt128(256) {
      guard let address = whole.address.advanced(by: number << 64) else { return nil }
      let prefix = IPPrefix(address, length: 64)
      guard whole.contains(prefix), !taken.contains(prefix) else { continue }
      network.report(
        "PW_ADDRESS_NOT_ASSIGNED", .note, resource.address,
        "the subnet's IPv6 range is not known yet; \(prefix) stands for it", at: resource.origin)
      return prefix
    }
    return nil
  }

  func readSubnets() {
    var seen: Set<String> = []
    for resource in all("aws_subnet", "aws_default_subnet", "data.aws_subnet")
    where seen.insert(resource.id).inserted {
      network.map(resource, .subnets) { () throws(DeclaredError) in
        let properties = resource.properties
        var prefixes: [IPPrefix] = []
        if let own = try properties.prefix("cidr_block") { prefixes.append(own) }
        let vpc: VPCID = try properties.requiredID("vpc_id")
        if !properties["ipv6_cidr_block"].isUnknown {
          if let own = try properties.prefix("ipv6_cidr_block") { prefixes.append(own) }
        } else if let own = nextRange(of: vpc, resource) {
          prefixes.append(own)
        }
        let zone = properties["availability_zone"]
        let zoneID = properties["availability_zone_id"]
        network.topology.subnets.append(
          Subnet(
            id: SubnetID(resource.id), info: info(resource), vpc: vpc, prefixes: prefixes,
            // Each zone that nobody knows is one of its own: whether two are the same is not known.
            zone: AvailabilityZone(
              name: zone.isUnknown ? "\(resource.id)#zone" : try zone.text(named: "availability_zone") ?? "",
              zoneID: zoneID.isUnknown ? nil : try zoneID.text(named: "availability_zone_id"))))
      }
    }
  }

  // MARK: Gateways

  func readGateways() {
    var seen: Set<String> = []
    for resource in all("aws_internet_gateway", "data.aws_internet_gateway")
    where seen.insert(resource.id).inserted {
      network.map(resource, .internetGateways) { () throws(DeclaredError) in
        var vpc: VPCID? = try resource.properties.id("vpc_id")
        for attachment in try resource.properties.list("attachments") {
          if vpc == nil { vpc = try attachment.id("vpc_id") }
        }
        network.topology.internetGateways.append(
          InternetGateway(id: InternetGatewayID(resource.id), info: info(resource), vpc: vpc))
      }
    }
    each("aws_internet_gateway_attachment", .internetGateways) { resource throws(DeclaredError) in
      let id: InternetGatewayID = try resource.properties.requiredID("internet_gateway_id")
      let vpc: VPCID = try resource.properties.requiredID("vpc_id")
      guard let place = network.place(of: id, in: \.internetGateways) else { return }
      network.topology.internetGateways[place].vpc = vpc
    }
    each("aws_egress_only_internet_gateway", .egressOnlyInternetGateways) { resource throws(DeclaredError) in
      network.topology.egressOnlyInternetGateways.append(
        EgressOnlyInternetGateway(
          id: ResourceID(resource.id), info: info(resource),
          vpc: try resource.properties.requiredID("vpc_id")))
    }
    each("aws_carrier_gateway", .carrierGateways) { resource throws(DeclaredError) in
      network.topology.carrierGateways.append(
        CarrierGateway(
          id: ResourceID(resource.id), info: info(resource),
          vpc: try resource.properties.requiredID("vpc_id")))
    }
    each("aws_vpn_gateway", .vpnGateways) { resource throws(DeclaredError) in
      network.topology.vpnGateways.append(
        VPNGateway(
          id: ResourceID(resource.id), info: info(resource), vpc: try resource.properties.id("vpc_id")))
    }
    each("aws_vpn_gateway_attachment", .vpnGateways) { resource throws(DeclaredError) in
      let id: VPNGatewayID = try resource.properties.requiredID("vpn_gateway_id")
      let vpc: VPCID = try resource.properties.requiredID("vpc_id")
      guard let place = network.place(of: id, in: \.vpnGateways) else { return }
      network.topology.vpnGateways[place].vpc = vpc
    }
  }

  /// Maps all resources of a type.
  func each(
    _ type: String, _ kind: ResourceKind?, _ body: (DeclaredResource) throws(DeclaredError) -> Void
  ) {
    for resource in all(type) {
      network.map(resource, kind) { () throws(DeclaredError) in try body(resource) }
    }
  }

  func readPrefixLists() {
    var seen: Set<String> = []
    for resource in all(
      "aws_ec2_managed_prefix_list", "data.aws_ec2_managed_prefix_list", "data.aws_prefix_list")
    where seen.insert(resource.id).inserted {
      network.map(resource, .prefixLists) { () throws(DeclaredError) in
        var entries: [IPPrefix] = []
        for entry in try resource.properties.list("entry") + resource.properties.list("entries") {
          if let prefix = try entry.prefix("cidr") { entries.append(prefix) }
        }
        entries += try resource.properties.prefixes("cidr_blocks")
        let name = try resource.properties.text("name")
        network.topology.prefixLists.append(
          PrefixList(
            id: PrefixListID(resource.id), info: info(resource, name: name), listName: name, entries: entries)
        )
      }
    }
    for resource in all("aws_ec2_managed_prefix_list_entry") {
      network.map(resource, .prefixLists) { () throws(DeclaredError) in
        let id: PrefixListID = try resource.properties.requiredID("prefix_list_id")
        guard let place = network.place(of: id, in: \.prefixLists) else { return }
        guard let prefix = try? resource.properties.prefix("cidr") else {
          network.topology.prefixLists[place].entries = nil
          throw DeclaredError("its cidr is not known", at: resource.origin)
        }
        if network.topology.prefixLists[place].entries?.contains(prefix) == false {
          network.topology.prefixLists[place].entries?.append(prefix)
        }
      }
    }
  }
}
