package import PacketWalkAddressing
package import PacketWalkDiagnostics

/// A rule group of Network Firewall (`describe-rule-group`).
package struct RuleGroup: Resource, Hashable {
  package static let kindName = "rule group"

  /// A stateful rule as Suricata writes it: `pass tcp $HOME_NET any -> any 443 (sid:1;)`. Standard rules
  /// are written so too, as AWS does itself.
  package struct StatefulRule: Hashable, Sendable {
    package var text: String
    package var origin: Origin

    package init(_ text: String, origin: Origin = .implied) {
      self.text = text
      self.origin = origin
    }
  }

  /// `RulesSourceList`.
  package struct DomainList: Hashable, Sendable {
    /// `GeneratedRulesType`.
    package enum Action: String, Hashable, Sendable, CaseIterable {
      case allow
      case deny
      case reject
      case alert
    }

    package var names: [String]
    package var action: Action

    package init(names: [String], action: Action) {
      self.names = names
      self.action = action
    }
  }

  package enum Rules: Hashable, Sendable {
    case stateless([StatelessRule])
    case stateful([StatefulRule])
    case domains(DomainList)
    /// The input holds the group and not its rules, as with those that AWS manages.
    case unknown
  }

  /// The ARN.
  package var id: RuleGroupID
  package var info: ResourceInfo
  package var rules: Rules
  /// `RuleVariables.IPSets` and `.PortSets`: definitions by name.
  package var addressSets: [String: [String]]
  package var portSets: [String: [String]]
  /// `ReferenceSets.IPSetReferences`: prefix lists by name; others are an identifier of no list.
  package var references: [String: PrefixListID]

  package init(
    id: RuleGroupID, info: ResourceInfo = ResourceInfo(), rules: Rules,
    addressSets: [String: [String]] = [:], portSets: [String: [String]] = [:],
    references: [String: PrefixListID] = [:]
  ) {
    self.id = id
    self.info = info
    self.rules = rules
    self.addressSets = addressSets
    self.portSets = portSets
    self.references = references
  }
}

/// One stateless rule: empty lists stand for everything.
package struct StatelessRule: Hashable, Sendable {
  package enum Action: String, Hashable, Sendable, CaseIterable {
    case pass
    case drop
    /// To the stateful rules.
    case forward
  }

  package var priority: Int
  package var action: Action
  package var protocols: [IPProtocol]
  package var sources: [IPPrefix]
  package var destinations: [IPPrefix]
  package var sourcePorts: [PortRange]
  package var destinationPorts: [PortRange]
  /// Whether `TCPFlags` narrow it: then a packet alone does not tell whether it matches.
  package var hasFlags: Bool
  package var origin: Origin

  package init(
    priority: Int, action: Action, protocols: [IPProtocol] = [], sources: [IPPrefix] = [],
    destinations: [IPPrefix] = [], sourcePorts: [PortRange] = [], destinationPorts: [PortRange] = [],
    hasFlags: Bool = false, origin: Origin = .implied
  ) {
    self.priority = priority
    self.action = action
    self.protocols = protocols
    self.sources = sources
    self.destinations = destinations
    self.sourcePorts = sourcePorts
    self.destinationPorts = destinationPorts
    self.hasFlags = hasFlags
    self.origin = origin
  }
}

extension StatelessRule: CustomStringConvertible {
  /// `10 pass tcp from 10.0.0.0/8 to 192.0.2.0/24 ports 443`.
  package var description: String {
    func words(_ values: [some CustomStringConvertible], _ all: String) -> String {
      values.isEmpty ? all : values.map(\.description).joined(separator: ",")
    }
    var text = "\(priority) \(action.rawValue) \(words(protocols, "all")) from \(words(sources, "any"))"
    if !sourcePorts.isEmpty { text += " ports \(words(sourcePorts, ""))" }
    text += " to \(words(destinations, "any"))"
    if !destinationPorts.isEmpty { text += " ports \(words(destinationPorts, ""))" }
    return hasFlags ? text + " flags" : text
  }
}

extension RuleGroup {
  /// Every range that the group's rules and sets mention.
  package var mentionedPrefixes: [IPPrefix] {
    var texts = addressSets.values.flatMap(\.self)
    var prefixes: [IPPrefix] = []
    switch rules {
    case .stateless(let rules): prefixes = rules.flatMap { $0.sources + $0.destinations }
    case .stateful(let rules):
      for rule in rules {
        if let parts = SuricataRule(rule.text) { texts += [parts.source, parts.destination] }
      }
    case .domains, .unknown: break
    }
    return prefixes + texts.flatMap(SuricataRule.prefixes)
  }
}

extension FirewallPolicy {
  /// Every range that the policy's own sets mention.
  package var mentionedPrefixes: [IPPrefix] {
    addressSets.values.flatMap(\.self).flatMap(SuricataRule.prefixes)
  }
}
