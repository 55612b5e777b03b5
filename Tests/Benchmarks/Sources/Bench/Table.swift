/// A table in Markdown.
enum Table {
  /// - Parameter lines: the header first; columns but the first are aligned to the right.
  static func markdown(_ lines: [[String]]) -> String {
    let header = lines[0]
    let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    func line(_ cells: [String]) -> String {
      "| "
        + zip(cells, widths).enumerated().map { place, cell in
          let space = String(repeating: " ", count: cell.1 - cell.0.count)
          return place == 0 ? cell.0 + space : space + cell.0
        }.joined(separator: " | ") + " |"
    }
    let rule = widths.enumerated().map { place, width in
      place == 0 ? String(repeating: "-", count: width) : String(repeating: "-", count: width - 1) + ":"
    }
    return ([line(header), line(rule)] + lines.dropFirst().map(line)).joined(separator: "\n")
  }
}
