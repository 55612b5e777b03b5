import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `network-firewall describe-firewall`, `describe-vpc-endpoint-association`, `describe-firewall-policy` and
  /// `describe-rule-group`: one resource a document, its status or its ARN beside it.
  func readNetworkFirewalls() {
    collect("Firewall", into: \.networkFirewalls, of: whole("Firewall")) { item throws(Unreadable) in
      try networkFirewall(item)
    }
    readEndpointAssociations()
    collect("FirewallPolicy", into: \.firewallPolicies, of: whole("FirewallPolicy")) {
      item throws(Unreadable) in try firewallPolicy(item)
    }
    readRuleGroups()
  }

  /// The documents themselves, since what belongs together stands side by side in them.
  private func whole(_ key: String) -> [Item] {
    sections[key, default: []].map { Item(json: $0.parent, scope: $0.scope) }
  }

  private func member(_ json: JSONValue, _ key: String) throws(Unreadable) -> JSONValue {
    guard let value = json.present(key), value.kind == .object else {
      throw Unreadable("it has no \(key)", at: json)
    }
    return value
  }

  /// The members of an object that may be absent.
  private static func members(_ json: JSONValue?) -> [(key: String, value: JSONValue)] {
    json.map { Array($0.members) } ?? []
  }

  private func networkFirewall(_ item: Item) throws(Unreadable) -> NetworkFirewall {
    let json = try member(item.json, "Firewall")
    let status = item.json["FirewallStatus"]
    let arn = try json.required("FirewallArn")
    var info = info(Item(json: json, scope: item.scope), arn: arn)
    info.name = json.text("FirewallName")
    let vpc: VPCID? = json.id("VpcId")
    let state = status?.text("Status")
    var endpoints: [VPCEndpointID] = []
    for (_, zone) in Self.members(status?["SyncStates"]) {
      if let endpoint = endpoint(zone["Attachment"], vpc, info) { endpoints.append(endpoint) }
    }
    return NetworkFirewall(
      id: NetworkFirewallID(arn), info: info, vpc: json.present("TransitGatewayId") == nil ? vpc : nil,
      policy: try json.requiredID("FirewallPolicyArn"), endpoints: endpoints.sorted(),
      attachment: status?["TransitGatewayAttachmentSyncState"]?.id("AttachmentId"),
      isAvailable: state.map { $0 == "READY" } ?? true)
  }

  /// A firewall's endpoint, added to the VPC's own where `describe-vpc-endpoints` doesn't print it.
  private func endpoint(_ attachment: JSONValue?, _ vpc: VPCID?, _ firewall: ResourceInfo) -> VPCEndpointID? {
    guard let attachment, let id: VPCEndpointID = attachment.id("EndpointId") else { return nil }
    guard let vpc, !topology.vpcEndpoints.contains(where: { $0.id == id }) else { return id }
    let subnet: SubnetID? = attachment.id("SubnetId")
    topology.vpcEndpoints.append(
      VPCEndpoint(
        id: id,
        info: ResourceInfo(
          account: firewall.account, region: firewall.region, origin: origin(attachment)),
        vpc: vpc, kind: .gatewayLoadBalancer, serviceName: "",
        isAvailable: attachment.text("Status").map { $0 == "READY" || $0 == "SCALING" } ?? true,
        subnets: subnet.map { [$0] } ?? []))
    return id
  }

  /// NFW-4: further endpoints, in other VPCs.
  private func readEndpointAssociations() {
    for item in whole("VpcEndpointAssociation") {
      do throws(Unreadable) {
        let json = try member(item.json, "VpcEndpointAssociation")
        let firewall: NetworkFirewallID = try json.requiredID("FirewallArn")
        guard let place = topology.networkFirewalls.firstIndex(where: { $0.id == firewall }) else {
          throw Unreadable("its firewall \(firewall) is not in the input", at: json)
        }
        let states = item.json["VpcEndpointAssociationStatus"]?["AssociationSyncState"]
        let info = topology.networkFirewalls[place].info
        for (_, zone) in Self.members(states) {
          guard let endpoint = endpoint(zone["Attachment"], json.id("VpcId"), info),
            !topology.networkFirewalls[place].endpoints.contains(endpoint)
          else { continue }
          topology.networkFirewalls[place].endpoints.append(endpoint)
        }
        count("VpcEndpointAssociation", read: 1, modelled: 1)
      } catch {
        count("VpcEndpointAssociation", read: 1)
        reportLost("firewall endpoint association", "", error)
      }
    }
  }

  // MARK: Policies

  private func firewallPolicy(_ item: Item) throws(Unreadable) -> FirewallPolicy {
    let json = try member(item.json, "FirewallPolicy")
    let response = try member(item.json, "FirewallPolicyResponse")
    let arn = try response.required("FirewallPolicyArn")
    var info = info(Item(json: response, scope: item.scope), arn: arn)
    info.name = response.text("FirewallPolicyName")
    let options = json["StatefulEngineOptions"]
    var defaults: [String] = []
    for word in try json.list("StatefulDefaultActions") {
      if let text = word.string { defaults.append(Self.bare(text)) }
    }
    let midstream = options?.text("StreamExceptionPolicy")?.lowercased() ?? "drop"
    guard let exception = FirewallPolicy.StreamException(rawValue: midstream) else {
      throw Unreadable("its StreamExceptionPolicy \(midstream) is unknown", at: options ?? json)
    }
    return FirewallPolicy(
      id: FirewallPolicyID(arn), info: info,
      statelessGroups: try groupReferences(json, "StatelessRuleGroupReferences"),
      statelessDefault: try Self.action(json, "StatelessDefaultActions"),
      statefulGroups: try groupReferences(json, "StatefulRuleGroupReferences"),
      isStrict: options?.has("RuleOrder", "STRICT_ORDER") ?? false, statefulDefaults: defaults,
      streamException: exception,
      addressSets: try Self.sets(json["PolicyVariables"]?["RuleVariables"]))
  }

  private func groupReferences(
    _ json: JSONValue, _ key: String
  ) throws(Unreadable) -> [FirewallPolicy.GroupReference] {
    var references: [FirewallPolicy.GroupReference] = []
    for element in try json.list(key) {
      references.append(
        FirewallPolicy.GroupReference(
          group: try element.requiredID("ResourceArn"), priority: try element.number("Priority"),
          dropsToAlert: element["Override"]?.has("Action", "DROP_TO_ALERT") ?? false))
    }
    return references
  }

  /// Actions are AWS's own and names of custom ones, which only count packets.
  private static func action(_ json: JSONValue, _ key: String) throws(Unreadable) -> StatelessRule.Action {
    for word in try json.list(key) {
      switch word.string {
      case "aws:pass": return .pass
      case "aws:drop": return .drop
      case "aws:forward_to_sfe": return .forward
      default: continue
      }
    }
    throw Unreadable("its \(key) name none of aws:pass, aws:drop and aws:forward_to_sfe", at: json)
  }

  private static func bare(_ word: String) -> String {
    word.hasPrefix("aws:") ? String(word.dropFirst(4)) : word
  }

  private static func sets(_ json: JSONValue?) throws(Unreadable) -> [String: [String]] {
    var sets: [String: [String]] = [:]
    for (name, set) in members(json) {
      sets[name] = try set.list("Definition").compactMap { $0.string }
    }
    return sets
  }

  // MARK: Rule groups

  private func readRuleGroups() {
    collect("RuleGroup", into: \.ruleGroups, of: whole("RuleGroup")) { item throws(Unreadable) in
      let response = try member(item.json, "RuleGroupResponse")
      let arn = try response.required("RuleGroupArn")
      var info = info(Item(json: response, scope: item.scope), arn: arn)
      info.name = response.text("RuleGroupName")
      let json = try member(item.json, "RuleGroup")
      var references: [String: PrefixListID] = [:]
      for (name, reference) in Self.members(json["ReferenceSets"]?["IPSetReferences"]) {
        references[name] = try Self.list(reference.required("ReferenceArn"))
      }
      return RuleGroup(
        id: RuleGroupID(arn), info: info, rules: try rules(json["RulesSource"]),
        addressSets: try Self.sets(json["RuleVariables"]?["IPSets"]),
        portSets: try Self.sets(json["RuleVariables"]?["PortSets"]), references: references)
    }
  }

  /// `arn:aws:ec2:REGION:ACCOUNT:prefix-list/pl-…`; other ARNs are resource groups, whose members nothing says.
  private static func list(_ arn: String) -> PrefixListID {
    guard let slash = arn.lastIndex(of: "/"), arn[arn.index(after: slash)...].hasPrefix("pl-") else {
      return PrefixListID(arn)
    }
    return PrefixListID(String(arn[arn.index(after: slash)...]))
  }

  private func rules(_ source: JSONValue?) throws(Unreadable) -> RuleGroup.Rules {
    guard let source else { return .unknown }
    if let text = source.text("RulesString") {
      return .stateful(SuricataRule.lines(of: text).map { .init($0, origin: origin(source)) })
    }
    if let list = source.present("RulesSourceList") {
      let words: [String: RuleGroup.DomainList.Action] = [
        "ALLOWLIST": .allow, "DENYLIST": .deny, "REJECTLIST": .reject, "ALERTLIST": .alert,
      ]
      let word = try list.required("GeneratedRulesType")
      guard let action = words[word] else {
        throw Unreadable("its GeneratedRulesType \(word) is unknown", at: list)
      }
      return .domains(
        RuleGroup.DomainList(names: try list.list("Targets").compactMap(\.string), action: action))
    }
    if source.present("StatefulRules") != nil {
      var rules: [RuleGroup.StatefulRule] = []
      for json in try source.list("StatefulRules") { rules.append(try Self.statefulRule(json, origin(json))) }
      return .stateful(rules)
    }
    guard let stateless = source.present("StatelessRulesAndCustomActions") else { return .unknown }
    var rules: [StatelessRule] = []
    for json in try stateless.list("StatelessRules") { rules.append(try statelessRule(json)) }
    return .stateless(rules)
  }

  /// A standard rule, as AWS writes it for Suricata.
  private static func statefulRule(
    _ json: JSONValue, _ origin: Origin
  ) throws(Unreadable) -> RuleGroup.StatefulRule {
    guard let header = json.present("Header") else { throw Unreadable("it has no Header", at: json) }
    var options: [String] = []
    for option in try json.list("RuleOptions") {
      let settings = try option.list("Settings").compactMap(\.string)
      let keyword = try option.required("Keyword")
      options.append(settings.isEmpty ? "\(keyword);" : "\(keyword):\(settings.joined(separator: ","));")
    }
    func word(_ key: String) throws(Unreadable) -> String {
      let text = try header.required(key)
      return text.uppercased() == "ANY" ? "any" : text
    }
    let arrow = header.has("Direction", "ANY") ? "<>" : "->"
    return RuleGroup.StatefulRule(
      "\(try json.required("Action").lowercased()) \(try header.required("Protocol").lowercased()) "
        + "\(try word("Source")) \(try word("SourcePort")) \(arrow) "
        + "\(try word("Destination")) \(try word("DestinationPort")) (\(options.joined(separator: " ")))",
      origin: origin)
  }

  private func statelessRule(_ json: JSONValue) throws(Unreadable) -> StatelessRule {
    let definition = try member(json, "RuleDefinition")
    let match = definition["MatchAttributes"] ?? definition
    guard let priority = try json.number("Priority") else { throw Unreadable("it has no Priority", at: json) }
    var rule = StatelessRule(
      priority: priority, action: try Self.action(definition, "Actions"), origin: origin(json))
    for number in try match.list("Protocols") {
      guard let value = number.integer.flatMap(UInt8.init(exactly:)) else {
        throw Unreadable("\(number.shown) is no protocol", at: number)
      }
      rule.protocols.append(IPProtocol(rawValue: value))
    }
    for address in try match.list("Sources") { rule.sources.append(try Self.addresses(address)) }
    for address in try match.list("Destinations") { rule.destinations.append(try Self.addresses(address)) }
    for ports in try match.list("SourcePorts") { rule.sourcePorts.append(try Self.range(ports)) }
    for ports in try match.list("DestinationPorts") { rule.destinationPorts.append(try Self.range(ports)) }
    rule.hasFlags = match["TCPFlags"]?.elements.contains { _ in true } ?? false
    return rule
  }

  private static func addresses(_ json: JSONValue) throws(Unreadable) -> IPPrefix {
    let text = try json.required("AddressDefinition")
    guard let prefix = SuricataRule.prefix(text) else {
      throw Unreadable("\(text) is no CIDR block", at: json)
    }
    return prefix
  }

  private static func range(_ json: JSONValue) throws(Unreadable) -> PortRange {
    guard let first = try json.port("FromPort"), let last = try json.port("ToPort"),
      let range = PortRange(first, last)
    else { throw Unreadable("it is no range of ports", at: json) }
    return range
  }
}
