import PacketWalkAddressing
import PacketWalkTopology

/// Launch templates, and groups of instances of which no declaration knows how many there are: one in each of its
/// subnets stands for them.
extension TerraformReader {
  func readLaunchTemplates() {
    for resource in all("aws_launch_template", "aws_launch_configuration") {
      network.count(resource.type)
      for word in [resource.id, name(resource, "name")].compactMap(\.self) {
        launches[word] = resource.properties
      }
    }
  }

  /// The groups that a launch template gives, of its own or of its first interface; nil for one that others declare.
  func launchGroups(_ id: String) throws(DeclaredError) -> [SecurityGroupID]? {
    guard let launch = launches[id] else { return nil }
    var groups: [SecurityGroupID] = try launch.ids("vpc_security_group_ids")
    if groups.isEmpty { groups = try launch.ids("security_groups") }
    if groups.isEmpty, !launch["network_interfaces"].isComputed,
      let first = try launch.list("network_interfaces").first
    {
      groups = try first.ids("security_groups")
    }
    return groups
  }

  /// Whether instances get public addresses: what the template says, else what the subnet does.
  func launchesPublicly(_ id: String) throws(DeclaredError) -> Bool? {
    guard let launch = launches[id] else { return nil }
    if let own = try launch.declaredFlag("associate_public_ip_address") { return own }
    guard !launch["network_interfaces"].isComputed,
      let first = try launch.list("network_interfaces").first
    else { return nil }
    return try first.declaredFlag("associate_public_ip_address")
  }

  /// The template that a `launch_template` block or a mixed policy names.
  func launchName(_ properties: DeclaredField) throws(DeclaredError) -> String? {
    if let name = try properties.declaredText("launch_configuration") { return name }
    let own = try properties.block("launch_template")
    if !own.isAbsent { return own.knownText("id") ?? own.knownText("name") ?? "" }
    let mixed = try properties.block("mixed_instances_policy").block("launch_template")
      .block("launch_template_specification")
    return mixed.isAbsent
      ? nil : mixed.knownText("launch_template_id") ?? mixed.knownText("launch_template_name") ?? ""
  }

  func readScalingGroups() {
    for resource in all("aws_autoscaling_group") {
      network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
        try readScalingGroup(resource)
      }
    }
    for resource in all("aws_autoscaling_attachment") {
      network.map(resource, .targetGroups) { () throws(DeclaredError) in
        let properties = resource.properties
        let instances = scaled[try properties.required("autoscaling_group_name")] ?? []
        for key in ["lb_target_group_arn", "alb_target_group_arn"] {
          guard let group: TargetGroupID = try properties.id(key) else { continue }
          for instance in instances {
            network.register(instance.rawValue, port: nil, in: group, at: resource.origin)
          }
        }
        if let balancer = try properties.declaredText("elb") {
          for instance in instances {
            network.register(instance.rawValue, withClassic: balancer, at: resource.origin)
          }
        }
      }
    }
    for resource in all("aws_autoscaling_traffic_source_attachment") {
      network.map(resource, .targetGroups) { () throws(DeclaredError) in
        let instances = scaled[try resource.properties.required("autoscaling_group_name")] ?? []
        let source = try resource.properties.block("traffic_source")
        let id = try source.required("identifier")
        for instance in instances {
          if try source.declaredText("type") == "elb" {
            network.register(instance.rawValue, withClassic: id, at: resource.origin)
          } else {
            network.register(instance.rawValue, port: nil, in: TargetGroupID(id), at: resource.origin)
          }
        }
      }
    }
  }

  private func readScalingGroup(_ resource: DeclaredResource) throws(DeclaredError) {
    let properties = resource.properties
    let subnets: [SubnetID] = try properties.ids("vpc_zone_identifier")
    guard !subnets.isEmpty else {
      throw DeclaredError(
        "it has no vpc_zone_identifier, and the default VPC is not in the input", at: resource.origin)
    }
    let launch = try launchName(properties)
    let groups = try launch.map { (id) throws(DeclaredError) in try launchGroups(id) ?? [.notInInput] }
    let publicly = try launch.flatMap { (id) throws(DeclaredError) in try launchesPublicly(id) }
    var named = resource
    for tag in properties["tag"].isUnknown ? [] : try properties.list("tag")
    where tag.knownText("key") == "Name" {
      named.address = tag.knownText("value") ?? named.address
    }
    var instances: [InstanceID] = []
    for subnet in subnets {
      let nodes = try addNodes(
        of: named, in: [subnet], groups: groups ?? [], kind: .interface,
        isPublic: publicly ?? publicSubnets.contains(subnet))
      for node in nodes {
        let id = InstanceID("\(node)#instance")
        instances.append(id)
        network.change(node) { $0.interface.instance = id }
        network.topology.instances.append(
          Instance(id: id, info: network.host(node)?.interface.info ?? ResourceInfo(), state: "running"))
      }
    }
    for word in [resource.id, name(resource, "name")].compactMap(\.self) { scaled[word] = instances }
    for group: TargetGroupID in try properties.ids("target_group_arns") {
      for instance in instances {
        network.register(instance.rawValue, port: nil, in: group, at: resource.origin)
      }
    }
    for balancer in properties["load_balancers"].isComputed ? [] : try properties.list("load_balancers") {
      guard let balancer = try balancer.text(named: "a load balancer") else { continue }
      for instance in instances {
        network.register(instance.rawValue, withClassic: balancer, at: resource.origin)
      }
    }
  }
}
