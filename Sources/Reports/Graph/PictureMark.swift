/// How something fares, as a word, a shape and a colour: each says it alone.
package enum PictureMark: String, Hashable, Sendable, CaseIterable {
  case plain
  case ok
  case block
  case wouldBlock
  case auto
  case note
  case unknown
  case added
  case removed
  case changed
  case unchanged

  /// The word that stands with the shape; empty where the shape stands for nothing.
  var word: String {
    switch self {
    case .plain, .note, .unchanged: ""
    case .ok: "ok"
    case .block: "BLOCK"
    case .wouldBlock: "would also block"
    case .auto: "auto"
    case .unknown: "?"
    case .added: "+"
    case .removed: "-"
    case .changed: "~"
    }
  }

  /// For the legend; nil for what needs no words.
  var meaning: String? {
    switch self {
    case .plain, .note: nil
    case .ok: "ok: lets the packet pass"
    case .block: "BLOCK: stops it"
    case .wouldBlock: "would also block, once the blockers are gone"
    case .auto: "auto: replies follow the request"
    case .unknown: "? is not known from the input"
    case .added: "+ added"
    case .removed: "- removed"
    case .changed: "~ changed"
    case .unchanged: "unchanged, for context"
    }
  }
}
