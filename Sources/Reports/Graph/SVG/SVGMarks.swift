/// The shapes of marks and of lines' ends: a circle, an octagon, a diamond, each told apart without colour.
extension SVGCanvas {
  /// A mark and its number.
  ///
  /// - Parameter words: what stands in it where there is no number.
  mutating func mark(_ mark: PictureMark, _ number: Int?, _ x: Double, _ y: Double, words: String = "") {
    let style = "m-\(mark)"
    switch mark {
    case .block, .wouldBlock:
      let (a, b) = (14.0, 5.8)
      path(
        [(b, -a), (a, -b), (a, b), (b, a), (-b, a), (-a, b), (-a, -b), (-b, -a)].map { (x + $0, y + $1) },
        style,
        isClosed: true, in: .front)
    case .unknown:
      path(
        [(0, -16), (16, 0), (0, 16), (-16, 0)].map { (x + $0, y + $1) }, style, isClosed: true, in: .front)
    case .ok, .auto, .note, .plain: circle(x, y, 12, style)
    case .added, .removed, .changed, .unchanged:
      rectangle(x - 12, y - 10, 24, 20, style, radius: 3, in: .front)
    }
    let words = number.map(String.init) ?? words
    text(x, y + 4.5, words, mark == .ok || mark == .block ? "number onmark" : "number", isCentred: true)
  }

  /// A line straight down or up, with its end before a mark.
  mutating func connector(_ style: PictureEdge.Style, _ x: Double, _ from: Double, _ to: Double) {
    let sign: Double = to > from ? 1 : -1
    let end = to - sign * 16
    let start = from + sign * 15
    guard (end - start) * sign > 2 else { return }
    path([(x, start), (x, end - sign * (style == .blocked ? 2 : 5))], "e e-\(style)")
    if style == .blocked {
      path([(x - 13, end - sign * 2), (x + 13, end - sign * 2)], "e e-\(style)")
    } else {
      path(
        [(x, end + sign * 2), (x - 5, end - sign * 7), (x + 5, end - sign * 7)], "f-\(style)", isClosed: true)
    }
    if style == .unknown { text(x + 8, (start + end) / 2 + 4, "?", "number w-unknown") }
  }

  /// An arrow to the left: the end of a line at a box.
  mutating func arrow(_ style: PictureEdge.Style, _ x: Double, _ y: Double) {
    path([(x, y), (x + 9, y - 5), (x + 9, y + 5)], "f-\(style)", isClosed: true)
  }

  /// A line without direction.
  mutating func link(_ style: PictureLink.Style, _ points: [(x: Double, y: Double)]) {
    path(points, "l l-\(style)")
  }

  /// The end of a line without direction, at a box's border.
  mutating func socket(_ x: Double, _ y: Double) { circle(x, y, 3, "socket", in: .lines) }

  /// What marks and lines mean, and what else there is to say; from a height on.
  mutating func legend(_ picture: Picture, _ left: Double, _ top: Double, _ width: Double) {
    var y = top
    for note in picture.notes {
      for line in SVGText.wrapped(note, width, 13) {
        text(left, y, line, "plain")
        y += 18
      }
    }
    y += picture.notes.isEmpty ? 0 : 10
    var x = left
    func room(_ words: String) -> Double { 44 + SVGText.width(words, 12) + 20 }
    func next(_ words: String) {
      if x > left, x + room(words) > left + width {
        x = left
        y += 32
      }
    }
    for (mark, words) in picture.legend {
      next(words)
      self.mark(mark, nil, x + 16, y, words: mark.word.count == 1 ? mark.word : "")
      text(x + 38, y + 4, words, "minor")
      x += room(words)
    }
    for (style, words) in picture.linkLines {
      next(words)
      link(style, [(x + 5, y), (x + 31, y)])
      for end in [x + 2, x + 34] { socket(end, y) }
      text(x + 44, y + 4, words, "minor")
      x += room(words) + 6
    }
    for (style, words) in picture.lines {
      next(words)
      path([(x + 2, y), (x + 30, y)], "e e-\(style)")
      if style == .blocked {
        path([(x + 30, y - 8), (x + 30, y + 8)], "e e-\(style)")
      } else {
        path([(x + 34, y), (x + 25, y - 5), (x + 25, y + 5)], "f-\(style)", isClosed: true)
      }
      text(x + 38, y + 4, words, "minor")
      x += room(words)
    }
  }

  /// The title and the lines below it.
  ///
  /// - Returns: where what follows may begin.
  mutating func heading(_ picture: Picture, _ left: Double, _ width: Double) -> Double {
    var y = 40.0
    for line in SVGText.wrapped(picture.title, width, 18, isBold: true) {
      text(left, y, line, "title")
      y += 24
    }
    for words in picture.summary {
      for line in SVGText.wrapped(words, width, 13) {
        text(left, y, line, "plain")
        y += 18
      }
    }
    return y
  }
}
