/// What two networks let pass differently, between whom.
public struct ReachDifference: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Delivered now and not before, or answered now and not before.
    case opens
    case closes
    /// Reachable before, and now for some of the network's choices only; and the other way round.
    case becomesIntermittent
    case becomesReliable
    /// The input does not tell any more, or tells now.
    case becomesUnknown
    case becomesKnown
  }

  public struct Change: Hashable, Sendable {
    public var kind: Kind
    /// Parties: groups' names, `internet`.
    public var source: String
    public var destination: String
    /// As a list: `tcp/80, tcp/443`.
    public var services: String
    /// The members of each side that are in some pair of which this is true; an interface by its name.
    public var sources: [String]
    public var destinations: [String]
    /// The pairs of members.
    public var pairs: Int
    /// Whether one side is interfaces that only one of the networks has.
    public var isLone = false
    /// A packet of them, as `explain` understands it in the network that lets it pass.
    public var example: Question?
  }

  /// By source, destination, and what opens before what closes.
  public var changes: [Change]
}
