package import PacketWalkDiagnostics
package import PacketWalkForwarding
import PacketWalkTopology

/// The resource, rule and origin that a step of a walk is about.
package struct Described: Sendable {
  package var component: Component
  package var rule: String?
  package var origin: Origin
}

/// A compiled filter's rules, as the resources that they come from have them.
extension Network {
  /// A filter's rule, or the group or access list that has none for the packet.
  package func describe(_ id: FilterID, _ rule: Int?) -> Described {
    let filter = graph.filters[id.value]
    if filter.kind == .firewall { return describeFirewallRule(filter, rule) }
    let kind: ElementRef.Kind = filter.kind == .groups ? .securityGroup : .networkACL
    guard let rule else {
      let components = filter.resources.map { graph.component(ElementRef(kind, Int($0))) }
      var component =
        components.first
        ?? Component(
          kind: filter.kind == .groups ? "security group" : "network ACL", name: "not in the input", id: "")
      if components.count > 1 {
        component.name = components.map(\.name).joined(separator: ", ")
        component.id = components.map(\.id).joined(separator: ", ")
      }
      return Described(
        component: component, rule: filter.kind == .accessList ? "*" : nil, origin: component.origin)
    }
    let compiled = filter.rules[rule]
    let component = graph.component(ElementRef(kind, Int(compiled.resource)))
    guard compiled.rule != .max else {
      return Described(component: component, rule: nil, origin: component.origin)
    }
    return filter.kind == .groups
      ? describeGroupRule(component, Int(compiled.resource), Int(compiled.rule))
      : describeEntry(component, Int(compiled.resource), Int(compiled.rule))
  }

  private func describeFirewallRule(_ filter: Filter, _ place: Int?) -> Described {
    let policy = Int(filter.resources.first ?? 0)
    guard let place else {
      let component = graph.component(ElementRef(.firewallPolicy, policy))
      return Described(component: component, rule: nil, origin: component.origin)
    }
    let rule = filter.firewall[place]
    let component = graph.component(rule.element)
    guard rule.element.kind == .ruleGroup else {
      return Described(component: component, rule: "default action", origin: component.origin)
    }
    switch topology.ruleGroups[Int(rule.element.index)].rules {
    case .stateless(let rules) where rule.rule < rules.count:
      let found = rules[rule.rule]
      return Described(component: component, rule: found.description, origin: found.origin)
    case .stateful(let rules) where rule.rule < rules.count:
      let found = rules[rule.rule]
      return Described(component: component, rule: found.text, origin: found.origin)
    default: return Described(component: component, rule: nil, origin: component.origin)
    }
  }

  package func describeGroupRule(_ component: Component, _ group: Int, _ place: Int) -> Described {
    let rule = topology.securityGroups[group].rules[place]
    let id = rule.id.map { "\($0) " } ?? ""
    return Described(component: component, rule: id + text(rule), origin: rule.origin)
  }

  package func describeEntry(_ component: Component, _ list: Int, _ place: Int) -> Described {
    let entry = topology.networkACLs[list].entries[place]
    return Described(component: component, rule: text(entry), origin: entry.origin)
  }
}
