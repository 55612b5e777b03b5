package import PacketWalkAddressing

extension Topology {
  /// An attachment of a VPC that shares addresses with one that was attached to the same gateway before.
  package struct AttachmentOverlap: Hashable, Sendable {
    /// Places in `transitGatewayAttachments`.
    package var later: Int
    package var earlier: Int
    package var vpc: VPCID
    package var prefix: IPPrefix
  }

  /// Those of a gateway.
  package func overlappingAttachments(of gateway: TransitGatewayID) -> Set<TransitGatewayAttachmentID> {
    let places = overlappingAttachments().map(\.later)
    return Set(
      places.map { transitGatewayAttachments[$0] }.lazy.filter { $0.transitGateway == gateway }.map(\.id))
  }

  /// The attachments whose routes a transit gateway does not propagate: AWS keeps to the VPC that came first, by the
  /// time that the input gives, else by its order (TGW-5).
  ///
  /// - Complexity: O(*a* log *a*) for *a* attachments, with a few ranges a VPC.
  package func overlappingAttachments() -> [AttachmentOverlap] {
    let prefixes = Dictionary(vpcs.map { ($0.id, $0.prefixes) }, uniquingKeysWith: { first, _ in first })
    var overlaps: [AttachmentOverlap] = []
    var accepted: [TransitGatewayID: AcceptedRanges] = [:]
    let order = transitGatewayAttachments.indices.sorted { left, right in
      let (one, other) = (
        transitGatewayAttachments[left].createdAt, transitGatewayAttachments[right].createdAt
      )
      guard let one, let other, one != other else { return left < right }
      return one < other
    }
    for place in order {
      let attachment = transitGatewayAttachments[place]
      guard attachment.isAvailable, case .vpc(let vpc, _) = attachment.kind, let own = prefixes[vpc] else {
        continue
      }
      let gateway = attachment.transitGateway
      if let (earlier, prefix) = accepted[gateway, default: AcceptedRanges()].clash(of: own, vpc) {
        overlaps.append(AttachmentOverlap(later: place, earlier: earlier, vpc: vpc, prefix: prefix))
      } else {
        accepted[gateway, default: AcceptedRanges()].add(own, vpc, place)
      }
    }
    return overlaps.sorted { $0.later < $1.later }
  }
}

/// The ranges of the VPCs that a gateway took, in the order in which it did.
private struct AcceptedRanges {
  private struct Holder {
    var order: Int
    var place: Int
    var vpc: VPCID
  }

  private var count = 0
  /// By a range who has it; and by each range around one, the first two VPCs within it: of one of two the other is another.
  private var exact: [IPPrefix: [Holder]] = [:]
  private var within: [IPPrefix: [Holder]] = [:]

  mutating func add(_ prefixes: [IPPrefix], _ vpc: VPCID, _ place: Int) {
    let holder = Holder(order: count, place: place, vpc: vpc)
    count += 1
    for prefix in prefixes {
      Self.note(holder, &exact[prefix, default: []])
      for length in 0...Int(prefix.length) {
        Self.note(holder, &within[IPPrefix(prefix.address, length: length), default: []])
      }
    }
  }

  private static func note(_ holder: Holder, _ known: inout [Holder]) {
    if known.count < 2, !known.contains(where: { $0.vpc == holder.vpc }) { known.append(holder) }
  }

  /// The first other VPC's attachment that shares addresses, and the range that does.
  func clash(of prefixes: [IPPrefix], _ vpc: VPCID) -> (place: Int, prefix: IPPrefix)? {
    var first: (holder: Holder, prefix: IPPrefix)?
    for prefix in prefixes {
      var holders = within[prefix] ?? []
      for length in 0...Int(prefix.length) {
        holders += exact[IPPrefix(prefix.address, length: length)] ?? []
      }
      for holder in holders where holder.vpc != vpc && holder.order < first?.holder.order ?? .max {
        first = (holder, prefix)
      }
    }
    return first.map { ($0.holder.place, $0.prefix) }
  }
}
