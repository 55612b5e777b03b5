import PacketWalkTopology

/// Finds what is attached to what in a topology, in an order that the input's has no part in.
struct AttachmentReader {
  let topology: Topology
  /// In the order in which they stand.
  let vpcs: [VPC]
  let externals: Set<Int>
  /// Where each VPC of the input stands.
  let orderOfVPC: [VPCID: Int]
  private(set) var gateways: [AttachedGateway]
  private(set) var links: [NetworkLink] = []
  private(set) var strangers: [VPCID: [String]] = [:]
  /// Of attachments that are no VPC's, those by which something drawn is attached.
  private var shown: Set<TransitGatewayAttachmentID> = []

  init(_ topology: Topology, _ vpcs: [VPC], _ externals: Set<Int>) {
    self.topology = topology
    self.vpcs = vpcs
    self.externals = externals
    orderOfVPC = Dictionary(
      vpcs.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let known = Dictionary(
      topology.transitGateways.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var ids = Set(known.keys)
    for attachment in topology.transitGatewayAttachments {
      ids.insert(attachment.transitGateway)
      if case .peering(let other, _) = attachment.kind { ids.insert(other) }
    }
    ids.formUnion(topology.vpnConnections.compactMap(\.transitGateway))
    for association in topology.directConnectGateways.flatMap(\.associations) {
      if case .transitGateway(let id) = association.gateway { ids.insert(id) }
    }
    gateways = ids.map { AttachedGateway($0, known[$0]) }.sorted(by: AttachedGateway.precedes)
  }

  mutating func read() {
    for place in gateways.indices { attachVPCs(to: place) }
    peerGateways()
    for place in externals.sorted(by: precedes) { attachExternal(place) }
    peerVPCs()
    for place in gateways.indices { describeRest(of: place) }
    let joined = Set(links.flatMap { $0.ends.map(\.place) })
    for gateway in gateways where !joined.contains(.gateway(gateway.id)) {
      links.append(
        NetworkLink(ends: [NetworkLink.End(place: .gateway(gateway.id), words: "")], style: .attached))
    }
  }

  // MARK: VPCs

  private mutating func attachVPCs(to place: Int) {
    let gateway = gateways[place]
    var own: [VPCID: [TransitGatewayAttachment]] = [:]
    for attachment in attachments(of: gateway) {
      if case .vpc(let vpc, _) = attachment.kind { own[vpc, default: []].append(attachment) }
    }
    let known = own.keys.filter { orderOfVPC[$0] != nil }.sorted { order($0) < order($1) }
    for style in PictureLink.Style.allCases {
      var ends: [NetworkLink.End] = []
      var names: [String] = []
      for vpc in known {
        let fitting = (own[vpc] ?? []).filter { $0.isAvailable == (style == .attached) }
        guard !fitting.isEmpty else { continue }
        ends.append(NetworkLink.End(place: .vpc(vpc), words: words(fitting, of: gateway, at: vpc)))
        names.append(name(of: vpc))
      }
      guard !ends.isEmpty else { continue }
      let state = style == .attached ? "" : " (not available)"
      let centre = NetworkLink.End(
        place: .gateway(gateway.id),
        words: "\(counted(names.count, "VPC"))\(state): \(names.listed(atMost: 4))")
      links.append(NetworkLink(ends: [centre] + ends, style: style))
    }
    let unknown = own.keys.filter { orderOfVPC[$0] == nil }.map(\.rawValue).sorted()
    if !unknown.isEmpty {
      gateways[place].lines.append(
        "\(counted(unknown.count, "VPC")) not in the input: \(unknown.listed(atMost: 3))")
    }
  }

  /// What the attachments of one VPC, all in one state, are at its border.
  private func words(_ attachments: [TransitGatewayAttachment], of gateway: AttachedGateway, at vpc: VPCID)
    -> String
  {
    var facts: [String] = []
    if attachments.count > 1 { facts.append(counted(attachments.count, "attachment")) }
    let plain = orderOfVPC[vpc].map { vpcs[$0].shortName }
    // Most are called as what they attach.
    let names = attachments.compactMap(\.info.name).filter { !$0.isEmpty && $0 != plain }.sorted()
    if !names.isEmpty { facts.append("attachment \(names.listed(atMost: 3))") }
    let edges = Set(attachments.compactMap(\.edge)).sorted()
    if !edges.isEmpty { facts.append("at \(edges.joined(separator: ", "))") }
    if attachments.contains(where: \.isApplianceMode) { facts.append("appliance mode") }
    if !attachments[0].isAvailable { facts.append("not available") }
    return gateway.shortName + (facts.isEmpty ? "" : ": ") + facts.joined(separator: ", ")
  }

  // MARK: Gateways

  private mutating func peerGateways() {
    struct Side: Hashable {
      var gateway: Int
      var attachment: String
    }
    let places = Dictionary(
      gateways.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    // Both ends' attachments say the same of one connection, which is no better than the worse of them.
    var connections: [Set<Side>: Bool] = [:]
    for attachment in topology.transitGatewayAttachments {
      guard case .peering(let other, let there) = attachment.kind,
        let near = places[attachment.transitGateway], let far = places[other]
      else { continue }
      let sides: Set = [
        Side(gateway: near, attachment: attachment.id.rawValue),
        Side(gateway: far, attachment: there.rawValue),
      ]
      connections[sides] = (connections[sides] ?? true) && attachment.isAvailable
      shown.insert(attachment.id)
    }
    for style in PictureLink.Style.allCases {
      let pairs = connections.filter { $0.value == (style == .attached) }.keys.map { sides in
        let ends = sides.map(\.gateway).sorted()
        return PairBundles.Pair(ends[0], ends[ends.count - 1])
      }
      let counts = Dictionary(pairs.map { ($0, 1) }, uniquingKeysWith: +)
      let state = style == .attached ? "" : " (not available)"
      links += bundled(
        Set(counts.keys), style, place: { .gateway(gateways[$0].id) }, name: { gateways[$0].shortName }
      ) { pair in
        let count = counts[pair] ?? 1
        return (count == 1 ? "peering" : "\(count) peerings") + state + " with"
      } many: { count in
        "peering" + state + " with \(count) gateways:"
      }
    }
  }

  // MARK: Peering connections

  private mutating func peerVPCs() {
    var known: Set<VPCPeeringConnectionID> = []
    var names: [PictureLink.Style: [PairBundles.Pair: [String]]] = [:]
    for peering in topology.vpcPeeringConnections.sorted(by: precedes)
    where known.insert(peering.id).inserted && peering.requester.vpc != peering.accepter.vpc {
      let name = peering.shortName
      let words = name.lowercased().hasPrefix("pcx") ? name : "pcx \(name)"
      if let one = orderOfVPC[peering.requester.vpc], let other = orderOfVPC[peering.accepter.vpc] {
        names[peering.isActive ? .attached : .unavailable, default: [:]][
          PairBundles.Pair(one, other), default: []
        ].append(words)
      } else {
        noteStranger(of: peering, words)
      }
    }
    for style in PictureLink.Style.allCases {
      let own = names[style] ?? [:]
      let state = style == .attached ? "" : " (not active)"
      links += bundled(
        Set(own.keys), style, place: { .vpc(vpcs[$0].id) }, name: { "vpc \(vpcs[$0].shortName)" }
      ) { pair in
        (own[pair] ?? []).listed(atMost: 3) + state + " to"
      } many: { count in
        "peering connections" + state + " to \(count) VPCs:"
      }
    }
  }

  private mutating func noteStranger(of peering: VPCPeeringConnection, _ words: String) {
    for (own, other) in [
      (peering.requester, peering.accepter), (peering.accepter, peering.requester),
    ] where orderOfVPC[own.vpc] != nil {
      let account = other.account.map { " of account \($0)" } ?? ""
      let state = peering.isActive ? "" : ", not active"
      strangers[own.vpc, default: []].append(
        "\(words) to \(other.vpc.rawValue)\(account), not in the input\(state)")
    }
  }

  // MARK: Networks outside

  private mutating func attachExternal(_ place: Int) {
    let external = topology.externalNetworks[place]
    let ways = ExternalWays(topology, external)
    shown.formUnion(ways.attachments)
    for style in PictureLink.Style.allCases {
      let fitting = ways.tunnels.filter { $0.isUp == (style == .attached) && orderOf($0.place) != nil }
      var names: [AttachedPlace: [String]] = [:]
      for tunnel in fitting { names[tunnel.place, default: []].append(tunnel.name) }
      guard !names.isEmpty else { continue }
      let state = style == .attached ? "" : " (not available)"
      let targets = names.keys.sorted { (orderOf($0) ?? 0) < (orderOf($1) ?? 0) }
      func tunnels(_ target: AttachedPlace) -> String {
        Set(names[target] ?? []).sorted().listed(atMost: 3) + state
      }
      let own = targets.map { "\(tunnels($0)) to \(name(of: $0))" }.listed(atMost: 4, separator: "; ")
      links.append(
        NetworkLink(
          ends: [NetworkLink.End(place: .external(place), words: own)]
            + targets.map {
              NetworkLink.End(place: $0, words: "\(tunnels($0)) to external:\(external.shortName)")
            }, style: style))
    }
  }

  /// Attachments that lead to nothing that is drawn.
  private mutating func describeRest(of place: Int) {
    var names: [String: [String]] = [:]
    for attachment in attachments(of: gateways[place]) where !shown.contains(attachment.id) {
      guard case .other(let kind, _) = attachment.kind else { continue }
      names[kind, default: []].append(
        attachment.shortName + (attachment.isAvailable ? "" : " (not available)"))
    }
    for (kind, own) in names.sorted(by: { $0.key < $1.key }) {
      gateways[place].lines.append("\(kind): \(own.listed(atMost: 3))")
    }
  }

  // MARK: Words and order

  /// Links of pairs of places, each with the names of what makes it.
  private func bundled(
    _ pairs: Set<PairBundles.Pair>, _ style: PictureLink.Style, place: (Int) -> AttachedPlace,
    name: (Int) -> String, one: (PairBundles.Pair) -> String, many: (Int) -> String
  ) -> [NetworkLink] {
    PairBundles.bundles(pairs).map { bundle in
      func end(_ member: Int, _ words: String) -> NetworkLink.End {
        NetworkLink.End(place: place(member), words: words)
      }
      func severally(_ others: [Int]) -> String {
        "\(many(others.count)) \(others.map(name).listed(atMost: 4))"
      }
      func singly(_ member: Int, _ other: Int) -> String {
        "\(one(PairBundles.Pair(member, other))) \(name(other))"
      }
      switch bundle {
      case .star(let centre, let others):
        let own = others.count == 1 ? singly(centre, others[0]) : severally(others)
        return NetworkLink(
          ends: [end(centre, own)] + others.map { end($0, singly($0, centre)) }, style: style)
      case .mesh(let members):
        return NetworkLink(
          ends: members.map { member in end(member, severally(members.filter { $0 != member })) },
          style: style, shape: .mesh)
      }
    }
  }

  private func attachments(of gateway: AttachedGateway) -> [TransitGatewayAttachment] {
    topology.transitGatewayAttachments.filter { $0.transitGateway == gateway.id }.sorted(by: precedes)
  }

  private func name(of vpc: VPCID) -> String { orderOfVPC[vpc].map { vpcs[$0].shortName } ?? vpc.rawValue }

  private func name(of place: AttachedPlace) -> String {
    switch place {
    case .gateway(let id): gateways.first { $0.id == id }?.shortName ?? id.rawValue
    case .vpc(let vpc): "vpc \(name(of: vpc))"
    case .external(let place): "external:\(topology.externalNetworks[place].shortName)"
    }
  }

  private func order(_ vpc: VPCID) -> Int { orderOfVPC[vpc] ?? vpcs.count }

  /// Gateways before VPCs; nil for what is not in the picture.
  private func orderOf(_ place: AttachedPlace) -> Int? {
    switch place {
    case .gateway(let id): gateways.firstIndex { $0.id == id }
    case .vpc(let vpc): orderOfVPC[vpc].map { gateways.count + $0 }
    case .external: nil
    }
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    let (one, other) = (topology.externalNetworks[left], topology.externalNetworks[right])
    return (one.shortName, one.id) < (other.shortName, other.id)
  }

  private func precedes<R: PacketWalkTopology.Resource>(_ left: R, _ right: R) -> Bool {
    (left.shortName, left.id) < (right.shortName, right.id)
  }
}
