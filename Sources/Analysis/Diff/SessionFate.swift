/// What becomes of the sessions that exist when a change closes their path.
package enum SessionFate: Hashable, Sendable {
  /// The next packet is dropped. `component` looks at each of them; nil where groups do not track the session.
  case cut(by: String?, at: String)
  /// They go on until they were idle that long at one of these interfaces, whose groups track them.
  case untilIdle(IdleLimit, at: [String])
  case unknown(Doubt)

  /// After how many seconds without a packet a tracked session is forgotten.
  package enum IdleLimit: Hashable, Sendable {
    case seconds(Int)
    /// The default of TCP: 432,000, but 350 on newer kinds of instance, which inputs don't tell apart.
    case standardTCP
    /// AWS documents none.
    case undocumented
  }

  package enum Doubt: String, Hashable, Sendable {
    /// Whether connections are tracked depends on what the input does not hold.
    case missing
    /// The rules are the same, and the groups or their members are others: AWS's pages speak of rules only.
    case membership
    /// AWS's pages differ on whether what is on the way makes groups track the session.
    case tracking
  }
}
