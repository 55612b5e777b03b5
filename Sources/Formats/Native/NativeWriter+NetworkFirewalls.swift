import PacketWalkAddressing
import PacketWalkTopology

extension NativeWriter {
  func networkFirewalls() -> YAMLMembers {
    var section = YAMLMembers()
    for firewall in topology.networkFirewalls {
      var fields = YAMLMembers()
      let scope = names.scopes.vpc(firewall.vpc)
      if let vpc = firewall.vpc { fields.add("vpc", names.reference(.vpc, vpc, from: nil)) }
      fields.add("policy", names.reference(.firewallPolicy, firewall.policy, from: nil))
      fields.add("endpoints", firewall.endpoints.map { names.reference(.endpoint, $0, from: scope) })
      if let attachment = firewall.attachment {
        fields.add("attachment", names.reference(.attachment, attachment, from: nil))
      }
      fields.add("available", firewall.isAvailable, unless: true)
      member(.networkFirewall, firewall, in: filePlace, fields, into: &section)
    }
    return section
  }

  func firewallPolicies() -> YAMLMembers {
    var section = YAMLMembers()
    for policy in topology.firewallPolicies {
      var fields = YAMLMembers()
      references("stateless", policy.statelessGroups, into: &fields)
      if policy.statelessDefault != .forward {
        fields.add("stateless-default", policy.statelessDefault.rawValue)
      }
      references("stateful", policy.statefulGroups, into: &fields)
      if policy.isStrict { fields.add("order", "strict") }
      fields.add("default", policy.statefulDefaults)
      if policy.streamException != .drop { fields.add("midstream", policy.streamException.rawValue) }
      sets("addresses", policy.addressSets, into: &fields)
      member(.firewallPolicy, policy, in: filePlace, fields, into: &section)
    }
    return section
  }

  private func references(
    _ key: String, _ references: [FirewallPolicy.GroupReference], into fields: inout YAMLMembers
  ) {
    guard !references.isEmpty else { return }
    fields.add(
      key,
      .list(
        references.map { reference in
          let name = names.reference(.ruleGroup, reference.group, from: nil)
          guard reference.priority != nil || reference.dropsToAlert else { return .scalar(name) }
          var parts = YAMLMembers()
          parts.add("group", name)
          parts.add("priority", reference.priority.map { "\($0)" })
          parts.add("drop-to-alert", reference.dropsToAlert, unless: false)
          return parts.value
        }))
  }

  func ruleGroups() -> YAMLMembers {
    var section = YAMLMembers()
    for group in topology.ruleGroups {
      var fields = YAMLMembers()
      switch group.rules {
      case .unknown: fields.add("known", .bool(false))
      case .stateful(let rules):
        if !rules.isEmpty { fields.add("rules", .list(rules.map { .scalar($0.text) })) }
      case .stateless(let rules): fields.add("stateless", .list(rules.map(value)))
      case .domains(let list):
        var parts = YAMLMembers()
        parts.add("names", list.names)
        parts.add("action", list.action.rawValue)
        fields.add("domains", parts.value)
      }
      sets("addresses", group.addressSets, into: &fields)
      sets("ports", group.portSets, into: &fields)
      var references = YAMLMembers()
      for (name, list) in group.references.sorted(by: { $0.key < $1.key }) {
        references.add(name, names.reference(.prefixList, list, from: nil))
      }
      fields.add("prefix-lists", section: references)
      member(.ruleGroup, group, in: filePlace, fields, into: &section)
    }
    return section
  }

  private func value(_ rule: StatelessRule) -> YAMLValue {
    var parts = YAMLMembers()
    parts.add("priority", "\(rule.priority)")
    parts.add("action", rule.action.rawValue)
    parts.add("protocols", rule.protocols.map { $0.description })
    parts.add("from", rule.sources.map(\.description))
    parts.add("from-ports", rule.sourcePorts.map(\.description))
    parts.add("to", rule.destinations.map(\.description))
    parts.add("ports", rule.destinationPorts.map(\.description))
    parts.add("flags", rule.hasFlags, unless: false)
    return parts.value
  }

  private func sets(_ key: String, _ sets: [String: [String]], into fields: inout YAMLMembers) {
    var section = YAMLMembers()
    for (name, definition) in sets.sorted(by: { $0.key < $1.key }) { section.add(name, .items(definition)) }
    fields.add(key, section: section)
  }
}
