import ArgumentParser
import PacketWalkAddressing
import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkForwarding
import PacketWalkKit
import PacketWalkQueries
import PacketWalkReports
import PacketWalkTopology

/// `packetwalk check`: verdicts.
struct CheckCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Verdict, one line why, exit code.",
    discussion: """
      Asks whether packets from the source reach the destination and replies come back, by configuration \
      alone: a stopped process or a host's own firewall is not seen.

        packetwalk check -t network.yaml web-1 db-1 tcp/5432
        packetwalk check -t snapshot/ internet sg:web https
        packetwalk check -t snapshot/ internet app-1 tcp/443 --through lb:front
        packetwalk check -t snapshot/ --queries questions.csv --json
        packetwalk check -t snapshot/ --with office.yaml web-1 external:office ssh
        packetwalk check -t snapshot/ sg:web sg:db any --edit 'web-1 -sg:web'

      With --edit, the answers are those of the edited network, and only what changes is shown (--json: all, with \
      what they were).
      """)

  @OptionGroup var input: TopologyOptions
  @OptionGroup var arguments: QuestionArguments

  @Option(
    help: ArgumentHelp(
      "Answer a file of questions, CSV with a header or NDJSON; one verdict a line.", valueName: "file"),
    completion: .file())
  var queries: String?

  func validate() throws {
    guard let queries else { return try arguments.requireEnds() }
    guard arguments.source == nil else {
      throw ValidationError("give either one question or --queries FILE")
    }
    guard arguments.isBare else {
      throw ValidationError(
        "--through, --source-port and --source-address are columns of a file of questions")
    }
    if queries == "-", input.path == "-" {
      throw ValidationError("standard input can be the topology or the questions, not both")
    }
  }

  mutating func run(in terminal: Terminal) throws -> Outcome {
    guard let queries else { return try runOne(in: terminal) }
    return try runMany(queries, in: terminal)
  }

  private func runOne(in terminal: Terminal) throws -> Outcome {
    let question = try arguments.question()
    let settled = try arguments.settled()
    let edited = try input.load(in: terminal, about: arguments.ends)
    let options = arguments
    func answers(_ network: Network) throws(InputError) -> [Answer] {
      try network.answers(
        to: question, isStrict: options.strict, settled: settled, respectsHealth: options.respectHealth,
        includingFailover: options.failover)
    }
    guard !edited.isEdited else {
      let (changes, gone) = try WhatIf(edited).changes(asking: answers)
      if options.json {
        terminal.write(changes.map { JSONReport.line($0, includingHops: false) + "\n" }.joined())
      } else {
        terminal.write(
          ChangeReport.text(changes, gone: gone, isUnchanged: edited.isUnchanged, terminal.style))
        terminal.write(Footer.text(edited.after.topology.coverage, terminal.style))
      }
      return Outcome(changes.map(\.answer))
    }
    let answers = try answers(Network(edited.after))
    if options.json {
      terminal.write(answers.map { JSONReport.line($0, includingHops: false) + "\n" }.joined())
    } else {
      terminal.write(CheckReport.text(answers, terminal.style))
      terminal.write(Footer.text(edited.after.topology.coverage, terminal.style))
    }
    return Outcome(answers)
  }

  private func runMany(_ path: String, in terminal: Terminal) throws -> Outcome {
    let settled = try arguments.settled()
    let rows = try QueryFile.rows(of: ByteInput.read(path), file: path)
    let edited = try input.load(in: terminal)
    let (isStrict, respectsHealth, failover) = (arguments.strict, arguments.respectHealth, arguments.failover)
    let isJSON = arguments.json
    let network = Network(edited.after)
    let whatIf = edited.isEdited ? WhatIf(before: Network(edited.before), after: network) : nil
    let results = parallelMap(rows, threads: rows.count < 512 ? 1 : 64, chunk: 64) { row -> BatchResult in
      BatchResult.of(row, isJSON: isJSON) { question throws(InputError) in
        func answers(_ network: Network) throws(InputError) -> [Answer] {
          try network.answers(
            to: question, isStrict: isStrict, settled: settled, respectsHealth: respectsHealth,
            includingFailover: failover)
        }
        guard let whatIf else { return .plain(try answers(network)) }
        let (changes, gone) = try whatIf.changes(asking: answers)
        return .edited(changes, gone: gone)
      }
    }
    let shown = isJSON ? results : results.filter(\.isChanged)
    terminal.write(shown.map { $0.line + "\n" }.joined())
    if whatIf != nil, !isJSON {
      terminal.write(ChangeReport.summary(rows: results.count, changed: shown.count) + "\n")
    }
    return Outcome.combined(results.map(\.outcome))
  }
}

/// The line and the outcome of one row of a question file.
private struct BatchResult: Sendable {
  enum Answered {
    case plain([Answer])
    case edited([AnswerChange], gone: [Answer])
  }

  var line: String
  var outcome: Outcome
  /// Whether there is something to say about the row: all but what edits leave as it is.
  var isChanged = true

  static func of(
    _ row: QueryFile.Row, isJSON: Bool, answers: (Question) throws(InputError) -> Answered
  ) -> BatchResult {
    switch row {
    case .invalid(let error):
      return BatchResult(error, nil, isJSON: isJSON)
    case .question(let question, let origin):
      do throws(InputError) {
        switch try answers(question) {
        case .plain(let answers):
          return BatchResult(
            line: isJSON ? BatchReport.json(answers, question) : BatchReport.text(answers, question),
            outcome: Outcome(answers))
        case .edited(let changes, let gone):
          return BatchResult(
            line: isJSON
              ? BatchReport.json(changes, gone: gone, question)
              : BatchReport.text(changes, gone: gone, question),
            outcome: Outcome(changes.map(\.answer)),
            isChanged: !gone.isEmpty || changes.contains(where: \.isChanged))
        }
      } catch {
        var located = error
        if located.origin == .implied { located.origin = origin }
        return BatchResult(located, question, isJSON: isJSON)
      }
    }
  }

  private init(line: String, outcome: Outcome, isChanged: Bool = true) {
    self.line = line
    self.outcome = outcome
    self.isChanged = isChanged
  }

  private init(_ error: InputError, _ question: Question?, isJSON: Bool) {
    line = isJSON ? BatchReport.json(error, question) : BatchReport.text(error, question)
    outcome = .inputError
  }
}
