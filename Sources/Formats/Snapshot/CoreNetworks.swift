import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// Whether the input says what is attached to core networks: without it they are named and not modelled.
  var knowsCoreNetworks: Bool { items("Attachments").contains { $0.json.text("CoreNetworkArn") != nil } }

  /// Cloud WAN (`networkmanager list-core-networks`, `list-attachments`, `get-vpc-attachment`,
  /// `get-network-routes`, `get-core-network-policy`): a core network is a transit gateway whose tables are the
  /// segments, one at each edge.
  func readCoreNetworks() {
    guard knowsCoreNetworks else { return }
    var collector = CoreNetworkCollector(reader: self)
    collector.read()
    let known = Set(collector.networks)
    // Routes name a core network by its ARN.
    for table in topology.routeTables.indices {
      for route in topology.routeTables[table].routes.indices {
        guard case .unmodelled("core network", let arn) = topology.routeTables[table].routes[route].target,
          known.contains(arn)
        else { continue }
        topology.routeTables[table].routes[route].target = .transitGateway(TransitGatewayID(arn))
      }
    }
  }
}

/// Merges what several calls say about core networks.
private struct CoreNetworkCollector {
  let reader: SnapshotReader
  /// ARNs, in order.
  private(set) var networks: [String] = []

  private struct Segment: Hashable {
    var network: String
    var name: String
    var edge: String
  }

  init(reader: SnapshotReader) { self.reader = reader }

  mutating func read() {
    var infos: [String: ResourceInfo] = [:]
    for key in ["CoreNetworks", "CoreNetwork"] {
      for item in reader.items(key) {
        reader.count(key, read: 1)
        guard let arn = item.json.text("CoreNetworkArn") else {
          reader.reportLost("core network", "", Unreadable("it has no CoreNetworkArn", at: item.json))
          continue
        }
        reader.count(key, modelled: 1)
        if infos[arn] == nil { infos[arn] = reader.info(item, arn: arn) }
        add(arn)
      }
    }
    let subnets = vpcSubnets()
    var segments: [Segment: [TransitGatewayAttachmentID]] = [:]
    var order: [Segment] = []
    var hasGap = false
    for item in reader.items("Attachments") {
      do throws(Unreadable) {
        guard let (attachment, segment) = try attachment(item, subnets, &hasGap) else { continue }
        add(attachment.transitGateway.rawValue)
        reader.topology.transitGatewayAttachments.append(attachment)
        reader.count("Attachments", read: 1, modelled: 1)
        guard let segment else { continue }
        if segments[segment] == nil { order.append(segment) }
        segments[segment, default: []].append(attachment.id)
      } catch {
        reader.count("Attachments", read: 1)
        reader.reportLost(
          TransitGatewayAttachment.kindName, item.json.text("AttachmentId") ?? "", error)
      }
    }
    if hasGap {
      reader.topology.coverage.missing.append(
        MissingKind(kind: .transitGatewayAttachments, remedy: "aws networkmanager get-vpc-attachment"))
    }
    let policies = policies()
    for arn in networks {
      reader.topology.transitGateways.append(
        TransitGateway(
          id: TransitGatewayID(arn), info: infos[arn] ?? ResourceInfo(),
          referencesSecurityGroups: policies[Self.id(arn)] ?? false, isCoreNetwork: true))
    }
    let routes = routes()
    for segment in order {
      let place = Segment(network: Self.id(segment.network), name: segment.name, edge: segment.edge)
      reader.topology.transitGatewayRouteTables.append(
        TransitGatewayRouteTable(
          id: TransitGatewayRouteTableID("\(segment.network)/\(segment.name)/\(segment.edge)"),
          info: ResourceInfo(name: "\(segment.name) \(segment.edge)", region: segment.edge),
          transitGateway: TransitGatewayID(segment.network), associations: segments[segment] ?? [],
          routes: routes[place]))
    }
  }

  private mutating func add(_ arn: String) {
    if !networks.contains(arn) { networks.append(arn) }
  }

  /// What stands behind the last slash of an ARN.
  private static func id(_ arn: String) -> String { arn.split(separator: "/").last.map(String.init) ?? arn }

  // MARK: Attachments

  /// `get-vpc-attachment`, by attachment.
  private func vpcSubnets() -> [String: JSONValue] {
    var found: [String: JSONValue] = [:]
    for item in reader.items("VpcAttachment") {
      reader.count("VpcAttachment", read: 1)
      guard let id = item.json["Attachment"]?.text("AttachmentId") else {
        reader.reportLost("VPC attachment", "", Unreadable("it has no AttachmentId", at: item.json))
        continue
      }
      reader.count("VpcAttachment", modelled: 1)
      found[id] = item.json
    }
    return found
  }

  private func attachment(
    _ item: Item, _ details: [String: JSONValue], _ hasGap: inout Bool
  ) throws(Unreadable) -> (TransitGatewayAttachment, Segment?)? {
    let json = item.json
    guard let network = json.text("CoreNetworkArn") else { return nil }
    let id = try json.required("AttachmentId")
    let resource = Self.id(json.text("ResourceArn") ?? "")
    let edge = json.text("EdgeLocation")
    var info = reader.info(item, arn: json.text("ResourceArn"))
    if let owner = json.text("OwnerAccountId") { info.account = owner }
    var attachment = TransitGatewayAttachment(
      id: TransitGatewayAttachmentID(id), info: info, transitGateway: TransitGatewayID(network),
      kind: .other(Self.word(json.text("AttachmentType") ?? ""), resource: resource),
      isAvailable: json.text("State").map { $0 == "AVAILABLE" || $0 == "UPDATING" } ?? true, edge: edge)
    if json.has("AttachmentType", "VPC") {
      if let detail = details[id] {
        var subnets: [SubnetID] = []
        for arn in try detail.list("SubnetArns") {
          guard let text = arn.string else { throw Unreadable("a subnet's ARN is no text", at: arn) }
          subnets.append(SubnetID(Self.id(text)))
        }
        attachment.kind = .vpc(VPCID(resource), subnets: subnets)
        if let options = detail["Options"] {
          attachment.isApplianceMode = try options.flag("ApplianceModeSupport") ?? false
          attachment.supportsIPv6 = try options.flag("Ipv6Support") ?? false
          attachment.referencesSecurityGroups = try options.flag("SecurityGroupReferencingSupport") ?? true
        }
      } else if attachment.isAvailable {
        hasGap = true
      }
    }
    guard let segment = json.text("SegmentName"), let edge else { return (attachment, nil) }
    return (attachment, Segment(network: network, name: segment, edge: edge))
  }

  /// In the words of transit gateways.
  private static func word(_ type: String) -> String {
    switch type {
    case "SITE_TO_SITE_VPN": "vpn"
    default: type.lowercased().split(separator: "_").joined(separator: "-")
    }
  }

  // MARK: Routes and policies

  /// `get-network-routes` for each segment at each edge.
  private func routes() -> [Segment: [TransitGatewayRoute]] {
    var routes: [Segment: [TransitGatewayRoute]] = [:]
    for section in reader.sections["NetworkRoutes", default: []] {
      let place = section.parent["CoreNetworkSegmentEdge"]
      guard let network = place?.text("CoreNetworkId"), let name = place?.text("SegmentName"),
        let edge = place?.text("EdgeLocation")
      else {
        // That of a transit gateway's table, which its own call supplies.
        for _ in section.value.elements { reader.count("NetworkRoutes", read: 1) }
        continue
      }
      let segment = Segment(network: network, name: name, edge: edge)
      routes[segment, default: []] += []
      for json in section.value.elements {
        do throws(Unreadable) {
          routes[segment, default: []].append(try route(json))
          reader.count("NetworkRoutes", read: 1, modelled: 1)
        } catch {
          reader.count("NetworkRoutes", read: 1)
          reader.reportLostRule("a route", of: "\(name) \(edge)", error)
        }
      }
    }
    return routes
  }

  private func route(_ json: JSONValue) throws(Unreadable) -> TransitGatewayRoute {
    guard let destination = try SnapshotReader.destination(json) else {
      throw Unreadable("it has no destination", at: json)
    }
    var attachments: [TransitGatewayAttachmentID] = []
    for next in try json.list("Destinations") {
      guard let id: TransitGatewayAttachmentID = next.id("CoreNetworkAttachmentId") else { continue }
      if !attachments.contains(id) { attachments.append(id) }
    }
    return TransitGatewayRoute(
      destination: destination, source: json.has("Type", "PROPAGATED") ? .propagated : .static,
      isBlackhole: json.has("State", "BLACKHOLE"), attachments: attachments, origin: reader.origin(json))
  }

  /// Whether each core network carries group references, by its identifier: only its policy says so.
  private func policies() -> [String: Bool] {
    var found: [String: Bool] = [:]
    for item in reader.items("CoreNetworkPolicy") {
      reader.count("CoreNetworkPolicy", read: 1)
      guard let id = item.json.text("CoreNetworkId"), let text = item.json.text("PolicyDocument") else {
        reader.reportLost(
          "core network policy", "", Unreadable("it has no CoreNetworkId or no PolicyDocument", at: item.json)
        )
        continue
      }
      do throws(InputError) {
        let policy = try JSONDocument(parsing: Array(text.utf8), file: item.scope.path).root
        let configuration = policy["core-network-configuration"]
        found[id] = configuration?["security-group-referencing-support"]?.boolean ?? false
        reader.count("CoreNetworkPolicy", modelled: 1)
      } catch {
        reader.reportLost(
          "core network policy", id,
          Unreadable("its PolicyDocument is no JSON: \(error.message)", at: item.json))
      }
    }
    for arn in networks where found[Self.id(arn)] == nil {
      guard let first = reader.items("Attachments").first else { continue }
      reader.report(
        "PW_INCOMPLETE_CORE_NETWORK", .warning, arn,
        "whether this core network carries group references is not in the input; it is taken not to, which is the "
          + "default; aws networkmanager get-core-network-policy would tell", at: first.json)
    }
    return found
  }
}
