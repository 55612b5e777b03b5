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

  /// What goes from one party to another.
  public struct Meaning: Hashable, Sendable {
    /// What holds between all pairs of members, the best first.
    public var every: [Reach.Share]
    /// What holds between some of them only.
    public var some: [Reach.Share]
  }

  /// One of many: 24 bytes each.
  public struct Cell: Hashable, Sendable {
    /// The pairs of members, of an interface with itself apart.
    public let pairs: Int
    private let from: Int32
    private let to: Int32
    private let number: Int32

    init(source: Int, destination: Int, meaning: Int, pairs: Int) {
      (from, to, number, self.pairs) = (Int32(source), Int32(destination), Int32(meaning), pairs)
    }

    /// Places in `parties`.
    public var source: Int { Int(from) }
    public var destination: Int { Int(to) }
    /// The place in `meanings`.
    public var meaning: Int { Int(number) }
  }

  public var parties: [Party]
  /// Whether the parties are classes, whose names begin with their number.
  public var isByClass: Bool
  /// What cells say, each once, in the order in which they first do.
  public var meanings: [Meaning]
  /// In the order of sources, then destinations; pairs of parties between which nothing goes are left out.
  public var cells: [Cell]
  /// The services asked about, as a list; nil for all there are.
  public var services: String?
  /// Which packets count.
  public var aspect: ReachOptions.Aspect
  public var notes: ReachNotes

  /// What a cell says.
  public func meaning(of cell: Cell) -> Meaning { meanings[cell.meaning] }
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
