/// What is attached to what, whoever reaches whom: lines without direction between a gateway and what it joins.
package struct PictureLink: Hashable, Sendable {
  package enum Style: String, Hashable, Sendable, CaseIterable {
    case attached
    /// It is there, but in no state in which it carries anything.
    case unavailable

    var meaning: String {
      switch self {
      case .attached: "attached, whoever reaches whom"
      case .unavailable: "attached, but not available"
      }
    }

    /// On the line, so that neither colour nor dashes are the only signal.
    var word: String {
      switch self {
      case .attached: ""
      case .unavailable: "not available"
      }
    }
  }

  package enum Shape: Hashable, Sendable {
    /// The first end with each of the others.
    case star
    /// Each end with each: what is peered.
    case mesh
  }

  package enum Place: Hashable, Sendable {
    case box(Int)
    case node(Int)
  }

  package struct End: Hashable, Sendable {
    package var place: Place
    /// What it is called there: `tgw hub: appliance mode`. A box's is never empty.
    package var words: String
  }

  /// Alone, the first is something that nothing drawn is attached to.
  package var ends: [End]
  package var style: Style
  package var shape = Shape.star
}
