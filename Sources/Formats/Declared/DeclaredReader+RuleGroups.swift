import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Rule groups of Network Firewall (NFW-2).
extension DeclaredReader {
  func mapRuleGroup(_ resource: DeclaredResource) {
    network.map(resource, .vpcEndpoints) { () throws(DeclaredError) in
      var group = RuleGroup(
        id: RuleGroupID(resource.id),
        info: info(resource, name: name(resource, key("RuleGroupName", "name"))), rules: .unknown)
      _ = network.mapRule("all that is in this group", of: group.displayName) { () throws(DeclaredError) in
        // Terraform lets people write Suricata's rules beside the group.
        if let text = try resource.properties.declaredText("rules") {
          group.rules = stateful(text, at: resource.properties["rules"].origin)
          return
        }
        let body = try resource.properties.block(key("RuleGroup"))
        let variables = try body.block(key("RuleVariables"))
        group.addressSets = try definitions(variables[key("IPSets", "ip_sets")], "ip_set")
        group.portSets = try definitions(variables[key("PortSets")], "port_set")
        group.references = try references(try body.block(key("ReferenceSets")))
        group.rules = try rules(try body.block(key("RulesSource")))
      }
      network.topology.ruleGroups.append(group)
    }
  }

  private func stateful(_ text: String, at origin: Origin) -> RuleGroup.Rules {
    .stateful(SuricataRule.lines(of: text).map { .init($0, origin: origin) })
  }

  private func references(_ sets: DeclaredField) throws(DeclaredError) -> [String: PrefixListID] {
    let lists = sets[key("IPSetReferences", "ip_set_references")]
    var found: [String: PrefixListID] = [:]
    if spelling == .aws, case .object(let members) = lists.value {
      for name in members.keys.sorted() { found[name] = Self.list(try lists[name].required("ReferenceArn")) }
      return found
    }
    for set in try sets.list("ip_set_references") {
      let reference = try set.block("ip_set_reference")
      found[try set.required("key")] = Self.list(try reference.required("reference_arn"))
    }
    return found
  }

  /// `arn:aws:ec2:REGION:ACCOUNT:prefix-list/pl-…`; what is not made yet is its own identifier.
  private static func list(_ arn: String) -> PrefixListID {
    guard arn.hasPrefix("arn:"), let slash = arn.lastIndex(of: "/"),
      arn[arn.index(after: slash)...].hasPrefix("pl-")
    else { return PrefixListID(arn) }
    return PrefixListID(String(arn[arn.index(after: slash)...]))
  }

  private func rules(_ source: DeclaredField) throws(DeclaredError) -> RuleGroup.Rules {
    if let text = try source.declaredText(key("RulesString")) { return stateful(text, at: source.origin) }
    let domains = try source.block(key("RulesSourceList"))
    if !domains.isAbsent { return .domains(try domainList(domains)) }
    let standard = try source.list(key("StatefulRules", "stateful_rule"))
    if !standard.isEmpty {
      var rules: [RuleGroup.StatefulRule] = []
      for rule in standard { rules.append(try statefulRule(rule)) }
      return .stateful(rules)
    }
    let stateless = try source.block(key("StatelessRulesAndCustomActions"))
    guard !stateless.isAbsent else { throw DeclaredError("it has no rules", at: source.origin) }
    var rules: [StatelessRule] = []
    for rule in try stateless.list(key("StatelessRules", "stateless_rule")) {
      rules.append(try statelessRule(rule))
    }
    return .stateless(rules)
  }

  private func domainList(_ list: DeclaredField) throws(DeclaredError) -> RuleGroup.DomainList {
    let words: [String: RuleGroup.DomainList.Action] = [
      "ALLOWLIST": .allow, "DENYLIST": .deny, "REJECTLIST": .reject, "ALERTLIST": .alert,
    ]
    let word = try list.required(key("GeneratedRulesType"))
    guard let action = words[word] else {
      throw DeclaredError("the kind of its domain list, \(word), is unknown", at: list.origin)
    }
    var names: [String] = []
    for target in try list.list(key("Targets")) {
      if let name = try target.text(named: "a domain") { names.append(name) }
    }
    return RuleGroup.DomainList(names: names, action: action)
  }

  /// A standard rule, as AWS writes it for Suricata.
  private func statefulRule(_ rule: DeclaredField) throws(DeclaredError) -> RuleGroup.StatefulRule {
    let header = try rule.block(key("Header"))
    var options: [String] = []
    for option in try rule.list(key("RuleOptions", "rule_option")) {
      var settings: [String] = []
      for setting in try option.list(key("Settings")) {
        if let text = try setting.text(named: "a setting") { settings.append(text) }
      }
      let keyword = try option.required(key("Keyword"))
      options.append(settings.isEmpty ? "\(keyword);" : "\(keyword):\(settings.joined(separator: ","));")
    }
    func word(_ own: String) throws(DeclaredError) -> String {
      let text = try header.required(key(own))
      return text.uppercased() == "ANY" ? "any" : text
    }
    let arrow = try header.required(key("Direction")).uppercased() == "ANY" ? "<>" : "->"
    return RuleGroup.StatefulRule(
      "\(try rule.required(key("Action")).lowercased()) "
        + "\(try header.required(key("Protocol")).lowercased()) "
        + "\(try word("Source")) \(try word("SourcePort")) \(arrow) "
        + "\(try word("Destination")) \(try word("DestinationPort")) (\(options.joined(separator: " ")))",
      origin: rule.origin)
  }

  private func statelessRule(_ rule: DeclaredField) throws(DeclaredError) -> StatelessRule {
    let definition = try rule.block(key("RuleDefinition"))
    let match = try definition.block(key("MatchAttributes"))
    guard let priority = try rule.number(key("Priority")) else {
      throw DeclaredError("a rule has no priority", at: rule.origin)
    }
    var made = StatelessRule(
      priority: priority, action: try firewallAction(definition, key("Actions")), origin: rule.origin)
    for number in try match.list(key("Protocols")) {
      let text = try number.text(named: "a protocol") ?? ""
      guard let value = UInt8(text) else {
        throw DeclaredError("\(text) is no protocol", at: number.origin)
      }
      made.protocols.append(IPProtocol(rawValue: value))
    }
    made.sources = try addresses(match, key("Sources", "source"))
    made.destinations = try addresses(match, key("Destinations", "destination"))
    made.sourcePorts = try ports(match, key("SourcePorts", "source_port"))
    made.destinationPorts = try ports(match, key("DestinationPorts", "destination_port"))
    made.hasFlags = try !match.list(key("TCPFlags", "tcp_flag")).isEmpty
    return made
  }

  private func addresses(_ match: DeclaredField, _ list: String) throws(DeclaredError) -> [IPPrefix] {
    var prefixes: [IPPrefix] = []
    for address in try match.list(list) {
      let text = try address.required(key("AddressDefinition"))
      guard let prefix = SuricataRule.prefix(text) else {
        throw DeclaredError("\(text) is no CIDR block", at: address.origin)
      }
      prefixes.append(prefix)
    }
    return prefixes
  }

  private func ports(_ match: DeclaredField, _ list: String) throws(DeclaredError) -> [PortRange] {
    var ranges: [PortRange] = []
    for ports in try match.list(list) {
      guard let first = try ports.port(key("FromPort")),
        let range = PortRange(first, try ports.port(key("ToPort")) ?? first)
      else { throw DeclaredError("it is no range of ports", at: ports.origin) }
      ranges.append(range)
    }
    return ranges
  }
}
