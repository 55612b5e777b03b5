import PacketWalkTopology

/// Puts gateways between VPCs, and the links that join them, into a picture whose boxes are there.
struct AttachmentDrawer {
  private let attachments: NetworkAttachments
  /// Where what they join is drawn.
  var places: [AttachedPlace: PictureLink.Place] = [:]
  /// Boxes of accounts, by name; none where all belongs to one.
  var accounts: [String: Int] = [:]
  var ownersOfVPCs: Set<String> = []

  init(_ attachments: NetworkAttachments) { self.attachments = attachments }

  mutating func draw(on picture: inout Picture, owner: (ResourceInfo) -> String) {
    for gateway in attachments.gateways {
      let name = gateway.info.map(owner) ?? ""
      var node = PictureNode(box: accounts[name], kind: .hub, name: gateway.name)
      // In nobody's box it says itself whose it is, unless all are the same one's.
      if node.box == nil, !name.isEmpty, !ownersOfVPCs.contains(name) {
        node.lines.append(PictureNode.Line(name))
      }
      if gateway.info == nil { node.lines.append(PictureNode.Line("not in the input")) }
      node.lines += gateway.lines.map { PictureNode.Line($0) }
      places[.gateway(gateway.id)] = .node(picture.add(node))
    }
    for link in attachments.links { add(link, to: &picture) }
    for end in attachments.omitted.flatMap(\.ends) where !end.words.isEmpty { mention(end, in: &picture) }
    for (vpc, words) in attachments.strangers {
      guard case .box(let box)? = places[.vpc(vpc)] else { continue }
      picture.boxes[box].gateways += words
    }
    for box in picture.boxes.indices {
      picture.boxes[box].gateways = VPCGateways.shortened(picture.boxes[box].gateways)
    }
    note(in: &picture)
  }

  private func add(_ link: NetworkLink, to picture: inout Picture) {
    let ends = link.ends.compactMap { end in
      places[end.place].map { PictureLink.End(place: $0, words: end.words) }
    }
    picture.links.append(PictureLink(ends: ends, style: link.style, shape: link.shape))
  }

  /// What there is no line for is named where it would have ended.
  private func mention(_ end: NetworkLink.End, in picture: inout Picture) {
    switch places[end.place] {
    case .box(let box): picture.boxes[box].gateways.append(end.words)
    case .node(let node): picture.nodes[node].lines.append(PictureNode.Line(end.words))
    case nil: break
    }
  }

  private func note(in picture: inout Picture) {
    if picture.links.contains(where: { $0.ends.count > 1 }) {
      picture.notes.append(
        "thin grey lines without arrows: what is attached to what, whoever reaches whom")
    }
    let left = attachments.omitted.count
    if left > 0 {
      picture.notes.append(
        "\(counted(left, "more bundle of attachments is", "more bundles of attachments are")) not drawn, only named at the ends: --edges \(attachments.wholeLimit) draws all"
      )
    }
  }
}
