/// Whether something holds for the network's choices: the client's port, a balancer's target, a zone.
public enum Extent: String, Sendable, Hashable, CaseIterable {
  /// For none of them.
  case none
  /// For some and not for others.
  case some
  /// For all of them.
  case all
  /// It depends on something that the input does not hold.
  case unknown
}

/// The answer to a reachability question.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
  /// Delivered, and the reply comes back, whatever the network chooses.
  case reachable
  /// Only for some of the network's choices.
  case intermittent
  /// Delivered, and no reply comes back.
  case noReply
  /// Not delivered.
  case unreachable
  /// The answer depends on something that the input does not hold.
  case undetermined

  /// The one place that derives a verdict.
  ///
  /// A reply that comes back for some choices only is `intermittent` whatever the rest would do.
  public init(delivered: Extent, replied: Extent) {
    switch (delivered, replied) {
    case (_, .some): self = .intermittent
    case (.all, .all): self = .reachable
    case (.none, _): self = .unreachable
    case (.all, .none), (.some, .none): self = .noReply
    default: self = .undetermined
    }
  }
}
