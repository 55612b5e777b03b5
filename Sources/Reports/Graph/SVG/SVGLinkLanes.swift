/// The lanes of links, left of all boxes: which each is in is known before anything has a height, so that boxes begin
/// where lanes end.
struct SVGLinkLanes {
  private let picture: Picture
  /// By link, its lane; none for one that has nowhere to go. The first is the nearest to the boxes.
  private(set) var lanes: [Int: Int] = [:]
  private static let distance = 11.0

  init(_ picture: Picture) {
    self.picture = picture
    let order = Self.order(picture)
    var spans: [(link: Int, range: ClosedRange<Int>)] = []
    for (number, link) in picture.links.enumerated() {
      let places = Set(link.ends.compactMap { order[$0.place] })
      guard let first = places.min(), let last = places.max(), first < last else { continue }
      spans.append((number, first...last))
    }
    // Short ones stand near, each lane as full as it goes.
    spans.sort { left, right in
      (left.range.count, left.range.lowerBound, left.link)
        < (right.range.count, right.range.lowerBound, right.link)
    }
    var taken: [[ClosedRange<Int>]] = []
    for (link, range) in spans {
      let lane = taken.firstIndex { $0.allSatisfy { !$0.overlaps(range) } } ?? taken.count
      if lane == taken.count { taken.append([]) }
      taken[lane].append(range)
      lanes[link] = lane
    }
  }

  var width: Double {
    lanes.values.max().map { 16 + Self.distance * Double($0) } ?? 0
  }

  /// In which order places are drawn, the highest first.
  static func order(_ picture: Picture) -> [PictureLink.Place: Int] {
    var order: [PictureLink.Place: Int] = [:]
    func visit(_ box: Int?) {
      if let box { order[.box(box)] = order.count }
      for node in picture.nodes(in: box) { order[.node(node)] = order.count }
      for inner in picture.boxes(in: box) { visit(inner) }
    }
    visit(nil)
    return order
  }

  /// - Parameters:
  ///   - sockets: by link, where it ends.
  ///   - left: where boxes begin.
  func draw(
    _ sockets: [Int: [(x: Double, y: Double)]], from left: Double, on canvas: inout SVGCanvas
  ) {
    for (number, link) in picture.links.enumerated() {
      guard let lane = lanes[number], let ends = sockets[number], let top = ends.map(\.y).min(),
        let bottom = ends.map(\.y).max()
      else { continue }
      let x = left - 16 - Self.distance * Double(lane)
      canvas.begin(title(link), in: .lines)
      canvas.link(link.style, [(x, top), (x, bottom)])
      for end in ends {
        canvas.link(link.style, [(x, end.y), (end.x - 3, end.y)])
        // A dot where it turns into the lane: it only crosses all others.
        canvas.circle(x, end.y, 2, "turn", in: .lines)
        canvas.socket(end.x, end.y)
      }
      canvas.end(in: .lines)
    }
  }

  private func title(_ link: PictureLink) -> String {
    let names = link.ends.map { picture.name(of: $0.place) }
    let state = link.style.word.isEmpty ? "" : " (\(link.style.word))"
    if link.shape == .mesh { return "peered, each with each\(state): \(names.listed(atMost: 12))" }
    return "\(names[0]) -- \(names.dropFirst().listed(atMost: 12))\(state)"
  }
}
