package import PacketWalkAnalysis
import PacketWalkDiagnostics
package import PacketWalkQueries

/// What changes between two networks, drawn: the paths that open, close or change between groups, the changed resources
/// that cause them by number, and in grey what stays as it was.
package enum DiffPicture {
  /// More is too much for one picture; what is left out is counted.
  private static let limits = (paths: 24, causes: 16, edges: 16)

  /// - Parameters:
  ///   - before: the whole matrix of the network before, by the same groups as the difference.
  ///   - after: that of the network after.
  package static func picture(_ diff: NetworkDiff, before: ReachMatrix, after: ReachMatrix) -> Picture {
    var picture = Picture(.map, title: DiffTextReport.headline(diff))
    // What both networks have comes first: new hosts are expected to be reached.
    let paths = diff.paths.filter { !$0.change.isLone } + diff.paths.filter(\.change.isLone)
    let drawn = Array(paths.prefix(limits.paths))
    let causes = Array(drawn.flatMap { $0.cause.blamed }.uniqued().prefix(limits.causes))

    let nodes = parties(of: drawn, before, after, diff, &picture)
    resources(causes, diff, &picture)
    picture.edges = edges(drawn, causes, nodes)
    // The more changes there are, the less needs to stand around them.
    picture.edges += context(nodes, before, after, drawn).prefix(max(0, limits.edges - picture.edges.count))

    if paths.isEmpty { picture.summary = ["nothing opens or closes"] }
    if paths.count > drawn.count {
      picture.notes.append(
        "\(counted(paths.count - drawn.count, "more path")) not drawn: packetwalk diff lists them")
    }
    let others = diff.changes.count - causes.count
    if others > 0 {
      picture.notes.append(
        "\(counted(others, "other changed resource")) without a path that is drawn")
    }
    if drawn.contains(where: { $0.cause == .tooMany }) {
      picture.notes.append("causes not looked for: more changed resources than are tried one by one")
    }
    for (sign, word, names) in [("+", "new", diff.appeared), ("-", "gone", diff.vanished)]
    where !names.isEmpty {
      picture.notes.append(
        "\(sign) \(word): \(counted(names.count, "interface")) (\(names.listed(atMost: 8)))")
    }
    return picture
  }

  // MARK: Who

  private static func parties(
    of paths: [NetworkDiff.Path], _ before: ReachMatrix, _ after: ReachMatrix, _ diff: NetworkDiff,
    _ picture: inout Picture
  ) -> [String: Int] {
    let named = Set(paths.flatMap { [$0.change.source, $0.change.destination] })
    let order = (after.parties + before.parties).map(\.name).uniqued().filter(named.contains)
    let rest = named.subtracting(order).sorted()
    guard !named.isEmpty else { return [:] }
    let box = picture.add(PictureBox(kind: .vpc, name: "Who reaches whom"))
    var nodes: [String: Int] = [:]
    for name in order + rest {
      let old = before.parties.first { $0.name == name }
      let new = after.parties.first { $0.name == name }
      var node = PictureNode(box: box, name: name)
      node.mark = old == nil ? .added : new == nil ? .removed : .unchanged
      let members = new?.members ?? old?.members ?? []
      if !members.isEmpty { node.lines.append(PictureNode.Line(members.listed(atMost: 4))) }
      for (sign, all) in [("+", diff.appeared), ("-", diff.vanished)] {
        let own = Set((new?.members ?? []) + (old?.members ?? [])).intersection(all).sorted()
        if !own.isEmpty { node.lines.append(PictureNode.Line("\(sign) \(own.listed(atMost: 4))")) }
      }
      nodes[name] = picture.add(node)
    }
    return nodes
  }

  // MARK: Why

  private static func resources(_ causes: [Int], _ diff: NetworkDiff, _ picture: inout Picture) {
    guard !causes.isEmpty else { return }
    let box = picture.add(PictureBox(kind: .account, name: "What was changed"))
    for (number, place) in causes.enumerated() {
      let change = diff.changes[place]
      var node = PictureNode(box: box, number: number + 1, name: "")
      node.mark =
        switch change.kind {
        case .added: .added
        case .removed: .removed
        case .changed: .changed
        }
      let address = change.address.flatMap { $0 == change.component.name ? nil : " (\($0))" } ?? ""
      node.name = "\(change.component.kind) \(change.component.name)\(address)"
      var lines = change.details.prefix(6).map { detail in
        let place = detail.origin.fileAndLine
        return "\(detail.isNew ? "+" : "-") \(detail.text)\(place.isEmpty ? "" : "  \(place)")"
      }
      if change.details.count > 6 { lines.append("and \(change.details.count - 6) more") }
      if lines.isEmpty {
        lines = change.fields.isEmpty ? [] : [change.fields.listed(atMost: 4)]
        let place = change.component.origin.fileAndLine
        if !place.isEmpty { lines.append(place) }
      }
      node.lines = lines.map { PictureNode.Line($0) }
      _ = picture.add(node)
    }
  }

  // MARK: Paths

  private static func edges(_ paths: [NetworkDiff.Path], _ causes: [Int], _ nodes: [String: Int])
    -> [PictureEdge]
  {
    bundled(
      paths.compactMap { path in
        guard let source = nodes[path.change.source], let target = nodes[path.change.destination] else {
          return nil
        }
        let style: PictureEdge.Style =
          switch path.change.kind {
          case .opens: .added
          case .closes: .removed
          case .becomesIntermittent, .becomesReliable, .becomesUnknown, .becomesKnown: .changed
          }
        let numbers = path.cause.blamed.compactMap { causes.firstIndex(of: $0) }.map { "\($0 + 1)" }
        let isJoint = if case .jointly = path.cause { true } else { false }
        var cause =
          numbers.isEmpty ? "" : "  (by \(numbers.joined(separator: isJoint ? " with " : ", ")))"
        if path.change.isLone {
          cause = path.change.kind == .closes ? "  (gone interface)" : "  (new interface)"
        }
        return PictureEdge(
          sources: [source], targets: [target], style: style,
          label: path.change.services + path.change.kind.words + cause)
      })
  }

  /// What is the same in both networks, between those that are drawn.
  private static func context(
    _ nodes: [String: Int], _ before: ReachMatrix, _ after: ReachMatrix, _ paths: [NetworkDiff.Path]
  ) -> [PictureEdge] {
    struct Pair: Hashable {
      var source: String
      var destination: String
    }
    func meanings(_ matrix: ReachMatrix) -> [Pair: ReachMatrix.Meaning] {
      Dictionary(
        matrix.cells.map {
          (
            Pair(source: matrix.parties[$0.source].name, destination: matrix.parties[$0.destination].name),
            matrix.meaning(of: $0)
          )
        }, uniquingKeysWith: { first, _ in first })
    }
    let old = meanings(before)
    let changed = Set(paths.map { Pair(source: $0.change.source, destination: $0.change.destination) })
    let same = meanings(after).filter { pair, meaning in
      old[pair] == meaning && !changed.contains(pair) && !meaning.every.isEmpty
    }
    let edges: [PictureEdge] = same.compactMap { pair, meaning in
      guard let source = nodes[pair.source], let target = nodes[pair.destination],
        let share = meaning.every.first
      else { return nil }
      return PictureEdge(sources: [source], targets: [target], style: .unchanged, label: share.services)
    }
    .sorted { ($0.sources[0], $0.targets[0]) < ($1.sources[0], $1.targets[0]) }
    return bundled(edges)
  }

  /// Those with the same words as one, where each leads to all that the others lead to.
  private static func bundled(_ edges: [PictureEdge]) -> [PictureEdge] {
    var byTarget: [PictureEdge] = []
    for edge in edges {
      let place = byTarget.firstIndex {
        $0.targets == edge.targets && $0.style == edge.style && $0.label == edge.label
      }
      if let place {
        byTarget[place].sources = (byTarget[place].sources + edge.sources).uniqued().sorted()
      } else {
        byTarget.append(edge)
      }
    }
    var bundles: [PictureEdge] = []
    for edge in byTarget {
      let place = bundles.firstIndex {
        $0.sources == edge.sources && $0.style == edge.style && $0.label == edge.label
      }
      if let place {
        bundles[place].targets = (bundles[place].targets + edge.targets).uniqued().sorted()
      } else {
        bundles.append(edge)
      }
    }
    return bundles
  }
}

extension Sequence where Element: Hashable {
  /// Each once, at its first place.
  fileprivate func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
