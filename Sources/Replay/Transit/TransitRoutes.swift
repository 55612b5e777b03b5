import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkRouting
import PacketWalkTopology

/// What a network's transit gateways do with what enters them, by its attachment and where it goes.
///
/// Immutable; threads share it.
struct TransitRoutes: Sendable {
  /// A fate, and the route that decides it.
  struct Found: Hashable {
    var fate: TransitFate
    /// The places of the table and the route in the topology; nil where there is none.
    var table: Int?
    var route: Int?
    /// The places of the next attachments: several for equal-cost paths.
    var next: [Int] = []
  }

  private let network: Network
  /// By attachment, the place of its route table in the topology and that of the table's compiled form.
  private let tables: [(place: Int, compiled: Int?)?]
  /// Attachments of which a Connect attachment's packets come as well: AWS logs those under the one that carries them
  /// (Transit Gateway Flow Logs, "Limitations").
  private let carriers: Set<TransitGatewayAttachmentID>

  init(_ network: Network) {
    self.network = network
    let topology = network.topology
    var compiled: [Int: Int] = [:]
    for (number, table) in network.graph.tables.enumerated()
    where table.element.kind == .transitGatewayRouteTable {
      compiled[Int(table.element.index)] = number
    }
    tables = topology.transitGatewayAttachments.map { attachment in
      let place = topology.transitGatewayRouteTables.firstIndex {
        $0.transitGateway == attachment.transitGateway && $0.associations.contains(attachment.id)
      }
      return place.map { ($0, compiled[$0]) }
    }
    carriers = Set(topology.transitGatewayAttachments.compactMap(\.carrier))
  }

  /// The attachment that a log names; nil for one that the topology does not have, or not once.
  ///
  /// - Parameter gateway: its transit gateway, as the log names it; nil where it does not.
  func attachment(_ name: String, of gateway: String?) -> Int? {
    let topology = network.topology
    func isNamed(_ place: Int) -> Bool {
      guard let gateway else { return true }
      let own = topology.transitGatewayAttachments[place].transitGateway
      if own.rawValue == gateway { return true }
      return network.index.transitGateways[own].map { topology.transitGateways[$0].shortName } == gateway
    }
    let places = topology.transitGatewayAttachments.indices.filter {
      topology.transitGatewayAttachments[$0].id.rawValue == name && isNamed($0)
    }
    if !places.isEmpty { return places.count == 1 ? places[0] : nil }
    // By name where no identifier is meant, and one has it alone.
    let named = topology.transitGatewayAttachments.indices.filter {
      topology.transitGatewayAttachments[$0].shortName == name && isNamed($0)
    }
    return named.count == 1 ? named[0] : nil
  }

  /// The attachments that a table routes for.
  func attachments(of table: Int) -> [Int] { tables.indices.filter { tables[$0]?.place == table } }

  /// The routes that records can be told to have taken: not those of tables of which a part is not in the input.
  var toldRoutes: Set<RouteKey> {
    var found: Set<RouteKey> = []
    for case (let place, let compiled?)? in tables where network.graph.tables[compiled].unknown == nil {
      for entry in network.graph.tables[compiled].entries {
        if let route = entry.route { found.insert(RouteKey(isTransit: true, table: place, route: route)) }
      }
    }
    return found
  }

  /// Whether packets of a Connect attachment are logged under this one.
  func carriesOthers(_ attachment: Int) -> Bool {
    carriers.contains(network.topology.transitGatewayAttachments[attachment].id)
  }

  /// What becomes of a packet that enters by an attachment; nil where the input does not tell.
  ///
  /// - Complexity: that of one lookup.
  func fate(from attachment: Int, to destination: IPAddress) -> Found? {
    let topology = network.topology
    guard topology.transitGatewayAttachments[attachment].isAvailable else {
      return Found(fate: .notAvailable)
    }
    // Which table's form is an edge's own is a core network's matter, which logs otherwise.
    guard topology.transitGatewayAttachments[attachment].edge == nil else { return nil }
    guard let (place, compiled) = tables[attachment] else {
      return topology.isMissing(.transitGatewayRouteTables) ? nil : Found(fate: .notAssociated)
    }
    guard let routes = topology.transitGatewayRouteTables[place].routes, let compiled else { return nil }
    let table = network.graph.tables[compiled]
    // A longer match may be missing.
    guard table.unknown == nil else { return nil }
    guard let hit = table.trie.lookup(destination), let route = table.entries[Int(hit.value)].route else {
      return Found(fate: .noRoute, table: place)
    }
    if routes[route].isBlackhole { return Found(fate: .blackhole, table: place, route: route) }
    let gateway = topology.transitGatewayRouteTables[place].transitGateway
    let next = routes[route].attachments.compactMap { id in
      network.index.attachments[id]?.first {
        topology.transitGatewayAttachments[$0].transitGateway == gateway
      }
    }
    guard !next.isEmpty, next.count == routes[route].attachments.count else { return nil }
    let open = next.filter { topology.transitGatewayAttachments[$0].isAvailable }
    return Found(
      fate: open.isEmpty ? .blackhole : .forwarded, table: place, route: route, next: open)
  }

  /// Whether a packet that goes to one of these attachments is logged as having gone to another.
  func leads(_ found: Found, to attachment: Int) -> Bool {
    found.next.contains { place in
      place == attachment
        || network.topology.transitGatewayAttachments[place].carrier
          == network.topology.transitGatewayAttachments[attachment].id
    }
  }
}

extension TransitGatewayAttachment {
  /// The attachment that carries a Connect attachment's packets.
  fileprivate var carrier: TransitGatewayAttachmentID? {
    guard case .other("connect", let resource) = kind else { return nil }
    return TransitGatewayAttachmentID(resource)
  }
}
