import FoundationEssentials

/// What stands in a pipeline's way: a policy's assertions, and the comparison of two networks.
extension Bench {
  /// 50 assertions cold, and what one and what fifty edited rules open, with their causes.
  ///
  /// The slow way beside them: each assertion in a run of its own, and all against all of both networks.
  mutating func measureGate() throws {
    let estate = try Estate(options, [("interfaces", 5000)])
    let groups = 25
    let assertions = Self.assertions(groups)
    let policy = estate.file + ".gate.yaml"
    try Data(Self.policy(of: assertions).utf8).write(to: URL(filePath: policy))
    func judge(_ policy: String) throws -> [Measurement] {
      try measure(["test", policy, "-t", estate.file, "--today", "2026-01-01"], codes: [0, 1, 3])
    }
    let gate = Row(
      "test, 50 assertions", estate, try judge(policy), goal: 1.5, aim: 1, peakGoal: 300_000_000)
    var alone: [Measurement] = []
    for (place, assertion) in assertions.enumerated() {
      let file = "\(estate.file).gate-\(place).yaml"
      try Data(Self.policy(of: [assertion]).utf8).write(to: URL(filePath: file))
      alone.append(
        try Measurement(
          running: options.binary, ["test", file, "-t", estate.file, "--today", "2026-01-01"],
          codes: [0, 1, 3]))
    }
    rows += [gate, Row("test, 50 runs of one assertion", estate, [Measurement(sumOf: alone)])]

    let matrix = Row("matrix", estate, try measure(["matrix", "--classes", "-t", estate.file]))
    rows.append(matrix)
    for (count, goal) in [(1, 2.0), (50, 5.0)] {
      let after = "\(estate.file).after-\(count).yaml"
      try Self.open(count, rulesOf: estate.file, into: after)
      let name = count == 1 ? "diff, one rule" : "diff, \(count) rules"
      rows.append(Row(name, estate, try measure(["diff", estate.file, after], codes: [0]), goal: goal))
    }
  }

  /// Two for each of as many groups: no way in for administrators, and no database behind them.
  private static func assertions(_ groups: Int) -> [String] {
    (0..<groups).flatMap { group in
      [
        "{id: admin-\(group), deny: {from: internet, to: \"sg:app-\(group)\", on: [ssh, rdp]}}",
        "{id: data-\(group), deny: {from: \"sg:app-\(group)\", to: \"sg:app-\(groups - 1 - group)\", on: tcp/3306}}",
      ]
    }
  }

  private static func policy(of assertions: [String]) -> String {
    (["packetwalk: 1", "assertions:"] + assertions.map { "  - \($0)" }).joined(separator: "\n") + "\n"
  }

  /// The network with the administrators' rule of some groups open to everybody.
  private static func open(_ count: Int, rulesOf file: String, into path: String) throws {
    let text = String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
    let rule = "tcp/22 from sg:ops"
    var parts = text.split(separator: rule, maxSplits: count, omittingEmptySubsequences: false)
    guard parts.count == count + 1 else { throw BenchError("\(file): fewer than \(count) rules to open") }
    let last = parts.removeLast()
    let opened = parts.joined(separator: "tcp/22 from 0.0.0.0/0") + "tcp/22 from 0.0.0.0/0" + last
    try Data(opened.utf8).write(to: URL(filePath: path))
  }
}
