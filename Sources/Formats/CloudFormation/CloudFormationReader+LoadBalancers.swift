import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Load balancers with their listeners, and target groups.
extension CloudFormationReader {
  func readLoadBalancer(_ resource: DeclaredResource) {
    network.map(resource, .loadBalancers) { () throws(DeclaredError) in
      let properties = resource.properties
      let type = try properties.text("Type") ?? "application"
      guard let kind = LoadBalancer.Kind(rawValue: type), kind != .classic else {
        throw DeclaredError("its Type \(type) is unknown", at: resource.origin)
      }
      var subnets: [SubnetID] = try properties.ids("Subnets")
      for mapping in try properties.list("SubnetMappings") {
        subnets.append(try mapping.requiredID("SubnetId"))
      }
      let vpc = try requiredVPC(of: subnets, properties)
      var groups: [SecurityGroupID] = try properties.ids("SecurityGroups")
      if groups.isEmpty, kind == .application { groups = [network.defaultGroup(of: vpc)] }
      let scheme = try properties.text("Scheme")
      let isInternetFacing = kind != .gateway && scheme != "internal"
      let name = properties["Name"].isUnknown ? nil : try properties.text("Name")
      let nodes = try addNodes(
        of: resource, name: name, in: subnets, groups: groups, kind: Self.interfaceKind(kind),
        isPublic: isInternetFacing)
      if try properties.text("IpAddressType")?.hasPrefix("dualstack") == true {
        for (node, subnet) in zip(nodes, subnets) where hasFamily(.ipv6, subnet) {
          network.change(node) { $0.unknownIPv6 = 1 }
        }
      }
      for mapping in try properties.list("SubnetMappings") { try fixAddress(mapping, of: resource) }
      var isCrossZone = kind == .application
      for attribute in try properties.list("LoadBalancerAttributes")
      where try attribute.text("Key") == "load_balancing.cross_zone.enabled" {
        let isOn = try attribute.flag("Value") ?? false
        isCrossZone = kind == .application || isOn
      }
      let judges = try properties.text("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic") != "off"
      balancerPlaces[LoadBalancerID(resource.id)] = network.topology.loadBalancers.count
      network.topology.loadBalancers.append(
        LoadBalancer(
          id: LoadBalancerID(resource.id), info: info(resource, name: name), kind: kind,
          isInternetFacing: isInternetFacing, vpc: vpc, subnets: subnets, nodes: nodes,
          securityGroups: groups,
          isCrossZone: isCrossZone, judgesPrivateLink: judges))
    }
  }

  private static func interfaceKind(_ kind: LoadBalancer.Kind) -> InterfaceKind {
    switch kind {
    case .application: .applicationLoadBalancer
    case .network: .networkLoadBalancer
    case .gateway: .gatewayLoadBalancer
    case .classic: .classicLoadBalancer
    }
  }

  /// The address that a mapping gives a node.
  private func fixAddress(_ mapping: DeclaredField, of resource: DeclaredResource) throws(DeclaredError) {
    let node = NetworkInterfaceID(Self.nodeID(resource.id, try mapping.required("SubnetId")))
    if let address = try mapping.address("PrivateIPv4Address") {
      network.change(node) { host in
        host.needsIPv4 = false
        host.interface.addresses = [InterfaceAddress(address, isPrimary: true)]
      }
    }
    if let address = try mapping.address("IPv6Address") {
      network.change(node) { host in
        host.unknownIPv6 = 0
        host.interface.addresses.append(InterfaceAddress(address))
      }
    }
  }

  // MARK: Listeners

  func readListener(_ resource: DeclaredResource) {
    let balancer = (try? resource.properties.id("LoadBalancerArn") as LoadBalancerID?) ?? nil
    let place = balancer.flatMap { balancerPlaces[$0] }
    network.map(resource, place == nil ? .loadBalancers : nil) { () throws(DeclaredError) in
      guard let place else {
        throw DeclaredError("its load balancer is not in the input", at: resource.origin)
      }
      do throws(DeclaredError) {
        let isGateway = network.topology.loadBalancers[place].kind == .gateway
        guard let port = try resource.properties.port("Port") ?? (isGateway ? 0 : nil) else {
          throw DeclaredError("it has no Port", at: resource.origin)
        }
        let rule = Listener.Rule(
          targetGroups: try targetGroups(resource.properties, "DefaultActions"), origin: resource.origin)
        let protocolName = try Self.protocolName(resource.properties) ?? (isGateway ? "GENEVE" : "TCP")
        listenerPlaces[resource.id] = (place, network.topology.loadBalancers[place].listeners.count)
        network.topology.loadBalancers[place].listeners.append(
          Listener(port: port, protocolName: protocolName, rules: [rule], origin: resource.origin))
      } catch {
        network.topology.loadBalancers[place].areListenersKnown = false
        throw error
      }
    }
  }

  private static func protocolName(_ field: DeclaredField) throws(DeclaredError) -> String? {
    guard let name = try field.text("Protocol") else { return nil }
    guard Listener.protocolNames.contains(name.lowercased()) else {
      throw DeclaredError("its Protocol \(name) is unknown", at: field.origin)
    }
    return name.uppercased()
  }

  /// A rule stands before the default action, among the others by its priority.
  func readListenerRule(_ resource: DeclaredResource) {
    network.map(resource) { () throws(DeclaredError) in
      let id = try resource.properties.required("ListenerArn")
      guard let place = listenerPlaces[id] else {
        throw DeclaredError("its listener \(id) is not in the input", at: resource.origin)
      }
      // An unknown priority still leaves the rule in the listener, after those that are known.
      let priority = (try? resource.properties.number("Priority")) ?? nil
      let rule = Listener.Rule(
        condition: Self.words(resource.properties),
        targetGroups: try targetGroups(resource.properties, "Actions"), origin: resource.origin)
      let earlier = rulePriorities[id, default: []]
      let rank = priority ?? .max
      let index = earlier.firstIndex { $0 > rank } ?? earlier.count
      rulePriorities[id, default: []].insert(rank, at: index)
      network.topology.loadBalancers[place.balancer].listeners[place.listener].rules.insert(rule, at: index)
    }
  }

  private func targetGroups(_ field: DeclaredField, _ key: String) throws(DeclaredError) -> [TargetGroupID] {
    var groups: [TargetGroupID] = []
    func add(_ group: TargetGroupID?) {
      if let group, !groups.contains(group) { groups.append(group) }
    }
    for action in try field.list(key) {
      guard try action.text("Type") ?? "forward" == "forward" else { continue }
      let tuples = try action["ForwardConfig"].list("TargetGroups")
      for tuple in tuples {
        if try tuple.number("Weight") == 0 { continue }
        add(try tuple.requiredID("TargetGroupArn"))
      }
      if tuples.isEmpty { add(try action.id("TargetGroupArn")) }
    }
    return groups
  }

  /// A rule's conditions as people write them: `/auth/* or /login, and host shop.example.com`.
  private static func words(_ rule: DeclaredField) -> String {
    let conditions = (try? rule.list("Conditions")) ?? []
    return conditions.map { condition in
      let field = (try? condition.text("Field")) ?? nil
      var values: [String] = []
      var lists = [condition["Values"]]
      if case .object(let members) = condition.value {
        for key in members.keys.sorted() where key.hasSuffix("Config") {
          lists.append(condition[key]["Values"])
        }
      }
      for case .list(let list) in lists.map(\.value) {
        for case .text(let text) in list.map(\.value) where !values.contains(text) { values.append(text) }
      }
      let what =
        switch field ?? "" {
        case "path-pattern": ""
        case "host-header": "host "
        case "http-header": "header "
        case "http-request-method": "method "
        case "query-string": "query "
        case "source-ip": "source "
        case let other: "\(other) "
        }
      return what + values.joined(separator: " or ")
    }.joined(separator: ", and ")
  }

  // MARK: Target groups

  func readTargetGroup(_ resource: DeclaredResource) {
    network.map(resource, .targetGroups) { () throws(DeclaredError) in
      let properties = resource.properties
      let type = try properties.text("TargetType") ?? "instance"
      guard let kind = TargetGroup.TargetKind(rawValue: type) else {
        throw DeclaredError("its TargetType \(type) is unknown", at: resource.origin)
      }
      let name = properties["Name"].isUnknown ? nil : try properties.text("Name")
      let id = TargetGroupID(resource.id)
      let port = try properties.port("Port")
      var group = TargetGroup(
        id: id, info: info(resource, name: name), targetKind: kind,
        protocolName: try Self.protocolName(properties) ?? (kind == .lambda ? "" : "TCP"),
        vpc: try properties.id("VpcId"), targets: [])
      for attribute in try properties.list("TargetGroupAttributes") {
        switch try attribute.text("Key") {
        case "load_balancing.cross_zone.enabled":
          group.isCrossZone = (try? attribute.flag("Value")) ?? nil
        case "preserve_client_ip.enabled": group.preservesClientIP = try attribute.flag("Value")
        default: break
        }
      }
      do throws(DeclaredError) {
        for target in try properties.list("Targets") {
          group.targets?.append(
            TargetGroup.Target(
              id: try target.required("Id"), port: try target.port("Port") ?? port ?? 0,
              zone: try target.text("AvailabilityZone"), origin: target.origin))
        }
      } catch {
        // What the others receive depends on all.
        _ = network.mapRule("a target", of: resource.address) { () throws(DeclaredError) in throw error }
        group.targets = nil
      }
      network.targetPorts[id] = port
      network.topology.targetGroups.append(group)
    }
  }
}
