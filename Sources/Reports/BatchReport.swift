package import PacketWalkDiagnostics
import PacketWalkForwarding
package import PacketWalkQueries

/// Answers to a file of questions: one line a row, whatever the row came to.
package enum BatchReport {
  /// The verdict that all answers of a row share, or `mixed`.
  private static func verdict(_ answers: [Answer]) -> String {
    let verdicts = Set(answers.map(\.verdict))
    return verdicts.count == 1 ? answers[0].verdict.rawValue : "mixed"
  }

  /// A row as text: verdict, question, and why not.
  package static func text(_ answers: [Answer], _ question: Question) -> String {
    guard !answers.isEmpty else { return text(InputError(.empty, "no pair to ask about"), question) }
    let through = question.through.map { " through \($0)" } ?? ""
    let asked = "\(question.source) -> \(question.destination) \(question.service)\(through)"
    let failing = answers.first { $0.verdict != .reachable }
    let why = failing.map { "  (\(Sentences.because($0)))" } ?? ""
    return "\(verdict(answers))  \(asked.visible)\(why)"
  }

  /// A row as JSON: its answer, or all of them under `answers` with the verdict they share.
  package static func json(_ answers: [Answer], _ question: Question) -> String {
    if answers.count == 1 { return JSONReport.line(answers[0], includingHops: false) }
    guard !answers.isEmpty else { return json(InputError(.empty, "no pair to ask about"), question) }
    return JSONText.object { json in
      json.member("schema", JSONReport.schema)
      write(question, &json)
      json.member("verdict", verdict(answers))
      json.member("answers", array: answers.map { JSONReport.line($0, includingHops: false) })
    }
  }

  /// A row about an edited network as text: what it is, and what it was where that is something else.
  package static func text(_ changes: [AnswerChange], gone: [Answer], _ question: Question) -> String {
    let now = text(changes.map(\.answer), question)
    guard let change = changes.first(where: \.isChanged) else {
      return gone.isEmpty ? now : "\(now)  (\(counted(gone.count, "answer")) less)"
    }
    guard let before = change.before else { return "\(now)  was: not there" }
    let earlier = changes.compactMap(\.before)
    let why = before.verdict == .reachable ? "" : "  (\(Sentences.because(before)))"
    return "\(now)  was: \(verdict(earlier))\(why)"
  }

  /// A row about an edited network as JSON: as without edits, each answer with what it was before.
  package static func json(_ changes: [AnswerChange], gone: [Answer], _ question: Question) -> String {
    if changes.count == 1, gone.isEmpty { return JSONReport.line(changes[0], includingHops: false) }
    guard !changes.isEmpty else { return json([], question) }
    return JSONText.object { json in
      json.member("schema", JSONReport.schema)
      write(question, &json)
      json.member("verdict", verdict(changes.map(\.answer)))
      json.member("answers", array: changes.map { JSONReport.line($0, includingHops: false) })
      json.member("changed", !gone.isEmpty || changes.contains(where: \.isChanged))
    }
  }

  /// A row that has no answer, as text.
  package static func text(_ error: InputError, _ question: Question?) -> String {
    let origin = error.origin.fileAndLine
    let asked = question.map { "  \($0.source) -> \($0.destination) \($0.service)" } ?? ""
    let meanings =
      error.code == .ambiguous && !error.candidates.isEmpty
      ? ": " + error.candidates.listed(atMost: 4, separator: "; ") : Sentences.suggestion(error)
    return "error\(asked)  \(origin.isEmpty ? "" : origin + ": ")\(error.message)\(meanings)".visible
  }

  /// A row that has no answer, as JSON.
  package static func json(_ error: InputError, _ question: Question?) -> String {
    JSONText.object { json in
      json.member("schema", JSONReport.schema)
      if let question { write(question, &json) }
      json.member("verdict", "error")
      json.member("error", error.message)
      json.member("code", error.code.rawValue)
      json.member("candidates", strings: error.candidates)
      JSONReport.write(error.origin, &json)
    }
  }

  private static func write(_ question: Question, _ json: inout JSONText) {
    json.member("source", question.source)
    json.member("destination", question.destination)
    json.member("service", question.service)
    json.member("through", question.through)
  }
}
