/// What becomes of a packet in a transit gateway.
package enum TransitFate: String, Hashable, Sendable, CaseIterable {
  /// Handed to an attachment.
  case forwarded
  case noRoute = "no-route"
  case blackhole
  /// The attachment by which it came has no route table (TGW-2).
  case notAssociated = "not-associated"
  /// That attachment is not available.
  case notAvailable = "not-available"

  package var isForwarded: Bool { self == .forwarded }
}

/// What a transit gateway's record says of its packets.
package enum TransitEvent: Hashable, Sendable, Comparable {
  /// They went to an attachment: its identifier.
  case forwarded(to: String)
  /// `packets-lost-no-route`
  case lostNoRoute
  /// `packets-lost-blackhole`
  case lostBlackhole

  package var isForwarded: Bool { if case .forwarded = self { true } else { false } }
}
