import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-listeners` and `describe-rules`; Batfish wraps the first in `LoadBalancerListeners`.
  func readListeners() {
    var listeners: [(item: Item, key: String)] = items("Listeners").map { ($0, "Listeners") }
    for wrapper in items("LoadBalancerListeners") {
      guard let list = wrapper.json["Listeners"] else { continue }
      for json in list.elements {
        listeners.append((Item(json: json, scope: wrapper.scope), "LoadBalancerListeners"))
      }
    }
    let rules = rulesByListener(listeners.compactMap { $0.item.json.text("ListenerArn") })
    var places: [String: Int] = [:]
    for (place, balancer) in topology.loadBalancers.enumerated() { places[balancer.id.rawValue] = place }
    settleKnownListeners()
    var seen: Set<String> = []
    for (item, key) in listeners {
      do throws(Unreadable) {
        let balancer = try item.json.required("LoadBalancerArn")
        let arn = try item.json.required("ListenerArn")
        guard let place = places[balancer] else {
          throw Unreadable("its load balancer \(balancer) is not in the input", at: item.json)
        }
        let listener = try self.listener(item.json, topology.loadBalancers[place], rules[arn])
        count(key, read: 1, modelled: 1)
        if seen.insert(arn).inserted { topology.loadBalancers[place].listeners.append(listener) }
      } catch {
        count(key, read: 1)
        reportLost("listener", identifier(item.json, key), error)
        if let place = item.json.text("LoadBalancerArn").flatMap({ places[$0] }) {
          topology.loadBalancers[place].areListenersKnown = false
        }
      }
    }
  }

  /// The call is made for each load balancer, so that a file says nothing of the others, unless it is
  /// several answers merged: named after no load balancer, and without listeners or with those of several.
  private func settleKnownListeners() {
    let index = ARNIndex(topology.loadBalancers.lazy.map(\.id.rawValue))
    var known: Set<String> = []
    var isMerged = false
    for section in sections["Listeners", default: []] {
      let owners = Set(section.value.elements.compactMap { $0.text("LoadBalancerArn") })
      known.formUnion(owners)
      if let arn = section.scope.parameters?.text("LoadBalancerArn") ?? index.arn(namedBy: section.scope) {
        known.insert(arn)
      } else if owners.count != 1, !section.scope.words.contains("loadbalancer") {
        isMerged = true
      }
    }
    for wrapper in items("LoadBalancerListeners") {
      if let arn = wrapper.json.text("LoadBalancerArn") { known.insert(arn) }
    }
    for place in topology.loadBalancers.indices {
      topology.loadBalancers[place].areListenersKnown =
        isMerged || known.contains(topology.loadBalancers[place].id.rawValue)
    }
  }

  private func listener(
    _ json: JSONValue, _ balancer: LoadBalancer, _ rules: [Item]?
  ) throws(Unreadable) -> Listener {
    guard let port = try json.port("Port") ?? (balancer.kind == .gateway ? 0 : nil) else {
      throw Unreadable("it has no Port", at: json)
    }
    if rules == nil, balancer.kind == .application {
      report(
        "PW_RULES_NOT_IN_INPUT", .note, balancer.displayName,
        "only the default action of the listener on port \(port) is in the input; "
          + "aws elbv2 describe-rules would supply its rules", at: json)
    }
    var listener = Listener(
      port: port,
      protocolName: try json.protocolName("Protocol") ?? (balancer.kind == .gateway ? "GENEVE" : "TCP"),
      rules: [], origin: origin(json))
    let conditional = (rules ?? []).compactMap { rule in
      rule.json["Priority"]?.integer.map { (priority: $0, json: rule.json) }
    }
    for rule in conditional.sorted(by: { $0.priority < $1.priority }) {
      listener.rules.append(
        Listener.Rule(
          condition: Self.words(rule.json), targetGroups: try Self.targetGroups(rule.json, "Actions"),
          origin: origin(rule.json)))
    }
    listener.rules.append(
      Listener.Rule(targetGroups: try Self.targetGroups(json, "DefaultActions"), origin: origin(json)))
    return listener
  }

  /// Rules by the ARN of their listener: their own ARN begins with it, but for one word.
  private func rulesByListener(_ arns: [String]) -> [String: [Item]] {
    var rules: [String: [Item]] = [:]
    let index = ARNIndex(arns)
    for section in sections["Rules", default: []] {
      let named = section.scope.parameters?.text("ListenerArn") ?? index.arn(namedBy: section.scope)
      // The file is there, if only with the default rule.
      if let named { rules[named, default: []] += [] }
      for item in section.items {
        guard let arn = named ?? Self.listenerARN(item.json.text("RuleArn")) else {
          count("Rules", read: 1)
          reportLost("listener rule", "", Unreadable("nothing names its listener", at: item.json))
          continue
        }
        count("Rules", read: 1, modelled: 1)
        rules[arn, default: []].append(item)
      }
    }
    return rules
  }

  private static func listenerARN(_ rule: String?) -> String? {
    guard let rule, let slash = rule.lastIndex(of: "/"), let word = rule.firstRange(of: ":listener-rule/")
    else { return nil }
    return rule[..<word.lowerBound] + ":listener/" + rule[word.upperBound..<slash]
  }

  /// Where the actions forward: a group with weight zero gets nothing.
  private static func targetGroups(_ json: JSONValue, _ key: String) throws(Unreadable) -> [TargetGroupID] {
    var groups: [TargetGroupID] = []
    for action in try json.list(key) where action.text("Type") ?? "forward" == "forward" {
      var weighted = false
      for tuple in try action["ForwardConfig"]?.list("TargetGroups") ?? List(elements: nil) {
        weighted = true
        if try tuple.number("Weight") == 0 { continue }
        let group: TargetGroupID = try tuple.requiredID("TargetGroupArn")
        if !groups.contains(group) { groups.append(group) }
      }
      if !weighted, let group: TargetGroupID = action.id("TargetGroupArn"), !groups.contains(group) {
        groups.append(group)
      }
    }
    return groups
  }

  /// A rule's conditions as people write them: `/auth/* or /login, and host shop.example.com`.
  private static func words(_ rule: JSONValue) -> String {
    let configurations = [
      "HostHeaderConfig", "PathPatternConfig", "HttpHeaderConfig", "QueryStringConfig",
      "HttpRequestMethodConfig", "SourceIpConfig",
    ]
    let conditions = rule["Conditions"].map { Array($0.elements) } ?? []
    return conditions.map { condition in
      let field = condition.text("Field") ?? ""
      var values: [String] = []
      for list in [condition["Values"]] + configurations.map({ condition[$0]?["Values"] }) {
        for value in list.map({ Array($0.elements) }) ?? [] {
          let pair = [value.text("Key"), value.text("Value")].compactMap(\.self).joined(separator: "=")
          let text = value.string ?? pair
          if !text.isEmpty, !values.contains(text) { values.append(text) }
        }
      }
      let what =
        switch field {
        case "path-pattern": ""
        case "host-header": "host "
        case "http-header": "\(condition["HttpHeaderConfig"]?.text("HttpHeaderName") ?? "header"): "
        case "http-request-method": "method "
        case "query-string": "query "
        case "source-ip": "source "
        default: "\(field) "
        }
      return what + values.joined(separator: " or ")
    }.joined(separator: ", and ")
  }
}
