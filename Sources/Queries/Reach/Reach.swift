public import PacketWalkForwarding

/// A whole answer: everything that can reach some ends, or that they can reach.
public struct Reach: Hashable, Sendable {
  /// Which end was given.
  public enum Side: String, Sendable {
    /// Everything that reaches the subject.
    case who
    /// Everything that the subject reaches.
    case what
  }

  /// Services that fare alike.
  public struct Share: Hashable, Sendable {
    public var verdict: Verdict
    /// The shortest list: `tcp/80, tcp/443`, `all tcp except 22`.
    public var services: String
    /// Whether these are all services asked about that no share before has.
    public var isRest = false
  }

  /// Parties' members that all have one answer.
  public struct Line: Hashable, Sendable {
    /// What the members have in common: `sg:web`, `subnet:app-a`, `internet`, `external:office`.
    public var party: String
    /// The members' names; empty for parts of the outside.
    public var members: [String]
    /// How many members the party has in all.
    public var partySize: Int
    /// For a part of the outside its addresses, as prefixes, or as those that it lacks of the whole.
    public var addresses: Addresses?
    /// Never empty.
    public var shares: [Share]
    /// A question with the first share's verdict, to be asked of `check` or `explain`.
    public var witness: Question?
  }

  /// A set of addresses outside, the shorter way.
  public struct Addresses: Hashable, Sendable {
    /// True where the set is all of its network but the prefixes.
    public var isComplement: Bool
    public var prefixes: [String]
  }

  /// Ends with one answer.
  public struct Section: Hashable, Sendable {
    /// The names of the ends that were asked about.
    public var subjects: [String]
    public var lines: [Line]
    /// Interfaces without any line.
    public var silentInterfaces: Int
    /// Where there is no line: what stops packets of some of the others, the most frequent first.
    public var obstacles: [Obstacle] = []
  }

  public var side: Side
  /// The services asked about, as a list; nil for all there are.
  public var services: String?
  /// Which packets count.
  public var aspect: ReachOptions.Aspect
  public var sections: [Section]
  public var notes: ReachNotes
}

/// What a whole answer is asked for, and how it is grouped.
public struct ReachOptions: Hashable, Sendable {
  /// What members of one party have in common.
  public enum Grouping: Hashable, Sendable {
    case securityGroup
    case subnet
    case vpc
    /// The value of a tag.
    case tag(String)
    case interface
  }

  /// Which packets count.
  public enum Aspect: String, Hashable, Sendable {
    /// All that is delivered, by its verdict.
    case verdict
    /// What is answered, for all or some of the network's choices.
    case reply
    /// What is delivered, answered or not.
    case delivered
  }

  public var grouping: Grouping
  public var aspect: Aspect
  /// The services asked about; empty for all there are.
  public var service: String
  public var isStrict: Bool
  public var settled: [Assumption: Bool]
  public var respectsHealth: Bool

  public init(
    by grouping: Grouping = .securityGroup, aspect: Aspect = .verdict, service: String = "",
    isStrict: Bool = false,
    settled: [Assumption: Bool] = [:], respectsHealth: Bool = false
  ) {
    self.grouping = grouping
    self.aspect = aspect
    self.service = service
    self.isStrict = isStrict
    self.settled = settled
    self.respectsHealth = respectsHealth
  }
}
