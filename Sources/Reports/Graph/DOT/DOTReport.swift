/// A picture as Graphviz reads it: `packetwalk graph … -o dot | dot -Tsvg`.
package enum DOTReport {
  package static func text(_ picture: Picture) -> String {
    var writer = Writer(picture: picture)
    return writer.written()
  }

  private struct Writer {
    let picture: Picture
    private var text = ""
    private var junctions = 0

    init(picture: Picture) { self.picture = picture }

    mutating func written() -> String {
      line(0, "digraph packetwalk {")
      line(
        1,
        "graph [rankdir=\(picture.arrangement == .path ? "TB" : "LR"), compound=true, newrank=true, pad=0.3,")
      line(2, "fontname=\"Helvetica,Arial,sans-serif\", fontsize=12, labelloc=t, labeljust=l,")
      line(2, "label=\(DOTText.label([picture.title] + picture.summary + picture.notes))];")
      line(1, "node [shape=box, fontname=\"Helvetica,Arial,sans-serif\", fontsize=11, style=filled];")
      line(1, "edge [fontname=\"Helvetica,Arial,sans-serif\", fontsize=10];")
      contents(nil, 1)
      for edge in picture.edges { draw(edge) }
      for link in picture.links { draw(link) }
      line(0, "}")
      return text
    }

    private mutating func line(_ indent: Int, _ words: String) {
      text += String(repeating: "  ", count: indent) + words + "\n"
    }

    private mutating func contents(_ box: Int?, _ indent: Int) {
      for node in picture.nodes(in: box) { line(indent, declaration(node)) }
      for inner in picture.boxes(in: box) {
        let own = picture.boxes[inner]
        let name = [own.mark.word, own.name].filter { !$0.isEmpty }.joined(separator: " ")
        let cells = picture.lines(own.cells, in: inner)
        let attached = picture.attachments(at: .box(inner)).map(\.words)
        line(indent, "subgraph cluster_\(inner) {")
        line(indent + 1, "label=\(DOTText.label([name, own.detail] + own.gateways + attached + cells));")
        line(indent + 1, "style=\"rounded\"; color=\"#8c959f\"; margin=12;")
        contents(inner, indent + 1)
        if picture.nodes(in: inner).isEmpty, picture.boxes(in: inner).isEmpty {
          line(indent + 1, "e\(inner) [shape=plaintext, style=\"\", label=\"\"];")
        }
        line(indent, "}")
      }
    }

    private func declaration(_ place: Int) -> String {
      let node = picture.nodes[place]
      let head = [node.number.map(String.init) ?? "", node.mark.word, node.name].filter { !$0.isEmpty }
      let cells = picture.lines(node.cells, in: node.box)
      let lines = node.lines.map(\.text) + picture.attachments(at: .node(place)).map(\.words)
      let words = DOTText.label([head.joined(separator: " ")] + lines + cells)
      return "n\(place) [label=\(words), \(node.kind == .hub ? Self.hub : node.mark.look)];"
    }

    private mutating func draw(_ edge: PictureEdge) {
      let words = edge.style.sign + edge.label
      guard edge.sources.count > 1, edge.targets.count > 1 else {
        for source in edge.sources {
          for target in edge.targets { link("n\(source)", "n\(target)", edge.style, words) }
        }
        return
      }
      let junction = "j\(junctions)"
      junctions += 1
      line(1, "\(junction) [label=\(DOTText.label([words])), shape=plaintext, style=\"\"];")
      for source in edge.sources { link("n\(source)", junction, edge.style, "", "arrowhead=none") }
      for target in edge.targets { link(junction, "n\(target)", edge.style, "") }
    }

    // MARK: Links

    private static let hub = "style=\"filled,rounded\", fillcolor=\"#eaeef2\", color=\"#6e7781\""

    private mutating func draw(_ link: PictureLink) {
      switch link.shape {
      case .star:
        guard let centre = link.ends.first else { return }
        for end in link.ends.dropFirst() { join(centre.place, end.place, link.style) }
      case .mesh:
        let junction = "j\(junctions)"
        junctions += 1
        let words = DOTText.label(["peered, each with each", link.style.word])
        line(1, "\(junction) [label=\(words), shape=plaintext, style=\"\"];")
        for end in link.ends {
          let (name, border) = anchor(end.place)
          let ends = [border.map { "lhead=\($0)" }, link.style.look].compactMap(\.self)
          line(1, "\(junction) -> \(name) [\(ends.joined(separator: ", "))];")
        }
      }
    }

    private mutating func join(
      _ from: PictureLink.Place, _ to: PictureLink.Place, _ style: PictureLink.Style
    ) {
      let (tail, left) = anchor(from)
      let (head, right) = anchor(to)
      let label = style.word.isEmpty ? nil : "label=\(DOTText.label([style.word]))"
      let attributes = [left.map { "ltail=\($0)" }, right.map { "lhead=\($0)" }, style.look, label]
      line(1, "\(tail) -> \(head) [\(attributes.compactMap(\.self).joined(separator: ", "))];")
    }

    /// The node by which a line reaches a place, and the cluster at whose border it ends.
    private func anchor(_ place: PictureLink.Place) -> (node: String, cluster: String?) {
      switch place {
      case .node(let node): return ("n\(node)", nil)
      case .box(let box):
        var inner = box
        while true {
          if let node = picture.nodes(in: inner).first { return ("n\(node)", "cluster_\(box)") }
          guard let next = picture.boxes(in: inner).first else { return ("e\(inner)", "cluster_\(box)") }
          inner = next
        }
      }
    }

    // MARK: Edges

    private mutating func link(
      _ from: String, _ to: String, _ style: PictureEdge.Style, _ words: String, _ more: String = ""
    ) {
      let words = words.isEmpty && style == .unknown ? "?" : words
      var attributes = [style.look]
      if !words.isEmpty { attributes.append("label=\(DOTText.label([words]))") }
      if !more.isEmpty { attributes.append(more) }
      line(1, "\(from) -> \(to) [\(attributes.joined(separator: ", "))];")
    }
  }
}

extension PictureMark {
  fileprivate var look: String {
    switch self {
    case .plain, .note: "fillcolor=\"#f6f8fa\", color=\"#57606a\""
    case .ok, .auto: "fillcolor=\"#e6f4ea\", color=\"#1a7f37\", style=\"filled,rounded\""
    case .block: "shape=octagon, fillcolor=\"#cf222e\", color=\"#82071e\", fontcolor=\"#ffffff\", penwidth=3"
    case .wouldBlock:
      "shape=octagon, fillcolor=\"#ffffff\", color=\"#cf222e\", fontcolor=\"#82071e\", penwidth=2"
    case .unknown: "shape=diamond, fillcolor=\"#fff8c5\", color=\"#9a6700\", style=\"filled,dashed\""
    case .added: "fillcolor=\"#dafbe1\", color=\"#1a7f37\", penwidth=2"
    case .removed: "fillcolor=\"#ffebe9\", color=\"#cf222e\", style=\"filled,dashed\""
    case .changed: "fillcolor=\"#fff8c5\", color=\"#9a6700\", peripheries=2"
    case .unchanged: "fillcolor=\"#f6f8fa\", color=\"#afb8c1\", fontcolor=\"#57606a\""
    }
  }
}

extension PictureLink.Style {
  fileprivate var look: String {
    switch self {
    case .attached: "dir=none, color=\"#8c959f\", penwidth=0.8"
    case .unavailable: "dir=none, color=\"#8c959f\", penwidth=0.8, style=dashed"
    }
  }
}

extension PictureEdge.Style {
  fileprivate var look: String {
    switch self {
    case .forward: "color=\"#0969da\", penwidth=2"
    case .reply: "color=\"#8250df\", penwidth=1.5"
    case .beyond: "color=\"#8c959f\", style=dashed"
    case .blocked: "color=\"#cf222e\", penwidth=2, arrowhead=tee"
    case .reachable: "color=\"#0969da\""
    case .partly: "color=\"#57606a\", style=dashed"
    case .sometimes: "color=\"#9a6700\", style=dashed"
    case .noReply: "color=\"#cf222e\", arrowhead=onormal"
    case .unknown: "color=\"#9a6700\", style=dotted"
    case .added: "color=\"#1a7f37\", penwidth=2.5"
    case .removed: "color=\"#cf222e\", style=dashed, arrowhead=tee"
    case .changed: "color=\"#9a6700\", penwidth=1.5"
    case .unchanged: "color=\"#8c959f\", style=dotted"
    }
  }
}
