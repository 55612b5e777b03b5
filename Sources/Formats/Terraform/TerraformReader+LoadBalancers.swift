import PacketWalkAddressing
import PacketWalkTopology

/// Load balancers with their nodes, listeners, and target groups with what is registered.
extension TerraformReader {
  func readLoadBalancers() {
    readTargetGroups()
    for resource in all("aws_lb", "aws_alb") {
      network.map(resource, .loadBalancers) { () throws(DeclaredError) in try readBalancer(resource) }
    }
    readListeners()
    for resource in all("aws_elb") { mapClassicBalancer(resource) }
    each("aws_elb_attachment", .targetGroups) { resource throws(DeclaredError) in
      network.register(
        try resource.properties.required("instance"),
        withClassic: try resource.properties.required("elb"), at: resource.origin)
    }
  }

  private func readBalancer(_ resource: DeclaredResource) throws(DeclaredError) {
    let properties = resource.properties
    let word = try properties.text("load_balancer_type") ?? "application"
    guard let kind = LoadBalancer.Kind(rawValue: word), kind != .classic else {
      throw DeclaredError(
        "its load_balancer_type \(word) is unknown", at: properties["load_balancer_type"].origin)
    }
    let name = properties["name"].isUnknown ? nil : try properties.text("name")
    let groups: [SecurityGroupID] =
      properties["security_groups"].isComputed ? [] : try properties.ids("security_groups")
    let isInternal = properties["internal"].isUnknown ? false : try properties.flag("internal") ?? false
    var subnets: [SubnetID] = properties["subnets"].isComputed ? [] : try properties.ids("subnets")
    var fixed: [SubnetID: (own: IPAddress?, ipv6: IPAddress?, allocation: String?)] = [:]
    let families = properties["ip_address_type"].isUnknown ? nil : try properties.text("ip_address_type")
    if !properties["subnet_mapping"].isUnknown {
      for mapping in try properties.list("subnet_mapping") {
        guard let subnet: SubnetID = try mapping.id("subnet_id") else { continue }
        if !subnets.contains(subnet) { subnets.append(subnet) }
        fixed[subnet] = (
          mapping["private_ipv4_address"].isUnknown ? nil : try mapping.address("private_ipv4_address"),
          mapping["ipv6_address"].isUnknown ? nil : try mapping.address("ipv6_address"),
          mapping["allocation_id"].isUnknown ? nil : try mapping.text("allocation_id")
        )
      }
    }
    let places = Dictionary(
      network.topology.subnets.map { ($0.id, $0.vpc) }, uniquingKeysWith: { first, _ in first })
    let declared: VPCID? = properties["vpc_id"].isUnknown ? nil : try properties.id("vpc_id")
    guard let vpc = declared ?? subnets.lazy.compactMap({ places[$0] }).first else {
      throw DeclaredError("none of its subnets is in the input", at: resource.origin)
    }
    let interfaceKind: InterfaceKind =
      switch kind {
      case .application: .applicationLoadBalancer
      case .network: .networkLoadBalancer
      case .gateway: .gatewayLoadBalancer
      case .classic: .classicLoadBalancer
      }
    let balancer = info(resource, name: name)
    var nodes: [NetworkInterfaceID] = []
    for subnet in subnets {
      let id = NetworkInterfaceID("\(resource.id)#\(subnet)")
      nodes.append(id)
      var host = DeclaredHost(
        interface: NetworkInterface(
          id: id, info: network.info(balancer, in: subnet), subnet: subnet,
          addresses: fixed[subnet]?.own.map { [InterfaceAddress($0, isPrimary: true)] } ?? [],
          securityGroups: groups, kind: interfaceKind, ephemeralPorts: .anyEphemeral))
      host.needsIPv4 = host.interface.addresses.isEmpty
      if families?.hasPrefix("dualstack") == true {
        if let own = fixed[subnet]?.ipv6 {
          host.interface.addresses.append(InterfaceAddress(own))
        } else {
          host.unknownIPv6 = 1
        }
      }
      if !isInternal, kind != .gateway {
        host.publicAddress = .assigned
        if let allocation = fixed[subnet]?.allocation { host.publicAddress = try elasticAddress(allocation) }
      }
      network.add(host)
    }
    network.topology.loadBalancers.append(
      LoadBalancer(
        id: LoadBalancerID(resource.id), info: balancer, kind: kind,
        isInternetFacing: !isInternal && kind != .gateway,
        vpc: vpc, subnets: subnets, nodes: nodes, securityGroups: groups,
        isCrossZone: kind == .application
          ? true : try properties.flag("enable_cross_zone_load_balancing") ?? false,
        dnsName: properties["dns_name"].isUnknown ? nil : try properties.text("dns_name"),
        judgesPrivateLink: properties["enforce_security_group_inbound_rules_on_private_link_traffic"]
          .isUnknown
          ? true
          : try properties.text("enforce_security_group_inbound_rules_on_private_link_traffic") != "off"))
  }

  // MARK: Target groups

  private func readTargetGroups() {
    for resource in all("aws_lb_target_group", "aws_alb_target_group") {
      network.map(resource, .targetGroups) { () throws(DeclaredError) in
        let properties = resource.properties
        let word = try properties.text("target_type") ?? "instance"
        guard let kind = TargetGroup.TargetKind(rawValue: word) else {
          throw DeclaredError("its target_type \(word) is unknown", at: properties["target_type"].origin)
        }
        let name = properties["name"].isUnknown ? nil : try properties.text("name")
        let preserves =
          properties["preserve_client_ip"].isUnknown ? nil : try properties.flag("preserve_client_ip")
        let crossing =
          properties["load_balancing_cross_zone_enabled"].isUnknown
          ? nil : try properties.text("load_balancing_cross_zone_enabled")
        if let port = properties.knownText("port").flatMap({ UInt16($0) }) {
          network.targetPorts[TargetGroupID(resource.id)] = port
        }
        network.topology.targetGroups.append(
          TargetGroup(
            id: TargetGroupID(resource.id), info: info(resource, name: name), targetKind: kind,
            protocolName: try properties.text("protocol") ?? "HTTP",
            vpc: properties["vpc_id"].isUnknown ? nil : try properties.id("vpc_id"),
            preservesClientIP: preserves,
            isCrossZone: crossing == "true" ? true : crossing == "false" ? false : nil, targets: []))
      }
    }
    let ports = Dictionary(
      all("aws_lb_target_group", "aws_alb_target_group").map { ($0.id, $0.properties) },
      uniquingKeysWith: { first, _ in first })
    for resource in all("aws_lb_target_group_attachment", "aws_alb_target_group_attachment") {
      network.map(resource, .targetGroups) { () throws(DeclaredError) in
        let properties = resource.properties
        let group: TargetGroupID = try properties.requiredID("target_group_arn")
        guard let place = network.place(of: group, in: \.targetGroups) else {
          return
        }
        do throws(DeclaredError) {
          var port = properties["port"].isUnknown ? nil : try properties.port("port")
          if port == nil, let own = ports[group.rawValue] { port = try own.port("port") }
          guard let port else {
            throw DeclaredError("neither it nor its target group has a port", at: resource.origin)
          }
          network.topology.targetGroups[place].targets?.append(
            TargetGroup.Target(
              id: try properties.required("target_id"), port: port,
              zone: properties["availability_zone"].isUnknown
                ? nil : try properties.text("availability_zone"),
              origin: resource.origin))
        } catch {
          network.topology.targetGroups[place].targets = nil
          throw error
        }
      }
    }
  }

  // MARK: Listeners

  private func readListeners() {
    var rules: [String: [(priority: Int, rule: Listener.Rule)]] = [:]
    for resource in all("aws_lb_listener_rule", "aws_alb_listener_rule") {
      network.map(resource, .loadBalancers) { () throws(DeclaredError) in
        let properties = resource.properties
        let listener = try properties.required("listener_arn")
        let priority = properties["priority"].isUnknown ? nil : try properties.number("priority")
        rules[listener, default: []].append(
          (
            priority ?? Int.max,
            Listener.Rule(
              condition: try condition(properties), targetGroups: try targetGroups(properties, "action"),
              origin: resource.origin)
          ))
      }
    }
    for resource in all("aws_lb_listener", "aws_alb_listener") {
      network.map(resource, .loadBalancers) { () throws(DeclaredError) in
        let properties = resource.properties
        let balancer: LoadBalancerID = try properties.requiredID("load_balancer_arn")
        guard let place = network.place(of: balancer, in: \.loadBalancers)
        else {
          return
        }
        do throws(DeclaredError) {
          let isGateway = network.topology.loadBalancers[place].kind == .gateway
          let standard = isGateway ? "GENEVE" : "HTTP"
          let name = properties["protocol"].isUnknown ? nil : try properties.text("protocol")
          let known = properties["port"].isUnknown ? nil : try properties.port("port")
          guard let port = known ?? (isGateway ? 0 : nil) else {
            throw DeclaredError("it has no port", at: resource.origin)
          }
          let own = rules[resource.id, default: []].sorted { $0.priority < $1.priority }.map(\.rule)
          let last = Listener.Rule(
            targetGroups: try targetGroups(properties, "default_action"), origin: resource.origin)
          network.topology.loadBalancers[place].listeners.append(
            Listener(port: port, protocolName: name ?? standard, rules: own + [last], origin: resource.origin)
          )
        } catch {
          network.topology.loadBalancers[place].areListenersKnown = false
          throw error
        }
      }
    }
  }

  private func targetGroups(_ json: DeclaredField, _ key: String) throws(DeclaredError) -> [TargetGroupID] {
    var groups: [TargetGroupID] = []
    for action in try json.list(key) where try action.text("type") ?? "forward" == "forward" {
      if !action["target_group_arn"].isComputed, let group: TargetGroupID = try action.id("target_group_arn")
      {
        groups.append(group)
      }
      for forward in try action.list("forward") {
        for target in try forward.list("target_group") {
          if let group: TargetGroupID = try target.id("arn"), !groups.contains(group) { groups.append(group) }
        }
      }
    }
    return groups
  }

  /// Conditions in words; they are never evaluated.
  private func condition(_ json: DeclaredField) throws(DeclaredError) -> String {
    guard !json["condition"].isUnknown else { return "unknown" }
    var words: [String] = []
    for condition in try json.list("condition") {
      for key in ["path_pattern", "host_header", "http_request_method", "source_ip"] {
        for part in condition[key].isUnknown ? [] : try condition.list(key) {
          for value in part["values"].isUnknown ? [] : try part.list("values") {
            if let text = try value.text(named: key) { words.append(text) }
          }
        }
      }
    }
    return words.isEmpty ? "a condition" : words.joined(separator: ", ")
  }
}
