import PacketWalkTopology

/// A transit gateway or a Cloud WAN core network, as a place between VPCs.
struct AttachedGateway: Hashable {
  var id: TransitGatewayID
  /// Nil where the input knows it by its attachments alone.
  var info: ResourceInfo?
  var isCoreNetwork: Bool
  /// What is attached and has no place of its own in the picture.
  var lines: [String] = []

  init(_ id: TransitGatewayID, _ gateway: TransitGateway?) {
    self.id = id
    info = gateway?.info
    isCoreNetwork = gateway?.isCoreNetwork ?? false
    own = gateway?.shortName ?? id.rawValue
  }

  private let own: String

  /// `transit gateway hub`.
  var name: String { "\(isCoreNetwork ? "core network" : "transit gateway") \(own)" }

  /// What its attachments call it: `tgw hub`.
  var shortName: String {
    if isCoreNetwork { return name }
    return own.lowercased().hasPrefix("tgw") ? own : "tgw \(own)"
  }

  static func precedes(_ left: AttachedGateway, _ right: AttachedGateway) -> Bool {
    (left.own, left.id) < (right.own, right.id)
  }
}
