import PacketWalkDiagnostics
import PacketWalkQueries

/// Sections of rows in columns: number, mark, resource, rule, and at the right place and code.
struct HopTable {
  private let sections: [HopSection]
  private let componentWidth: Int
  private let textWidth: Int

  init(_ sections: [HopSection]) {
    self.sections = sections
    let rows = sections.flatMap(\.rows)
    // A single long name shall not push everything to the right.
    componentWidth = min(28, (rows.map { $0.component.visible.columns }.max() ?? 0) + 2)
    textWidth = min(56, (rows.filter { !$0.tail.isEmpty }.map { $0.text.visible.columns }.max() ?? 0) + 2)
  }

  func write(_ page: inout Page) {
    var isBelowTitle = false
    for section in sections {
      // The title of a connection stands right above its first direction.
      if !isBelowTitle { page.gap() }
      page.line([Span("  ")], [Span(section.heading, .strong)], hang: 4)
      isBelowTitle = section.rows.isEmpty
      for row in section.rows { write(row, &page) }
    }
  }

  private func write(_ row: HopRow, _ page: inout Page) {
    let number = row.number.map(String.init) ?? "-"
    var fixed = [
      Span("  \(number.right(2)) "), Span(row.mark.rawValue, row.mark.look),
      Span(String(repeating: " ", count: 7 - row.mark.rawValue.count)),
    ]
    let start = 12
    // Lines that belong to no single resource begin where the resources do.
    let hang = row.component.isEmpty ? start : start + componentWidth
    if !row.component.isEmpty {
      fixed.append(Span(row.component.visible.padded(to: componentWidth)))
    }
    let tail = row.tail
    let text = row.text.visible
    let used = hang + (tail.isEmpty ? text.columns : max(textWidth, text.columns + 2))
    let isAligned =
      page.style.width == 0 || used + tail.reduce(0) { $0 + $1.text.columns } <= page.style.width
    let cell = tail.isEmpty ? text : text.padded(to: isAligned ? textWidth : 0)
    page.line(fixed, [Span(cell)] + tail, hang: hang)
    for note in row.notes {
      page.line([Span(String(repeating: " ", count: hang + 2))], [Span(note, .faint)], hang: hang + 4)
    }
  }
}

extension HopRow {
  fileprivate var tail: [Span] { Span.tail(origin, mark == .block || mark == .unknown ? code : nil) }
}

extension Span {
  /// Where a fact was read and the code that it led to, for the end of a line.
  static func tail(_ origin: Origin, _ code: String?) -> [Span] {
    let place = origin.fileAndLine
    var spans = place.isEmpty ? [] : [Span(place, .faint)]
    if let code {
      if !spans.isEmpty { spans.append(Span("  ")) }
      spans.append(Span(code, .bad))
    }
    return spans
  }
}
