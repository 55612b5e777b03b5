import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology

/// Merges what up to three calls say about each attachment: all of them by type and resource, those of VPCs
/// with subnets and options, those of peerings with both ends.
struct AttachmentCollector {
  /// The two ends of a peering may carry one identifier.
  private struct Key: Hashable {
    var id: TransitGatewayAttachmentID
    var gateway: TransitGatewayID
  }

  let reader: SnapshotReader
  private(set) var attachments: [TransitGatewayAttachment] = []
  private var places: [Key: Int] = [:]
  private var identifiers: Set<TransitGatewayAttachmentID> = []

  init(reader: SnapshotReader) { self.reader = reader }

  mutating func read() {
    each("TransitGatewayAttachments") { collector, item throws(Unreadable) in try collector.readAny(item) }
    each("TransitGatewayVpcAttachments") { collector, item throws(Unreadable) in try collector.readVPC(item) }
    each("TransitGatewayPeeringAttachments") { collector, item throws(Unreadable) in
      try collector.readPeering(item)
    }
    pairPeerings()
  }

  private mutating func each(
    _ key: String, _ body: (inout Self, Item) throws(Unreadable) -> Void
  ) {
    for item in reader.items(key) {
      do throws(Unreadable) {
        try body(&self, item)
        reader.count(key, read: 1, modelled: 1)
      } catch {
        reader.count(key, read: 1)
        reader.reportLost(TransitGatewayAttachment.kindName, reader.identifier(item.json, key), error)
      }
    }
  }

  /// `describe-transit-gateway-attachments`
  private mutating func readAny(_ item: Item) throws(Unreadable) {
    let json = item.json
    let type = json.text("ResourceType") ?? "unknown"
    let resource = json.text("ResourceId") ?? ""
    let kind: TransitGatewayAttachment.Kind =
      switch type {
      case "vpc": .vpc(VPCID(resource), subnets: [])
      case "peering", "tgw-peering":
        .peering(TransitGatewayID(resource), attachment: try json.requiredID("TransitGatewayAttachmentId"))
      default: .other(type, resource: resource)
      }
    let place = try place(item, kind)
    if case .other("unknown", _) = attachments[place].kind { attachments[place].kind = kind }
  }

  /// `describe-transit-gateway-vpc-attachments`
  private mutating func readVPC(_ item: Item) throws(Unreadable) {
    let json = item.json
    guard let vpc: VPCID = json.id("VpcId") else {
      // Some emulators list attachments of every kind here, and only AWS's own fields of a VPC's.
      if let id: TransitGatewayAttachmentID = json.id("TransitGatewayAttachmentId"), identifiers.contains(id)
      {
        return
      }
      throw Unreadable("it has no VpcId", at: json)
    }
    let kind = TransitGatewayAttachment.Kind.vpc(vpc, subnets: try json.ids("SubnetIds"))
    let place = try place(item, kind)
    if case .vpc(let known, let subnets) = attachments[place].kind, !subnets.isEmpty,
      attachments[place].kind != kind
    {
      reader.report(
        "PW_CONFLICTING_DUPLICATE", .warning, attachments[place].displayName,
        "this transit gateway attachment is in the input twice with different subnets; those of "
          + "\(known) that were read first are used", at: json)
    } else {
      attachments[place].kind = kind
    }
    if let options = json["Options"] {
      attachments[place].isApplianceMode = options.has("ApplianceModeSupport", "enable")
      attachments[place].supportsIPv6 = options.has("Ipv6Support", "enable")
      attachments[place].referencesSecurityGroups =
        !options.has("SecurityGroupReferencingSupport", "disable")
    }
  }

  /// `describe-transit-gateway-peering-attachments`: one element is the attachment at either end.
  private mutating func readPeering(_ item: Item) throws(Unreadable) {
    let json = item.json
    let id: TransitGatewayAttachmentID = try json.requiredID("TransitGatewayAttachmentId")
    guard let requester: TransitGatewayID = json["RequesterTgwInfo"]?.id("TransitGatewayId"),
      let accepter: TransitGatewayID = json["AccepterTgwInfo"]?.id("TransitGatewayId")
    else {
      if identifiers.contains(id) { return }
      throw Unreadable("it doesn't name the transit gateways at both ends", at: json)
    }
    let other: TransitGatewayAttachmentID = json.id("AccepterTransitGatewayAttachmentId") ?? id
    let near = add(Key(id: id, gateway: requester), item, .peering(accepter, attachment: other))
    attachments[near].kind = .peering(accepter, attachment: other)
    let far = add(Key(id: other, gateway: accepter), item, .peering(requester, attachment: id))
    attachments[far].kind = .peering(requester, attachment: id)
    for (place, end) in [(near, "RequesterTgwInfo"), (far, "AccepterTgwInfo")] {
      attachments[place].info.region = json[end]?.text("Region") ?? attachments[place].info.region
      attachments[place].info.account = json[end]?.text("OwnerId") ?? attachments[place].info.account
    }
  }

  /// Without the peerings' own call, the other end is the one peering that leads back, if it is here.
  private mutating func pairPeerings() {
    for place in attachments.indices {
      guard case .peering(let gateway, let other) = attachments[place].kind,
        places[Key(id: other, gateway: gateway)] == nil
      else { continue }
      let own = attachments[place].transitGateway
      let back = attachments.filter {
        guard case .peering(own, _) = $0.kind else { return false }
        return $0.transitGateway == gateway
      }
      if back.count == 1 { attachments[place].kind = .peering(gateway, attachment: back[0].id) }
    }
  }

  private mutating func place(_ item: Item, _ kind: TransitGatewayAttachment.Kind) throws(Unreadable) -> Int {
    let key = Key(
      id: try item.json.requiredID("TransitGatewayAttachmentId"),
      gateway: try item.json.requiredID("TransitGatewayId"))
    return add(key, item, kind)
  }

  /// The place of an attachment, made when it is new. What an earlier call said of its state stands.
  private mutating func add(_ key: Key, _ item: Item, _ kind: TransitGatewayAttachment.Kind) -> Int {
    identifiers.insert(key.id)
    let info = reader.info(item)
    if let place = places[key] {
      if attachments[place].info.name == nil { attachments[place].info.name = info.name }
      if attachments[place].info.tags.isEmpty { attachments[place].info.tags = info.tags }
      if attachments[place].createdAt == nil { attachments[place].createdAt = item.json.text("CreationTime") }
      return place
    }
    let state = item.json.text("State") ?? item.json["Status"]?.text("Code")
    places[key] = attachments.count
    attachments.append(
      TransitGatewayAttachment(
        id: key.id, info: info, transitGateway: key.gateway, kind: kind,
        isAvailable: state.map { $0 == "available" } ?? true, createdAt: item.json.text("CreationTime")))
    return attachments.count - 1
  }
}
