package import PacketWalkAnalysis
import PacketWalkQueries

/// What changes between two networks as Markdown for a pull request's comment, within what GitHub takes.
package enum DiffMarkdownReport {
  /// A hidden line by which a bot finds the comment that it is to write over.
  package static let marker = "<!-- packetwalk diff -->"
  private static let rows = 10
  /// GitHub takes 65,536 characters.
  private static let limit = 60_000

  package static func text(_ diff: NetworkDiff) -> String {
    // What both networks have comes first: new hosts are expected to be reached.
    let paths = diff.paths.filter { !$0.change.isLone } + diff.paths.filter(\.change.isLone)
    var text = "\(marker)\n### \(DiffTextReport.headline(diff))\n\n"
    if !paths.isEmpty {
      let hasSessions = paths.contains { $0.sessions != nil }
      text += "| | from | to | services | caused by |\(hasSessions ? " sessions |" : "")\n"
      text += "|---|---|---|---|---|\(hasSessions ? "---|" : "")\n"
      for path in paths.prefix(rows) {
        let cells =
          [
            path.change.source, path.change.destination, path.change.services + path.change.kind.words,
            cause(path, diff),
          ] + (hasSessions ? [DiffTextReport.sessions(path) ?? ""] : [])
        let sign = "\\" + path.change.kind.sign
        text += "| \(sign) | \(cells.map(MarkdownText.cell).joined(separator: " | ")) |\n"
      }
      if paths.count > rows { text += "\n…and \(counted(paths.count - rows, "more")).\n" }
      text += "\n"
    }
    for (word, names) in [("New", diff.appeared), ("Gone", diff.vanished)] where !names.isEmpty {
      text += "\(word): \(MarkdownText.inline(names.listed(atMost: 8))).\n\n"
    }
    let page = DiffTextReport.text(diff, TextStyle()).split(separator: "\n", omittingEmptySubsequences: false)
    var lines: [String] = []
    var size = text.utf8.count
    for line in page {
      size += line.utf8.count + 1
      guard size < limit else {
        lines.append("more did not fit here")
        break
      }
      lines.append(String(line))
    }
    return text + "<details><summary>Everything</summary>\n\n\(MarkdownText.code(lines))\n</details>\n"
  }

  private static func cause(_ path: NetworkDiff.Path, _ diff: NetworkDiff) -> String {
    switch path.cause {
    case .alone(let sufficient, _):
      sufficient.map { DiffTextReport.name(diff.changes[$0]) }.listed(atMost: 2, separator: "; ")
    case .jointly(let places):
      "together: " + places.map { DiffTextReport.name(diff.changes[$0]) }.listed(atMost: 3, separator: "; ")
    case .member: "a new or vanished interface"
    case .elsewhere, .tooMany, .unasked: ""
    }
  }
}
