/// Collects the elements of a drawing, those behind others first.
struct SVGCanvas {
  enum Layer {
    /// By how deep the box is, what is in a box before it.
    case box(Int)
    case lines
    case front
  }

  private var boxes: [String] = []
  private var lines = ""
  private var front = ""
  private(set) var width = 0.0
  private(set) var height = 0.0

  /// A number as SVG writes it, to a tenth.
  static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0
      ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }

  private mutating func add(_ element: String, _ layer: Layer) {
    switch layer {
    case .box(let depth):
      while boxes.count <= depth { boxes.append("") }
      boxes[depth] += element + "\n"
    case .lines: lines += element + "\n"
    case .front: front += element + "\n"
    }
  }

  private mutating func reach(_ x: Double, _ y: Double) {
    width = max(width, x)
    height = max(height, y)
  }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ w: Double, _ h: Double, _ style: String, radius: Double = 6,
    in layer: Layer
  ) {
    reach(x + w, y + h)
    let n = Self.number
    add(
      "<rect class=\"\(style)\" x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(w))\" height=\"\(n(h))\" rx=\"\(n(radius))\"/>",
      layer)
  }

  mutating func text(
    _ x: Double, _ y: Double, _ words: String, _ style: String, isCentred: Bool = false
  ) {
    guard !words.isEmpty else { return }
    reach(x, y + 6)
    let anchor = isCentred ? " text-anchor=\"middle\"" : ""
    add(
      "<text class=\"\(style)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\"\(anchor)>\(XMLText.content(words.visible))</text>",
      .front)
  }

  /// Lines of text below each other, the first with its baseline at `y`.
  mutating func text(_ x: Double, _ y: Double, _ lines: [String], _ style: String, step: Double) {
    for (number, line) in lines.enumerated() { text(x, y + Double(number) * step, line, style) }
  }

  mutating func path(
    _ points: [(x: Double, y: Double)], _ style: String, isClosed: Bool = false, in layer: Layer = .lines
  ) {
    for point in points { reach(point.x, point.y) }
    let steps = points.enumerated().map { "\($0 == 0 ? "M" : "L")\(Self.number($1.x)) \(Self.number($1.y))" }
    add("<path class=\"\(style)\" d=\"\(steps.joined(separator: " "))\(isClosed ? " Z" : "")\"/>", layer)
  }

  mutating func circle(_ x: Double, _ y: Double, _ radius: Double, _ style: String, in layer: Layer = .front)
  {
    let n = Self.number
    add("<circle class=\"\(style)\" cx=\"\(n(x))\" cy=\"\(n(y))\" r=\"\(n(radius))\"/>", layer)
  }

  /// Begins a group that says more about what is in it to who points at it.
  mutating func begin(_ words: String, in layer: Layer) {
    add("<g><title>\(XMLText.content(words.visible))</title>", layer)
  }

  mutating func end(in layer: Layer) { add("</g>", layer) }

  var elements: String { boxes.joined() + lines + front }
}
