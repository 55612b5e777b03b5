import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeScope {
  /// The rules of a group in one direction.
  func rules(_ nodes: [YAMLNode], _ direction: RuleDirection) throws(InputError) -> [SecurityGroupRule] {
    var rules: [SecurityGroupRule] = []
    for node in nodes { rules.append(try rule(node, direction)) }
    return rules
  }

  /// `SERVICE from PEER "description"`, or a mapping.
  func rule(_ node: YAMLNode, _ direction: RuleDirection) throws(InputError) -> SecurityGroupRule {
    guard node.scalar == nil else { return try ruleText(node, direction) }
    let fields = try YAMLFields(node, of: .rule)
    var rule = try ruleText(fields.required("rule"), direction)
    rule.id = try fields.text("id")
    if let description = try fields.text("description") { rule.description = description }
    rule.origin = node.origin
    return rule
  }

  private func ruleText(_ node: YAMLNode, _ direction: RuleDirection) throws(InputError) -> SecurityGroupRule
  {
    let text = try node.text("a rule")
    var (traffic, peer) = try Self.split(text[...], direction, at: node.origin)
    var description: String?
    if peer.hasSuffix("\""), let quote = peer.firstIndex(of: "\""), peer.index(after: quote) < peer.endIndex {
      description = String(peer[peer.index(after: quote)...].dropLast())
      peer = peer[..<quote]
      while peer.last == " " { peer.removeLast() }
    }
    return SecurityGroupRule(
      direction: direction, traffic: traffic, peer: try self.peer(peer, at: node.origin),
      description: description, origin: node.origin)
  }

  /// A CIDR, `sg:NAME` or `pl:NAME`.
  func peer(_ text: Substring, at origin: Origin) throws(InputError) -> SecurityGroupRule.Peer {
    if text.hasPrefix("sg:") { return .group(try id(text.dropFirst(3), .securityGroup, at: origin)) }
    if text.hasPrefix("pl:") { return .prefixList(try id(text.dropFirst(3), .prefixList, at: origin)) }
    guard let prefix = IPPrefix(String(text)) else {
      throw InputError(.malformed, "“\(text)” is no peer: a CIDR, sg:NAME or pl:NAME", at: origin)
    }
    return .prefix(prefix)
  }

  /// The entries of an ACL in one direction, by number.
  func entries(_ pairs: [YAMLPair], _ direction: RuleDirection) throws(InputError) -> [NetworkACLEntry] {
    var entries: [NetworkACLEntry] = []
    for pair in pairs { entries.append(try entry(pair, direction)) }
    return entries
  }

  /// `100: allow SERVICE from CIDR`.
  func entry(_ pair: YAMLPair, _ direction: RuleDirection) throws(InputError) -> NetworkACLEntry {
    let number = try YAMLNode(.scalar(pair.key, isQuoted: false), origin: pair.origin)
      .integer("the number of an entry", in: 1...32766)
    let text = try pair.value.text("an entry")
    let origin = pair.value.origin
    let isAllow = text.hasPrefix("allow ")
    guard isAllow || text.hasPrefix("deny ") else {
      throw InputError(
        .malformed, "“\(text)” is no entry: allow or deny, SERVICE, \(Self.preposition(direction)), CIDR",
        at: origin)
    }
    let (traffic, peer) = try Self.split(text.dropFirst(isAllow ? 6 : 5), direction, at: origin)
    guard let prefix = IPPrefix(String(peer)) else {
      let isReference = peer.hasPrefix("sg:") || peer.hasPrefix("pl:")
      let why = isReference ? "a network ACL knows only CIDRs, not “\(peer)”" : "“\(peer)” is no CIDR"
      throw InputError(.malformed, why, at: origin)
    }
    return NetworkACLEntry(
      number: number, direction: direction, isAllow: isAllow, traffic: traffic, prefix: prefix,
      origin: pair.origin)
  }

  /// Rules or entries that the input had and nobody could read: `in`, `out`, `in 110`.
  static func unreadable(_ fields: YAMLFields) throws(InputError) -> [UnreadableRule] {
    var rules: [UnreadableRule] = []
    for node in fields.list("unreadable") ?? [] {
      let words = try node.text("unreadable").split(separator: " ")
      let number = words.count == 2 ? words.last.flatMap { Int($0) } : nil
      guard let word = words.first, word == "in" || word == "out", words.count == (number == nil ? 1 : 2)
      else {
        throw InputError(
          .malformed, "an unreadable rule is “in” or “out”, with the number of an entry where it is known",
          at: node.origin)
      }
      rules.append(
        UnreadableRule(direction: word == "in" ? .ingress : .egress, number: number, origin: node.origin))
    }
    return rules
  }

  static func preposition(_ direction: RuleDirection) -> String { direction == .ingress ? "from" : "to" }

  /// `SERVICE from PEER` into its two parts.
  private static func split(
    _ text: Substring, _ direction: RuleDirection, at origin: Origin
  ) throws(InputError) -> (TrafficSelector, Substring) {
    let words = text.split(separator: " ", maxSplits: 3)
    let expected = preposition(direction)
    // The service is one word, or two as in `tcp all`.
    for count in 1...2 where words.count > count && (words[count] == "from" || words[count] == "to") {
      guard words[count] == expected else {
        throw InputError(
          .malformed, "“\(text)” has “\(words[count])” where this direction has “\(expected)”", at: origin)
      }
      let service = words[..<count].joined(separator: " ")
      var peer = text[words[count].endIndex...]
      while peer.first == " " { peer.removeFirst() }
      while peer.last == " " { peer.removeLast() }
      guard !peer.isEmpty else { break }
      return (try NativeService.parse(service, at: origin), peer)
    }
    throw InputError(.malformed, "“\(text)” is not SERVICE \(expected) PEER", at: origin)
  }
}
