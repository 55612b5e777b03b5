/// How finely a network is drawn.
package struct NetworkPictureOptions: Hashable, Sendable {
  package enum Level: String, Hashable, Sendable, CaseIterable {
    case vpc
    case subnet
    case group
  }

  /// Nil for the finest at which the picture stays readable.
  package var level: Level?
  /// How many connections are drawn.
  package var edgeLimit: Int

  package static let standardEdgeLimit = 40
  /// More boxes than this are too many to read.
  static let boxLimit = 36

  package init(level: Level? = nil, edgeLimit: Int = Self.standardEdgeLimit) {
    self.level = level
    self.edgeLimit = edgeLimit
  }
}
