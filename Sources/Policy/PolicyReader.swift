package import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkQueries

/// Reads policy files.
package struct PolicyReader {
  /// The keys of each kind of mapping: what the reader accepts, the schema completes and the documentation explains.
  package enum Keys {
    package static let file =
      ["packetwalk"] + PolicyVariables.fileKeys + ["groups", "services", "assertions"]
    package static let assertion =
      ["id"] + PolicyAssertion.Kind.allCases.map(\.rawValue) + [
        "severity", "why", "quantifier", "one-way", "unknown", "may-be-empty", "via-proxy", "applies-to",
        "exceptions-allowed", "except",
      ]
    package static let paths = ["from", "to", "between", "on", "unless-through"]
    package static let exception = ["from", "to", "on", "reason", "expires"]
    /// Of a selection that is a mapping: selectors by their word, and what is made of others.
    package static let conditions = selectors + ["not", "any", "all"]
    static let selectors = ["tag", "subnet", "sg", "vpc", "lb", "service", "external", "tf"]
    package static let version = "1"
  }

  private var groups: [String: YAMLPair] = [:]
  private var services: [String: [PolicyService]] = [:]
  private var seen: [String: Origin] = [:]
  /// The groups that are being read, to notice a circle.
  private var open: [String] = []
  private var made: [String: PolicySelection] = [:]

  init() {}

  /// Reads the files of one policy: groups and services of any are known in all.
  ///
  /// - Parameter setting: where the policy is applied; what does not apply there is left out.
  /// - Throws: an `InputError` with file, line and column for the first thing that is wrong.
  package static func read(
    _ files: [(name: String, bytes: [UInt8])], in setting: PolicySetting = PolicySetting()
  ) throws(InputError) -> Policy {
    var reader = PolicyReader()
    var nodes: [YAMLNode] = []
    for file in files { nodes.append(try YAMLDocument.parse(file.bytes, file: file.name)) }
    let variables = try PolicyVariables(nodes, setting)
    var fields: [(fields: YAMLFields, applies: Bool)] = []
    for node in nodes { fields.append(try reader.declare(node, variables)) }
    var policy = Policy(files: files.map(\.name))
    for name in reader.groups.keys.sorted() { policy.groups[name] = try reader.group(name) }
    for file in fields {
      for node in file.fields.list("assertions") ?? [] {
        let places = try YAMLFields(node, of: "an assertion", keys: Keys.assertion)["applies-to"]
        let applies = try variables.applies(places)
        if file.applies, applies {
          policy.assertions.append(try reader.assertion(variables.substitute(node)))
        } else {
          policy.inapplicable.append(try reader.name(of: node))
        }
      }
    }
    if policy.assertions.isEmpty, !policy.inapplicable.isEmpty {
      throw InputError(
        .empty, "no assertion applies here: all \(policy.inapplicable.count) are for other places",
        at: Origin(file: files.first?.name ?? ""))
    }
    guard !policy.assertions.isEmpty else {
      throw InputError(
        .empty, "a policy without assertions holds whatever happens; write at least one",
        at: Origin(file: files.first?.name ?? ""))
    }
    return policy
  }

  // MARK: Files

  private mutating func declare(_ node: YAMLNode, _ variables: PolicyVariables) throws(InputError)
    -> (YAMLFields, Bool)
  {
    let fields = try YAMLFields(node, of: "a policy", keys: Keys.file)
    let version = try fields.required("packetwalk")
    guard version.scalar == Keys.version else {
      throw InputError(.invalid, "“packetwalk” is 1, the version of the policy's form", at: version.origin)
    }
    for pair in try fields.pairs("groups") {
      if let known = groups[pair.key] {
        throw InputError(
          .invalid, "group “\(pair.key)” is written twice; the other is at \(known.origin)", at: pair.origin)
      }
      groups[pair.key] = YAMLPair(
        key: pair.key, origin: pair.origin, value: try variables.substitute(pair.value))
    }
    for pair in try fields.pairs("services") {
      guard services[pair.key] == nil else {
        throw InputError(.invalid, "service “\(pair.key)” is written twice", at: pair.origin)
      }
      let value = try variables.substitute(pair.value)
      services[pair.key] = try items(value, "a service").map { item throws(InputError) in
        try plainService(item)
      }
    }
    return (fields, try variables.applies(fields["applies-to"]))
  }

  /// The identifier of an assertion that does not apply, which no other may have all the same.
  private mutating func name(of node: YAMLNode) throws(InputError) -> String {
    try name(in: YAMLFields(node, of: "an assertion", keys: Keys.assertion)).text
  }

  private mutating func name(in fields: YAMLFields) throws(InputError) -> (text: String, origin: Origin) {
    let name = try fields.required("id")
    let id = try name.text("id")
    if let other = seen[id] {
      throw InputError(.invalid, "“\(id)” is the id of another assertion, at \(other)", at: name.origin)
    }
    seen[id] = name.origin
    return (id, name.origin)
  }

  private func items(_ node: YAMLNode, _ what: String) throws(InputError) -> [YAMLNode] {
    let items = node.items
    guard !items.isEmpty else {
      throw InputError(.malformed, "\(what) is missing: the list is empty", at: node.origin)
    }
    return items
  }

  // MARK: Assertions

  mutating func assertion(_ node: YAMLNode) throws(InputError) -> PolicyAssertion {
    let fields = try YAMLFields(node, of: "an assertion", keys: Keys.assertion)
    let (id, place) = try name(in: fields)
    let kinds = PolicyAssertion.Kind.allCases.filter { fields.has($0.rawValue) }
    guard let kind = kinds.first, kinds.count == 1, let body = fields[kind.rawValue] else {
      throw InputError(
        .malformed,
        "an assertion has one of allow, deny and only; “\(id)” has \(kinds.isEmpty ? "none" : "several")",
        at: node.origin)
    }
    let paths = try YAMLFields(body, of: "“\(kind.rawValue)”", keys: Keys.paths)
    var assertion = PolicyAssertion(
      id: id, kind: kind, paths: try self.paths(paths, kind),
      services: try self.services(paths.required("on")),
      severity: try fields.word("severity", [("error", .error), ("warning", .warning), ("note", .note)])
        ?? .error, why: try fields.text("why"),
      quantifier: try fields.word("quantifier", PolicyAssertion.Quantifier.allCases.map { ($0.rawValue, $0) })
        ?? .all, isOneWay: try fields.bool("one-way") ?? false,
      unknown: try fields.word("unknown", PolicyAssertion.UnknownRule.allCases.map { ($0.rawValue, $0) }),
      mayBeEmpty: try fields.bool("may-be-empty") ?? false,
      proxies: try fields.word("via-proxy", PolicyAssertion.ProxyRule.allCases.map { ($0.rawValue, $0) })
        ?? (kind == .allow ? .ignore : .count), exceptions: [], origin: place)
    if paths.has("unless-through") {
      guard kind == .deny else {
        throw InputError(
          .invalid, "“unless-through” goes with “deny” only", at: paths.origin(of: "unless-through"))
      }
      for item in try items(paths.required("unless-through"), "what packets may pass") {
        assertion.unlessThrough.append(
          PolicyWaypoint(text: try item.text("unless-through"), origin: item.origin))
      }
    }
    try refuse(kind != .allow && fields.has("quantifier"), "quantifier", fields)
    try refuse(kind != .allow && fields.has("one-way"), "one-way", fields)
    try refuse(kind == .allow && fields.has("except"), "except", fields)
    try refuse(kind == .allow && fields.has("via-proxy"), "via-proxy", fields)
    let isOpen = try fields.bool("exceptions-allowed") ?? true
    for item in fields.list("except") ?? [] {
      guard isOpen else {
        throw InputError(.invalid, "“\(id)” allows no exceptions", at: item.origin)
      }
      assertion.exceptions.append(try exception(item))
    }
    return assertion
  }

  private func refuse(_ isWrong: Bool, _ key: String, _ fields: YAMLFields) throws(InputError) {
    guard isWrong else { return }
    let reason =
      switch key {
      case "except": "an exception puts up with paths that should not be; “allow” asks for paths that should"
      case "via-proxy": "“via-proxy” goes with “deny” and “only”; “allow” names the balancer if it is meant"
      default: "“\(key)” goes with “allow” only: what must not happen must not happen at all"
      }
    throw InputError(.invalid, reason, at: fields.origin(of: key))
  }

  private mutating func paths(_ fields: YAMLFields, _ kind: PolicyAssertion.Kind) throws(InputError)
    -> [PolicyAssertion.Paths]
  {
    guard let between = fields["between"] else {
      return [
        PolicyAssertion.Paths(
          sources: try selection(fields.required("from")), destinations: try selection(fields.required("to")))
      ]
    }
    guard !fields.has("from"), !fields.has("to"), kind != .only else {
      throw InputError(
        .invalid,
        kind == .only ? "“only” has a direction: write from and to" : "“between” stands for from and to",
        at: fields.origin(of: "between"))
    }
    let sides = between.items
    guard sides.count == 2 else {
      throw InputError(.malformed, "“between” is a list of two sides", at: between.origin)
    }
    let (left, right) = (try selection(sides[0]), try selection(sides[1]))
    return [
      PolicyAssertion.Paths(sources: left, destinations: right),
      PolicyAssertion.Paths(sources: right, destinations: left, isWayBack: true),
    ]
  }

  private mutating func exception(_ node: YAMLNode) throws(InputError) -> PolicyException {
    let fields = try YAMLFields(node, of: "an exception", keys: Keys.exception)
    guard fields.has("from") || fields.has("to") || fields.has("on") else {
      throw InputError(
        .malformed, "an exception from everything is none: it needs from, to or on", at: node.origin)
    }
    let reason = try fields.required("reason")
    let day = try fields.required("expires")
    guard let expires = CalendarDate(try day.text("expires")) else {
      throw InputError(.malformed, "“expires” is a day such as 2027-06-30", at: day.origin)
    }
    var (sources, destinations): (PolicySelection?, PolicySelection?)
    if let from = fields["from"] { sources = try selection(from) }
    if let to = fields["to"] { destinations = try selection(to) }
    return PolicyException(
      sources: sources, destinations: destinations, services: try fields["on"].map(services) ?? [],
      reason: try reason.text("reason"), expires: expires, origin: node.origin)
  }

  // MARK: Services

  private func services(_ node: YAMLNode) throws(InputError) -> [PolicyService] {
    var found: [PolicyService] = []
    for item in try items(node, "a service") {
      let text = try item.text("on")
      if let own = services[text] { found += own } else { found.append(try plainService(item)) }
    }
    return found
  }

  private func plainService(_ node: YAMLNode) throws(InputError) -> PolicyService {
    let text = try node.text("a service")
    guard Service(text) != nil else {
      throw InputError(
        .malformed,
        "“\(text)” is no service; write tcp/443, udp/53, tcp/1024-65535, icmp/8, proto/47, any, or a name",
        at: node.origin, candidates: nearestNames(to: text, among: services.keys.sorted()))
    }
    return PolicyService(text: text, origin: node.origin)
  }

  // MARK: Selections

  private mutating func selection(_ node: YAMLNode) throws(InputError) -> PolicySelection {
    switch node.content {
    case .scalar(let text, _):
      if text == "*" { return PolicySelection(.everyone, at: node.origin) }
      guard !text.isEmpty else { throw InputError(.malformed, "who? Nothing is written", at: node.origin) }
      if groups[text] != nil { return PolicySelection(.group(text, try group(text)), at: node.origin) }
      return PolicySelection(.selector(text), at: node.origin)
    case .sequence(let items):
      guard !items.isEmpty else { throw InputError(.malformed, "who? The list is empty", at: node.origin) }
      var parts: [PolicySelection] = []
      for item in items { parts.append(try selection(item)) }
      return parts.count == 1 ? parts[0] : PolicySelection(.union(parts), at: node.origin)
    case .mapping(let pairs):
      var parts: [PolicySelection] = []
      for pair in pairs { parts.append(try condition(pair)) }
      guard !parts.isEmpty else { throw InputError(.malformed, "who? The mapping is empty", at: node.origin) }
      return parts.count == 1 ? parts[0] : PolicySelection(.intersection(parts), at: node.origin)
    }
  }

  /// One key of a mapping, all of which have to hold.
  private mutating func condition(_ pair: YAMLPair) throws(InputError) -> PolicySelection {
    switch pair.key {
    case "not": return PolicySelection(.not(try selection(pair.value)), at: pair.origin)
    case "any": return try selection(pair.value)
    case "all":
      var parts: [PolicySelection] = []
      for item in try items(pair.value, "who") { parts.append(try selection(item)) }
      return parts.count == 1 ? parts[0] : PolicySelection(.intersection(parts), at: pair.origin)
    case let kind where Keys.selectors.contains(kind):
      var parts: [PolicySelection] = []
      for item in try items(pair.value, kind) {
        parts.append(PolicySelection(.selector("\(kind):\(try item.text(kind))"), at: item.origin))
      }
      return parts.count == 1 ? parts[0] : PolicySelection(.union(parts), at: pair.origin)
    default:
      let known = Keys.conditions
      let near = nearestNames(to: pair.key, among: known)
      let hint =
        near.first.map { "; did you mean “\($0)”?" } ?? "; known are " + known.joined(separator: ", ")
      throw InputError(
        .malformed, "a selection has no key “\(pair.key)”\(hint)", at: pair.origin, candidates: near)
    }
  }

  private mutating func group(_ name: String) throws(InputError) -> PolicySelection {
    if let known = made[name] { return known }
    guard let pair = groups[name] else { throw InputError(.noMatch, "no group is called “\(name)”") }
    if let start = open.firstIndex(of: name) {
      let circle = (open[start...] + [name]).joined(separator: " → ")
      throw InputError(.invalid, "groups go round in a circle: \(circle)", at: pair.origin)
    }
    open.append(name)
    let made = try selection(pair.value)
    open.removeLast()
    self.made[name] = made
    return made
  }
}
