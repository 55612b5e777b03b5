import FoundationEssentials

/// The repository's own files, found from this one.
enum Repository {
  static func text(_ path: String) throws -> String {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    if let root = ProcessInfo.processInfo.environment["PACKETWALK_ROOT"] { parts = [Substring(root)] }
    let bytes = try Data(contentsOf: URL(filePath: (parts + [Substring(path)]).joined(separator: "/")))
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The documentation of the native format, taken apart.
enum Documentation {
  struct Example {
    var name: String
    var text: String
    var isEdits: Bool
  }

  static func lines() throws -> [String] {
    try Repository.text("docs/topology-format.md").split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  /// The fenced block of edits as text.
  static func editTexts() throws -> String {
    let lines = try lines()
    guard let start = lines.firstIndex(of: "```edits") else { return "" }
    return lines[(start + 1)...].prefix { $0 != "```" }.joined(separator: "\n")
  }

  /// The fenced YAML blocks.
  static func examples() throws -> [Example] {
    var examples: [Example] = []
    var open: Example?
    for (index, line) in try lines().enumerated() {
      if line.hasPrefix("```") {
        if let example = open {
          examples.append(example)
          open = nil
        } else if line.hasPrefix("```yaml"), !line.hasSuffix(" overlay") {
          open = Example(name: "topology-format.md+\(index + 1)", text: "", isEdits: line.hasSuffix(" edits"))
        }
      } else {
        open?.text += line + "\n"
      }
    }
    return examples
  }
}

extension Documentation {
  /// A table of keys.
  struct Table {
    /// The section it stands in.
    var heading: String
    /// What its first column says it holds.
    var column: String
    var keys: Set<String>
  }

  /// Every table whose first column holds keys.
  static func tables() throws -> [Table] {
    var tables: [Table] = []
    var heading = ""
    var isInTable = false
    for line in try lines() {
      if line.hasPrefix("#") { heading = String(line.drop { $0 == "#" || $0 == " " }) }
      guard line.hasPrefix("|") else {
        isInTable = false
        continue
      }
      let first = line.dropFirst().prefix { $0 != "|" }.split(separator: " ").joined(separator: " ")
      if !isInTable {
        isInTable = true
        tables.append(Table(heading: heading, column: first, keys: []))
      } else if !first.hasPrefix("---"), !tables.isEmpty {
        // `a`, `b`: every second part is a key.
        for (index, part) in first.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        where !index.isMultiple(of: 2) {
          tables[tables.count - 1].keys.insert(String(part))
        }
      }
    }
    return tables
  }
}
