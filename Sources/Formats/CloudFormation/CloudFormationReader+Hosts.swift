import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Instances and interfaces.
extension CloudFormationReader {
  func readLaunchTemplate(_ resource: DeclaredResource) {
    let data = resource.properties["LaunchTemplateData"]
    launchData[resource.id] = data.isAbsent ? resource.properties : data
    network.count(resource.type)
  }

  func readNetworkInterface(_ resource: DeclaredResource) {
    network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
      var host = try host(
        id: resource.id, info: info(resource), subnet: try resource.properties.requiredID("SubnetId"),
        resource.properties, usual: resource.properties, isOnly: false)
      host.interface.isAttached = false
      network.add(host)
    }
  }

  func readInterfaceAttachment(_ resource: DeclaredResource) {
    network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
      let id: NetworkInterfaceID = try resource.properties.requiredID("NetworkInterfaceId")
      guard network.host(id) != nil else {
        throw DeclaredError("its interface \(id) is not in the input", at: resource.origin)
      }
      attach(
        id, to: try resource.properties.requiredID("InstanceId"),
        at: try resource.properties.number("DeviceIndex") ?? 1)
    }
  }

  private func attach(_ id: NetworkInterfaceID, to instance: InstanceID, at index: Int) {
    network.change(id) { host in
      host.interface.isAttached = true
      host.interface.instance = instance
      host.interface.deviceIndex = index
    }
  }

  func readInstance(_ resource: DeclaredResource) {
    network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
      try addInstance(resource, id: resource.id, info: info(resource), subnet: nil)
    }
  }

  /// A group's instances, of which no template knows how many there are: one in each of its subnets stands for them.
  func readScalingGroup(_ resource: DeclaredResource) {
    network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
      var subnets: [SubnetID] = []
      for element in try resource.properties.list("VPCZoneIdentifier") {
        let text = try element.text(named: "VPCZoneIdentifier") ?? ""
        subnets += text.split(separator: ",").map { SubnetID(String($0)) }
      }
      guard !subnets.isEmpty else { throw DeclaredError("it names no subnet", at: resource.origin) }
      for subnet in subnets {
        let id = Self.nodeID(resource.id, subnet.rawValue)
        let info = network.info(info(resource), in: subnet)
        try addInstance(resource, id: id, info: info, subnet: subnet)
        for group: TargetGroupID in try resource.properties.ids("TargetGroupARNs") {
          network.register(id, port: nil, in: group, at: resource.origin)
        }
        for name in try resource.properties.list("LoadBalancerNames") {
          guard let name = try name.text(named: "a load balancer") else { continue }
          network.register(id, withClassic: name, at: resource.origin)
        }
      }
    }
  }

  /// Adds an instance and its interfaces; what its launch template says holds where it says nothing itself.
  private func addInstance(
    _ resource: DeclaredResource, id: String, info: ResourceInfo, subnet given: SubnetID?
  ) throws(DeclaredError) {
    let own = resource.properties
    let usual = try launchTemplate(own) ?? .absent
    func either(_ keys: String...) -> DeclaredField {
      for field in [own, usual] {
        for key in keys where !field[key].isAbsent { return field[key] }
      }
      return .absent
    }
    let instance = InstanceID(id)
    network.topology.instances.append(Instance(id: instance, info: info, state: "running"))
    let interfaces = either("NetworkInterfaces")
    guard case .list(let declared) = interfaces.value, !declared.isEmpty else {
      if interfaces.isUnknown { _ = try interfaces.text(named: "NetworkInterfaces") }
      guard let subnet = try Self.subnet(given, either("SubnetId")) else {
        throw DeclaredError(
          "it names no subnet, so that it is in one of the default VPC's, which no template has",
          at: resource.origin)
      }
      var host = try host(
        id: "\(id)#eni0", info: info, subnet: subnet, own, usual: usual, isOnly: true)
      host.interface.instance = instance
      network.add(host)
      return
    }
    for (place, field) in declared.enumerated() {
      let index = try field.number("DeviceIndex") ?? place
      if let existing: NetworkInterfaceID = try field.id("NetworkInterfaceId") {
        guard network.host(existing) != nil else {
          throw DeclaredError("its interface \(existing) is not in the input", at: field.origin)
        }
        attach(existing, to: instance, at: index)
        continue
      }
      guard let subnet = try Self.subnet(given, field["SubnetId"]) else {
        throw DeclaredError("an interface of it names no subnet", at: field.origin)
      }
      var info = info
      info.name = declared.count == 1 ? info.name : "\(info.name ?? id)#eni\(index)"
      var host = try host(
        id: "\(id)#eni\(index)", info: info, subnet: subnet, field,
        usual: declared.count == 1 ? own : .absent, isOnly: declared.count == 1)
      host.interface.instance = instance
      host.interface.deviceIndex = index
      network.add(host)
    }
  }

  private func launchTemplate(_ properties: DeclaredField) throws(DeclaredError) -> DeclaredField? {
    let template = properties["LaunchTemplate"]
    var id = try properties.text("LaunchConfigurationName")
    if !template.isAbsent {
      id = try template.first("LaunchTemplateId", "LaunchTemplateName").text(named: "LaunchTemplate")
    }
    if id == nil {
      let mixed = properties["MixedInstancesPolicy"]["LaunchTemplate"]["LaunchTemplateSpecification"]
      id = try mixed.text("LaunchTemplateId")
    }
    guard let id else { return nil }
    guard let data = launchData[id] else {
      throw DeclaredError("its launch template \(id) is not in the input", at: properties.origin)
    }
    return data
  }

  /// An interface by what it says itself, or the instance for its only one.
  private func host(
    id: String, info: ResourceInfo, subnet: SubnetID, _ own: DeclaredField, usual: DeclaredField, isOnly: Bool
  ) throws(DeclaredError) -> DeclaredHost {
    guard subnetPlaces[subnet] != nil else {
      throw DeclaredError("its subnet \(subnet) is not in the input", at: info.origin)
    }
    var addresses: [InterfaceAddress] = []
    func add(_ address: IPAddress?, isPrimary: Bool = false) {
      guard let address, !addresses.contains(where: { $0.address == address }) else { return }
      addresses.append(InterfaceAddress(address, isPrimary: isPrimary))
    }
    add(try own.address("PrivateIpAddress"), isPrimary: true)
    for field in try own.list("PrivateIpAddresses") {
      add(try field.address("PrivateIpAddress"), isPrimary: try field.flag("Primary") ?? false)
    }
    for field in try own.list("Ipv6Addresses") { add(try field.address("Ipv6Address")) }
    var groups: [SecurityGroupID] = []
    for field in [own, usual] where groups.isEmpty {
      for key in ["GroupSet", "SecurityGroupIds", "SecurityGroups", "Groups"] where groups.isEmpty {
        groups = try field.ids(key)
      }
    }
    let hasIPv4 = addresses.contains { $0.address.family == .ipv4 }
    let hasIPv6 = addresses.contains { $0.address.family == .ipv6 }
    func either(_ key: String) throws(DeclaredError) -> Bool? {
      if let flag = try own.flag(key) { return flag }
      return try usual.flag(key)
    }
    let associates = try either("AssociatePublicIpAddress")
    let isPublic = associates ?? (isOnly && publicSubnets.contains(subnet))
    let count = try own.number("Ipv6AddressCount") ?? (ipv6Subnets.contains(subnet) && !hasIPv6 ? 1 : 0)
    let checks = try either("SourceDestCheck")
    return DeclaredHost(
      interface: NetworkInterface(
        id: NetworkInterfaceID(id), info: info, subnet: subnet, addresses: addresses, securityGroups: groups,
        isSourceDestChecked: checks ?? true),
      publicAddress: isPublic ? .assigned : .none,
      needsIPv4: !hasIPv4 && hasFamily(.ipv4, subnet),
      unknownIPv6: hasFamily(.ipv6, subnet) ? max(0, min(count, 64)) : 0)
  }

  private static func subnet(
    _ given: SubnetID?, _ field: DeclaredField
  ) throws(DeclaredError) -> SubnetID? {
    if let given { return given }
    return try field.text(named: "SubnetId").map { SubnetID($0) }
  }

  /// The interface at an instance's first place.
  func primaryInterface(of instance: String) -> NetworkInterfaceID? {
    let own = network.hosts.filter { $0.interface.instance?.rawValue == instance }
    return own.min { $0.interface.deviceIndex < $1.interface.deviceIndex }?.interface.id
  }
}
