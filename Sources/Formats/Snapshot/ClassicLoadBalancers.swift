import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `elb describe-load-balancers`: each listener gets a target group of the registered instances on its
  /// instance port (CLB-1).
  func readClassicLoadBalancers() {
    let nodes = nodesByName()
    let crossZone = classicCrossZone()
    var groups: [TargetGroup] = []
    collect("LoadBalancerDescriptions", into: \.loadBalancers) { item throws(Unreadable) in
      let json = item.json
      let name = try json.required("LoadBalancerName")
      var info = info(
        item, zone: json["AvailabilityZones"].flatMap { $0.elements.first { _ in true }?.string })
      info.name = name
      let vpc: VPCID = try json.requiredID("VPCId")
      var balancer = LoadBalancer(
        id: LoadBalancerID(name), info: info, kind: .classic,
        isInternetFacing: json.has("Scheme", "internet-facing"), vpc: vpc, subnets: try json.ids("Subnets"),
        nodes: nodes[name] ?? [], securityGroups: try json.ids("SecurityGroups"),
        isCrossZone: crossZone[name], dnsName: json.text("DNSName"))
      let instances: [InstanceID] = try json.ids("Instances", "InstanceId")
      for description in try json.list("ListenerDescriptions") {
        guard let listener = description.present("Listener"),
          let port = try listener.port("LoadBalancerPort"),
          let instancePort = try listener.port("InstancePort")
        else { throw Unreadable("a listener lacks LoadBalancerPort or InstancePort", at: description) }
        let group = TargetGroupID("\(name)/\(port)")
        let origin = origin(description)
        balancer.listeners.append(
          Listener(
            port: port, protocolName: try listener.protocolName("Protocol") ?? "TCP",
            rules: [Listener.Rule(targetGroups: [group], origin: origin)], origin: origin))
        guard !isComparing, !groups.contains(where: { $0.id == group }) else { continue }
        groups.append(
          TargetGroup(
            id: group, info: info, targetKind: .instance,
            protocolName: try listener.protocolName("InstanceProtocol") ?? "TCP", vpc: vpc,
            targets: instances.map {
              TargetGroup.Target(id: $0.rawValue, port: instancePort, origin: origin)
            }))
      }
      return balancer
    }
    topology.targetGroups += groups
  }

  /// `elb describe-load-balancer-attributes`: an object, in a file that is named after the load balancer.
  private func classicCrossZone() -> [String: Bool] {
    var found: [String: Bool] = [:]
    let names = items("LoadBalancerDescriptions").compactMap { $0.json.text("LoadBalancerName") }
    for section in sections["LoadBalancerAttributes", default: []] where section.value.kind == .object {
      let path = section.scope.decodedPath
      let name =
        section.scope.parameters?.text("LoadBalancerName")
        ?? names.filter { name in
          let ending = Array(name.utf8)
          guard path.suffix(ending.count).elementsEqual(ending) else { return false }
          let before = path.dropLast(ending.count).last
          return before.map { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ".") } ?? true
        }.first
      guard let name else {
        count("LoadBalancerAttributes", read: 1)
        report(
          "PW_UNNAMED_FILE", .warning, section.scope.path,
          "LoadBalancerAttributes is skipped: the file name doesn't end with a classic load balancer's name",
          at: section.value)
        continue
      }
      count("LoadBalancerAttributes", read: 1, modelled: 1)
      found[name] = section.value["CrossZoneLoadBalancing"]?["Enabled"]?.boolean
    }
    return found
  }
}
