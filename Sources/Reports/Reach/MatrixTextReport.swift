import PacketWalkForwarding
package import PacketWalkQueries

/// All against all: a table where it fits, else the same as lists, one for each source.
package enum MatrixTextReport {
  package static func text(_ matrix: ReachMatrix, _ style: TextStyle) -> String {
    var page = Page(style)
    let services = (matrix.services.map { " on \($0)" } ?? "") + matrix.aspect.words
    page.line(
      0,
      "MATRIX \(counted(matrix.parties.count, matrix.isByClass ? "class" : "party", matrix.isByClass ? "classes" : "parties"))\(services)",
      .strong)
    if matrix.isByClass { classes(matrix, &page) }
    if matrix.cells.isEmpty {
      page.line(2, "nothing reaches anything")
    } else if let table = MatrixTable(matrix, fitting: style.width > 0 ? style.width : 120) {
      table.write(&page)
    } else if matrix.isByClass {
      ranges(matrix, &page)
    } else {
      lists(matrix, &page)
    }
    page.gap()
    page.notes(matrix.notes)
    return page.text
  }

  private static func classes(_ matrix: ReachMatrix, _ page: inout Page) {
    page.gap()
    for party in matrix.parties {
      let members = party.members.isEmpty ? "" : " (\(party.size)): \(party.members.listed(atMost: 6))"
      page.line(2, "\(party.name)\(members)")
    }
    page.gap()
  }

  private static func lists(_ matrix: ReachMatrix, _ page: inout Page) {
    let names = matrix.parties.map(\.label)
    var start = matrix.cells.startIndex
    while start < matrix.cells.endIndex {
      let source = matrix.cells[start].source
      let end = matrix.cells[start...].firstIndex { $0.source != source } ?? matrix.cells.endIndex
      page.gap()
      page.line(0, "from \(names[source])", .strong)
      let cells = matrix.cells[start..<end]
      let width = min(cells.map { names[$0.destination].columns }.max() ?? 0, 40) + 2
      for cell in cells {
        let name = names[cell.destination]
        let label = name.columns < width ? name.padded(to: width) : name + "  "
        page.line([Span("  " + label)], spans(matrix.meaning(of: cell)), hang: width + 2)
      }
      start = end
    }
  }

  /// Each class's answers, and the numbers of the classes to which they are the same.
  private static func ranges(_ matrix: ReachMatrix, _ page: inout Page) {
    // By meaning, of one source.
    var destinations = Array(repeating: [Int](), count: matrix.meanings.count)
    var start = matrix.cells.startIndex
    while start < matrix.cells.endIndex {
      let source = matrix.cells[start].source
      var found: [Int] = []
      while start < matrix.cells.endIndex, matrix.cells[start].source == source {
        let cell = matrix.cells[start]
        if destinations[cell.meaning].isEmpty { found.append(cell.meaning) }
        destinations[cell.meaning].append(cell.destination + 1)
        start += 1
      }
      page.gap()
      page.line(0, "from \(matrix.parties[source].label)", .strong)
      for meaning in found.sorted() {
        page.line([Span("  [\(meaning + 1)] to ")], [Span(runs(destinations[meaning]))], hang: 6)
        destinations[meaning].removeAll(keepingCapacity: true)
      }
    }
    page.gap()
    for (number, meaning) in matrix.meanings.enumerated() {
      page.line([Span("  [\(number + 1)]  ")], [Span(MatrixTable.text(meaning))], hang: 8)
    }
  }

  /// `1-3, 7` for ascending numbers.
  private static func runs(_ numbers: [Int]) -> String {
    var text = ""
    var place = 0
    while place < numbers.count {
      var last = place
      while last + 1 < numbers.count, numbers[last + 1] == numbers[last] + 1 { last += 1 }
      if !text.isEmpty { text += ", " }
      text += last == place ? "\(numbers[place])" : "\(numbers[place])-\(numbers[last])"
      place = last + 1
    }
    return text
  }

  private static func spans(_ meaning: ReachMatrix.Meaning) -> [Span] {
    var spans: [Span] = []
    for share in meaning.every { spans.add(share) }
    if !meaning.some.isEmpty {
      spans.append(Span(spans.isEmpty ? "some pairs: " : "; some pairs: "))
      var some: [Span] = []
      for share in meaning.some { some.add(share) }
      spans += some
    }
    return spans
  }
}

extension [Span] {
  fileprivate mutating func add(_ share: Reach.Share) {
    if !isEmpty { append(Span("; ")) }
    if let word = share.word { append(Span(word, share.verdict.look)) }
    append(Span(share.text))
  }
}

extension ReachMatrix.Party {
  var label: String { size > 1 && !members.isEmpty ? "\(name) (\(size))" : name }
}
