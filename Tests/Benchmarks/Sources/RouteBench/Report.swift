/// The lines of all programs as one table for each table of routes: the least time of each program, and how many times
/// as long as our best it takes.
enum Report {
  private struct Row {
    var nanoseconds: [String: Double] = [:]
    var bytes = 0.0
    var build = Double.infinity
  }

  static func print(_ lines: [Substring]) {
    var tables: [String] = []
    var programs: [String: [String]] = [:]
    var rows: [String: Row] = [:]
    var sums: [String: Set<Substring>] = [:]
    for line in lines {
      let fields = line.split(separator: "\t")
      guard fields.count == 7, let nanoseconds = Double(fields[3]), let bytes = Double(fields[5]),
        let build = Double(fields[6])
      else { continue }
      let (program, table, keys) = (String(fields[0]), String(fields[1]), String(fields[2]))
      if !tables.contains(table) { tables.append(table) }
      if programs[table]?.contains(program) != true { programs[table, default: []].append(program) }
      var row = rows["\(program)\t\(table)"] ?? Row()
      row.nanoseconds[keys] = min(row.nanoseconds[keys] ?? .infinity, nanoseconds)
      row.bytes = bytes
      row.build = min(row.build, build)
      rows["\(program)\t\(table)"] = row
      if fields[4] != "-" { sums["\(table)\t\(keys)", default: []].insert(fields[4]) }
    }
    let kinds = KeyKind.allCases.map(\.rawValue)
    for table in tables {
      let own = (programs[table] ?? []).filter { $0.hasPrefix("ours") && !$0.hasSuffix("single") }
      let best = kinds.map { kind in
        own.compactMap { rows["\($0)\t\(table)"]?.nanoseconds[kind] }.min() ?? .infinity
      }
      Swift.print(
        "\n| \(table) | \(kinds.joined(separator: " | ")) | KB | build ms | as many times our best |")
      Swift.print("|---|" + kinds.map { _ in "--:|" }.joined() + "--:|--:|---|")
      for program in programs[table] ?? [] {
        guard let row = rows["\(program)\t\(table)"] else { continue }
        let times = kinds.map { row.nanoseconds[$0] ?? .infinity }
        let ratios = zip(times, best).map { two($0 / $1) }
        let bytes = row.bytes == 0 ? "" : "\(Int(row.bytes / 1_000))"
        Swift.print(
          "| \(program) | \(times.map { two($0) }.joined(separator: " | ")) | \(bytes) | \(two(row.build)) "
            + "| \(ratios.joined(separator: " / ")) |")
      }
      for kind in kinds where sums["\(table)\t\(kind)"].map({ $0.count > 1 }) == true {
        Swift.print("Answers differ: \(table), \(kind): \(sums["\(table)\t\(kind)"] ?? [])")
      }
    }
  }

  private static func two(_ number: Double) -> String {
    guard number.isFinite else { return "" }
    let hundredths = Int((number * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
