import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Writes edits as text, with names that its reader reads as the same resources.
struct EditTextWriter {
  private let yaml: NativeEditsWriter
  private let reader: NativeEditReader
  private var writer: NativeWriter { yaml.writer }

  init(_ edits: [Edit], on topology: Topology) {
    yaml = NativeEditsWriter(edits, on: topology)
    reader = NativeEditReader(yaml.writer.topology)
  }

  func text(_ edit: Edit) -> String {
    switch edit {
    case .addSecurityGroupRule(let group, let rule):
      let note = rule.description.map { " " + EditWord.inQuotes($0) } ?? ""
      return "\(name("sg:", .securityGroup, group)) +\(text(rule, of: group))\(note)"
    case .removeSecurityGroupRule(let group, let rule):
      return "\(name("sg:", .securityGroup, group)) -\(text(rule, of: group))"
    case .attachSecurityGroup(let group, let interface):
      return
        "\(self.interface(interface)) \(name("+sg:", .securityGroup, group, in: yaml.place(of: interface)))"
    case .detachSecurityGroup(let group, let interface):
      return
        "\(self.interface(interface)) \(name("-sg:", .securityGroup, group, in: yaml.place(of: interface)))"
    case .setNetworkACLEntry(let acl, let entry):
      let acl = name("acl:", .networkACL, acl)
      return "\(acl) \(Self.word(entry.direction)) \(entry.number) \(writer.entry(entry))"
    case .removeNetworkACLEntry(let acl, let direction, let number):
      return "\(name("acl:", .networkACL, acl)) -\(Self.word(direction)) \(number)"
    case .setRoute(let table, let route):
      return "\(name("rtb:", .routeTable, table)) \(text(route, in: yaml.place(of: table)))"
    case .removeRoute(let table, let destination):
      let text = writer.destination(destination, yaml.place(of: table))
      return "\(name("rtb:", .routeTable, table)) \(EditWord.quoted("-" + text))"
    case .associateRouteTable(let table, let subnet):
      return
        "\(name("subnet:", .subnet, subnet)) \(name("rtb:", .routeTable, table, in: yaml.place(of: subnet)))"
    case .disassociateRouteTable(let subnet): return "\(name("subnet:", .subnet, subnet)) -rtb"
    case .associateNetworkACL(let acl, let subnet):
      return
        "\(name("subnet:", .subnet, subnet)) \(name("acl:", .networkACL, acl, in: yaml.place(of: subnet)))"
    case .setPublicAddress(let interface, let address, let publicAddress):
      let subject = self.interface(interface, address)
      return publicAddress.map { "\(subject) public \($0)" } ?? "\(subject) -public"
    case .removeNetworkInterface(let interface):
      return "\(self.interface(interface)) gone"
    case .addNetworkInterface, .addVPNGateway, .addUnmodelledResource:
      return yaml.line(edit)
    }
  }

  private static func word(_ direction: RuleDirection) -> String { direction == .ingress ? "in" : "out" }

  private func text(_ rule: SecurityGroupRule, of group: SecurityGroupID) -> String {
    let peer = EditWord.quoted(writer.peer(rule.peer, yaml.place(of: group)))
    let preposition = NativeScope.preposition(rule.direction)
    return "\(Self.word(rule.direction)) \(rule.traffic) \(preposition) \(peer)"
  }

  private func text(_ route: Route, in place: NativeWriter.Place) -> String {
    var words = [EditWord.quoted(writer.destination(route.destination, place)), "via"]
    if route.state == .blackhole { words.append("blackhole of") }
    if let target = writer.target(route.target, place) {
      words.append(EditWord.quoted(target))
    } else if case .unmodelled(let kind, let id) = route.target {
      words += ["kind", EditWord.quoted(kind), EditWord.quoted(id)]
    }
    if route.state == .filtered {
      words += NativeScope.routeStates.filter { $0.1 == route.state }.map(\.0)
    }
    if route.source != .static {
      words += NativeScope.routeSources.filter { $0.1 == route.source }.map(\.0)
    }
    return words.joined(separator: " ")
  }

  private func name<Kind>(
    _ prefix: String, _ kind: NativeKind, _ id: ResourceID<Kind>, in place: NativeWriter.Place? = nil
  ) -> String {
    EditWord.quoted(prefix + writer.names.reference(kind, id, from: place?.scope))
  }

  /// The shortest text that the reader takes for the interface, and for the address if it is not the primary
  /// one.
  private func interface(_ id: NetworkInterfaceID, _ address: IPAddress? = nil) -> String {
    let interface = reader.topology.networkInterfaces.first { $0.id == id }
    let suffix =
      address.map { interface?.primaryAddress == $0 ? "" : "@\($0)" } ?? ""
    let own = writer.names.reference(.interface, id, from: nil)
    var texts = [own]
    if own == id.rawValue, let instance = interface?.instance {
      // An interface without a name of its own is known by its instance's.
      texts.insert(writer.names.reference(.instance, instance, from: nil), at: 0)
    }
    for text in texts where !Self.hasPrefix(text) {
      if let found = try? reader.interface(text + suffix, at: .implied), found.id == id,
        suffix.isEmpty == (found.address == nil)
      {
        return EditWord.quoted(text + suffix)
      }
    }
    return EditWord.quoted("interface:\(own)\(suffix)")
  }

  /// Whether a text would be read as another kind's name, or the form in YAML's words.
  private static func hasPrefix(_ text: String) -> Bool {
    ["sg:", "acl:", "rtb:", "subnet:", "interface:"].contains { text.hasPrefix($0) }
      || NativeKeys.edit.keys.contains { text.hasPrefix($0 + ":") }
  }
}
