import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-transit-gateways`, and everything that hangs on them.
  func readTransitGateways() {
    collect("TransitGateways", into: \.transitGateways) { item throws(Unreadable) in
      let json = item.json
      return TransitGateway(
        id: try json.requiredID("TransitGatewayId"), info: info(item, arn: json.text("TransitGatewayArn")),
        referencesSecurityGroups: json["Options"]?.has("SecurityGroupReferencingSupport", "enable") ?? false)
    }
    var attachments = AttachmentCollector(reader: self)
    attachments.read()
    topology.transitGatewayAttachments = attachments.attachments
    collect("TransitGatewayRouteTables", into: \.transitGatewayRouteTables) { item throws(Unreadable) in
      TransitGatewayRouteTable(
        id: try item.json.requiredID("TransitGatewayRouteTableId"), info: info(item),
        transitGateway: try item.json.requiredID("TransitGatewayId"), routes: nil)
    }
    readAssociations()
    readTransitGatewayRoutes()
  }

  /// The table that a document of one table's routes, associations or propagations is about.
  func tableID(_ section: Section) -> TransitGatewayRouteTableID? {
    identifier(section, parameter: "TransitGatewayRouteTableId", prefix: "tgw-rtb")
      .map { TransitGatewayRouteTableID($0) }
  }

  // MARK: Associations

  /// `get-transit-gateway-route-table-associations` for a table; what
  /// `describe-transit-gateway-attachments` says for tables and attachments that it leaves open.
  private func readAssociations() {
    var associations: [TransitGatewayRouteTableID: [TransitGatewayAttachmentID]] = [:]
    var settled: Set<TransitGatewayAttachmentID> = []
    for section in sections["Associations", default: []] {
      guard let table = tableID(section) else {
        reportUnnamed(section, "Associations", "a transit gateway route table", "tgw-rtb-…")
        continue
      }
      associations[table, default: []] += []
      for association in section.value.elements {
        guard let attachment: TransitGatewayAttachmentID = association.id("TransitGatewayAttachmentId") else {
          count("Associations", read: 1)
          reportLost(
            "association", table.rawValue, Unreadable("it has no TransitGatewayAttachmentId", at: association)
          )
          continue
        }
        count("Associations", read: 1, modelled: 1)
        guard Self.isInForce(association), associations[table]?.contains(attachment) == false else {
          continue
        }
        associations[table]?.append(attachment)
        settled.insert(attachment)
      }
    }
    let explicit = Set(associations.keys)
    for item in items("TransitGatewayAttachments") {
      guard let association = item.json["Association"], Self.isInForce(association),
        let table: TransitGatewayRouteTableID = association.id("TransitGatewayRouteTableId"),
        let attachment: TransitGatewayAttachmentID = item.json.id("TransitGatewayAttachmentId"),
        !explicit.contains(table), !settled.contains(attachment),
        associations[table]?.contains(attachment) != true
      else { continue }
      associations[table, default: []].append(attachment)
    }
    for place in topology.transitGatewayRouteTables.indices {
      topology.transitGatewayRouteTables[place].associations =
        associations[topology.transitGatewayRouteTables[place].id] ?? []
    }
  }

  private static func isInForce(_ association: JSONValue) -> Bool {
    association.text("State").map { $0 == "associated" } ?? true
  }
}
