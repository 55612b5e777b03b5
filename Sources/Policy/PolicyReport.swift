package import PacketWalkAnalysis
public import PacketWalkDiagnostics
public import PacketWalkQueries

/// What became of a policy on one network.
public struct PolicyReport: Sendable {
  /// In the policy's order.
  public var assertions: [AssertionResult]
  /// The policy's files.
  public var files: [String]
  /// Assertions that do not apply where the policy was read for.
  public var inapplicable: [String] = []
  /// What answers rest on besides the input.
  public var notes: ReachNotes
  /// The day on which exceptions were looked at.
  public var today: CalendarDate

  /// What goes against the policy now, to be put up with later.
  package var baseline: PolicyBaseline {
    PolicyBaseline(
      assertions: Dictionary(
        assertions.filter { !$0.paths.isEmpty }.map { ($0.assertion.id, $0.paths) },
        uniquingKeysWith: { first, _ in first }))
  }

  /// How many assertions ended so.
  public func count(_ outcome: AssertionResult.Outcome) -> Int { assertions.count { $0.outcome == outcome } }
}

/// What became of one assertion.
public struct AssertionResult: Sendable {
  public enum Outcome: String, Hashable, Sendable, CaseIterable {
    case held
    /// It holds but for what exceptions put up with.
    case excepted
    /// What goes against it is in the baseline.
    case known
    /// The input does not tell, and that is put up with.
    case unknownPassed
    case unknownWarned
    case unknownFailed
    case failed
  }

  public var assertion: PolicyAssertion
  public var outcome: Outcome
  /// What should be and isn't, or the other way round: disjoint sets of paths.
  public var violations: [Violation]
  /// Paths that may be violations, for all that the input tells.
  public var unknowns: [Violation]
  /// What exceptions put up with, by their places.
  public var excepted: [ExceptedPaths]
  /// Exceptions whose day is over though something needs them still.
  public var expired: [ExceptedPaths]
  /// Exceptions that nothing needs.
  public var unused: [PolicyException]
  /// How many pairs have paths that the baseline knows.
  public var known: Int
  /// How many pairs the assertion is about.
  public var pairs: Int
  /// Set where one side holds nobody, which is allowed.
  public var isEmpty: Bool

  /// What goes against it or may, exactly.
  package var paths: [PolicyBaseline.Paths]
  /// Changes after which it holds, if they were looked for and found.
  package var fix: [FixStep] = []

  public var isFailure: Bool { outcome == .failed || outcome == .unknownFailed }
}

/// Paths that go against an assertion, of pairs that have something in common.
public struct Violation: Sendable {
  public struct Side: Hashable, Sendable {
    /// `sg:web`, `internet`.
    public var party: String
    /// Names; none for the outside.
    public var members: [String]
    /// What the members are known by whatever they are called.
    public var identities: [String]
    /// Of the outside: which part, the shorter way.
    public var addresses: Reach.Addresses?
  }

  public var source: Side
  public var destination: Side
  /// The services as a list: `tcp/22, tcp/3389`.
  public var services: String
  /// Pairs of members.
  public var pairs: Int
  /// One packet of them, as `explain` understands it.
  public var witness: Question?
  /// Nothing is known of one side but that it is there.
  public var isUnplaced: Bool
  /// What became of the packet, hop by hop.
  public var answer: Answer?

  /// The rule to look at first: what stops the packet, or else the last rule that lets it pass.
  public var decider: Decider? {
    guard let answer else { return nil }
    if let blocker = answer.blockers.first {
      return Decider(
        component: blocker.component, side: blocker.side, rule: blocker.rule, origin: blocker.origin,
        isBlocking: true)
    }
    let hops = answer.explanation?.hops.filter {
      $0.direction == .forward && $0.outcome == .passed && !$0.isBeyond
        && [.securityGroup, .networkACL, .firewall, .route].contains($0.kind)
        // Nobody changes the internet's routes.
        && $0.component.kind != "internet"
    }
    let last = hops?.last { $0.kind == .securityGroup && $0.side == "ingress" } ?? hops?.last
    return last.map {
      Decider(component: $0.component, side: $0.side, rule: $0.rule, origin: $0.origin, isBlocking: false)
    }
  }
}

/// The rule that decides about a packet.
public struct Decider: Hashable, Sendable {
  public var component: Component
  /// `ingress` or `egress` for filters.
  public var side: String?
  /// In its own words; nil for an implied one.
  public var rule: String?
  public var origin: Origin
  /// Whether it stops the packet.
  public var isBlocking: Bool
}

/// What an exception puts up with.
public struct ExceptedPaths: Hashable, Sendable {
  public var exception: PolicyException
  public var pairs: Int
}
