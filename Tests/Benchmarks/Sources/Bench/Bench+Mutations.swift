import FoundationEssentials

/// Changes that a policy would notice or not.
extension Bench {
  /// 1,000 changes of an estate, and a few of them each from the beginning: what the same work costs the slow way.
  mutating func measureMutations() throws {
    let estate = try Estate(
      options, [("interfaces", 5000), ("groups", 120), ("subnets", 60)])
    let policy = estate.file + ".policy"
    try Data(Self.policy.utf8).write(to: URL(filePath: policy))
    func mutate(_ count: Int, _ more: [String] = []) throws -> [Measurement] {
      try measure(
        ["mutate", policy, "-t", estate.file, "--today", "2026-01-01", "--limit", "\(count)"] + more,
        codes: [0])
    }
    let one = Row("mutate, one change", estate, try mutate(1))
    let many = Row("mutate, 1000 changes", estate, try mutate(1000), goal: 30)
    let rules = ["--only", "rule-source", "--only", "rule-ports", "--only", "rule-drop"]
    let fast = Row("mutate, 5 rules", estate, try mutate(5, rules))
    let slow = Row("mutate, 5 rules, each from the beginning", estate, try mutate(5, rules + ["--whole"]))
    rows += [one, many, many.onTop(of: one, "mutate, 999 changes, on top", goal: nil), fast, slow]
  }

  /// 50 assertions that hold in every estate: no rule is about these ports.
  private static var policy: String {
    let ports = [21, 23, 25, 110, 135, 139, 389, 445, 636, 1433, 1521, 2049, 3389, 5900, 6000, 11_434]
    var lines = ["packetwalk: 1", "assertions:"]
    for port in ports {
      lines.append("  - {id: out-\(port), deny: {from: internet, to: \"*\", on: tcp/\(port)}}")
    }
    for (source, destination) in [(0, 1), (1, 2)] {
      for port in ports {
        lines.append(
          "  - {id: vpc-\(source)-\(port), deny: {from: \"vpc:vpc-\(source)\", to: \"vpc:vpc-\(destination)\", on: tcp/\(port)}}"
        )
      }
    }
    lines.append("  - {id: ways-out, allow: {from: \"vpc:vpc-0\", to: internet, on: https}, quantifier: any}")
    lines.append("  - {id: ways-in, allow: {from: internet, to: \"vpc:vpc-0\", on: https}, quantifier: any}")
    return lines.joined(separator: "\n") + "\n"
  }
}
