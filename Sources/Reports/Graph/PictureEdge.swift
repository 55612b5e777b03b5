/// A connection: from each of some nodes to each of others.
package struct PictureEdge: Hashable, Sendable {
  package enum Style: String, Hashable, Sendable, CaseIterable {
    // Of a path.
    case forward
    case reply
    /// What would go on if the blockers were gone.
    case beyond
    case blocked
    // Of a network.
    case reachable
    case sometimes
    case noReply
    /// Between some of the members only.
    case partly
    case unknown
    // Of a difference.
    case added
    case removed
    case changed
    case unchanged

    var meaning: String {
      switch self {
      case .forward: "request"
      case .reply: "reply"
      case .beyond: "what would happen beyond the blocker"
      case .blocked: "ends at the blocker"
      case .reachable: "reachable, and answered"
      case .sometimes: "works only sometimes"
      case .partly: "between some of the members only"
      case .noReply: "arrives, but is not answered"
      case .unknown: "? not known from the input"
      case .added: "+ path opens"
      case .removed: "- path closes"
      case .changed: "~ path changes"
      case .unchanged: "path as before"
      }
    }

    /// Before the label, so that colour is never the only signal.
    var sign: String {
      switch self {
      case .added: "+ "
      case .removed: "- "
      case .changed: "~ "
      case .unknown: "? "
      default: ""
      }
    }
  }

  package var sources: [Int]
  package var targets: [Int]
  package var style: Style
  package var label = ""
}
