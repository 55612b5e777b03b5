import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// VPCs, subnets and what hangs on VPCs.
extension CloudFormationReader {
  func readVPC(_ resource: DeclaredResource) {
    network.map(resource) { () throws(DeclaredError) in
      guard let prefix = try resource.properties.prefix("CidrBlock") else {
        throw DeclaredError("it has no CidrBlock, so that AWS chooses its range", at: resource.origin)
      }
      let vpc = VPC(
        id: VPCID(resource.id), info: info(resource), prefixes: [prefix],
        isDNSSupported: try resource.properties.flag("EnableDnsSupport") ?? true)
      vpcPlaces[vpc.id] = network.topology.vpcs.count
      network.topology.vpcs.append(vpc)
    }
  }

  /// A further range, of either family.
  func readVPCRange(_ resource: DeclaredResource) {
    network.map(resource) { () throws(DeclaredError) in
      let properties = resource.properties
      let id: VPCID = try properties.requiredID("VpcId")
      guard let place = vpcPlaces[id] else {
        throw DeclaredError("its VPC \(id) is not in the input", at: resource.origin)
      }
      var prefix = try properties.first("CidrBlock", "Ipv6CidrBlock").prefix(named: "CidrBlock")
      if prefix == nil {
        let isAmazons = try properties.flag("AmazonProvidedIpv6CidrBlock") ?? false
        let isIPv6 =
          isAmazons
          || !properties.first("Ipv6IpamPoolId", "Ipv6Pool").isAbsent
        prefix = isIPv6 ? stacks.assumedIPv6Range(of: id.rawValue, at: resource.origin) : nil
      }
      guard let prefix else {
        throw DeclaredError("it names no range, so that AWS chooses it", at: resource.origin)
      }
      if !network.topology.vpcs[place].prefixes.contains(prefix) {
        network.topology.vpcs[place].prefixes.append(prefix)
      }
    }
  }

  func readSubnet(_ resource: DeclaredResource) {
    network.map(resource, .subnets) { () throws(DeclaredError) in
      let properties = resource.properties
      let prefixes = [try properties.prefix("CidrBlock"), try properties.prefix("Ipv6CidrBlock")]
        .compactMap(\.self)
      guard !prefixes.isEmpty else {
        throw DeclaredError("it names no range, so that AWS chooses it", at: resource.origin)
      }
      let zoneID = try properties.text("AvailabilityZoneId")
      // A zone that nobody names is AWS's choice; each such subnet may be in another.
      let zone = properties["AvailabilityZone"]
      let name = zone.isUnknown ? nil : try zone.text(named: "AvailabilityZone")
      let subnet = Subnet(
        id: SubnetID(resource.id), info: info(resource), vpc: try properties.requiredID("VpcId"),
        prefixes: prefixes,
        zone: AvailabilityZone(
          name: name ?? (zoneID == nil ? "zone of \(resource.address)" : ""), zoneID: zoneID))
      if try properties.flag("MapPublicIpOnLaunch") == true { publicSubnets.insert(subnet.id) }
      if try properties.flag("AssignIpv6AddressOnCreation") == true { ipv6Subnets.insert(subnet.id) }
      subnetPlaces[subnet.id] = network.topology.subnets.count
      network.topology.subnets.append(subnet)
    }
  }

  func readSubnetRange(_ resource: DeclaredResource) {
    network.map(resource) { () throws(DeclaredError) in
      let id: SubnetID = try resource.properties.requiredID("SubnetId")
      guard let place = subnetPlaces[id] else {
        throw DeclaredError("its subnet \(id) is not in the input", at: resource.origin)
      }
      guard let prefix = try resource.properties.prefix("Ipv6CidrBlock") else {
        throw DeclaredError("it names no range", at: resource.origin)
      }
      network.topology.subnets[place].prefixes.append(prefix)
    }
  }

  func readPrefixList(_ resource: DeclaredResource) {
    network.map(resource, .prefixLists) { () throws(DeclaredError) in
      var entries: [IPPrefix] = []
      for entry in try resource.properties.list("Entries") {
        guard let prefix = try entry.prefix("Cidr") else {
          throw DeclaredError("an entry has no Cidr", at: entry.origin)
        }
        entries.append(prefix)
      }
      let name = try resource.properties.text("PrefixListName")
      network.topology.prefixLists.append(
        PrefixList(
          id: PrefixListID(resource.id), info: info(resource, name: name), listName: name, entries: entries))
    }
  }

  // MARK: Gateways

  func readInternetGateway(_ resource: DeclaredResource) {
    network.map(resource, .internetGateways) {
      network.topology.internetGateways.append(
        InternetGateway(id: InternetGatewayID(resource.id), info: info(resource), vpc: nil))
    }
  }

  func readEgressOnlyInternetGateway(_ resource: DeclaredResource) {
    network.map(resource, .egressOnlyInternetGateways) { () throws(DeclaredError) in
      network.topology.egressOnlyInternetGateways.append(
        EgressOnlyInternetGateway(
          id: EgressOnlyInternetGatewayID(resource.id), info: info(resource),
          vpc: try resource.properties.requiredID("VpcId")))
    }
  }

  func readCarrierGateway(_ resource: DeclaredResource) {
    network.map(resource, .carrierGateways) { () throws(DeclaredError) in
      network.topology.carrierGateways.append(
        CarrierGateway(
          id: CarrierGatewayID(resource.id), info: info(resource),
          vpc: try resource.properties.requiredID("VpcId")))
    }
  }

  func readVPNGateway(_ resource: DeclaredResource) {
    network.map(resource, .vpnGateways) {
      network.topology.vpnGateways.append(
        VPNGateway(id: VPNGatewayID(resource.id), info: info(resource), vpc: nil))
    }
  }

  /// An attachment may carry a gateway of either kind, or both.
  func readGatewayAttachment(_ resource: DeclaredResource) {
    network.map(resource, .internetGateways) { () throws(DeclaredError) in
      let vpc: VPCID = try resource.properties.requiredID("VpcId")
      let internet: InternetGatewayID? = try resource.properties.id("InternetGatewayId")
      let vpn: VPNGatewayID? = try resource.properties.id("VpnGatewayId")
      if let internet {
        if let place = network.topology.internetGateways.firstIndex(where: { $0.id == internet }) {
          network.topology.internetGateways[place].vpc = vpc
        } else {
          // It exists already, outside of the templates.
          network.topology.internetGateways.append(
            InternetGateway(
              id: internet, info: ResourceInfo(origin: resource.origin), vpc: vpc))
        }
      }
      if let vpn, let place = network.topology.vpnGateways.firstIndex(where: { $0.id == vpn }) {
        network.topology.vpnGateways[place].vpc = vpc
      }
      if internet == nil, vpn == nil { throw DeclaredError("it names no gateway", at: resource.origin) }
    }
  }
}
