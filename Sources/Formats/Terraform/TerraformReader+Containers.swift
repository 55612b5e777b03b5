import PacketWalkAddressing
import PacketWalkTopology

/// Tasks of ECS, and EKS.
extension TerraformReader {
  func readContainers() {
    for resource in all("aws_ecs_service") { readTasks(resource) }
    for resource in all("aws_eks_node_group", "aws_eks_fargate_profile") {
      network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
        let launch = try launchName(resource.properties)
        let groups = try launch.map { (id) throws(DeclaredError) in try launchGroups(id) ?? [.notInInput] }
        _ = try mapClusterNodes(resource, groups: groups ?? [])
      }
    }
  }

  /// A service's tasks, one in each of its subnets, registered with its target groups.
  private func readTasks(_ resource: DeclaredResource) {
    let properties = resource.properties
    guard !properties["network_configuration"].isComputed,
      !((try? properties.list("network_configuration"))?.isEmpty ?? false)
    else {
      network.count(
        resource.type, modelled: false, reason: "their tasks have no interfaces of their own")
      return
    }
    network.map(resource, .networkInterfaces) { () throws(DeclaredError) in
      let place = try properties.block("network_configuration")
      let nodes = try addNodes(
        of: resource, in: try place.ids("subnets"), groups: try place.ids("security_groups"),
        kind: .interface, isPublic: try place.declaredFlag("assign_public_ip") ?? false)
      for balancer in properties["load_balancer"].isComputed ? [] : try properties.list("load_balancer") {
        guard let group: TargetGroupID = try balancer.id("target_group_arn") else { continue }
        let port = try balancer.port("container_port")
        network.hostTargets += nodes.map {
          DeclaredNetwork.HostTarget(group: group, host: $0, port: port, origin: resource.origin)
        }
      }
    }
  }
}
