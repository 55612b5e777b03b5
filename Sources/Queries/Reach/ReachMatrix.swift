public import PacketWalkForwarding

/// All against all, by party: what every member of one can do with every member of another, and what only some can.
public struct ReachMatrix: Hashable, Sendable {
  public struct Party: Hashable, Sendable {
    /// `sg:web`, `internet`.
    public var name: String
    /// Its members' names; for the outside the prefixes that rules and routes tell apart are counted, not named.
    public var members: [String]
    public var size: Int
  }

  public struct Cell: Hashable, Sendable {
    /// Places in `parties`.
    public var source: Int
    public var destination: Int
    /// What holds between all pairs of members, the best first.
    public var every: [Reach.Share]
    /// What holds between some of them only.
    public var some: [Reach.Share]
    /// Cells with the same `every` and `some` have the same number, from 0 on.
    public var meaning: Int
    /// The pairs of members, of an interface with itself apart.
    public var pairs: Int
  }

  public var parties: [Party]
  /// Whether the parties are classes, whose names begin with their number.
  public var isByClass: Bool
  /// In the order of sources, then destinations; pairs of parties between which nothing goes are left out.
  public var cells: [Cell]
  /// The services asked about, as a list; nil for all there are.
  public var services: String?
  /// Which packets count.
  public var aspect: ReachOptions.Aspect
  public var notes: ReachNotes
}

/// What whole answers rest on besides the input.
public struct ReachNotes: Hashable, Sendable {
  public var assumptions: [Assumption]
  /// What the input would have to hold for what is undetermined.
  public var missing: [MissingFact]
  /// Whether more of the network's choices came together than are followed, so that answers are undetermined.
  public var isChoiceLimitReached: Bool

  /// What either rests on, in an order of its own.
  package func union(_ other: ReachNotes) -> ReachNotes {
    ReachNotes(
      assumptions: Set(assumptions + other.assumptions).sorted { $0.rawValue < $1.rawValue },
      missing: Set(missing + other.missing).sorted { $0.what < $1.what },
      isChoiceLimitReached: isChoiceLimitReached || other.isChoiceLimitReached)
  }
}
