package import PacketWalkQueries

/// What two networks let pass differently, and which of their differences is to blame.
package struct NetworkDiff {
  /// Paths that opened or closed together, and why.
  package struct Path {
    package var change: ReachDifference.Change
    package var cause: Cause
    /// Nil where no session is in danger.
    package var sessions: SessionFate?
  }

  /// Which changed resources make the difference, by their places in `changes`.
  package enum Cause: Hashable, Sendable {
    /// Each that makes it alone, and each without which it isn't made.
    case alone(sufficient: [Int], necessary: [Int])
    /// The smallest set that was found to make it.
    case jointly([Int])
    /// All changed resources together do not make it: what else the inputs say differently does.
    case elsewhere
    /// An interface of one side is new, or gone.
    case member
    /// Not looked for: there are more changes than are tried.
    case tooMany
    /// The one packet that is asked about fares alike in both networks.
    case unasked

    /// The changes that it names, by their places in `changes`, each once.
    package var blamed: [Int] {
      switch self {
      case .alone(let sufficient, let necessary):
        sufficient + necessary.filter { !sufficient.contains($0) }
      case .jointly(let places): places
      case .elsewhere, .member, .tooMany, .unasked: []
      }
    }
  }

  package var changes: [ResourceChange]
  /// What both hold under different identifiers; in all else it has the later one.
  package var matches: [ResourceMatch]
  package var paths: [Path]
  /// Members that only one of the networks has.
  package var appeared: [String]
  package var vanished: [String]

  /// The changed resources that no path is due to, by their places in `changes`.
  package var unblamed: [Int] {
    let blamed = Set(paths.flatMap(\.cause.blamed))
    return changes.indices.filter { !blamed.contains($0) }
  }

  package var isEmpty: Bool { paths.isEmpty && appeared.isEmpty && vanished.isEmpty }
}
