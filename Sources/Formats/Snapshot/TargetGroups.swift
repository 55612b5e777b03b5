import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-target-groups`.
  func readTargetGroups() {
    collect("TargetGroups", into: \.targetGroups) { item throws(Unreadable) in
      let json = item.json
      let arn = try json.required("TargetGroupArn")
      let type = json.text("TargetType") ?? "instance"
      guard let kind = TargetGroup.TargetKind(rawValue: type) else {
        throw Unreadable("its TargetType \(type) is unknown", at: json["TargetType"] ?? json)
      }
      var info = info(item, arn: arn)
      info.name = json.text("TargetGroupName")
      return TargetGroup(
        id: TargetGroupID(arn), info: info, targetKind: kind,
        protocolName: try json.protocolName("Protocol") ?? (kind == .lambda ? "" : "TCP"),
        vpc: json.id("VpcId"), targets: nil)
    }
  }

  /// `describe-target-health`, a file each or wrapped in `LoadBalancerTargetHealth`.
  func readTargetHealth() {
    let ports = defaultPorts()
    let groups = ARNIndex(topology.targetGroups.lazy.map(\.id.rawValue))
    var places: [String: Int] = [:]
    for (place, group) in topology.targetGroups.enumerated() { places[group.id.rawValue] = place }
    func add(_ list: JSONValue, _ key: String, to arn: String) {
      let targets = readTargets(list, key, arn, ports[arn])
      guard let place = places[arn] else {
        report(
          "PW_DANGLING_REFERENCE", .warning, arn, "targets of a target group that is not in the input",
          at: list)
        return
      }
      topology.targetGroups[place].targets = targets
    }
    for section in sections["TargetHealthDescriptions", default: []] {
      guard let arn = section.scope.parameters?.text("TargetGroupArn") ?? groups.arn(namedBy: section.scope)
      else {
        reportUnnamed(
          section, "TargetHealthDescriptions", "target group", "the name and number that end its ARN")
        continue
      }
      add(section.value, "TargetHealthDescriptions", to: arn)
    }
    for item in items("LoadBalancerTargetHealth") {
      guard let arn = item.json.text("TargetGroupArn"), let list = item.json["TargetHealthDescriptions"]
      else {
        reportLost(
          "target list", "",
          Unreadable("it has no TargetGroupArn or no TargetHealthDescriptions", at: item.json))
        continue
      }
      add(list, "LoadBalancerTargetHealth", to: arn)
    }
  }

  /// A target is registered under its group's port unless it has one of its own.
  private func defaultPorts() -> [String: UInt16] {
    var ports: [String: UInt16] = [:]
    for item in items("TargetGroups") {
      if let arn = item.json.text("TargetGroupArn"), let port = try? item.json.port("Port") {
        ports[arn] = port
      }
    }
    return ports
  }

  /// The registered targets; nil when one can't be read, since what the others receive depends on all.
  private func readTargets(
    _ list: JSONValue, _ key: String, _ arn: String, _ defaultPort: UInt16?
  ) -> [TargetGroup.Target]? {
    var targets: [TargetGroup.Target]? = []
    for json in list.elements {
      do throws(Unreadable) {
        guard let target = json.present("Target") else { throw Unreadable("it has no Target", at: json) }
        // A function has no port.
        let port = try target.port("Port") ?? defaultPort ?? 0
        let health = json["TargetHealth"]?.text("State")
        count(key, read: 1, modelled: 1)
        // Already deregistered: it only finishes what it began.
        if health == "draining" { continue }
        targets?.append(
          TargetGroup.Target(
            id: try target.required("Id"), port: port, zone: target.text("AvailabilityZone"), health: health,
            origin: origin(json)))
      } catch {
        count(key, read: 1)
        reportLostRule("a target", of: arn, error)
        targets = nil
      }
    }
    return targets
  }
}
