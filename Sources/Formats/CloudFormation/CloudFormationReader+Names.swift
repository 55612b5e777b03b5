import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

extension CloudFormationReader {
  /// The facts of a resource: its tags, and its Name or its logical identifier.
  func info(_ resource: DeclaredResource, name: String? = nil) -> ResourceInfo {
    var tags: [String: String] = [:]
    if case .list(let list) = resource.properties["Tags"].value {
      for tag in list {
        if case .text(let key) = tag["Key"].value, case .text(let value) = tag["Value"].value {
          tags[key] = value
        }
      }
    } else if case .object(let members) = resource.properties["Tags"].value {
      for (key, field) in members { if case .text(let value) = field.value { tags[key] = value } }
    }
    return network.info(resource, name: name, tags: tags)
  }

  /// The interface that something of AWS's has in a subnet.
  static func nodeID(_ owner: String, _ subnet: String) -> String {
    let word = subnet.split(separator: "/").last.map(String.init) ?? subnet
    return "\(owner)#\(word)"
  }

  /// The VPC of a subnet of the input.
  func vpc(of subnet: SubnetID) -> VPCID? {
    subnetPlaces[subnet].map { network.topology.subnets[$0].vpc }
  }

  func requiredVPC(of subnets: [SubnetID], _ field: DeclaredField) throws(DeclaredError) -> VPCID {
    guard let subnet = subnets.first else { throw DeclaredError("it names no subnet", at: field.origin) }
    guard let vpc = vpc(of: subnet) else {
      throw DeclaredError("its subnet \(subnet) is not in the input", at: field.origin)
    }
    return vpc
  }

  func addNodes(
    of resource: DeclaredResource, in subnets: [SubnetID], groups: [SecurityGroupID], kind: InterfaceKind,
    isPublic: Bool
  ) throws(DeclaredError) -> [NetworkInterfaceID] {
    try addNodes(of: resource, name: nil, in: subnets, groups: groups, kind: kind, isPublic: isPublic)
  }

  /// Adds a host without given addresses in each subnet.
  ///
  /// - Returns: the interfaces, in the subnets' order.
  func addNodes(
    of resource: DeclaredResource, name: String?, in subnets: [SubnetID], groups: [SecurityGroupID],
    kind: InterfaceKind,
    isPublic: Bool = false
  ) throws(DeclaredError) -> [NetworkInterfaceID] {
    var ids: [NetworkInterfaceID] = []
    for subnet in subnets where subnetPlaces[subnet] == nil {
      throw DeclaredError("its subnet \(subnet) is not in the input", at: resource.origin)
    }
    let owner = info(resource, name: name)
    for subnet in subnets {
      let id = NetworkInterfaceID(Self.nodeID(resource.id, subnet.rawValue))
      guard network.host(id) == nil else { continue }
      network.add(
        DeclaredHost(
          interface: NetworkInterface(
            id: id, info: network.info(owner, in: subnet), subnet: subnet, addresses: [],
            securityGroups: groups, kind: kind, ephemeralPorts: DeclaredHost.ephemeralPorts(of: kind)),
          publicAddress: isPublic ? .assigned : .none, needsIPv4: hasFamily(.ipv4, subnet),
          unknownIPv6: hasFamily(.ipv4, subnet) ? 0 : 1))
      ids.append(id)
    }
    return ids
  }

  func hasFamily(_ family: AddressFamily, _ subnet: SubnetID) -> Bool {
    guard let place = subnetPlaces[subnet] else { return false }
    return network.topology.subnets[place].prefixes.contains { $0.family == family }
  }

  // MARK: What is not mapped

  /// Counts what has no mapping; a part of the network is named where an answer meets it.
  func countOthers() {
    for resource in leftOver() {
      let isNetwork = CloudFormationTypes.isNetwork(resource.type)
      network.count(
        resource.type, modelled: false, isNetwork: isNetwork,
        reason: isNetwork ? "not modelled" : "not a part of the network")
      if isNetwork {
        network.topology.unmodelled.append(
          UnmodelledResource(
            kind: CloudFormationTypes.words(resource.type), id: resource.id, info: info(resource)))
      } else if resource.type.hasPrefix("Custom::") || resource.type == "AWS::CloudFormation::CustomResource"
      {
        network.report(
          "PW_CUSTOM_RESOURCE", .warning, resource.address,
          "a program of the template's makes this resource; if it changes the network, that is not seen",
          at: resource.origin)
      }
    }
  }
}
