import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkKit
import PacketWalkQueries
import PacketWalkReports
import PacketWalkTestSupport
import PacketWalkTopology

/// A reference network as one of its inputs has it, and what must come out.
struct Scenario {
  let loaded: LoadedTopology
  let expectations: [Expectation]

  static let isPrinting = Environment.value("PACKETWALK_PRINT_SCENARIOS") != nil

  init(_ name: String, _ input: String) throws {
    let folder = Fixtures.path("scenarios/\(name)")
    let file = "\(folder)/expectations.yaml"
    self.init(
      try TopologyLoader.load(path: "\(folder)/\(input)"),
      try Expectation.all(in: ByteInput.read(file), file: file))
  }

  init(_ loaded: LoadedTopology, _ expectations: [Expectation]) {
    self.loaded = loaded
    self.expectations = expectations
  }

  struct Row {
    var expectation: Expectation
    var answers: [Answer]
    var verdict: String
    var text: String
    var problems: [String]
  }

  func rows() throws -> [Row] {
    let plain = Network(loaded)
    return try expectations.map { expectation in
      var network = plain
      if let node = expectation.edits {
        network = Network(try loaded.topology.applying(NativeEdits.read(node, for: loaded.topology)))
      }
      let answers = try network.answers(to: expectation.question, isExplaining: true)
      let text = ExplainReport.text(answers, TextStyle(isColoured: false, width: 0))
      return Row(
        expectation: expectation, answers: answers,
        verdict: Set(answers.map(\.verdict.rawValue)).sorted().joined(separator: ","), text: text,
        problems: Self.problems(expectation, answers, text))
    }
  }

  private static func problems(_ expected: Expectation, _ answers: [Answer], _ text: String) -> [String] {
    var problems: [String] = []
    if answers.isEmpty { problems.append("no answer") }
    for answer in answers {
      if answer.verdict.rawValue != expected.verdict {
        problems.append("the verdict is \(answer.verdict.rawValue), not \(expected.verdict)")
      }
      let found = answer.blockers.map { "\($0.code) \($0.component.name) \($0.direction.rawValue)" }
      let wanted = expected.blockers.map { "\($0.code) \($0.component) \($0.direction)" }
      if found != wanted { problems.append("blockers are \(found), not \(wanted)") }
      for (blocker, obstacle) in zip(expected.blockers, answer.blockers) {
        guard let rule = blocker.rule else { continue }
        if obstacle.rule?.split(separator: " ").first.map(String.init) != rule {
          problems.append("the deciding rule is \(obstacle.rule ?? "none"), not \(rule)")
        }
      }
      let names = answer.explanation?.hops.map(\.component.name) ?? []
      var rest = names[...]
      for name in expected.path {
        guard let place = rest.firstIndex(of: name) else {
          problems.append("\(name) is missing on the path, or not in order: \(names)")
          break
        }
        rest = rest[(place + 1)...]
      }
      for name in expected.avoids where names.contains(name) { problems.append("\(name) is on the path") }
      for words in expected.assumptions
      where !answer.assumptions.contains(where: { $0.sentence.contains(words) }) {
        problems.append("no assumption about \(words)")
      }
      if let words = expected.missing, !answer.missing.contains(where: { $0.what.contains(words) }) {
        problems.append("what is missing does not name \(words): \(answer.missing.map(\.what))")
      }
    }
    for words in expected.mentions where !text.contains(words) {
      problems.append("the explanation does not mention \(words)")
    }
    return problems
  }

  /// One line a row: question, verdict, deciding elements, what is pending.
  static func table(_ rows: [Row], _ title: String) -> String {
    let cells = rows.map { row -> [String] in
      let question = row.expectation.question
      let through = question.through.map { " through \($0)" } ?? ""
      let obstacles = row.answers.first?.blockers.map {
        "\($0.component.name) \($0.code)\($0.rule.map { " \($0)" } ?? "")"
      }
      return [
        row.problems.isEmpty ? "ok" : "WRONG", row.expectation.row,
        "\(question.source) -> \(question.destination) \(question.service)\(through)",
        row.verdict,
        (obstacles?.joined(separator: "; ")).flatMap { $0.isEmpty ? nil : $0 } ?? "-",
        row.expectation.pending.map { "pending: \($0)" } ?? "",
      ]
    }
    let widths = (0..<5).map { column in cells.map { $0[column].count }.max() ?? 0 }
    let lines = cells.map { row in
      row.enumerated().map { column, cell in
        column < 5 ? cell + String(repeating: " ", count: widths[column] - cell.count) : cell
      }.joined(separator: "  ")
    }
    return "\n\(title)\n" + lines.joined(separator: "\n")
  }
}
