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

  /// The attachments whose routes a transit gateway does not propagate: AWS keeps to the VPC that came first, by the
  /// time that the input gives, else by its order (TGW-5).
  ///
  /// - Complexity: O(*a*²) for *a* attachments of one gateway, with a few ranges a VPC.
  package func overlappingAttachments() -> [AttachmentOverlap] {
    let prefixes = Dictionary(vpcs.map { ($0.id, $0.prefixes) }, uniquingKeysWith: { first, _ in first })
    var overlaps: [AttachmentOverlap] = []
    var accepted: [TransitGatewayID: [(place: Int, vpc: VPCID, prefixes: [IPPrefix])]] = [:]
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
      let known = accepted[attachment.transitGateway] ?? []
      let clash = known.lazy.filter { $0.vpc != vpc }.compactMap { earlier in
        own.first { prefix in earlier.prefixes.contains { $0.overlaps(prefix) } }.map { (earlier.place, $0) }
      }.first
      if let (earlier, prefix) = clash {
        overlaps.append(AttachmentOverlap(later: place, earlier: earlier, vpc: vpc, prefix: prefix))
      } else {
        accepted[attachment.transitGateway, default: []].append((place, vpc, own))
      }
    }
    return overlaps.sorted { $0.later < $1.later }
  }
}
