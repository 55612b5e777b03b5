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
      """)

  @OptionGroup var input: TopologyOptions
  @OptionGroup var arguments: QuestionArguments

  @Option(
    help: ArgumentHelp(
      "Answer a file of questions, CSV with a header or NDJSON; one verdict a line.", valueName: "file"))
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
    let loaded = try input.load()
    let network = Network(loaded)
    let answers = try network.answers(
      to: question, isStrict: arguments.strict, settled: settled, respectsHealth: arguments.respectHealth,
      includingFailover: arguments.failover)
    if arguments.json {
      terminal.write(answers.map { JSONReport.line($0, includingHops: false) + "\n" }.joined())
    } else {
      terminal.write(CheckReport.text(answers, terminal.style))
      terminal.write(Footer.text(loaded.topology.coverage, terminal.style))
    }
    return Outcome(answers)
  }

  private func runMany(_ path: String, in terminal: Terminal) throws -> Outcome {
    let settled = try arguments.settled()
    let rows = try QueryFile.rows(of: ByteInput.read(path), file: path)
    let network = Network(try input.load())
    let (isStrict, respectsHealth, failover) = (arguments.strict, arguments.respectHealth, arguments.failover)
    let isJSON = arguments.json
    let results = parallelMap(rows, threads: rows.count < 512 ? 1 : 64, chunk: 64) { row -> BatchResult in
      BatchResult.of(row, isJSON: isJSON) { question throws(InputError) in
        try network.answers(
          to: question, isStrict: isStrict, settled: settled, respectsHealth: respectsHealth,
          includingFailover: failover)
      }
    }
    terminal.write(results.map { $0.line + "\n" }.joined())
    return Outcome.combined(results.map(\.outcome))
  }
}

/// The line and the outcome of one row of a question file.
private struct BatchResult: Sendable {
  var line: String
  var outcome: Outcome

  static func of(
    _ row: QueryFile.Row, isJSON: Bool, answers: (Question) throws(InputError) -> [Answer]
  ) -> BatchResult {
    switch row {
    case .invalid(let error):
      return BatchResult(error, nil, isJSON: isJSON)
    case .question(let question, let origin):
      do throws(InputError) {
        let answers = try answers(question)
        return BatchResult(
          line: isJSON ? BatchReport.json(answers, question) : BatchReport.text(answers, question),
          outcome: Outcome(answers))
      } catch {
        var located = error
        if located.origin == .implied { located.origin = origin }
        return BatchResult(located, question, isJSON: isJSON)
      }
    }
  }

  private init(line: String, outcome: Outcome) {
    self.line = line
    self.outcome = outcome
  }

  private init(_ error: InputError, _ question: Question?, isJSON: Bool) {
    line = isJSON ? BatchReport.json(error, question) : BatchReport.text(error, question)
    outcome = .inputError
  }
}
