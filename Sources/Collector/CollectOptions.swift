/// What to collect, and how.
package struct CollectOptions: Sendable {
  /// Regions; empty for the one of the user's configuration, `all` for every one that the account uses.
  package var regions: [String] = []
  /// A profile of the user's configuration.
  package var profile: String?
  /// Roles to assume, one an account; empty to collect as the caller.
  package var roles: [String] = []
  /// The command; nil for the `aws` on the path.
  package var command: String?
  /// How many calls are made at a time.
  package var width = 8
  /// How often a call is made when the service asks for patience.
  package var attempts = 5
  /// How long to wait before the second attempt; each further one waits twice as long.
  package var pause: Duration = .seconds(1)
  /// How long one call may take.
  package var timeout: Duration = .seconds(300)

  package init() {}
}

/// How far a collection is.
package struct CollectProgress: Sendable, Equatable {
  /// How many calls are done, of those that are known so far.
  package var done = 0
  package var known = 0
  package var failed = 0
  package var seconds = 0

  package init(done: Int = 0, known: Int = 0, failed: Int = 0, seconds: Int = 0) {
    self.done = done
    self.known = known
    self.failed = failed
    self.seconds = seconds
  }
}
