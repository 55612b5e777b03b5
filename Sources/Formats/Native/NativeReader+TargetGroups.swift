import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  static let targetKinds: [(String, TargetGroup.TargetKind)] = [
    ("ip", .ip), ("instance", .instance), ("lambda", .lambda), ("alb", .alb),
  ]

  mutating func readTargetGroups() throws(InputError) {
    var addresses: [String: IPAddress] = [:]
    for known in topology.networkInterfaces { addresses[known.id.rawValue] = known.primaryAddress }
    for (vpc, pair, fields) in try members("target-groups", of: .targetGroup) {
      topology.targetGroups.append(try targetGroup(pair, fields, vpc.scope, addresses))
    }
    for (pair, fields) in try fileMembers("target-groups", of: .targetGroup) {
      topology.targetGroups.append(try targetGroup(pair, fields, scope, addresses))
    }
  }

  private func targetGroup(
    _ pair: YAMLPair, _ fields: YAMLFields, _ scope: NativeScope, _ addresses: [String: IPAddress]
  ) throws(InputError) -> TargetGroup {
    let kind = try fields.word("kind", Self.targetKinds) ?? .ip
    var protocolName = ""
    if kind != .lambda || fields.has("protocol") {
      let node = try fields.required("protocol")
      protocolName = try Self.protocolName(node.text("protocol"), at: node.origin)
    }
    return TargetGroup(
      id: scope.ownID(.targetGroup, pair.key),
      info: try scope.info(fields, key: pair.key, origin: pair.origin), targetKind: kind,
      protocolName: protocolName, vpc: scope.vpc, preservesClientIP: try fields.bool("preserve-client-ip"),
      isCrossZone: try fields.bool("cross-zone"),
      targets: try NativeTargets(kind: kind, scope: scope, addresses: addresses).read(fields))
  }
}

/// Reads what is registered in a target group.
private struct NativeTargets {
  let kind: TargetGroup.TargetKind
  let scope: NativeScope
  let addresses: [String: IPAddress]

  /// Nil for `unknown`.
  func read(_ fields: YAMLFields) throws(InputError) -> [TargetGroup.Target]? {
    let groupPort = try fields.integer("port", in: 0...65535).map { UInt16($0) }
    if fields["targets"]?.scalar == "unknown" { return nil }
    var targets: [TargetGroup.Target] = []
    for node in fields.list("targets") ?? [] { targets.append(try target(node, groupPort)) }
    return targets
  }

  private func target(_ node: YAMLNode, _ groupPort: UInt16?) throws(InputError) -> TargetGroup.Target {
    var name: YAMLNode
    var port: UInt16?
    var zone: String?
    var health: String?
    if node.scalar != nil {
      (name, port) = split(node)
    } else {
      let fields = try YAMLFields(node, of: .target)
      name = try fields.required("target")
      port = try fields.integer("port", in: 0...65535).map { UInt16($0) }
      zone = try fields.text("zone")
      health = try fields.text("health")
    }
    guard let port = port ?? groupPort ?? (kind == .lambda ? 0 : nil) else {
      throw InputError(
        .malformed, "a target needs a port, its own (NAME:PORT) or the group's “port”", at: node.origin)
    }
    name.origin = node.origin
    return TargetGroup.Target(id: try id(name), port: port, zone: zone, health: health, origin: node.origin)
  }

  /// `NAME`, `NAME:PORT`, `[ADDRESS]:PORT`.
  private func split(_ node: YAMLNode) -> (YAMLNode, UInt16?) {
    guard let text = node.scalar, kind != .lambda, IPAddress(text) == nil,
      let colon = text.lastIndex(of: ":"), let port = PortRange(String(text[text.index(after: colon)...])),
      port.first == port.last
    else { return (node, nil) }
    var name = text[..<colon]
    if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
    return (YAMLNode(.scalar(String(name), isQuoted: true), origin: node.origin), port.first)
  }

  private func id(_ node: YAMLNode) throws(InputError) -> String {
    let text = try node.text("target")
    switch kind {
    case .lambda: return text
    case .instance: return try scope.entry(node, .instance).id
    case .alb: return try scope.entry(node, .loadBalancer).id
    case .ip:
      if let address = IPAddress(text) { return address.description }
      let interface = try scope.entry(node, .interface)
      // What is registered need not be in the file, nor be an address.
      if text.hasPrefix("id:"), scope.names.entries(.interface, id: interface.id).isEmpty {
        return interface.id
      }
      guard let address = addresses[interface.id] else {
        throw InputError(
          .invalid, "the address of “\(text)” is not known, so it cannot be a target", at: node.origin)
      }
      return address.description
    }
  }
}
