import PacketWalkDiagnostics
import PacketWalkForwarding
package import PacketWalkQueries

/// One path through its containers, every hop a numbered checkpoint as `explain` numbers them.
package enum PathPicture {
  /// How much is drawn.
  package enum Detail: Hashable, Sendable {
    /// Every checkpoint.
    case every
    /// What a packet passes at one place in one.
    case places
  }

  /// More is too small to read in a comment.
  package static let commentLimit = 14

  /// A Mermaid flowchart for a comment: every checkpoint if there are few, else those that decide.
  ///
  /// - Parameter answer: one with an explanation.
  package static func mermaid(_ answer: Answer) -> String {
    let whole = picture(answer)
    return MermaidReport.text(
      whole.nodes.count <= commentLimit ? whole : picture(answer, detail: .places))
  }

  /// The same in a fence, as Markdown has it.
  package static func markdown(_ answer: Answer) -> String { "```mermaid\n\(mermaid(answer))```\n" }

  /// - Parameter answer: one with an explanation.
  package static func picture(_ answer: Answer, others: Int = 0, detail: Detail = .every) -> Picture {
    var picture = Picture(.path, title: "\(answer.verdict.headline)  \(answer.question)")
    picture.summary = [Sentences.because(answer)]
    for choice in answer.choices {
      for (word, values) in [("works for", choice.working), ("fails for", choice.failing)]
      where !values.isEmpty {
        picture.summary.append("\(word) \(choice.kind) \(values.listed(atMost: 6))")
      }
    }
    if answer.verdict == .intermittent { picture.summary.append("drawn is one way that fails") }
    if let explanation = answer.explanation {
      let sections = HopSections(answer, explanation).sections
      var builder = PathPictureBuilder(picture, answer, explanation, detail)
      builder.draw(PathStations(sections, explanation))
      picture = builder.picture
      for section in sections {
        for row in section.rows where row.hop == nil && !row.text.isEmpty {
          picture.notes.append(
            [section.direction?.rawValue, row.component, row.text].compactMap(\.self).filter { !$0.isEmpty }
              .joined(separator: ": "))
        }
      }
    }
    if let symptom = Sentences.symptom(answer) { picture.notes.append("the user sees: \(symptom)") }
    for fact in answer.missing {
      picture.notes.append(
        "missing: \(fact.what)" + (fact.remedy.isEmpty ? "" : " (supplied by: \(fact.remedy))"))
    }
    if !answer.assumptions.isEmpty {
      picture.notes.append("assumed: \(answer.assumptions.map(\.rawValue).joined(separator: ", "))")
    }
    if others > 0 {
      picture.notes.append(
        "\(counted(others, "more pair or part of the service", "more pairs or parts of the service")) asked about, not drawn: packetwalk explain has all"
      )
    }
    return picture
  }
}

/// Puts stations into their containers, and lines between checkpoints.
private struct PathPictureBuilder {
  private(set) var picture: Picture
  private let answer: Answer
  private let explanation: Explanation
  private let detail: PathPicture.Detail
  /// The nodes of phases after the one that failed.
  private var beyond: Set<Int> = []
  /// The boxes that the last station stands in, by what they are.
  private var open: [(key: String, box: Int)] = []

  init(
    _ picture: Picture, _ answer: Answer, _ explanation: Explanation, _ detail: PathPicture.Detail
  ) {
    self.picture = picture
    self.answer = answer
    self.explanation = explanation
    self.detail = detail
  }

  mutating func draw(_ stations: PathStations) {
    var forward: [Int: [Int]] = [:]
    var reply: [Int: [Int]] = [:]
    for (band, station) in stations.bands.enumerated() {
      let box = self.box(station.place)
      for (lane, rows) in [(PictureNode.Lane.forward, station.forward), (.reply, station.reply)] {
        let leg = rows.first?.hop.map { explanation.hops[$0].leg } ?? 0
        let nodes = nodes(rows, lane, band, box)
        if lane == .forward {
          forward[leg, default: []] += nodes
        } else {
          // The last station is where replies begin.
          reply[leg, default: []].insert(contentsOf: nodes, at: 0)
        }
      }
    }
    // A relay's second connection goes on where the first ended.
    connect(forward.sorted { $0.key < $1.key }.flatMap(\.value), .forward)
    for chain in reply.sorted(by: { $0.key < $1.key }) { connect(chain.value, .reply) }
  }

  // MARK: Containers

  private mutating func box(_ place: HopPlace) -> Int {
    var wanted: [(key: String, box: PictureBox)] = []
    if let vpc = place.vpc {
      wanted.append(
        (
          "vpc \(vpc.component.id)",
          PictureBox(
            kind: .vpc, name: vpc.component.labelled,
            detail: vpc.prefixes.joined(separator: ", "))
        ))
    }
    if let zone = place.zone {
      wanted.append(("zone \(zone)", PictureBox(kind: .zone, name: "zone \(zone)")))
    }
    if let subnet = place.subnet {
      wanted.append(
        (
          "subnet \(subnet.component.id)",
          PictureBox(
            kind: .subnet, name: subnet.component.labelled, detail: subnet.prefixes.joined(separator: ", "))
        ))
    } else {
      wanted.append(
        ("at \(place.station)", PictureBox(kind: .outside, name: place.element.labelled)))
    }
    let kept = zip(open, wanted).prefix { $0.key == $1.key }.count
    open.removeSubrange(kept...)
    for (key, box) in wanted[kept...] {
      var box = box
      box.parent = open.last?.box
      open.append((key, picture.add(box)))
    }
    return open.last?.box ?? 0
  }

  // MARK: Checkpoints

  private mutating func nodes(_ rows: [HopRow], _ lane: PictureNode.Lane, _ band: Int, _ box: Int) -> [Int] {
    var nodes: [PictureNode] = []
    for row in rows {
      var node = PictureNode(box: box, mark: mark(row), number: row.number, name: row.component)
      (node.lane, node.band) = (lane, band)
      let isDeciding = [.block, .wouldBlock, .unknown].contains(node.mark)
      if !row.text.isEmpty { node.lines.append(PictureNode.Line(row.text)) }
      node.lines += row.notes.map { PictureNode.Line($0, isMinor: !isDeciding || $0.hasPrefix("near miss")) }
      let place = [row.origin.fileAndLine, isDeciding ? row.code ?? "" : ""].filter { !$0.isEmpty }
      if !place.isEmpty {
        node.lines.append(PictureNode.Line(place.joined(separator: "  "), isMinor: !isDeciding))
      }
      nodes.append(node)
    }
    let numbers = (detail == .every ? nodes : folded(nodes)).map { picture.add($0) }
    if let first = rows.first?.hop, explanation.hops[first].isBeyond { beyond.formUnion(numbers) }
    return numbers
  }

  /// Neighbours that decide nothing as one.
  private func folded(_ nodes: [PictureNode]) -> [PictureNode] {
    var kept: [PictureNode] = []
    for node in nodes {
      var node = node
      node.lines.removeAll(where: \.isMinor)
      guard [.ok, .note, .auto].contains(node.mark) else {
        kept.append(node)
        continue
      }
      node.lines = []
      guard let last = kept.last, [.ok, .note, .auto].contains(last.mark) else {
        kept.append(node)
        continue
      }
      var both = last
      if node.mark == .ok { both.mark = .ok }
      let number = node.number.map { "\($0) " } ?? ""
      both.lines.append(PictureNode.Line(number + node.name))
      kept[kept.count - 1] = both
    }
    return kept
  }

  private func mark(_ row: HopRow) -> PictureMark {
    switch row.mark {
    case .ok: return .ok
    case .auto: return .auto
    case .note: return .note
    case .unknown: return .unknown
    case .block:
      guard let hop = row.hop.map({ explanation.hops[$0] }) else { return .block }
      // What lies beyond the phase that failed decides nothing.
      return hop.isBeyond ? .wouldBlock : .block
    }
  }

  // MARK: Lines

  private mutating func connect(_ chain: [Int], _ style: PictureEdge.Style) {
    var hasFailed = chain.first.map(beyond.contains) ?? false
    for (from, to) in zip(chain, chain.dropFirst()) {
      let target = picture.nodes[to].mark
      var own = style
      var label = ""
      if hasFailed {
        own = .beyond
      } else if target == .block {
        own = .blocked
        label = "stops here"
      } else if target == .unknown {
        own = .unknown
      }
      picture.edges.append(PictureEdge(sources: [from], targets: [to], style: own, label: label))
      if target == .block { hasFailed = true }
    }
  }
}
