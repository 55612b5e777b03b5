import PacketWalkForwarding
import PacketWalkQueries

/// The matrix as rows and columns of marks, with the marks' meanings below: columns are numbered as the rows are.
struct MatrixTable {
  private let matrix: ReachMatrix
  private let labels: [String]
  private let marks: [[String]]
  /// Meanings in the order in which their letters were given.
  private let meanings: [String]
  private let columnWidth: Int
  private let labelWidth: Int

  /// Nil where it is wider than the width or has more meanings than there are letters.
  init?(_ matrix: ReachMatrix, fitting width: Int) {
    self.matrix = matrix
    labels = matrix.parties.enumerated().map { matrix.isByClass ? $1.label : "\($0 + 1) \($1.label)" }
    let count = matrix.parties.count
    columnWidth = "\(count)".count + 1
    labelWidth = (labels.map(\.columns).max() ?? 0) + 2
    guard labelWidth + count * columnWidth <= width else { return nil }
    var marks = Array(repeating: Array(repeating: ".", count: count), count: count)
    var meanings: [String] = []
    var letters: [Int: String] = [:]
    for cell in matrix.cells {
      if letters[cell.meaning] == nil {
        guard let letter = Self.letter(meanings.count) else { return nil }
        letters[cell.meaning] = letter
        meanings.append(Self.text(matrix.meaning(of: cell)))
      }
      marks[cell.source][cell.destination] = letters[cell.meaning] ?? "."
    }
    self.marks = marks
    self.meanings = meanings
  }

  private static func letter(_ number: Int) -> String? {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    return number < letters.count ? String(letters[number]) : nil
  }

  static func text(_ meaning: ReachMatrix.Meaning) -> String {
    func list(_ shares: [Reach.Share]) -> String {
      shares.map { ($0.word ?? "") + $0.text }.joined(separator: "; ")
    }
    let parts = [list(meaning.every), meaning.some.isEmpty ? "" : "some pairs: \(list(meaning.some))"]
    return parts.filter { !$0.isEmpty }.joined(separator: "; ")
  }

  func write(_ page: inout Page) {
    let numbers = matrix.parties.indices.map { "\($0 + 1)".leading(to: columnWidth) }.joined()
    page.line([Span("from \\ to".padded(to: labelWidth)), Span(numbers, .faint)], [], hang: 0)
    for (row, label) in labels.enumerated() {
      let cells = marks[row].map { $0.leading(to: columnWidth) }.joined()
      page.line([Span(label.padded(to: labelWidth)), Span(cells)], [], hang: 0)
    }
    page.gap()
    for (number, meaning) in meanings.enumerated() {
      page.line([Span("  \(Self.letter(number) ?? "")  ")], [Span(meaning)], hang: 5)
    }
    page.line(2, ".  nothing")
  }
}

extension String {
  fileprivate func leading(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - columns)) + self
  }
}
