import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeScope {
  static let networkStates: [(String, Bool)] = [("up", true), ("down", false)]

  /// What an external network may hang behind: the word before a colon, and the kind.
  static let wayKinds: [(word: String, kind: NativeKind)] = [
    ("vpn", .vpnConnection), ("vpn-gateway", .vpnGateway), ("direct-connect", .directConnectGateway),
    ("client-vpn", .clientVPNEndpoint),
    ("attachment", .attachment),
    ("unmodelled", .unmodelled),
  ]

  /// A network outside AWS's VPCs, of a topology or of an overlay.
  func externalNetwork(_ pair: YAMLPair) throws(InputError) -> ExternalNetwork {
    let fields = try YAMLFields(pair.value, of: .externalNetwork)
    let nodes = try fields.required("via").items
    var ways: [ExternalNetwork.Way] = []
    for node in nodes {
      let way = try way(node)
      if !ways.contains(way) { ways.append(way) }
    }
    _ = try fields.required("ranges")
    let ranges = try fields.prefixes("ranges") ?? []
    guard !ranges.isEmpty else {
      throw InputError(
        .malformed, "an external network has at least one range", at: fields.origin(of: "ranges"))
    }
    return ExternalNetwork(
      id: ownID(.externalNetwork, pair.key), info: try info(fields, key: pair.key, origin: pair.origin),
      ranges: ranges, ways: ways, isUp: try fields.word("state", Self.networkStates) ?? true,
      routes: try fields.prefixes("routes"))
  }

  /// `KIND:NAME`, or a name that only one thing has.
  private func way(_ node: YAMLNode) throws(InputError) -> ExternalNetwork.Way {
    let text = try node.text("via")
    for (word, kind) in Self.wayKinds where text.hasPrefix(word + ":") {
      let name = String(text.dropFirst(word.utf8.count + 1))
      return Self.way(kind, try names.resolve(name, kind, from: key, at: node.origin).id)
    }
    var found: [(word: String, way: ExternalNetwork.Way)] = []
    for (word, kind) in Self.wayKinds where !text.hasPrefix("id:") && names.isKnown(text, kind) {
      found.append((word, Self.way(kind, try names.resolve(text, kind, from: key, at: node.origin).id)))
    }
    if let only = found.first, found.count == 1 { return only.way }
    let words = Self.wayKinds.map { "\($0.word):NAME" }.joined(separator: ", ")
    guard found.isEmpty else {
      throw InputError(
        .ambiguous, "“\(text)” is the name of more than one thing; say which: \(words)", at: node.origin,
        candidates: found.map { "\($0.word):\(text)" })
    }
    let all = Self.wayKinds.flatMap { names.keys($0.kind) }
    let near = nearestNames(to: text, among: all)
    let candidates = near.isEmpty && all.count <= 8 ? all.sorted() : near
    let hint = near.first.map { "; did you mean “\($0)”?" } ?? ""
    throw InputError(
      .noMatch, "no way out of AWS's networks is named “\(text)”\(hint) (one of \(words))",
      at: node.origin, candidates: candidates)
  }

  private static func way(_ kind: NativeKind, _ id: String) -> ExternalNetwork.Way {
    switch kind {
    case .vpnConnection: .vpnConnection(VPNConnectionID(id))
    case .vpnGateway: .vpnGateway(VPNGatewayID(id))
    case .directConnectGateway: .directConnectGateway(DirectConnectGatewayID(id))
    case .clientVPNEndpoint: .clientVPNEndpoint(ClientVPNEndpointID(id))
    case .attachment: .transitGatewayAttachment(TransitGatewayAttachmentID(id))
    default: .unmodelled(id)
    }
  }
}
