import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Reads edits written as text, one after the other: what one adds, the next may name.
struct EditTextReader {
  private var reader: NativeEditReader
  private let text: YAMLText

  init(_ text: YAMLText, for topology: Topology) {
    self.text = text
    reader = NativeEditReader(topology)
  }

  /// - Throws: what the sentence has wrong, with the sentence in the message and the place of the word.
  mutating func read(_ sentence: EditSentence, number: Int, of count: Int) throws(InputError) -> Edit {
    do {
      if let yaml = sentence.yaml { return try readYAML(yaml, at: sentence.origin) }
      return try edit(sentence)
    } catch {
      var error = error
      if error.origin.position == nil { error.origin = sentence.origin }
      let which = count == 1 ? "the edit" : "edit \(number)"
      error.message += " (in \(which), “\(sentence.text)”)"
      throw error
    }
  }

  private mutating func readYAML(_ place: Range<Int>, at origin: Origin) throws(InputError) -> Edit {
    // Blanks before it, so that columns are those of the whole line; lines are counted here.
    let line = (origin.position?.line ?? 1) - 1
    let column = (origin.position?.column ?? 1) - 1
    let bytes = Array(repeating: UInt8(ascii: " "), count: column) + text.bytes[place]
    let node: YAMLNode
    do {
      node = try YAMLDocument.parse(bytes, file: text.file)
    } catch {
      throw InputError(
        error.code, error.message, at: error.origin.movedDown(by: line), candidates: error.candidates)
    }
    return try reader.read(node.movedDown(by: line))
  }

  private mutating func edit(_ sentence: EditSentence) throws(InputError) -> Edit {
    var words = EditWords(sentence)
    let subject = try words.next("what it changes")
    if subject.text.hasPrefix("sg:") { return try group(subject.dropping("sg:"), &words) }
    if subject.text.hasPrefix("acl:") { return try networkACL(subject.dropping("acl:"), &words) }
    if subject.text.hasPrefix("rtb:") { return try routeTable(subject.dropping("rtb:"), &words) }
    if subject.text.hasPrefix("subnet:") { return try subnet(subject.dropping("subnet:"), &words) }
    return try interface(subject, &words)
  }

  // MARK: Groups

  private func group(_ subject: EditWord, _ words: inout EditWords) throws(InputError) -> Edit {
    let scope = reader.scope(vpc: nil)
    let group: SecurityGroupID = try scope.id(subject.text[...], .securityGroup, at: subject.origin)
    let vpc = reader.topology.securityGroups.first { $0.id == group }?.vpc
    let verb = try words.next("+in, -in, +out or -out")
    let (isAdded, direction): (Bool, RuleDirection)
    switch verb.text {
    case "+in": (isAdded, direction) = (true, .ingress)
    case "+out": (isAdded, direction) = (true, .egress)
    case "-in": (isAdded, direction) = (false, .ingress)
    case "-out": (isAdded, direction) = (false, .egress)
    default: throw verb.unknown("change of a security group", ["+in", "-in", "+out", "-out"])
    }
    let rule = try rule(&words, direction, reader.scope(vpc: vpc))
    return isAdded ? .addSecurityGroupRule(group, rule) : .removeSecurityGroupRule(group, rule)
  }

  /// `SERVICE from PEER "description"`.
  private func rule(
    _ words: inout EditWords, _ direction: RuleDirection, _ scope: NativeScope
  ) throws(InputError) -> SecurityGroupRule {
    let preposition = NativeScope.preposition(direction)
    let service = try words.service(before: preposition)
    let traffic = try NativeService.parse(service.text, at: service.origin)
    let peer = try words.next("a CIDR, sg:NAME or pl:NAME")
    let rule = SecurityGroupRule(
      direction: direction, traffic: traffic, peer: try scope.peer(peer.text[...], at: peer.origin),
      description: words.nextQuoted(), origin: service.origin)
    try words.end()
    return rule
  }

  // MARK: Network ACLs

  private func networkACL(_ subject: EditWord, _ words: inout EditWords) throws(InputError) -> Edit {
    let scope = reader.scope(vpc: nil)
    let acl: NetworkACLID = try scope.id(subject.text[...], .networkACL, at: subject.origin)
    let verb = try words.next("in, out, -in or -out")
    let (isSet, direction): (Bool, RuleDirection)
    switch verb.text {
    case "in", "+in": (isSet, direction) = (true, .ingress)
    case "out", "+out": (isSet, direction) = (true, .egress)
    case "-in": (isSet, direction) = (false, .ingress)
    case "-out": (isSet, direction) = (false, .egress)
    default: throw verb.unknown("change of a network ACL", ["in", "out", "-in", "-out"])
    }
    let number = try words.next("the number of an entry")
    guard isSet else {
      try words.end()
      return .removeNetworkACLEntry(
        acl, direction, number: try number.node.integer("the number of an entry", in: 1...32766))
    }
    let action = try words.next("allow or deny")
    let preposition = NativeScope.preposition(direction)
    let service = try words.service(before: preposition)
    let prefix = try words.next("a CIDR")
    let value = EditWord(
      text: "\(action.text) \(service.text) \(preposition) \(prefix.text)", isQuoted: false,
      origin: action.origin)
    let pair = YAMLPair(key: number.text, origin: number.origin, value: value.node)
    let entry = try scope.entry(pair, direction)
    try words.end()
    return .setNetworkACLEntry(acl, entry)
  }

  // MARK: Routes

  private func routeTable(_ subject: EditWord, _ words: inout EditWords) throws(InputError) -> Edit {
    let id: RouteTableID = try reader.scope(vpc: nil).id(subject.text[...], .routeTable, at: subject.origin)
    let scope = reader.scope(vpc: reader.topology.routeTables.first { $0.id == id }?.vpc)
    let word = try words.next("a CIDR or pl:NAME, with a minus sign before it to remove its route")
    if word.text.hasPrefix("-") {
      let destination = word.dropping("-")
      try words.end()
      return .removeRoute(id, try scope.destination(destination.text, at: destination.origin))
    }
    let destination = try scope.destination(word.text, at: word.origin)
    let via = try words.next("via")
    guard via.text == "via" else { throw via.unknown("part of a route", ["via"]) }
    var route = Route(
      destination: destination, target: try target(&words, scope), origin: word.origin)
    if words.isAfterBlackhole { route.state = .blackhole }
    while let word = words.next() {
      if let (_, state) = NativeScope.routeStates.first(where: { $0.0 == word.text }) {
        route.state = state
      } else if let (_, source) = NativeScope.routeSources.first(where: { $0.0 == word.text }) {
        route.source = source
      } else {
        let known = (NativeScope.routeStates.map(\.0) + NativeScope.routeSources.map(\.0))
        throw word.unknown("state or source of a route", known)
      }
    }
    return .setRoute(id, route)
  }

  /// A target as everywhere, `blackhole of` it, or `kind KIND IDENTIFIER` for what the topology doesn't hold.
  private func target(_ words: inout EditWords, _ scope: NativeScope) throws(InputError) -> RouteTarget {
    words.skipBlackhole()
    let word = try words.next("a target, such as nat:NAME")
    guard word.text == "kind" else { return try scope.target(word.text[...], at: word.origin) }
    let kind = try words.next("the kind of the target")
    return .unmodelled(kind: kind.text, id: try words.next("the target's identifier").text)
  }

  // MARK: Subnets

  private func subnet(_ subject: EditWord, _ words: inout EditWords) throws(InputError) -> Edit {
    let subnet: SubnetID = try reader.scope(vpc: nil).id(subject.text[...], .subnet, at: subject.origin)
    let scope = reader.scope(of: subnet)
    let verbs = ["rtb:NAME", "-rtb", "acl:NAME"]
    let verb = try words.next("one of \(verbs.joined(separator: ", "))")
    let edit: Edit
    if verb.text == "-rtb" {
      edit = .disassociateRouteTable(from: subnet)
    } else if verb.text.hasPrefix("rtb:") {
      let name = verb.dropping("rtb:")
      edit = .associateRouteTable(try scope.id(name.text[...], .routeTable, at: name.origin), with: subnet)
    } else if verb.text.hasPrefix("acl:") {
      let name = verb.dropping("acl:")
      edit = .associateNetworkACL(try scope.id(name.text[...], .networkACL, at: name.origin), with: subnet)
    } else {
      throw verb.unknown("change of a subnet", verbs)
    }
    try words.end()
    return edit
  }

  // MARK: Interfaces

  private mutating func interface(
    _ subject: EditWord, _ words: inout EditWords
  ) throws(InputError) -> Edit {
    let verbs = ["+sg:NAME", "-sg:NAME", "public", "-public", "gone"]
    let verb = try words.next("one of \(verbs.joined(separator: ", "))")
    if ["+in", "-in", "+out", "-out", "in", "out"].contains(verb.text), !subject.text.contains(":") {
      throw InputError(
        .malformed, "“\(subject.text)” says not what it is: sg:\(subject.text) or acl:\(subject.text)",
        at: subject.origin, candidates: ["sg:\(subject.text)", "acl:\(subject.text)"])
    }
    let (interface, address) = try reader.interface(subject.text, at: subject.origin)
    for (sign, isAdded) in [("+sg:", true), ("-sg:", false)] where verb.text.hasPrefix(sign) {
      let name = verb.dropping(sign)
      let scope = reader.scope(of: interface)
      let group: SecurityGroupID = try scope.id(name.text[...], .securityGroup, at: name.origin)
      try requireNone(address, subject)
      try words.end()
      return isAdded
        ? .attachSecurityGroup(group, to: interface) : .detachSecurityGroup(group, from: interface)
    }
    switch verb.text {
    case "public":
      let word = try words.next("a public address")
      let given = try word.node.address()
      try words.end()
      return .setPublicAddress(interface, private: try own(address, interface, subject), public: given)
    case "-public":
      try words.end()
      return .setPublicAddress(interface, private: try own(address, interface, subject), public: nil)
    case "gone":
      try requireNone(address, subject)
      try words.end()
      return reader.remove(interface)
    default: throw verb.unknown("change of a network interface", verbs)
    }
  }

  private func requireNone(_ address: IPAddress?, _ subject: EditWord) throws(InputError) {
    guard address == nil else {
      throw InputError(
        .malformed, "“@” picks the address that “public” is about, and nothing else", at: subject.origin)
    }
  }

  /// The address that the text picks, else the primary one.
  private func own(
    _ address: IPAddress?, _ interface: NetworkInterfaceID, _ subject: EditWord
  ) throws(InputError) -> IPAddress {
    if let address { return address }
    let held = reader.topology.networkInterfaces.first { $0.id == interface }?.primaryAddress
    guard let held else {
      throw InputError(
        .invalid, "the address of “\(subject.text)” is not known; name one: \(subject.text)@ADDRESS",
        at: subject.origin)
    }
    return held
  }
}
