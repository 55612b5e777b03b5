/// Something that a connection leads to or through: a checkpoint of a path, a group of hosts.
package struct PictureNode: Hashable, Sendable {
  /// Which side of a path it is on.
  package enum Lane: Hashable, Sendable {
    case forward
    case reply
  }

  package enum Kind: Hashable, Sendable {
    case party
    /// A gateway between VPCs, which is nobody's source or destination.
    case hub
  }

  /// A line under the name.
  package struct Line: Hashable, Sendable {
    package var text: String
    /// Whether it may be left out where there is little room.
    package var isMinor: Bool

    init(_ text: String, isMinor: Bool = false) {
      self.text = text
      self.isMinor = isMinor
    }
  }

  package var box: Int?
  package var kind = Kind.party
  package var mark = PictureMark.plain
  package var number: Int?
  package var name: String
  package var lines: [Line] = []
  /// What of it is in each of its box's columns, a line each.
  package var cells: [[String]] = []
  /// Of a path's checkpoint.
  package var lane: Lane?
  /// Of a path's checkpoint: the station that both lanes have in common.
  package var band = 0
}
