/// What two networks let pass differently, between whom.
public struct ReachDifference: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Delivered now and not before, as far as was known, or answered now and not before.
    case opens
    /// The other way round; what is not known any more is not said to be closed.
    case closes
    /// Reachable before, and now for some of the network's choices only; and the other way round.
    case becomesIntermittent
    case becomesReliable
    /// The input does not tell any more, or tells now that it does not pass, or is not answered.
    case becomesUnknown
    case becomesKnown
  }

  /// How much of the difference is told.
  public enum Scope: Hashable, Sendable {
    /// What opens and closes between the interfaces that both networks have, and the outside.
    case shared
    /// Every kind of change, of interfaces that one network does not have as well.
    case everything
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
