import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `elbv2 describe-load-balancers` with their listeners, rules and attributes, and target groups.
  func readLoadBalancers() {
    let nodes = nodesByName()
    collect("LoadBalancers", into: \.loadBalancers) { item throws(Unreadable) in
      try loadBalancer(item, nodes)
    }
    readTargetGroups()
    readAttributes()
    readTargetHealth()
    readListeners()
  }

  private func loadBalancer(
    _ item: Item, _ nodes: [String: [NetworkInterfaceID]]
  ) throws(Unreadable) -> LoadBalancer {
    let json = item.json
    let arn = try json.required("LoadBalancerArn")
    guard let kind = json.text("Type").flatMap(LoadBalancer.Kind.init(rawValue:)), kind != .classic else {
      throw Unreadable("its Type is neither application, network nor gateway", at: json["Type"] ?? json)
    }
    let state = json["State"]?.text("Code") ?? "active"
    var info = info(item, arn: arn)
    info.name = json.text("LoadBalancerName")
    // The part of the ARN that the nodes' descriptions repeat: `net/web/0123456789abcdef`.
    let start = [LoadBalancer.Kind.network: "net", .gateway: "gwy"][kind] ?? "app"
    let name = arn.firstRange(of: ":loadbalancer/").map { String(arn[$0.upperBound...]) } ?? "\(start)/\(arn)"
    return LoadBalancer(
      id: LoadBalancerID(arn), info: info, kind: kind,
      isInternetFacing: json.has("Scheme", "internet-facing"), vpc: try json.requiredID("VpcId"),
      subnets: try json.ids("AvailabilityZones", "SubnetId"), nodes: nodes[name] ?? [],
      securityGroups: try json.ids("SecurityGroups"),
      // Always on for application load balancers; for the others an attribute says it.
      isCrossZone: kind == .application ? true : nil, dnsName: json.text("DNSName"),
      isAvailable: state == "active" || state == "active_impaired",
      judgesPrivateLink: !json.has("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", "off"))
  }

  /// The interfaces of load balancers' nodes by what their description says after `ELB `.
  func nodesByName() -> [String: [NetworkInterfaceID]] {
    var nodes: [String: [NetworkInterfaceID]] = [:]
    for place in topology.networkInterfaces.indices {
      switch topology.networkInterfaces[place].kind {
      case .applicationLoadBalancer, .networkLoadBalancer, .gatewayLoadBalancer, .classicLoadBalancer:
        guard let text = topology.networkInterfaces[place].interfaceDescription, text.hasPrefix("ELB ") else {
          continue
        }
        nodes[String(text.dropFirst(4)), default: []].append(topology.networkInterfaces[place].id)
      default: continue
      }
    }
    return nodes
  }

  // MARK: Attributes

  /// `describe-load-balancer-attributes` and `describe-target-group-attributes`: one key, one file each.
  private func readAttributes() {
    let balancers = ARNIndex(topology.loadBalancers.lazy.map(\.id.rawValue))
    let groups = ARNIndex(topology.targetGroups.lazy.map(\.id.rawValue))
    for section in sections["Attributes", default: []] {
      let scope = section.scope
      let total = section.value.elements.reduce(0) { sum, _ in sum + 1 }
      let parameters = scope.parameters
      if let arn = parameters?.text("LoadBalancerArn") ?? balancers.arn(namedBy: scope) {
        count("Attributes", read: total, modelled: total)
        apply(section.value, toLoadBalancer: arn)
      } else if let arn = parameters?.text("TargetGroupArn") ?? groups.arn(namedBy: scope) {
        count("Attributes", read: total, modelled: total)
        apply(section.value, toTargetGroup: arn)
      } else {
        reportUnnamed(
          section, "Attributes", "load balancer or target group", "the name and number that end its ARN")
      }
    }
    for item in items("LoadBalancerAttributes") {
      // A classic load balancer's are an object of another shape.
      guard let list = item.json["Attributes"], let arn = item.json.text("LoadBalancerArn") else { continue }
      count("LoadBalancerAttributes", read: 1, modelled: 1)
      apply(list, toLoadBalancer: arn)
    }
  }

  private func apply(_ attributes: JSONValue, toLoadBalancer arn: String) {
    guard let place = topology.loadBalancers.firstIndex(where: { $0.id.rawValue == arn }),
      topology.loadBalancers[place].kind != .application,
      let isCrossZone = Self.attribute(attributes, "load_balancing.cross_zone.enabled")?.boolean
    else { return }
    topology.loadBalancers[place].isCrossZone = isCrossZone
  }

  private func apply(_ attributes: JSONValue, toTargetGroup arn: String) {
    guard let place = topology.targetGroups.firstIndex(where: { $0.id.rawValue == arn }) else { return }
    // `use_load_balancer_configuration` is no boolean and leaves it open.
    if let isCrossZone = Self.attribute(attributes, "load_balancing.cross_zone.enabled")?.boolean {
      topology.targetGroups[place].isCrossZone = isCrossZone
    }
    if let preserves = Self.attribute(attributes, "preserve_client_ip.enabled")?.boolean {
      topology.targetGroups[place].preservesClientIP = preserves
    }
  }

  private static func attribute(_ attributes: JSONValue, _ name: String) -> JSONValue? {
    attributes.elements.first { $0.has("Key", name) }?["Value"]
  }
}
