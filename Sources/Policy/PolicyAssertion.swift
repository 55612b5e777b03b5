public import PacketWalkDiagnostics

/// One sentence of a policy about paths.
public struct PolicyAssertion: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Requests arrive and are answered, whatever the network chooses.
    case allow
    /// No request arrives.
    case deny
    /// From nobody but the senders any request arrives.
    case only
  }

  /// How many pairs have to hold.
  public enum Quantifier: String, Hashable, Sendable, CaseIterable {
    case all
    case any
  }

  /// What becomes of the assertion where the input does not tell whether it holds.
  public enum UnknownRule: String, Hashable, Sendable, CaseIterable {
    case pass
    case warn
    case fail
  }

  /// Whether who is behind a load balancer counts as reached by what reaches the balancer.
  public enum ProxyRule: String, Hashable, Sendable, CaseIterable {
    case count
    case ignore
  }

  /// Unique in its policy.
  public var id: String
  public var kind: Kind
  /// One direction of an assertion, or both of `between`.
  public var paths: [Paths]
  /// As written, each a service of the command line's or of the policy's own by now.
  public var services: [PolicyService]
  /// For `deny`: what packets may pass all the same, as long as they pass one of these on their way.
  public var unlessThrough: [PolicyWaypoint] = []
  public var severity: Finding.Severity
  /// Why the assertion is made.
  public var why: String?
  public var quantifier: Quantifier
  /// For `allow`: whether it is enough that requests arrive.
  public var isOneWay: Bool
  /// Nil for what the run says.
  public var unknown: UnknownRule?
  public var mayBeEmpty: Bool
  /// Of `deny` and `only`: what becomes of packets that a load balancer hands on.
  public var proxies: ProxyRule
  public var exceptions: [PolicyException]
  public var origin: Origin

  /// From whom to whom.
  public struct Paths: Hashable, Sendable {
    public var sources: PolicySelection
    public var destinations: PolicySelection
    /// Set for the second direction of `between`: paths that the first one is about are left out.
    public var isWayBack = false
  }
}

/// Something on the way of packets, as a policy writes it.
public struct PolicyWaypoint: Hashable, Sendable {
  /// `endpoint:fw-*`, `nat:a`, a selector of appliances.
  public var text: String
  public var origin: Origin
}

/// A service as a policy writes it.
public struct PolicyService: Hashable, Sendable {
  /// What the command line understands.
  public var text: String
  public var origin: Origin
}

/// Paths that an assertion puts up with for a while.
public struct PolicyException: Hashable, Sendable {
  public var sources: PolicySelection?
  public var destinations: PolicySelection?
  /// None for all services of the assertion.
  public var services: [PolicyService]
  public var reason: String
  /// The last day on which it counts.
  public var expires: CalendarDate
  public var origin: Origin
}
