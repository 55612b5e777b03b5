public import PacketWalkDiagnostics
public import PacketWalkForwarding

/// The answer to one question about one pair of ends.
public struct Answer: Sendable {
  /// The sender, as the selector was understood.
  public var source: Endpoint
  /// The receiver.
  public var destination: Endpoint
  /// The service, or the part of it that this answer is about.
  public var service: Service
  /// The load balancer that the question went through.
  public var through: Component?
  /// Whether requests arrive.
  public var delivered: Extent
  /// Whether replies come back.
  public var replied: Extent
  /// What stops the packet, the deciding one first; empty when nothing does.
  public var blockers: [Obstacle]
  /// What else would stop it once the blockers are gone.
  public var furtherBlockers: [Obstacle]
  /// What the answer takes for granted where AWS's documentation is silent.
  public var assumptions: [Assumption]
  /// For an undetermined answer: what the input would have to hold.
  public var missing: [MissingFact]
  /// For an intermittent answer: which of the network's choices work and which do not.
  public var choices: [ChoiceReport]
  /// Every hop, when an explanation was asked for.
  public var explanation: Explanation?
  /// Set when the network has more distinct choices than are walked.
  public var isChoiceLimitReached: Bool

  /// The verdict, derived from `delivered` and `replied`.
  public var verdict: Verdict { Verdict(delivered: delivered, replied: replied) }
}

/// Something that stops packets.
public struct Obstacle: Hashable, Sendable {
  /// A stable code: Reachability Analyzer's own, or `PW_…`.
  public var code: String
  /// Whether it stops requests or replies.
  public var direction: Direction
  /// 0 for the first connection, 1 for the one behind a load balancer.
  public var leg: Int
  /// The resource that decides.
  public var component: Component
  /// `ingress` or `egress` for filters.
  public var side: String?
  /// The rule, in the rule's own words; `*` for an access list's implied deny.
  public var rule: String?
  /// Where the rule, or else the resource, was read.
  public var origin: Origin
}

/// Which way a packet travels.
public enum Direction: String, Hashable, Sendable {
  case forward
  case reply
}

/// Something that the input doesn't hold and an answer depends on.
public struct MissingFact: Hashable, Sendable {
  /// One phrase.
  public var what: String
  /// What would supply it; empty when nothing would.
  public var remedy: String
  /// The resource at which the walk could not go on.
  public var component: Component
}

/// One of the network's choices in an answer that depends on it.
public struct ChoiceReport: Hashable, Sendable {
  /// What is chosen: `client port`, `target`.
  public var kind: String
  /// The values for which the answer is yes.
  public var working: [String]
  /// The values for which it is no.
  public var failing: [String]
}
