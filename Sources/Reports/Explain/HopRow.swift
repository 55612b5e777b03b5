import PacketWalkDiagnostics
import PacketWalkQueries

/// One line of an explanation, and the lines that belong under it.
struct HopRow {
  /// How the hop went, as a word: colour only repeats it.
  enum Mark: String {
    case ok
    case block = "BLOCK"
    case auto
    case note
    case unknown = "?"

    var look: Span.Look {
      switch self {
      case .ok: .good
      case .block: .bad
      case .auto, .note: .faint
      case .unknown: .doubtful
      }
    }
  }

  /// Nil for what folds several hops into one.
  var number: Int?
  var mark: Mark
  /// The resource and its side: `sg-web out`. Empty where the text needs none.
  var component: String
  var text: String
  var code: String?
  var origin: Origin = .implied
  var notes: [String] = []
  /// The place among the explanation's hops of the one that the row is about.
  var hop: Int?
}

/// The hops of one connection in one direction.
struct HopSection {
  var heading: String
  /// Both nil for the title of a connection.
  var leg: Int?
  var direction: Direction?
  var rows: [HopRow] = []
}
