/// Boxes below each other, each group of hosts a row in its box, and the connections beside them: every end has a line of
/// its own with its words above it, and every connection a lane, so that nothing lies on anything else. What is attached
/// to what has its lanes on the other side, so that it is no connection to anybody's eye.
struct SVGMapLayout {
  private let picture: Picture
  private let margin = 24.0
  /// Where boxes begin, beyond the lanes of links.
  private let left: Double
  private let inset = 14.0
  private let nameWidth = 250.0
  private let columnWidth = 172.0
  private let labelWidth = 300.0
  private let columns: Int
  private let depth: Int
  /// By node, the edges that end at it, those that lead to it first.
  private var ports: [[Port]]
  private var ends: [Int: [End]] = [:]
  private let lanes: SVGLinkLanes
  /// By link, where it ends.
  private var sockets: [Int: [(x: Double, y: Double)]] = [:]

  struct Port {
    var edge: Int
    var isTarget: Bool
    var lines: [String]

    var height: Double { Double(lines.count) * 15 + 9 }
  }

  private struct End {
    var x: Double
    var y: Double
    var isTarget: Bool
  }

  init(_ picture: Picture) {
    self.picture = picture
    lanes = SVGLinkLanes(picture)
    left = margin + lanes.width
    columns = picture.boxes.map(\.columns.count).max() ?? 0
    depth = picture.boxes.indices.map { picture.ancestors($0).count }.max() ?? 0
    ports = Array(repeating: [], count: picture.nodes.count)
    for (number, edge) in picture.edges.enumerated() {
      for (places, others, isTarget) in [
        (edge.targets, edge.sources, true), (edge.sources, edge.targets, false),
      ] {
        for place in places {
          let names = others.filter { $0 != place || others.count == 1 }.map { picture.nodes[$0].name }
          let words =
            "\(edge.style.sign)\(edge.label)\(edge.label.isEmpty ? "" : " ")\(isTarget ? "from" : "to") \(names.listed(atMost: 3))"
          ports[place].append(
            Port(edge: number, isTarget: isTarget, lines: SVGText.wrapped(words, labelWidth, 12)))
        }
      }
    }
    for place in ports.indices {
      ports[place] = ports[place].filter(\.isTarget) + ports[place].filter { !$0.isTarget }
    }
  }

  private var contentWidth: Double { nameWidth + max(1.5, Double(columns)) * columnWidth }
  private var right: Double { left + contentWidth + 2 * inset * Double(depth) }
  private func column(_ number: Int) -> Double {
    left + inset * Double(depth) + nameWidth + Double(number) * columnWidth
  }

  mutating func draw(on canvas: inout SVGCanvas) {
    var y = canvas.heading(picture, margin, right - margin + labelWidth) + 14
    for node in picture.nodes(in: nil) { y = draw(node: node, 0, y, on: &canvas) + 10 }
    for box in picture.boxes(in: nil) { y = draw(box, 0, y, on: &canvas) + 16 }
    connect(on: &canvas)
    lanes.draw(sockets, from: left, on: &canvas)
    canvas.legend(picture, margin, y + 24, right - margin + labelWidth)
  }

  // MARK: Boxes

  private mutating func draw(_ box: Int, _ level: Int, _ top: Double, on canvas: inout SVGCanvas) -> Double {
    let own = picture.boxes[box]
    let x = left + Double(level) * inset
    let width = right - left - 2 * Double(level) * inset
    let top = top + (own.gateways.isEmpty ? 0 : 12)
    var y = gateways(own.gateways, x, top, width, on: &canvas)
    y = max(
      header(own, x, y, on: &canvas),
      cells(own.kind == .subnet ? [] : own.columns.map { [$0] }, y, "head", on: &canvas))
    if !own.cells.isEmpty { y = max(y, cells(own.cells, top, "minor", on: &canvas)) }
    y = attachments(at: .box(box), x, y, own.cells.isEmpty ? width - 24 : nameWidth - 8, on: &canvas)
    y += 4
    for node in picture.nodes(in: box) { y = draw(node: node, level + 1, y, on: &canvas) + 8 }
    for inner in picture.boxes(in: box) { y = draw(inner, level + 1, y, on: &canvas) + 10 }
    canvas.rectangle(
      x, top, width, y - top, own.mark == .plain ? own.kind.rawValue : "m-\(own.mark)",
      in: .box(level))
    return y
  }

  private func header(_ box: PictureBox, _ x: Double, _ top: Double, on canvas: inout SVGCanvas) -> Double {
    var y = top + 20
    let room = box.columns.isEmpty && box.cells.isEmpty ? contentWidth : nameWidth - 8
    let name = [box.mark.word, box.name].filter { !$0.isEmpty }.joined(separator: " ")
    for line in SVGText.wrapped(name, room, 14, isBold: true) {
      canvas.text(x + 12, y, line, "name w-\(box.mark)")
      y += 17
    }
    for line in box.detail.isEmpty ? [] : SVGText.wrapped(box.detail, room, 12) {
      canvas.text(x + 12, y, line, "minor")
      y += 15
    }
    return y - 6
  }

  private func cells(_ cells: [[String]], _ top: Double, _ style: String, on canvas: inout SVGCanvas)
    -> Double
  {
    var bottom = top
    for (number, cell) in cells.enumerated() where !cell.isEmpty {
      var y = top + 20
      for line in cell.flatMap({ SVGText.wrapped($0, columnWidth - 14, 12) }) {
        canvas.text(column(number), y, line, style)
        y += 15
      }
      bottom = max(bottom, y - 6)
    }
    return bottom
  }

  /// Gateways stand on the border.
  private func gateways(
    _ gateways: [String], _ x: Double, _ top: Double, _ width: Double, on canvas: inout SVGCanvas
  ) -> Double {
    var (next, y) = (x + 16, top)
    for gateway in gateways {
      for line in SVGText.wrapped(gateway, width - 60, 12) {
        let room = SVGText.width(line, 12) + 16
        if next > x + 16, next + room > x + width - 16 {
          (next, y) = (x + 16, y + 26)
        }
        canvas.rectangle(next, y - 11, room, 22, "gateway", radius: 11, in: .front)
        canvas.text(next + 8, y + 4, line, "minor")
        next += room + 10
      }
    }
    return gateways.isEmpty ? top : y + 6
  }

  // MARK: Rows

  private mutating func draw(
    node place: Int, _ level: Int, _ top: Double, on canvas: inout SVGCanvas
  ) -> Double {
    let node = picture.nodes[place]
    let x = left + Double(level) * inset
    let width = right - left - 2 * Double(level) * inset
    let hasMark = ![PictureMark.plain, .unchanged].contains(node.mark)
    let textX = x + (hasMark ? 42 : 12)
    if hasMark { canvas.mark(node.mark, node.number, x + 22, top + 16, words: node.mark.word) }
    var y = top + 20
    let room = (node.cells.isEmpty ? width - 24 : column(0) - x - 20) - (hasMark ? 30 : 0)
    let name = node.number == nil ? node.name : "\(node.mark.word) \(node.name)"
    for line in SVGText.wrapped(name, room, 14, isBold: true) {
      canvas.text(textX, y, line, "name w-\(node.mark)")
      y += 17
    }
    for words in node.lines {
      for line in SVGText.wrapped(words.text, room, 12) {
        canvas.text(textX, y, line, "minor")
        y += 15
      }
    }
    y = attachments(at: .node(place), x, y - 6, room, on: &canvas)
    y = max(y, cells(node.cells, top, "minor", on: &canvas))
    var portY = top + 4
    for port in ports[place] {
      for (number, line) in port.lines.enumerated() {
        canvas.text(right + 20, portY + 12 + Double(number) * 15, line, "minor w-\(port.mark(in: picture))")
      }
      portY += port.height
      ends[port.edge, default: []].append(End(x: x + width, y: portY - 2, isTarget: port.isTarget))
    }
    let bottom = max(y + 2, portY + 4)
    canvas.rectangle(
      x, top, width, bottom - top,
      node.kind == .hub ? "hub" : node.mark == .plain ? "node" : "m-\(node.mark)",
      radius: node.kind == .hub ? 12 : 4, in: .box(level + 1))
    return bottom
  }

  /// What is attached at a place, a row each, with the end of its line at the border.
  private mutating func attachments(
    at place: PictureLink.Place, _ x: Double, _ top: Double, _ room: Double, on canvas: inout SVGCanvas
  ) -> Double {
    var y = top + 8
    for (link, words) in picture.attachments(at: place) {
      sockets[link, default: []].append((x, y - 4))
      for line in SVGText.wrapped(words, room, 12) {
        canvas.text(x + 12, y, line, "minor")
        y += 15
      }
    }
    return y == top + 8 ? top : y - 6
  }

  // MARK: Connections

  private func connect(on canvas: inout SVGCanvas) {
    let base = right + 20 + labelWidth + 16
    // Short ones stand near, each lane as full as it goes.
    let order = ends.keys.sorted { left, right in
      let (l, r) = (span(left), span(right))
      return (l.bottom - l.top, l.top, left) < (r.bottom - r.top, r.top, right)
    }
    var lanes: [[(top: Double, bottom: Double)]] = []
    for number in order {
      let edge = picture.edges[number]
      let own = span(number)
      let lane =
        lanes.firstIndex { taken in taken.allSatisfy { $0.bottom + 6 < own.top || own.bottom + 6 < $0.top } }
        ?? lanes.count
      if lane == lanes.count { lanes.append([]) }
      lanes[lane].append(own)
      let x = base + Double(lane) * 13
      canvas.begin(title(edge), in: .lines)
      for end in ends[number] ?? [] {
        canvas.path([(end.x + (end.isTarget ? 8 : 0), end.y), (x, end.y)], "e e-\(edge.style)")
        // A dot where a line turns into the lane: it only crosses all others.
        canvas.circle(x, end.y, 2.5, "f-\(edge.style)", in: .lines)
        if end.isTarget {
          canvas.arrow(edge.style, end.x + 1, end.y)
        } else {
          canvas.circle(end.x + 3, end.y, 3, "f-\(edge.style)", in: .lines)
        }
      }
      canvas.path([(x, own.top), (x, own.bottom)], "e e-\(edge.style)")
      canvas.end(in: .lines)
    }
  }

  private func span(_ edge: Int) -> (top: Double, bottom: Double) {
    let heights = (ends[edge] ?? []).map(\.y)
    return (heights.min() ?? 0, heights.max() ?? 0)
  }

  private func title(_ edge: PictureEdge) -> String {
    func names(_ places: [Int]) -> String { places.map { picture.nodes[$0].name }.joined(separator: ", ") }
    return "\(edge.style.sign)\(names(edge.sources)) -> \(names(edge.targets))  \(edge.label)"
  }
}

extension SVGMapLayout.Port {
  func mark(in picture: Picture) -> PictureMark {
    switch picture.edges[edge].style {
    case .added: .added
    case .removed: .removed
    case .changed, .sometimes, .unknown: .changed
    case .blocked, .noReply: .block
    default: .plain
    }
  }
}
