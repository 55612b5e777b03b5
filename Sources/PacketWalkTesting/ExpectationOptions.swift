public import PacketWalkDiagnostics
public import PacketWalkForwarding
public import PacketWalkPolicy
import PacketWalkQueries

/// How expectations are judged: what the command line's options of `packetwalk test` say.
public struct ExpectationOptions: Sendable {
  /// The day on which exceptions' ends are looked at; nil for the machine's, in UTC.
  public var today: CalendarDate?
  /// What becomes of assertions that say nothing of their own about what the input doesn't tell.
  public var unknown: PolicyAssertion.UnknownRule
  /// The least severity of a failed assertion that fails the test; less is a warning.
  public var failsFrom: Finding.Severity
  /// Whether every assumption counts as unknown.
  public var isStrict: Bool
  /// Assumptions that are settled: true takes one for granted, false stops what rests on it.
  public var settled: [Assumption: Bool]
  /// Whether load balancers' targets that were unhealthy when the input was taken are passed over.
  public var respectsHealth: Bool
  /// Which of a policy's environments this is.
  public var environment: String?
  /// Values for a policy's variables.
  public var variables: [String: String]
  /// Whether changes are looked for after which a failed assertion would hold.
  public var isFixing: Bool

  /// Creates options; what is left out is as on the command line.
  public init(
    today: CalendarDate? = nil, unknown: PolicyAssertion.UnknownRule = .fail,
    failsFrom: Finding.Severity = .error, isStrict: Bool = false, settled: [Assumption: Bool] = [:],
    respectsHealth: Bool = false, environment: String? = nil, variables: [String: String] = [:],
    isFixing: Bool = true
  ) {
    self.today = today
    self.unknown = unknown
    self.failsFrom = failsFrom
    self.isStrict = isStrict
    self.settled = settled
    self.respectsHealth = respectsHealth
    self.environment = environment
    self.variables = variables
    self.isFixing = isFixing
  }

  /// What walks have to know of them.
  var reach: ReachOptions {
    ReachOptions(isStrict: isStrict, settled: settled, respectsHealth: respectsHealth)
  }
}
