import PacketWalkAddressing
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `vpc-lattice list-resource-gateways` prints a list of `items`, and `get-resource-gateway` an object
  /// without a name, as do others of the service's calls: their ARNs say what they are.
  func latticeKey(_ json: JSONValue) -> String? {
    guard let arn = json.text("arn"), arn.contains(":vpc-lattice:") else { return nil }
    if arn.contains(":resourcegateway/") { return "ResourceGateways" }
    // The list's elements lack what a configuration is about.
    if arn.contains(":resourceconfiguration/"), json["portRanges"] != nil { return "ResourceConfigurations" }
    if arn.contains(":servicenetworkvpcassociation/") { return "ServiceNetworkVpcAssociations" }
    return nil
  }

  /// `list-service-network-vpc-associations` leaves out the groups; `get-service-network-vpc-association` has
  /// them, and is the one that counts where both are there.
  func readServiceNetworks() {
    let all = items("ServiceNetworkVpcAssociations")
    let whole = Set(all.filter { Self.holdsGroups($0) }.compactMap { $0.json.text("id") })
    let wanted = all.filter { Self.holdsGroups($0) || !whole.contains($0.json.text("id") ?? "") }
    let twice = all.count - wanted.count
    if twice > 0 { count("ServiceNetworkVpcAssociations", read: twice, modelled: twice) }
    collect("ServiceNetworkVpcAssociations", into: \.serviceNetworkAssociations, of: wanted) {
      item throws(Unreadable) in
      let json = item.json
      var info = info(item, arn: json.text("arn"))
      info.name = json.text("serviceNetworkName")
      return ServiceNetworkAssociation(
        id: try json.requiredID("id"), info: info,
        serviceNetwork: json.text("serviceNetworkArn") ?? json.text("serviceNetworkId") ?? "",
        vpc: try json.requiredID("vpcId"),
        securityGroups: Self.holdsGroups(item) ? try json.ids("securityGroupIds") : [.notInInput],
        isAvailable: json.text("status").map { $0 == "ACTIVE" } ?? true)
    }
  }

  private static func holdsGroups(_ item: Item) -> Bool { item.json["securityGroupIds"] != nil }

  func readResourceGateways() {
    collect("ResourceGateways", into: \.resourceGateways) { item throws(Unreadable) in
      let json = item.json
      let id = try json.required("id")
      var info = info(item, arn: json.text("arn"))
      info.name = json.text("name")
      guard let vpc = json.text("vpcId") ?? json.text("vpcIdentifier") else {
        throw Unreadable("it has no vpcId", at: json)
      }
      // Nothing names the interfaces but their descriptions.
      let interfaces = topology.networkInterfaces.filter { $0.interfaceDescription?.contains(id) ?? false }
      return ResourceGateway(
        id: ResourceGatewayID(id), info: info, vpc: VPCID(vpc), subnets: try json.ids("subnetIds"),
        interfaces: interfaces.map(\.id), isAvailable: json.text("status").map { $0 == "ACTIVE" } ?? true)
    }
  }

  func readResourceConfigurations() {
    collect("ResourceConfigurations", into: \.resourceConfigurations) { item throws(Unreadable) in
      let json = item.json
      var info = info(item, arn: json.text("arn"))
      info.name = json.text("name")
      var ports: [PortRange] = []
      for element in try json.list("portRanges") {
        guard let range = element.string.flatMap({ PortRange($0) }) else {
          throw Unreadable("a port range is \(element.shown)", at: element)
        }
        ports.append(range)
      }
      return ResourceConfiguration(
        id: try json.requiredID("id"), info: info, gateway: json.id("resourceGatewayId"), ports: ports,
        definition: try Self.definition(json["resourceConfigurationDefinition"]),
        isAvailable: json.text("status").map { $0 == "ACTIVE" } ?? true)
    }
  }

  private static func definition(_ json: JSONValue?) throws(Unreadable) -> ResourceConfiguration.Definition? {
    guard let json else { return nil }
    if let address = try json["ipResource"]?.address("ipAddress") { return .address(address) }
    if let name = json["dnsResource"]?.text("domainName") { return .domainName(name) }
    return json["arnResource"]?.text("arn").map { .resource($0) }
  }
}
