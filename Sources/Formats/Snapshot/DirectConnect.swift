import PacketWalkAddressing
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `directconnect describe-direct-connect-gateways`, `describe-direct-connect-gateway-associations`,
  /// `describe-virtual-interfaces`, whose fields begin with small letters.
  func readDirectConnect() {
    collect("directConnectGateways", into: \.directConnectGateways) { item throws(Unreadable) in
      DirectConnectGateway(
        id: try item.json.requiredID("directConnectGatewayId"),
        info: directConnectInfo(item, name: "directConnectGatewayName"))
    }
    var places: [DirectConnectGatewayID: Int] = [:]
    for (place, gateway) in topology.directConnectGateways.enumerated() { places[gateway.id] = place }
    each("directConnectGatewayAssociations", "association") { item throws(Unreadable) in
      guard let association = try association(item.json) else { return }
      let id: DirectConnectGatewayID = try item.json.requiredID("directConnectGatewayId")
      let place = place(of: id, item, &places)
      if !topology.directConnectGateways[place].associations.contains(association) {
        topology.directConnectGateways[place].associations.append(association)
      }
    }
    each("virtualInterfaces", "virtual interface") { item throws(Unreadable) in
      try readInterface(item, &places)
    }
  }

  private func each(_ key: String, _ kind: String, _ body: (Item) throws(Unreadable) -> Void) {
    for item in items(key) {
      do throws(Unreadable) {
        try body(item)
        count(key, read: 1, modelled: 1)
      } catch {
        count(key, read: 1)
        lostKeys.insert(key)
        reportLost(kind, item.json.text("virtualInterfaceId") ?? item.json.text("associationId") ?? "", error)
      }
    }
  }

  private func directConnectInfo(_ item: Item, name: String) -> ResourceInfo {
    var info = info(item)
    info.region = nil
    if let owner = item.json.text("ownerAccount"), Place.isAccount(owner) { info.account = owner }
    info.name = item.json.text(name)
    guard let tags = item.json["tags"] else { return info }
    for tag in tags.elements {
      guard let key = tag["key"]?.string, let value = tag["value"]?.string else { continue }
      if key == "Name" { info.name = value.isEmpty ? info.name : value } else { info.tags[key] = value }
    }
    return info
  }

  /// Nil for one that is not in force.
  private func association(_ json: JSONValue) throws(Unreadable) -> DirectConnectGateway.Association? {
    let state = json.text("associationState") ?? "associated"
    guard state == "associated" || state == "updating" else { return nil }
    let gateway = json["associatedGateway"]
    guard let id = gateway?.text("id") ?? json.text("virtualGatewayId") else {
      // A core network's edge has no gateway of its own.
      guard json.present("associatedCoreNetwork") == nil else { return nil }
      throw Unreadable("it names no associated gateway", at: json)
    }
    var allowed: [IPPrefix] = []
    for prefix in try json.list("allowedPrefixesToDirectConnectGateway") {
      if let prefix = try prefix.prefix("cidr") { allowed.append(prefix) }
    }
    let isTransit = gateway?.has("type", "transitGateway") ?? id.hasPrefix("tgw-")
    return DirectConnectGateway.Association(
      gateway: isTransit ? .transitGateway(TransitGatewayID(id)) : .vpnGateway(VPNGatewayID(id)),
      allowed: allowed.isEmpty && !isTransit ? nil : allowed)
  }

  /// The place of a gateway that other calls name, made where its own call is not in the input.
  private func place(
    of id: DirectConnectGatewayID, _ item: Item, _ places: inout [DirectConnectGatewayID: Int]
  ) -> Int {
    if let known = places[id] { return known }
    places[id] = topology.directConnectGateways.count
    topology.directConnectGateways.append(
      DirectConnectGateway(id: id, info: ResourceInfo(origin: origin(item.json))))
    return topology.directConnectGateways.count - 1
  }

  private func readInterface(
    _ item: Item, _ places: inout [DirectConnectGatewayID: Int]
  ) throws(Unreadable) {
    let json = item.json
    // What a public one carries is the internet's.
    guard !json.has("virtualInterfaceType", "public") else { return }
    var isUp = json.text("virtualInterfaceState").map { $0 == "available" } ?? true
    var peers: [Bool] = []
    for peer in try json.list("bgpPeers") {
      if let status = peer.text("bgpStatus"), status != "unknown" { peers.append(status == "up") }
    }
    if !peers.isEmpty { isUp = isUp && peers.contains(true) }
    let place: Int
    if let gateway: DirectConnectGatewayID = json.id("directConnectGatewayId") {
      place = self.place(of: gateway, item, &places)
    } else {
      let id: DirectConnectGatewayID = try json.requiredID("virtualInterfaceId")
      guard let gateway: VPNGatewayID = json.id("virtualGatewayId") else {
        throw Unreadable("it has neither a directConnectGatewayId nor a virtualGatewayId", at: json)
      }
      place = self.place(of: id, item, &places)
      topology.directConnectGateways[place].info = directConnectInfo(item, name: "virtualInterfaceName")
      topology.directConnectGateways[place].associations = [.init(gateway: .vpnGateway(gateway))]
    }
    topology.directConnectGateways[place].interfaces =
      (topology.directConnectGateways[place].interfaces ?? []) + [isUp]
  }
}
