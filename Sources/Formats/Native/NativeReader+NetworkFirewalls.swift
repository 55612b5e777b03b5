import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  static func words<Value: RawRepresentable & CaseIterable>(
    of type: Value.Type
  ) -> [(String, Value)] where Value.RawValue == String {
    type.allCases.map { ($0.rawValue, $0) }
  }

  mutating func readNetworkFirewalls() throws(InputError) {
    for (pair, fields) in try fileMembers("network-firewalls", of: .networkFirewall) {
      var vpc: VPCID?
      var inner = scope
      if let node = fields["vpc"] {
        let entry = try scope.entry(node, .vpc)
        vpc = VPCID(entry.id)
        // Its endpoints are looked for there first.
        inner.key = entry.key
      }
      var attachment: TransitGatewayAttachmentID?
      if let node = fields["attachment"] { attachment = try scope.id(node, .attachment) }
      topology.networkFirewalls.append(
        NetworkFirewall(
          id: scope.ownID(.networkFirewall, pair.key),
          info: try scope.info(fields, key: pair.key, origin: pair.origin), vpc: vpc,
          policy: try scope.id(fields.required("policy"), .firewallPolicy),
          endpoints: try inner.ids(fields.list("endpoints") ?? [], .endpoint), attachment: attachment,
          isAvailable: try fields.bool("available") ?? true))
    }
  }

  mutating func readFirewallPolicies() throws(InputError) {
    for (pair, fields) in try fileMembers("firewall-policies", of: .firewallPolicy) {
      topology.firewallPolicies.append(
        FirewallPolicy(
          id: scope.ownID(.firewallPolicy, pair.key),
          info: try scope.info(fields, key: pair.key, origin: pair.origin),
          statelessGroups: try groupReferences(fields, "stateless"),
          statelessDefault: try fields.word("stateless-default", Self.words(of: StatelessRule.Action.self))
            ?? .forward,
          statefulGroups: try groupReferences(fields, "stateful"),
          isStrict: try fields.word("order", [("action", false), ("strict", true)]) ?? false,
          statefulDefaults: try texts(fields, "default"),
          streamException: try fields.word("midstream", Self.words(of: FirewallPolicy.StreamException.self))
            ?? .drop,
          addressSets: try sets(fields, "addresses")))
    }
  }

  private func groupReferences(
    _ fields: YAMLFields, _ key: String
  ) throws(InputError) -> [FirewallPolicy.GroupReference] {
    var references: [FirewallPolicy.GroupReference] = []
    for node in fields.list(key) ?? [] {
      if node.scalar != nil {
        references.append(FirewallPolicy.GroupReference(group: try scope.id(node, .ruleGroup)))
        continue
      }
      let item = try YAMLFields(node, of: .groupReference)
      references.append(
        FirewallPolicy.GroupReference(
          group: try scope.id(item.required("group"), .ruleGroup),
          priority: try item.integer("priority", in: 0...65535),
          dropsToAlert: try item.bool("drop-to-alert") ?? false))
    }
    return references
  }

  mutating func readRuleGroups() throws(InputError) {
    for (pair, fields) in try fileMembers("rule-groups", of: .ruleGroup) {
      var references: [String: PrefixListID] = [:]
      for reference in try fields.pairs("prefix-lists") {
        references[reference.key] = try scope.id(reference.value, .prefixList)
      }
      topology.ruleGroups.append(
        RuleGroup(
          id: scope.ownID(.ruleGroup, pair.key),
          info: try scope.info(fields, key: pair.key, origin: pair.origin), rules: try rules(fields),
          addressSets: try sets(fields, "addresses"), portSets: try sets(fields, "ports"),
          references: references))
    }
  }

  private func rules(_ fields: YAMLFields) throws(InputError) -> RuleGroup.Rules {
    let given = ["rules", "stateless", "domains"].filter { fields.has($0) }
    guard given.count <= 1 else {
      throw InputError(
        .malformed, "a rule group has one of “rules”, “stateless” and “domains”", at: fields.origin)
    }
    if try fields.bool("known") == false { return .unknown }
    if let nodes = fields.list("stateless") {
      var rules: [StatelessRule] = []
      for node in nodes { rules.append(try statelessRule(node)) }
      return .stateless(rules)
    }
    if let node = fields["domains"] {
      let list = try YAMLFields(node, of: .domainList)
      let action = try list.required("action").word(
        "action", Self.words(of: RuleGroup.DomainList.Action.self))
      return .domains(RuleGroup.DomainList(names: try texts(list, "names"), action: action))
    }
    var rules: [RuleGroup.StatefulRule] = []
    for node in fields.list("rules") ?? [] {
      rules.append(RuleGroup.StatefulRule(try node.text("rules"), origin: node.origin))
    }
    return .stateful(rules)
  }

  private func statelessRule(_ node: YAMLNode) throws(InputError) -> StatelessRule {
    let fields = try YAMLFields(node, of: .statelessRule)
    var protocols: [IPProtocol] = []
    for item in fields.list("protocols") ?? [] {
      let text = try item.text("protocols")
      guard let known = IPProtocol(text) else {
        throw InputError(.malformed, "“\(text)” is no protocol", at: item.origin)
      }
      protocols.append(known)
    }
    guard let priority = try fields.integer("priority", in: 0...65535) else {
      throw InputError(.malformed, "a stateless rule needs “priority”", at: fields.origin)
    }
    return StatelessRule(
      priority: priority,
      action: try fields.required("action").word("action", Self.words(of: StatelessRule.Action.self)),
      protocols: protocols, sources: try fields.prefixes("from") ?? [],
      destinations: try fields.prefixes("to") ?? [], sourcePorts: try portRanges(fields, "from-ports"),
      destinationPorts: try portRanges(fields, "ports"), hasFlags: try fields.bool("flags") ?? false,
      origin: node.origin)
  }

  private func portRanges(_ fields: YAMLFields, _ key: String) throws(InputError) -> [PortRange] {
    var ranges: [PortRange] = []
    for node in fields.list(key) ?? [] {
      let text = try node.text(key)
      guard let range = PortRange(text) else {
        throw InputError(.malformed, "“\(text)” is no port and no range N-M", at: node.origin)
      }
      ranges.append(range)
    }
    return ranges
  }

  /// Definitions by name.
  private func sets(_ fields: YAMLFields, _ key: String) throws(InputError) -> [String: [String]] {
    var sets: [String: [String]] = [:]
    for pair in try fields.pairs(key) {
      var definition: [String] = []
      for node in pair.value.items { definition.append(try node.text(pair.key)) }
      sets[pair.key] = definition
    }
    return sets
  }
}
