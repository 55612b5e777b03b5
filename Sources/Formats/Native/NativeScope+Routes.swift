import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeScope {
  static let routeStates: [(String, Route.State)] = [
    ("active", .active), ("blackhole", .blackhole), ("filtered", .filtered),
  ]
  static let routeSources: [(String, Route.Source)] = [
    ("static", .static), ("propagated", .propagated), ("advertised", .advertised),
  ]
  static let targetWords = [
    "local", "internet-gateway", "egress-only-gateway", "carrier-gateway", "nat:NAME", "interface:NAME",
    "peering:NAME",
    "transit-gateway:NAME", "endpoint:NAME", "vpn-gateway:NAME", "unmodelled:NAME", "address:ADDRESS",
  ]

  /// A CIDR or `pl:NAME`.
  func destination(_ text: String, at origin: Origin) throws(InputError) -> RouteDestination {
    if text.hasPrefix("pl:") { return .prefixList(try id(text.dropFirst(3), .prefixList, at: origin)) }
    guard let prefix = IPPrefix(text) else {
      throw InputError(.malformed, "“\(text)” is neither a CIDR nor pl:NAME", at: origin)
    }
    return .prefix(prefix)
  }

  /// All routes of a table, in the order in which they are written.
  func routes(_ pairs: [YAMLPair]) throws(InputError) -> [Route] {
    var routes: [Route] = []
    for pair in pairs {
      let destination = try destination(pair.key, at: pair.origin)
      for item in pair.value.items { routes.append(try route(destination, item, at: pair.origin)) }
    }
    return routes
  }

  private func route(
    _ destination: RouteDestination, _ node: YAMLNode, at origin: Origin
  ) throws(InputError) -> Route {
    guard node.scalar == nil else {
      let (target, state) = try target(node)
      return Route(destination: destination, target: target, state: state, origin: origin)
    }
    return try route(destination, YAMLFields(node, of: .route), at: origin)
  }

  /// A route whose parts are the fields of a mapping.
  func route(
    _ destination: RouteDestination, _ fields: YAMLFields, at origin: Origin
  ) throws(InputError) -> Route {
    var route: Route
    if let kind = try fields.text("kind") {
      guard !fields.has("target") else {
        throw InputError(.malformed, "a route has either “target” or “kind” and “id”", at: fields.origin)
      }
      let id = try fields.required("id").text("id")
      route = Route(destination: destination, target: .unmodelled(kind: kind, id: id), origin: origin)
    } else {
      let (target, state) = try target(fields.required("target"))
      route = Route(destination: destination, target: target, state: state, origin: origin)
    }
    if let state = try fields.word("state", Self.routeStates) { route.state = state }
    if let source = try fields.word("source", Self.routeSources) { route.source = source }
    return route
  }

  private func target(_ node: YAMLNode) throws(InputError) -> (RouteTarget, Route.State) {
    let text = try node.text("target")
    let blackhole = "blackhole of "
    guard text.hasPrefix(blackhole) else { return (try target(text[...], at: node.origin), .active) }
    return (try target(text.dropFirst(blackhole.count), at: node.origin), .blackhole)
  }

  func target(_ text: Substring, at origin: Origin) throws(InputError) -> RouteTarget {
    let colon = text.firstIndex(of: ":")
    let word = text[..<(colon ?? text.endIndex)]
    guard let colon else {
      switch word {
      case "local": return .local
      case "internet-gateway": return .internetGateway(ResourceID(try ownGateway(.internetGateway, origin)))
      case "egress-only-gateway":
        return .egressOnlyInternetGateway(ResourceID(try ownGateway(.egressOnlyGateway, origin)))
      case "carrier-gateway": return .carrierGateway(ResourceID(try ownGateway(.carrierGateway, origin)))
      default: throw unknownTarget(text, origin)
      }
    }
    let name = text[text.index(after: colon)...]
    switch word {
    case "internet-gateway": return .internetGateway(try id(name, .internetGateway, at: origin))
    case "egress-only-gateway":
      return .egressOnlyInternetGateway(try id(name, .egressOnlyGateway, at: origin))
    case "carrier-gateway": return .carrierGateway(try id(name, .carrierGateway, at: origin))
    case "nat": return .natGateway(try id(name, .natGateway, at: origin))
    case "interface": return .networkInterface(try id(name, .interface, at: origin))
    case "peering": return .vpcPeeringConnection(try id(name, .peering, at: origin))
    case "transit-gateway": return .transitGateway(try id(name, .transitGateway, at: origin))
    case "endpoint": return .vpcEndpoint(try id(name, .endpoint, at: origin))
    case "vpn-gateway": return .vpnGateway(try id(name, .vpnGateway, at: origin))
    case "unmodelled":
      let id = try names.resolve(String(name), .unmodelled, from: key, at: origin).id
      guard let kind = unmodelledKinds[id] else {
        throw InputError(
          .invalid, "“\(name)” is not in the file; write {kind: …, id: …} to say what it is", at: origin)
      }
      return .unmodelled(kind: kind, id: id)
    case "address":
      guard let address = IPAddress(String(name)) else { throw unknownTarget(text, origin) }
      return .address(address)
    default: throw unknownTarget(text, origin)
    }
  }

  private func unknownTarget(_ text: Substring, _ origin: Origin) -> InputError {
    InputError(
      .malformed, "“\(text)” is no route target; known are \(Self.targetWords.joined(separator: ", "))",
      at: origin)
  }

  /// The one gateway of its kind that the VPC has.
  func ownGateway(_ kind: NativeKind, _ origin: Origin) throws(InputError) -> String {
    let members = key == nil ? [] : names.members(kind, scope: key)
    guard let only = members.first else {
      throw InputError(
        .noMatch, "VPC “\(key ?? "")” has no \(kind.rawValue)", at: origin)
    }
    guard members.count == 1 else {
      throw InputError(
        .ambiguous, "VPC “\(key ?? "")” has more than one \(kind.rawValue); name one", at: origin,
        candidates: members.map(\.key))
    }
    return only.id
  }
}
