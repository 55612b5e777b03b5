import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Interfaces, instances and the addresses that they are given.
extension TerraformReader {
  func readInterfaces() {
    for resource in all("aws_network_interface") {
      network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
        let properties = resource.properties
        var host = DeclaredHost(
          interface: NetworkInterface(
            id: NetworkInterfaceID(resource.id), info: info(resource), subnet: "", addresses: [],
            securityGroups: groups(resource, "security_groups"),
            isSourceDestChecked: try properties.flag("source_dest_check") ?? true))
        try addAddresses(
          properties, primary: "private_ip", all: ["private_ip_list", "private_ips"], to: &host)
        if !properties["attachment"].isUnknown, let attachment = try properties.list("attachment").first {
          host.interface.instance = attachment["instance"].isUnknown ? nil : try attachment.id("instance")
          host.interface.deviceIndex = try attachment.number("device_index") ?? 0
        }
        // Only instances get a public address by their subnet.
        try add(host, of: resource, publicly: false)
      }
    }
    for resource in all("aws_network_interface_sg_attachment") {
      network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
        let id: NetworkInterfaceID = try resource.properties.requiredID("network_interface_id")
        let group: SecurityGroupID = try resource.properties.requiredID("security_group_id")
        network.change(id) { $0.addGroup(group) }
      }
    }
    for resource in all("aws_network_interface_attachment") {
      network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
        let id: NetworkInterfaceID = try resource.properties.requiredID("network_interface_id")
        let instance: InstanceID = try resource.properties.requiredID("instance_id")
        let place = try resource.properties.number("device_index") ?? 1
        network.change(id) { host in
          host.interface.instance = instance
          host.interface.deviceIndex = place
        }
      }
    }
  }

  private func optionalIDs<R>(_ json: DeclaredField, _ key: String) throws(DeclaredError) -> [ResourceID<R>] {
    json[key].isComputed ? [] : try json.ids(key)
  }

  /// The groups of a host. Where they are not known the host is there all the same, and what they let pass is not.
  private func groups(_ resource: DeclaredResource, _ keys: String...) -> [SecurityGroupID] {
    do throws(DeclaredError) {
      for key in keys {
        let own: [SecurityGroupID] = try optionalIDs(resource.properties, key)
        if !own.isEmpty { return own }
      }
      guard let launch = try launchName(resource.properties) else { return [] }
      return try launchGroups(launch) ?? [.notInInput]
    } catch {
      network.report(
        "PW_UNKNOWN_GROUPS", .warning, resource.address,
        "which groups it has is not known, nor what they let through: \(error.message)", at: error.origin)
      return [.notInInput]
    }
  }

  /// Adds a host, in its subnet or in each that it may be in. Where an address or a zone tells which, it is that one.
  private func add(
    _ host: DeclaredHost, of resource: DeclaredResource, publicly: Bool?
  ) throws(DeclaredError) {
    let field = resource.properties["subnet_id"]
    let zone = resource.properties.knownText("availability_zone")
    let own = host.interface.addresses.first { $0.address.family == .ipv4 }?.address
    var subnets = field.candidates.compactMap { network.subnet(SubnetID($0)) }
    if let own { subnets.removeAll { subnet in !subnet.prefixes.contains { $0.contains(own) } } }
    if let zone { subnets.removeAll { $0.zone.name != zone } }
    guard field.isUnknown, (2...Self.maximumCandidates).contains(subnets.count) else {
      let only = field.isUnknown && subnets.count == 1
      let subnet = only ? subnets[0].id : try resource.properties.requiredID("subnet_id")
      add(host, as: host.interface.id, host.interface.info, in: subnet, publicly)
      return
    }
    let names = subnets.map(\.shortName)
    network.report(
      "PW_ONE_OF_SEVERAL", .warning, resource.address,
      "which subnet it is in is not known before the apply: one of \(names.joined(separator: ", ")); an interface in "
        + "each stands for it, and only one of them will be", at: field.origin)
    // No one instance that questions would take for the whole, nor targets of load balancers for known.
    let instance = host.interface.instance
    if let instance { network.topology.instances.removeAll { $0.id == instance } }
    var nodes: [NetworkInterfaceID] = []
    for subnet in subnets {
      let id = NetworkInterfaceID("\(host.interface.id)#\(subnet.id)")
      let info = network.info(host.interface.info, in: subnet.id)
      var host = host
      if let instance {
        let own = InstanceID("\(instance)#\(subnet.id)")
        host.interface.instance = own
        network.topology.instances.append(Instance(id: own, info: info))
      }
      add(host, as: id, info, in: subnet.id, publicly)
      nodes.append(id)
    }
    alternatives[resource.id] = nodes
    addService(resource, "host in one of several subnets", nodes)
  }

  /// - Parameter publicly: whether it gets a public address; nil for what the subnet says.
  private func add(
    _ host: DeclaredHost, as id: NetworkInterfaceID, _ info: ResourceInfo, in subnet: SubnetID,
    _ publicly: Bool?
  ) {
    let own = host.interface
    var host = host
    host.interface = NetworkInterface(
      id: id, info: info, subnet: subnet, addresses: own.addresses, securityGroups: own.securityGroups,
      isSourceDestChecked: own.isSourceDestChecked, instance: own.instance, deviceIndex: own.deviceIndex)
    if publicly ?? publicSubnets.contains(subnet) { host.publicAddress = .assigned }
    network.add(host)
  }

  /// What more than this many subnets may hold is as good as unknown.
  private static let maximumCandidates = 32

  private func addAddresses(
    _ json: DeclaredField, primary: String, all lists: [String], to host: inout DeclaredHost
  ) throws(DeclaredError) {
    var own: [IPAddress] = []
    if !json[primary].isUnknown, let first = try json.address(primary) { own.append(first) }
    for list in lists where !json[list].isUnknown {
      for address in try json.addresses(list) where !own.contains(address) { own.append(address) }
    }
    host.needsIPv4 = own.isEmpty
    host.interface.addresses = own.enumerated().map { InterfaceAddress($1, isPrimary: $0 == 0) }
    if json["ipv6_addresses"].isUnknown {
      host.unknownIPv6 = json["ipv6_address_count"].isUnknown ? 0 : try json.number("ipv6_address_count") ?? 0
    } else {
      host.interface.addresses += try json.addresses("ipv6_addresses").map { InterfaceAddress($0) }
    }
  }

  func readInstances() {
    for resource in all("aws_instance", "aws_spot_instance_request") {
      network.map(resource, .networkInterfaces) { () throws(DeclaredError) in try readInstance(resource) }
    }
  }

  private func readInstance(_ resource: DeclaredResource) throws(DeclaredError) {
    let properties = resource.properties
    let id = InstanceID(resource.id)
    let state = properties["instance_state"].isUnknown ? nil : try properties.text("instance_state")
    network.topology.instances.append(Instance(id: id, info: info(resource), state: state))
    // Its interfaces are resources of their own.
    var isMade = true
    for (list, key) in [
      ("network_interface", "network_interface_id"), ("primary_network_interface", "network_interface_id"),
    ]
    where !properties[list].isUnknown {
      for attachment in try properties.list(list) {
        guard let interface: NetworkInterfaceID = try attachment.id(key) else { continue }
        let place = try attachment.number("device_index") ?? 0
        let isKnown = network.change(interface) { host in
          host.interface.instance = id
          host.interface.deviceIndex = place
        }
        if isKnown { isMade = false }
      }
    }
    guard isMade else { return }
    if properties["subnet_id"].isComputed || properties["subnet_id"].isAbsent {
      throw DeclaredError("it has no subnet_id, and the default VPC is not in the input", at: resource.origin)
    }
    let primary = properties["primary_network_interface_id"]
    let interface = NetworkInterfaceID(
      (primary.isUnknown ? nil : try primary.text(named: "primary_network_interface_id"))
        ?? "\(resource.id)#interface")
    guard network.host(interface) == nil else { return }
    var host = DeclaredHost(
      interface: NetworkInterface(
        id: interface, info: info(resource), subnet: "", addresses: [],
        securityGroups: groups(resource, "vpc_security_group_ids", "security_groups"),
        isSourceDestChecked: try properties.flag("source_dest_check") ?? true, instance: id))
    try addAddresses(properties, primary: "private_ip", all: ["secondary_private_ips"], to: &host)
    let outside = properties["public_ip"]
    if !outside.isUnknown {
      if let known = try outside.address(named: "public_ip") { host.publicAddress = .known(known) }
      try add(host, of: resource, publicly: false)
    } else {
      let wanted = properties["associate_public_ip_address"]
      var publicly = wanted.isUnknown ? nil : try properties.flag("associate_public_ip_address")
      if publicly == nil, let launch = try launchName(properties) { publicly = try launchesPublicly(launch) }
      try add(host, of: resource, publicly: publicly)
    }
  }

  // MARK: Elastic IPs

  /// What an Elastic IP's allocation stands for: its address, where it is known.
  func elasticAddress(_ allocation: String) throws(DeclaredError) -> DeclaredHost.PublicAddress {
    guard let address = elasticIPs[allocation]?.properties["public_ip"], !address.isUnknown else {
      return .assigned
    }
    return try address.address(named: "public_ip").map { .known($0) } ?? .assigned
  }

  /// Elastic IPs of interfaces and instances; those of NAT gateways stand there.
  func readAddresses() {
    var primaryInterfaces = alternatives
    for host in network.hosts where host.interface.deviceIndex == 0 {
      if let instance = host.interface.instance {
        primaryInterfaces[instance.rawValue, default: []].append(host.interface.id)
      }
    }
    let associated = Set(
      all("aws_eip_association").compactMap { ((try? $0.properties.text("allocation_id")) ?? nil) })
    let held = heldAllocations()
    for resource in all("aws_eip") {
      network.map(resource) { () throws(DeclaredError) in
        let properties = resource.properties
        let address = try elasticAddress(resource.id)
        let isHeld = try associate(
          address, instance: optional(properties, "instance"),
          interface: optional(properties, "network_interface"), primaryInterfaces)
        if !isHeld, case .known(let known) = address, !held.contains(resource.id),
          !associated.contains(resource.id)
        {
          network.topology.unassociatedAddresses.append(
            UnassociatedAddress(allocation: resource.id, publicAddress: known, info: info(resource)))
        }
      }
    }
    for resource in all("aws_eip_association") {
      network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
        let properties = resource.properties
        let allocation = try properties.required("allocation_id")
        _ = try associate(
          try elasticAddress(allocation), instance: optional(properties, "instance_id"),
          interface: optional(properties, "network_interface_id"), primaryInterfaces)
      }
    }
  }

  /// The Elastic IPs of NAT gateways and of load balancers' nodes.
  private func heldAllocations() -> Set<String> {
    var mappings = all("aws_nat_gateway").map(\.properties)
    for balancer in all("aws_lb", "aws_alb") {
      mappings += (try? balancer.properties.list("subnet_mapping")) ?? []
    }
    return Set(mappings.compactMap { (try? $0.text("allocation_id")) ?? nil })
  }

  private func optional(_ json: DeclaredField, _ key: String) throws(DeclaredError) -> String? {
    json[key].isComputed ? nil : try json.text(key)
  }

  private func associate(
    _ address: DeclaredHost.PublicAddress, instance: String?, interface: String?,
    _ primaryInterfaces: [String: [NetworkInterfaceID]]
  ) throws(DeclaredError) -> Bool {
    if let interface, alternatives[interface] == nil {
      return network.change(NetworkInterfaceID(interface)) { $0.publicAddress = address }
    }
    guard let holder = interface ?? instance, let primary = primaryInterfaces[holder] else { return false }
    for interface in primary { network.change(interface) { $0.publicAddress = address } }
    return true
  }
}
