/// A drawing before it has a format: what is in what, what leads where, and how each is marked. The formats decide
/// nothing but how that looks.
package struct Picture: Hashable, Sendable {
  package enum Arrangement: Hashable, Sendable {
    /// Stations below each other, requests downwards on one side, replies upwards on the other.
    case path
    /// Boxes below each other, connections beside them.
    case map
  }

  package var arrangement: Arrangement
  package var title: String
  /// Lines below the title.
  package var summary: [String] = []
  /// Parents before what is in them, in the order in which they stand.
  package var boxes: [PictureBox] = []
  /// In the order in which they stand.
  package var nodes: [PictureNode] = []
  package var edges: [PictureEdge] = []
  /// What stands between boxes, beside what edges say of who reaches whom.
  package var links: [PictureLink] = []
  /// Lines below the drawing.
  package var notes: [String] = []

  init(_ arrangement: Arrangement, title: String) {
    self.arrangement = arrangement
    self.title = title
  }

  /// What a mark means, for the marks that are there.
  var legend: [(mark: PictureMark, words: String)] {
    let used = Set(nodes.map(\.mark)).union(boxes.map(\.mark))
    return PictureMark.allCases.compactMap { mark in
      guard used.contains(mark), let words = mark.meaning else { return nil }
      return (mark, words)
    }
  }

  /// What a kind of line means, for those that are there.
  var lines: [(style: PictureEdge.Style, words: String)] {
    let used = Set(edges.map(\.style))
    return PictureEdge.Style.allCases.filter(used.contains).map { ($0, $0.meaning) }
  }

  /// What a kind of link means, for those that are there.
  var linkLines: [(style: PictureLink.Style, words: String)] {
    let used = Set(links.filter { $0.ends.count > 1 }.map(\.style))
    return PictureLink.Style.allCases.filter(used.contains).map { ($0, $0.meaning) }
  }

  // MARK: Building

  mutating func add(_ box: PictureBox) -> Int {
    boxes.append(box)
    return boxes.count - 1
  }

  mutating func add(_ node: PictureNode) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  // MARK: Reading

  /// The boxes directly in one, or in none.
  func boxes(in parent: Int?) -> [Int] { boxes.indices.filter { boxes[$0].parent == parent } }

  /// The nodes directly in a box, or in none.
  func nodes(in box: Int?) -> [Int] { nodes.indices.filter { nodes[$0].box == box } }

  /// What is attached at a place, each with the words that it has there.
  func attachments(at place: PictureLink.Place) -> [(link: Int, words: String)] {
    links.enumerated().flatMap { number, link in
      link.ends.filter { $0.place == place && !$0.words.isEmpty }.map { (number, $0.words) }
    }
  }

  /// What a place is called.
  func name(of place: PictureLink.Place) -> String {
    switch place {
    case .box(let box): boxes[box].name
    case .node(let node): nodes[node].name
    }
  }

  /// What is in a box's columns, as lines: `us-west-2a: app-a, app-b`.
  func lines(_ cells: [[String]], in box: Int?) -> [String] {
    let columns = box.map { boxes[$0].columns } ?? []
    return zip(columns, cells).filter { !$1.isEmpty }.map { column, cell in
      (column.isEmpty ? "" : "\(column): ") + cell.joined(separator: ", ")
    }
  }

  /// A box and all that it is in, the outermost first.
  func ancestors(_ box: Int?) -> [Int] {
    var found: [Int] = []
    var next = box
    while let place = next {
      found.append(place)
      next = boxes[place].parent
    }
    return found.reversed()
  }
}
