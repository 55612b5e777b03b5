import PacketWalkAddressing
import PacketWalkTopology

extension SnapshotWriter {
  mutating func writeLoadBalancers() {
    for balancer in topology.loadBalancers {
      if balancer.kind == .classic { writeClassic(balancer) } else { writeBalancer(balancer) }
    }
    for group in topology.targetGroups where !classicGroups.contains(group.id) { writeTargetGroup(group) }
  }

  private mutating func writeBalancer(_ balancer: LoadBalancer) {
    let id = balancer.id.rawValue
    let start =
      switch balancer.kind {
      case .network: "net"
      case .gateway: "gwy"
      case .application, .classic: "app"
      }
    // What the nodes' descriptions repeat of the ARN.
    let name =
      id.firstRange(of: ":loadbalancer/").map { String(id[$0.upperBound...]) } ?? "\(start)/\(id)"
    for node in balancer.nodes { descriptions[node] = "ELB \(name)" }
    add(
      "LoadBalancers", balancer.info,
      .object([
        "LoadBalancerArn": .id(balancer.id), "LoadBalancerName": .optional(balancer.info.name),
        "Type": .text(balancer.kind.rawValue), "DNSName": .optional(balancer.dnsName),
        "Scheme": balancer.isInternetFacing ? "internet-facing" : "internal", "VpcId": .id(balancer.vpc),
        "State": .object(["Code": balancer.isAvailable ? "active" : "failed"]),
        "AvailabilityZones": .list(
          balancer.subnets.map { subnet in
            let zone = subnets[subnet]?.zone.name ?? ""
            return .object(["SubnetId": .id(subnet), "ZoneName": zone.isEmpty ? nil : .text(zone)])
          }), "SecurityGroups": .ids(balancer.securityGroups),
        "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic": balancer.judgesPrivateLink ? nil : "off",
        "Tags": Self.tags(balancer.info, name: false),
      ]))
    if balancer.kind != .application, let isCrossZone = balancer.isCrossZone {
      detail(
        "elbv2-describe-load-balancer-attributes", balancer.info, "LoadBalancerArn", id,
        .object(["Attributes": .list([Self.attribute("load_balancing.cross_zone.enabled", isCrossZone)])]))
    }
    guard balancer.areListenersKnown else { return }
    var listeners: [OutputJSON] = []
    for (index, listener) in balancer.listeners.enumerated() {
      let arn = Self.listenerARN(id, index)
      listeners.append(json(listener, arn, balancer))
      writeRules(listener, arn, balancer)
    }
    detail(
      "elbv2-describe-listeners", balancer.info, "LoadBalancerArn", id,
      .object(["Listeners": .list(listeners)]))
  }

  /// `…:listener/app/web/0123456789abcdef/0000000000000001`.
  private static func listenerARN(_ balancer: String, _ index: Int) -> String {
    let digits = String(index + 1, radix: 16)
    let number = String(repeating: "0", count: max(0, 16 - digits.count)) + digits
    guard let mark = balancer.firstRange(of: ":loadbalancer/") else {
      return "\(balancer)/listener/\(number)"
    }
    return "\(balancer[..<mark.lowerBound]):listener/\(balancer[mark.upperBound...])/\(number)"
  }

  private func json(_ listener: Listener, _ arn: String, _ balancer: LoadBalancer) -> OutputJSON {
    let last = listener.rules.last.flatMap { $0.condition.isEmpty ? $0.targetGroups : nil } ?? []
    return .object([
      "ListenerArn": .text(arn), "LoadBalancerArn": .id(balancer.id),
      "Port": listener.port == 0 ? nil : .number(Int(listener.port)),
      "Protocol": .text(listener.protocolName), "DefaultActions": Self.actions(last),
    ])
  }

  private mutating func writeRules(_ listener: Listener, _ arn: String, _ balancer: LoadBalancer) {
    var rules = listener.rules
    if let last = rules.last, last.condition.isEmpty { rules.removeLast() }
    guard !rules.isEmpty || balancer.kind == .application else { return }
    let written = rules.enumerated().map { index, rule in
      OutputJSON.object([
        "RuleArn": .text("\(arn)/\(index + 1)"), "Priority": .text("\(index + 1)"),
        "Conditions": .list(ListenerConditions.json(rule.condition)),
        "Actions": Self.actions(rule.targetGroups),
      ])
    }
    detail(
      "elbv2-describe-rules", balancer.info, "ListenerArn", arn, .object(["Rules": .list(written)]))
  }

  private static func actions(_ groups: [TargetGroupID]) -> OutputJSON {
    guard let first = groups.first else { return .list([.object(["Type": "fixed-response"])]) }
    if groups.count == 1 { return .list([.object(["Type": "forward", "TargetGroupArn": .id(first)])]) }
    let tuples = groups.map { OutputJSON.object(["TargetGroupArn": .id($0), "Weight": 1]) }
    return .list([
      .object(["Type": "forward", "ForwardConfig": .object(["TargetGroups": .list(tuples)])])
    ])
  }

  private static func attribute(_ key: String, _ value: Bool) -> OutputJSON {
    .object(["Key": .text(key), "Value": value ? "true" : "false"])
  }

  private mutating func writeTargetGroup(_ group: TargetGroup) {
    let ports = Set(group.targets?.map(\.port) ?? [])
    add(
      "TargetGroups", group.info,
      .object([
        "TargetGroupArn": .id(group.id), "TargetGroupName": .optional(group.info.name),
        "Protocol": group.protocolName.isEmpty ? nil : .text(group.protocolName),
        "Port": ports.count == 1 ? ports.first.map { .number(Int($0)) } : nil, "VpcId": .id(group.vpc),
        "TargetType": .text(group.targetKind.rawValue), "Tags": Self.tags(group.info, name: false),
      ]))
    var attributes: [OutputJSON] = []
    if let preserves = group.preservesClientIP {
      attributes.append(Self.attribute("preserve_client_ip.enabled", preserves))
    }
    if let isCrossZone = group.isCrossZone {
      attributes.append(Self.attribute("load_balancing.cross_zone.enabled", isCrossZone))
    }
    if !attributes.isEmpty {
      detail(
        "elbv2-describe-target-group-attributes", group.info, "TargetGroupArn", group.id.rawValue,
        .object(["Attributes": .list(attributes)]))
    }
    guard let targets = group.targets else { return }
    let health = targets.map { target in
      OutputJSON.object([
        "Target": .object([
          "Id": .text(target.id), "Port": .number(Int(target.port)),
          "AvailabilityZone": .optional(target.zone),
        ]), "TargetHealth": target.health.map { .object(["State": .text($0)]) },
      ])
    }
    detail(
      "elbv2-describe-target-health", group.info, "TargetGroupArn", group.id.rawValue,
      .object(["TargetHealthDescriptions": .list(health)]))
  }

  /// A classic load balancer has its targets itself.
  private mutating func writeClassic(_ balancer: LoadBalancer) {
    let name = balancer.id.rawValue
    for node in balancer.nodes { descriptions[node] = "ELB \(name)" }
    var instances: [InstanceID] = []
    let listeners = balancer.listeners.map { listener -> OutputJSON in
      let own = TargetGroupID("\(name)/\(listener.port)")
      let group = topology.targetGroups.first { $0.id == own }
      if group != nil { classicGroups.insert(own) }
      for target in group?.targets ?? [] where !instances.contains(InstanceID(target.id)) {
        instances.append(InstanceID(target.id))
      }
      return .object([
        "Listener": .object([
          "Protocol": .text(listener.protocolName), "LoadBalancerPort": .number(Int(listener.port)),
          "InstanceProtocol": .optional(group?.protocolName),
          "InstancePort": .number(Int(group?.targets?.first?.port ?? listener.port)),
        ])
      ])
    }
    let zones = balancer.subnets.compactMap { subnets[$0]?.zone.name }.filter { !$0.isEmpty }
    add(
      "LoadBalancerDescriptions", balancer.info,
      .object([
        "LoadBalancerName": .text(name), "DNSName": .optional(balancer.dnsName),
        "Scheme": balancer.isInternetFacing ? "internet-facing" : "internal", "VPCId": .id(balancer.vpc),
        "Subnets": .ids(balancer.subnets), "AvailabilityZones": .texts(zones),
        "SecurityGroups": .ids(balancer.securityGroups), "Instances": .ids(instances, as: "InstanceId"),
        "ListenerDescriptions": .list(listeners), "Tags": Self.tags(balancer.info, name: false),
      ]))
    guard let isCrossZone = balancer.isCrossZone else { return }
    detail(
      "elb-describe-load-balancer-attributes", balancer.info, "LoadBalancerName", name,
      .object([
        "LoadBalancerAttributes": .object([
          "CrossZoneLoadBalancing": .object(["Enabled": .flag(isCrossZone)])
        ])
      ]))
  }
}

/// A rule's conditions from the words in which they are shown, such as `/auth/* or /login, and host example.com`.
enum ListenerConditions {
  static func json(_ words: String) -> [OutputJSON] {
    guard !words.isEmpty else { return [] }
    return split(words, ", and ").map { part in
      for (start, field, config) in [
        ("host ", "host-header", "HostHeaderConfig"),
        ("method ", "http-request-method", "HttpRequestMethodConfig"),
        ("source ", "source-ip", "SourceIpConfig"),
      ] where part.hasPrefix(start) {
        return condition(field, config, split(String(part.dropFirst(start.count)), " or "))
      }
      if part.hasPrefix("query ") {
        let pairs = split(String(part.dropFirst(6)), " or ").map { pair -> OutputJSON in
          let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
          return sides.count == 2
            ? .object(["Key": .text(sides[0]), "Value": .text(sides[1])]) : .object(["Value": .text(pair)])
        }
        return .object(["Field": "query-string", "QueryStringConfig": .object(["Values": .list(pairs)])])
      }
      if let colon = part.firstRange(of: ": "), !part.hasPrefix("/"), !part.hasPrefix("*") {
        let values = split(String(part[colon.upperBound...]), " or ")
        return .object([
          "Field": "http-header",
          "HttpHeaderConfig": .object([
            "HttpHeaderName": .text(String(part[..<colon.lowerBound])), "Values": .texts(values),
          ]),
        ])
      }
      return condition("path-pattern", "PathPatternConfig", split(part, " or "))
    }
  }

  private static func condition(_ field: String, _ config: String, _ values: [String]) -> OutputJSON {
    .members([
      ("Field", .text(field)), ("Values", .texts(values)), (config, .object(["Values": .texts(values)])),
    ])
  }

  private static func split(_ text: String, _ mark: String) -> [String] {
    var parts: [String] = []
    var rest = text[...]
    while let range = rest.firstRange(of: mark) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }
}
