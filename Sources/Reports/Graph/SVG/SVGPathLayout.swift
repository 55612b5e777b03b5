/// Stations below each other: requests go down on the left, replies up on the right, through the boxes that both are in.
struct SVGPathLayout {
  private let picture: Picture
  private let left = 24.0
  private let width = 1000.0
  private let textWidth = 384.0
  private let inset = 14.0
  private let lanes: [PictureNode.Lane: Double] = [.forward: 96, .reply: 560]
  /// Where the middle of each node's mark is.
  private var heights: [Int: Double] = [:]

  init(_ picture: Picture) { self.picture = picture }

  mutating func draw(on canvas: inout SVGCanvas) {
    var y = canvas.heading(picture, left, width)
    y += 16
    for (lane, words) in [(PictureNode.Lane.forward, "request, downwards"), (.reply, "reply, upwards")] {
      canvas.text((lanes[lane] ?? 0) - 12, y, words, "head")
    }
    y += 14
    for box in picture.boxes(in: nil) { y = draw(box, 0, y, on: &canvas) + 12 }
    connect(on: &canvas)
    canvas.legend(picture, left, y + 20, width)
  }

  private mutating func draw(_ box: Int, _ level: Int, _ top: Double, on canvas: inout SVGCanvas) -> Double {
    let own = picture.boxes[box]
    let x = left + Double(level) * inset
    var y = top + 18
    let label = own.detail.isEmpty ? own.name : "\(own.name)  \(own.detail)"
    for line in SVGText.wrapped(label, textWidth + 30, 12, isBold: true) {
      canvas.text((lanes[.forward] ?? 0) + 26, y, line, "head")
      y += 16
    }
    y -= 10
    let nodes = picture.nodes(in: box)
    for band in Set(nodes.map { picture.nodes[$0].band }).sorted() {
      var ends = [y]
      for lane in [PictureNode.Lane.forward, .reply] {
        let own = nodes.filter { picture.nodes[$0].band == band && picture.nodes[$0].lane == lane }
        var next = y
        for node in lane == .forward ? own : own.reversed() {
          next = draw(node: node, lane, next, on: &canvas)
        }
        ends.append(next)
      }
      y = ends.max() ?? y
    }
    for inner in picture.boxes(in: box) { y = draw(inner, level + 1, y, on: &canvas) + 8 }
    y += 6
    canvas.rectangle(x, top, width - 2 * Double(level) * inset, y - top, own.kind.rawValue, in: .box(level))
    return y
  }

  private mutating func draw(
    node place: Int, _ lane: PictureNode.Lane, _ top: Double, on canvas: inout SVGCanvas
  ) -> Double {
    let node = picture.nodes[place]
    let x = lanes[lane] ?? 0
    let text = x + 26
    heights[place] = top + 20
    canvas.mark(node.mark, node.number, x, top + 20)
    var y = top + 25
    let head = [node.mark.word, node.name].filter { !$0.isEmpty }.joined(separator: " ")
    for line in SVGText.wrapped(head, textWidth, 14, isBold: true) {
      canvas.text(text, y, line, "name w-\(node.mark)")
      y += 18
    }
    for words in node.lines {
      let size = words.isMinor ? 12.0 : 13
      for line in SVGText.wrapped(words.text, textWidth, size) {
        canvas.text(text, y, line, words.isMinor ? "minor" : "plain")
        y += 16
      }
    }
    return max(y - 2, top + 42)
  }

  private func connect(on canvas: inout SVGCanvas) {
    for edge in picture.edges {
      for source in edge.sources {
        for target in edge.targets {
          guard let from = heights[source], let to = heights[target],
            let lane = picture.nodes[target].lane, let x = lanes[lane]
          else { continue }
          canvas.connector(edge.style, x, from, to)
        }
      }
    }
  }
}
