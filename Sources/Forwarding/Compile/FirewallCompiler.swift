import PacketWalkAddressing
import PacketWalkTopology

/// A firewall policy becomes the three lists that its packets meet, in order (NFW-2).
extension GraphBuilder {
  /// - Parameter home: what `$HOME_NET` means where neither group nor policy says; nil where nothing does.
  mutating func compile(_ policy: Int, home: [IPPrefix]?) -> FirewallStages {
    let facts = topology.firewallPolicies[policy]
    let element = ElementRef(.firewallPolicy, policy)
    let strangers: Inspector.Strangers = facts.streamException == .continue ? .judged : .refusedIfTCP
    var stateless = statelessRules(of: facts)
    stateless.append(
      FirewallRule(actions: [facts.statelessDefault.compiled], element: element, rule: .max))
    var opening: [FirewallRule] = []
    var established: [FirewallRule] = []
    for entry in statefulEntries(of: facts, home) {
      if entry.isOpening { opening.append(entry.rule) }
      if entry.isEstablished { established.append(entry.rule) }
    }
    for word in facts.isStrict ? facts.statefulDefaults : [] {
      guard word.hasPrefix("drop") else { continue }
      var rest = FirewallRule(actions: [.drop], element: element, rule: .max)
      switch word {
      case "drop_strict": opening.append(rest)
      case "drop_established": break
      default:
        // By application layer, for instance.
        rest.unknown = missingInput(
          "what the default action aws:\(word) of firewall policy \(facts.displayName) drops", element)
      }
      established.append(rest)
    }
    return FirewallStages(
      stateless: append(stage: stateless, of: policy), opening: append(stage: opening, of: policy),
      established: append(stage: established, of: policy), strangers: strangers)
  }

  private mutating func append(stage: [FirewallRule], of policy: Int) -> FilterID {
    filters.append(
      Filter(
        kind: .firewall, direction: .ingress, rules: [], resources: [UInt32(policy)],
        denyCode: .firewallRules,
        firewall: stage))
    return FilterID(filters.count - 1)
  }

  private func ruleGroup(_ id: RuleGroupID) -> Int? { topology.ruleGroups.firstIndex { $0.id == id } }

  /// A group whose rules the input doesn't hold may do anything to any packet.
  private mutating func unknownGroup(_ id: RuleGroupID, _ actions: [FirewallRule.Action]) -> FirewallRule {
    let place = ruleGroup(id)
    let name = place.map { topology.ruleGroups[$0].displayName } ?? id.rawValue
    let element = ElementRef(.ruleGroup, place ?? topology.ruleGroups.count)
    let input = missingInput(
      "the rules of rule group \(name)", remedy: "aws network-firewall describe-rule-group", element)
    return FirewallRule(actions: actions, unknown: input, element: element, rule: .max)
  }

  // MARK: Stateless

  private mutating func statelessRules(of policy: FirewallPolicy) -> [FirewallRule] {
    var compiled: [FirewallRule] = []
    for reference in inOrder(policy.statelessGroups) {
      guard let place = ruleGroup(reference.group),
        case .stateless(let rules) = topology.ruleGroups[place].rules
      else {
        compiled.append(unknownGroup(reference.group, [.pass, .drop, .forward]))
        continue
      }
      let ordered = rules.enumerated().sorted {
        ($0.element.priority, $0.offset) < ($1.element.priority, $1.offset)
      }
      for (position, rule) in ordered {
        compiled.append(self.compile(rule, at: position, of: place))
      }
    }
    return compiled
  }

  private mutating func compile(_ rule: StatelessRule, at position: Int, of group: Int) -> FirewallRule {
    let element = ElementRef(.ruleGroup, group)
    func atoms(_ prefixes: [IPPrefix]) -> [ClosedRange<UInt32>]? {
      prefixes.isEmpty ? nil : terms(group, nil).union(prefixes)
    }
    func ports(_ ranges: [PortRange]) -> PortSet? {
      ranges.isEmpty || ranges.contains(.all) ? nil : PortSet(ranges)
    }
    var compiled = FirewallRule(
      actions: [rule.action.compiled], sources: atoms(rule.sources), destinations: atoms(rule.destinations),
      sourcePorts: ports(rule.sourcePorts), destinationPorts: ports(rule.destinationPorts),
      protocols: rule.protocols.isEmpty ? nil : rule.protocols.map(\.rawValue), element: element,
      rule: position)
    if rule.hasFlags {
      compiled.unknown = missingInput(
        "what rule group \(topology.ruleGroups[group].displayName) decides by TCP flags "
          + "(FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULES)", element)
    }
    return compiled
  }

  // MARK: Stateful

  private struct Entry {
    var rule: FirewallRule
    var isOpening = true
    var isEstablished = true
    /// In the order of actions: pass, drop, reject.
    var rank: Int
    /// Suricata's `priority`, which is 3 where nobody says.
    var priority = 3
  }

  /// The rules of the policy's groups in the order in which they are asked.
  private mutating func statefulEntries(of policy: FirewallPolicy, _ home: [IPPrefix]?) -> [Entry] {
    var entries: [Entry] = []
    for reference in policy.isStrict ? inOrder(policy.statefulGroups) : policy.statefulGroups {
      let drops: [FirewallRule.Action] = reference.dropsToAlert ? [] : [.drop]
      guard let place = ruleGroup(reference.group) else {
        entries.append(Entry(rule: unknownGroup(reference.group, [.pass] + drops), rank: 0))
        continue
      }
      let terms = terms(place, home, policy.addressSets)
      var own: [Entry] = []
      switch topology.ruleGroups[place].rules {
      case .stateful(let rules):
        for (position, rule) in rules.enumerated() {
          own += self.entries(rule.text, at: position, of: place, terms)
        }
      case .domains(let list): own += domainEntries(list, of: place, terms)
      case .stateless, .unknown:
        own.append(Entry(rule: unknownGroup(reference.group, [.pass] + drops), rank: 0))
      }
      for var entry in own {
        if reference.dropsToAlert { entry.rule.actions.removeAll { $0 == .drop } }
        if !entry.rule.actions.isEmpty { entries.append(entry) }
      }
    }
    guard !policy.isStrict else { return entries }
    return entries.enumerated().sorted {
      ($0.element.rank, $0.element.priority, $0.offset) < ($1.element.rank, $1.element.priority, $1.offset)
    }.map(\.element)
  }

  private func inOrder(_ references: [FirewallPolicy.GroupReference]) -> [FirewallPolicy.GroupReference] {
    references.enumerated().sorted {
      ($0.element.priority ?? $0.offset, $0.offset) < ($1.element.priority ?? $1.offset, $1.offset)
    }.map(\.element)
  }

  private func terms(_ group: Int, _ home: [IPPrefix]?, _ shared: [String: [String]] = [:]) -> FirewallTerms {
    let facts = topology.ruleGroups[group]
    let references = facts.references.compactMapValues { id in
      index.prefixLists[id].flatMap { topology.prefixLists[$0].entries }
    }
    return FirewallTerms(
      atoms: atoms, addressSets: facts.addressSets, sharedSets: shared, portSets: facts.portSets,
      references: references, home: home)
  }

  private mutating func entries(
    _ text: String, at position: Int, of group: Int, _ terms: FirewallTerms
  ) -> [Entry] {
    let element = ElementRef(.ruleGroup, group)
    let name = topology.ruleGroups[group].displayName
    guard let parts = SuricataRule(text) else {
      let input = missingInput("a rule of rule group \(name) that could not be read", element)
      return [
        Entry(
          rule: FirewallRule(actions: [.pass, .drop], unknown: input, element: element, rule: position),
          rank: 0)
      ]
    }
    let action: FirewallRule.Action
    let rank: Int
    switch parts.action {
    case "pass": (action, rank) = (.pass, 0)
    case "drop": (action, rank) = (.drop, 1)
    case "reject", "rejectsrc", "rejectdst", "rejectboth": (action, rank) = (.drop, 2)
    default: return []  // An alert lets everything go on (NFW-2).
    }
    var entry = Entry(
      rule: FirewallRule(actions: [action], element: element, rule: position), rank: rank)
    var looksInside = read(parts.options, into: &entry)
    if let known = FirewallProtocols.of(parts.protocolName) {
      entry.rule.protocols = known.numbers
      looksInside = looksInside || known.isByContent
      // The packet that opens a connection has no content: such a rule can't match it.
      let needsContent = known.isByContent || parts.options.contains { $0.keyword == "content" }
      if needsContent, known.numbers == [IPProtocol.tcp.rawValue] { entry.isOpening = false }
    } else {
      looksInside = true
    }
    if looksInside {
      entry.rule.unknown = missingInput(
        "what the rules of rule group \(name) find inside of packets (FIREWALL_UNSUPPORTED_RULE_OPTIONS)",
        element)
    }
    let sources = terms.addresses(parts.source)
    let destinations = terms.addresses(parts.destination)
    let sourcePorts = terms.ports(parts.sourcePort)
    let destinationPorts = terms.ports(parts.destinationPort)
    if sources == nil || destinations == nil || sourcePorts == nil || destinationPorts == nil {
      entry.rule.unknown = missingInput(
        "what a variable of rule group \(name) stands for",
        remedy: "aws network-firewall describe-rule-group",
        element)
    }
    func narrowed(_ atoms: [ClosedRange<UInt32>]?) -> [ClosedRange<UInt32>]? {
      atoms == terms.everything ? nil : atoms
    }
    entry.rule.sources = narrowed(sources)
    entry.rule.destinations = narrowed(destinations)
    entry.rule.sourcePorts = sourcePorts ?? nil
    entry.rule.destinationPorts = destinationPorts ?? nil
    guard parts.isBothWays else { return [entry] }
    var back = entry
    swap(&back.rule.sources, &back.rule.destinations)
    swap(&back.rule.sourcePorts, &back.rule.destinationPorts)
    return [entry, back]
  }

  /// Options that say something of the connection; true if others look into the packet.
  private func read(_ options: [SuricataRule.Option], into entry: inout Entry) -> Bool {
    var looksInside = false
    for option in options {
      switch option.keyword {
      case "msg", "sid", "rev", "gid", "classtype", "reference", "metadata", "target", "noalert": break
      case "priority": entry.priority = Int(option.value) ?? entry.priority
      case "flow":
        for word in option.value.split(whereSeparator: { ", ".contains($0) }) {
          switch word {
          case "to_server", "from_client": entry.rule.side = .request
          case "to_client", "from_server": entry.rule.side = .answer
          case "established": entry.isOpening = false
          case "not_established": entry.isEstablished = false
          case "stateless", "no_stream", "only_stream", "no_frag": break
          default: looksInside = true
          }
        }
      default: looksInside = true
      }
    }
    return looksInside
  }

  /// The rules that AWS makes of a list of domains: from `$HOME_NET` outwards, by what HTTP and TLS ask for.
  private mutating func domainEntries(
    _ list: RuleGroup.DomainList, of group: Int, _ terms: FirewallTerms
  ) -> [Entry] {
    let element = ElementRef(.ruleGroup, group)
    let actions: [FirewallRule.Action]
    switch list.action {
    case .allow: actions = [.pass, .drop]
    case .deny, .reject: actions = [.drop]
    case .alert: return []
    }
    let input = missingInput(
      "what rule group \(topology.ruleGroups[group].displayName) decides by names of domains "
        + "(FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULE_GROUP_TYPE)", element)
    var rule = FirewallRule(
      actions: actions, protocols: [IPProtocol.tcp.rawValue], unknown: input, element: element, rule: .max)
    rule.sources = terms.addresses("$HOME_NET")
    rule.destinations = terms.addresses("$EXTERNAL_NET")
    // Names are asked for when the connection stands.
    return [Entry(rule: rule, isOpening: false, rank: list.action == .allow ? 0 : 1)]
  }
}

extension StatelessRule.Action {
  fileprivate var compiled: FirewallRule.Action {
    switch self {
    case .pass: .pass
    case .drop: .drop
    case .forward: .forward
    }
  }
}

/// The IP protocols of Suricata's protocol words.
private struct FirewallProtocols {
  /// Nil for all.
  var numbers: [UInt8]?
  /// Whether the protocol is known by what packets contain only.
  var isByContent = false

  /// Nil for a word that nobody knows.
  static func of(_ word: String) -> FirewallProtocols? {
    let tcp = IPProtocol.tcp.rawValue
    let udp = IPProtocol.udp.rawValue
    switch word {
    case "ip", "any": return FirewallProtocols()
    case "tcp", "tcp-pkt", "tcp-stream": return FirewallProtocols(numbers: [tcp])
    case "udp": return FirewallProtocols(numbers: [udp])
    case "icmp": return FirewallProtocols(numbers: [IPProtocol.icmp.rawValue, IPProtocol.icmpv6.rawValue])
    case "http", "http1", "http2", "tls", "ssl", "ftp", "ftp-data", "smb", "dcerpc", "ssh", "smtp", "imap",
      "msn", "rdp", "mqtt":
      return FirewallProtocols(numbers: [tcp], isByContent: true)
    case "tftp", "ntp", "dhcp", "ikev2", "ike", "quic":
      return FirewallProtocols(numbers: [udp], isByContent: true)
    case "dns", "krb5", "sip", "snmp", "nfs":
      return FirewallProtocols(numbers: [tcp, udp], isByContent: true)
    default: return nil
    }
  }
}
