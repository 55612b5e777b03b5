/// A picture as a Mermaid flowchart, for Markdown: GitHub and GitLab draw it in comments.
package enum MermaidReport {
  /// What renderers take by default; more is an error message in the place of the picture.
  package static let characterLimit = 50_000
  package static let edgeLimit = 500

  /// Drawn with shorter names where they would not fit, each with an ellipsis.
  package static func text(_ picture: Picture) -> String {
    var text = ""
    for limit in [120, 60, 30, 12] {
      var writer = Writer(picture: picture, nameLimit: limit)
      text = writer.written()
      if text.unicodeScalars.count <= characterLimit { return text }
    }
    let words = MermaidText.label([
      picture.title.shortened(to: 200), "too large for a Mermaid picture: ask for svg or dot",
    ])
    return "flowchart TB\n  n0[\(words)]\n"
  }

  private struct Writer {
    let picture: Picture
    let nameLimit: Int
    private var text = ""
    /// By style, the numbers of links.
    private var links: [PictureEdge.Style: [Int]] = [:]
    private var attachments: [PictureLink.Style: [Int]] = [:]
    private var count = 0
    private var junctions = 0
    /// Connections beyond what renderers take.
    private var omitted = 0
    private var omittedLinks = 0

    init(picture: Picture, nameLimit: Int) {
      self.picture = picture
      self.nameLimit = nameLimit
    }

    mutating func written() -> String {
      // Wider labels than the default, and room below the titles of boxes.
      text =
        "%%{init: {\"flowchart\": {\"wrappingWidth\": 420, \"subGraphTitleMargin\": {\"top\": 4, \"bottom\": 16}}}}%%\n"
      text += "flowchart \(picture.arrangement == .path ? "TB" : "LR")\n"
      line(1, "accTitle: \(accessible(picture.title))")
      line(1, "accDescr: \(accessible(picture.summary.joined(separator: "; ")))")
      contents(nil, 1)
      for edge in picture.edges { draw(edge) }
      for link in picture.links { draw(link) }
      notes()
      classes()
      return text
    }

    private mutating func line(_ indent: Int, _ words: String) {
      text += String(repeating: "  ", count: indent) + words + "\n"
    }

    /// The title for screen readers ends at the line's end, and knows no quotes.
    private func accessible(_ words: String) -> String {
      var plain = ""
      for scalar in words.replacing("->", with: "to").visible.shortened(to: 400).unicodeScalars {
        plain.unicodeScalars.append("%#;{}\"`<>&\\".unicodeScalars.contains(scalar) ? " " : scalar)
      }
      return plain.isEmpty ? "packetwalk" : plain
    }

    private func label(_ lines: [String]) -> String {
      MermaidText.label(lines.filter { !$0.isEmpty }.map { $0.shortened(to: nameLimit) })
    }

    // MARK: Boxes and nodes

    private mutating func contents(_ box: Int?, _ indent: Int) {
      for node in picture.nodes(in: box) { line(indent, shape(node)) }
      for inner in picture.boxes(in: box) {
        let own = picture.boxes[inner]
        let name = [own.mark.word, own.name].filter { !$0.isEmpty }.joined(separator: " ")
        let title = own.detail.isEmpty ? name : "\(name)  \(own.detail)"
        // Titles of several lines would lie over what is below them.
        let isShort = title.count <= 40
        line(indent, "subgraph b\(inner)[\(label([isShort ? title : name]))]")
        let cells = picture.lines(own.cells, in: inner)
        let attached = picture.attachments(at: .box(inner)).map(\.words)
        let facts = [isShort ? "" : own.detail] + own.gateways + attached + cells
        if facts.contains(where: { !$0.isEmpty }) {
          line(indent + 1, "d\(inner)[\(label(facts))]:::facts")
        }
        if picture.arrangement == .path { line(indent + 1, "direction TB") }
        contents(inner, indent + 1)
        if facts.allSatisfy(\.isEmpty), picture.nodes(in: inner).isEmpty, picture.boxes(in: inner).isEmpty {
          // A subgraph without contents is drawn as a node, or not at all.
          line(indent + 1, "d\(inner)[\"nothing in it\"]:::facts")
        }
        line(indent, "end")
      }
    }

    private func shape(_ place: Int) -> String {
      let node = picture.nodes[place]
      let head = [node.number.map(String.init) ?? "", node.mark.word, node.name].filter { !$0.isEmpty }
      let lines = node.lines.filter { !$0.isMinor }.map(\.text)
      let cells = picture.lines(node.cells, in: node.box)
      let attached = picture.attachments(at: .node(place)).map(\.words)
      let words = label([head.joined(separator: " ")] + lines + attached + cells)
      let (open, close) =
        switch node.mark {
        case .block, .wouldBlock: ("{{", "}}")
        case .unknown: ("{", "}")
        case .ok, .auto: ("(", ")")
        case .removed: ("[/", "/]")
        case .added: ("([", "])")
        case .changed: ("[[", "]]")
        case .plain, .note, .unchanged: ("[", "]")
        }
      return "n\(place)\(open)\(words)\(close):::\(node.kind == .hub ? "hub" : "\(node.mark)")"
    }

    // MARK: Lines

    private mutating func draw(_ edge: PictureEdge) {
      let needed =
        edge.sources.count > 1 && edge.targets.count > 1
        ? edge.sources.count + edge.targets.count : edge.sources.count * edge.targets.count
      guard count + needed <= edgeLimit else {
        omitted += 1
        return
      }
      let words = edge.style.sign + edge.label
      guard edge.sources.count > 1, edge.targets.count > 1 else {
        for source in edge.sources {
          for target in edge.targets { link("n\(source)", "n\(target)", edge.style, words) }
        }
        return
      }
      // From each to each, by way of one point.
      let junction = "j\(junctions)"
      junctions += 1
      line(1, "\(junction)([\(label([words]))]):::junction")
      for source in edge.sources { link("n\(source)", junction, edge.style, "", isOpen: true) }
      for target in edge.targets { link(junction, "n\(target)", edge.style, "") }
    }

    private mutating func link(
      _ from: String, _ to: String, _ style: PictureEdge.Style, _ words: String, isOpen: Bool = false
    ) {
      let words = words.isEmpty && style == .unknown ? "?" : words
      let arrow = isOpen ? style.openArrow : style.arrow
      line(1, "\(from) \(arrow)\(words.isEmpty ? "" : "|\(label([words]))|") \(to)")
      links[style, default: []].append(count)
      count += 1
    }

    // MARK: Links

    private mutating func draw(_ link: PictureLink) {
      guard link.ends.count > 1 else { return }
      let needed = link.shape == .mesh ? link.ends.count : link.ends.count - 1
      guard count + needed <= edgeLimit else {
        omittedLinks += 1
        return
      }
      var centre = name(of: link.ends[0].place)
      var others = link.ends.dropFirst().map(\.place)
      if link.shape == .mesh {
        centre = "j\(junctions)"
        junctions += 1
        line(1, "\(centre)([\(label(["peered, each with each"]))]):::junction")
        others = link.ends.map(\.place)
      }
      let words = link.style.word.isEmpty ? "" : "|\(label([link.style.word]))|"
      for other in others {
        line(1, "\(centre) \(link.style.line)\(words) \(name(of: other))")
        attachments[link.style, default: []].append(count)
        count += 1
      }
    }

    /// Lines lead to what a box says of itself, where its gateways are named.
    private func name(of place: PictureLink.Place) -> String {
      switch place {
      case .box(let box): "d\(box)"
      case .node(let node): "n\(node)"
      }
    }

    // MARK: The rest

    private mutating func notes() {
      var words = ([picture.title] + picture.summary + picture.notes).map { $0.shortened(to: 400) }
      if omitted > 0 {
        words.append(
          "\(counted(omitted, "kind of connection", "kinds of connection")) beyond what Mermaid takes: ask for svg or dot"
        )
      }
      if omittedLinks > 0 {
        words.append(
          "\(counted(omittedLinks, "bundle of attachments", "bundles of attachments")) beyond what Mermaid takes: ask for svg or dot"
        )
      }
      line(1, "notes[\(MermaidText.label(words))]:::notes")
    }

    private mutating func classes() {
      let marks = Set(picture.nodes.filter { $0.kind == .party }.map(\.mark))
      for mark in marks.sorted(by: { $0.rawValue < $1.rawValue }) {
        line(1, "classDef \(mark) \(mark.look)")
      }
      if picture.nodes.contains(where: { $0.kind == .hub }) {
        line(1, "classDef hub fill:#eaeef2,stroke:#6e7781,color:#24292f")
      }
      if text.contains(":::facts\n") { line(1, "classDef facts fill:none,stroke:none") }
      if !picture.boxes.isEmpty {
        line(1, "classDef box fill:none,stroke:#8c959f")
        line(1, "class \(picture.boxes.indices.map { "b\($0)" }.joined(separator: ",")) box")
      }
      if junctions > 0 { line(1, "classDef junction fill:#ffffff,stroke:#57606a,color:#24292f") }
      line(1, "classDef notes fill:none,stroke:none,text-align:left")
      for style in PictureEdge.Style.allCases {
        guard let numbers = links[style] else { continue }
        line(1, "linkStyle \(numbers.map(String.init).joined(separator: ",")) \(style.look)")
      }
      for style in PictureLink.Style.allCases {
        guard let numbers = attachments[style] else { continue }
        let all = numbers.map(String.init).joined(separator: ",")
        line(1, "linkStyle \(all) stroke:#8c959f,stroke-width:1px")
      }
    }
  }
}

extension String {
  /// The text up to a length, its end as an ellipsis where it is longer.
  func shortened(to limit: Int) -> String {
    count > limit ? prefix(max(1, limit - 1)) + "…" : self
  }
}

extension PictureMark {
  /// Colours with enough contrast for their own text, whatever the page's theme.
  fileprivate var look: String {
    switch self {
    case .plain, .note: "fill:#f6f8fa,stroke:#57606a,color:#24292f"
    case .ok, .auto: "fill:#e6f4ea,stroke:#1a7f37,color:#0b3d1a"
    case .block: "fill:#cf222e,stroke:#82071e,color:#ffffff,stroke-width:4px"
    case .wouldBlock: "fill:#ffffff,stroke:#cf222e,color:#82071e,stroke-width:3px"
    case .unknown: "fill:#fff8c5,stroke:#9a6700,color:#4d2d00,stroke-dasharray:6 4"
    case .added: "fill:#dafbe1,stroke:#1a7f37,color:#0b3d1a,stroke-width:3px"
    case .removed: "fill:#ffebe9,stroke:#cf222e,color:#82071e,stroke-dasharray:6 4"
    case .changed: "fill:#fff8c5,stroke:#9a6700,color:#4d2d00"
    case .unchanged: "fill:#f6f8fa,stroke:#afb8c1,color:#57606a"
    }
  }
}

extension PictureLink.Style {
  fileprivate var line: String {
    switch self {
    case .attached: "---"
    case .unavailable: "-.-"
    }
  }
}

extension PictureEdge.Style {
  fileprivate var arrow: String {
    switch self {
    case .forward, .added: "==>"
    case .reply, .reachable, .changed, .noReply: "-->"
    case .beyond, .sometimes, .unknown, .removed, .unchanged, .partly: "-.->"
    case .blocked: "==x"
    }
  }

  fileprivate var openArrow: String {
    switch self {
    case .forward, .added, .blocked: "==="
    case .reply, .reachable, .changed, .noReply: "---"
    case .beyond, .sometimes, .unknown, .removed, .unchanged, .partly: "-.-"
    }
  }

  fileprivate var look: String {
    switch self {
    case .forward: "stroke:#0969da"
    case .reply: "stroke:#8250df,stroke-width:2px"
    case .beyond, .unchanged, .partly: "stroke:#8c959f"
    case .blocked, .removed, .noReply: "stroke:#cf222e"
    case .reachable: "stroke:#0969da"
    case .sometimes, .unknown, .changed: "stroke:#9a6700"
    case .added: "stroke:#1a7f37"
    }
  }
}
