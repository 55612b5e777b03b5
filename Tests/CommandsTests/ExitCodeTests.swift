import PacketWalkJSONScan
import PacketWalkTestSupport
import Testing

@testable import PacketWalkCommands

/// Every way to end has its code, and says so where it belongs.
@Suite struct ExitCodeTests {
  let street: Street
  init() throws { street = try Street() }

  @Test(
    arguments: [
      ("web-1 db tcp/5432", 0, "reachable"), ("bastion web-1 tcp/22", 0, "reachable"),
      ("db web-1 tcp/80", 1, "unreachable"),
      // The database's network ACL lets replies out to Linux's ports only, and a function uses others too.
      ("report db tcp/5432", 4, "intermittent"), ("web-1 192.168.1.1 tcp/443", 3, "undetermined"),
      ("report db tcp/5432 --source-port 40000", 0, "reachable"),
      ("report db tcp/5432 --source-port 2000", 1, "noReply"),
      ("report db tcp/5432 --source-port 61000", 1, "noReply"),
    ] as [(String, Int32, String)])
  func oneAnswer(question: String, code: Int32, verdict: String) throws {
    for command in ["check", "explain"] {
      let words = question.split(separator: " ").map(String.init)
      let text = street.run(command, words)
      #expect(text.code == code && text.error.isEmpty && !text.out.isEmpty, "\(command) \(text.error)")
      let json = street.run(command, words + ["--json"])
      #expect(json.code == code && json.error.isEmpty, "\(command) \(json.error)")
      let object = try #require(try json.objects().first)
      #expect(object["verdict"]?.string == verdict, "\(command)")
      #expect(object["schema"]?.integer == 1)
      #expect((object["hops"] != nil) == (command == "explain"))
    }
  }

  /// Some pairs, or some parts of the service, are a code of their own; unknown ones come before.
  @Test(
    arguments: [
      ("sg:web db tcp/5432", 4, 3), ("web-1 db tcp/5430-5440", 4, 2), ("web-1 db tcp/6000-6020", 4, 2),
      ("sg:web sg:db tcp/5432", 4, 6), ("internet sg:db tcp/5432", 1, 2),
      ("sg:web 192.168.1.1 tcp/443", 3, 3), ("web-1 db any", 4, 4),
    ] as [(String, Int32, Int)])
  func severalAnswers(question: String, code: Int32, answers: Int) throws {
    let run = street.check(question + " --json")
    #expect(run.code == code)
    #expect(try run.objects().count == answers, "\(run.out)")
    #expect(street.check(question).code == code)
  }

  @Test(
    arguments: [
      ([.yes], .yes), ([.yes, .partial], .partial), ([.partial, .undetermined, .yes], .undetermined),
      ([.undetermined, .no, .partial], .no), ([.no, .inputError, .undetermined], .inputError), ([], .yes),
      ([.inputError, .internalError], .internalError),
    ] as [([Outcome], Outcome)])
  func worstOutcomeCounts(outcomes: [Outcome], expected: Outcome) {
    #expect(Outcome.combined(outcomes) == expected)
    #expect(Outcome.combined(outcomes.reversed()) == expected)
  }

  @Test func packetwalkAloneWelcomes() {
    let run = CommandRun()
    #expect(run.code == 0 && run.error.isEmpty)
    #expect(run.out.contains("packetwalk check"))
  }

  @Test func versionIsOneLine() {
    let run = CommandRun("--version")
    #expect(run.code == 0 && run.error.isEmpty)
    #expect(run.out == "packetwalk \(CommandLineTool.version)\n")
  }

  @Test(
    arguments: [["--help"], ["-h"], ["help"]]
      + ["check", "explain", "lint", "convert", "doctor"].flatMap { [[$0, "--help"], ["help", $0]] })
  func helpGoesToStandardOutput(arguments: [String]) {
    let run = CommandRun(arguments)
    #expect(run.code == 0 && run.error.isEmpty)
    #expect(run.out.contains("OVERVIEW: "))
    if arguments.count == 2 {
      #expect(run.out.contains("packetwalk \(arguments.first { $0 != "help" && $0 != "--help" } ?? "")"))
    }
  }

  /// The command line itself is wrong: 64, on standard error, with the usage of that very command.
  @Test(arguments: [
    ("chek", "There is no command 'chek'. Did you mean 'check'?"), ("--bogus", "Unknown option '--bogus'"),
    ("check -t x a b --bogus", "Unknown option '--bogus'"),
    ("check -t x a", "needs a source and a destination"),
    ("check -t x", "needs a source and a destination"),
    ("explain -t x a", "needs a source and a destination"),
    ("check -t x a b c d", "Unexpected argument 'd'"), ("check -t", "Missing value for '-t <path>'"),
    ("check -t x a b --source-port 65536", "The value '65536' is invalid for '--source-port <port>'"),
    ("check -t x a b --queries q.csv", "give either one question or --queries FILE"),
    ("check -t x --queries q.csv --through lb:x", "are columns of a file of questions"),
    ("check -t - --queries -", "standard input can be the topology or the questions, not both"),
    ("doctor -t x y", "Unexpected argument 'y'"),
  ])
  func usage(line: String, message: String) {
    let arguments = line.split(separator: " ").map(String.init)
    let run = CommandRun(arguments)
    #expect(run.code == 64 && run.out.isEmpty)
    #expect(run.error.contains(message), "\(run.error)")
    if ["check", "explain", "doctor"].contains(arguments[0]) {
      #expect(run.error.contains("packetwalk \(arguments[0]) "), "\(run.error)")
    }
  }

  @Test(
    .enabled(if: Environment.value("PACKETWALK_TOPOLOGY") == nil),
    arguments: ["check a b", "doctor", "convert"])
  func topologyIsNeeded(line: String) {
    let run = CommandRun(line.split(separator: " ").map(String.init))
    #expect(run.code == 64 && run.out.isEmpty)
    #expect(run.error.contains("which topology? Give -t PATH, or set PACKETWALK_TOPOLOGY"))
  }

  @Test func argumentComesBeforeEnvironment() {
    #expect(TopologySource.path("a", environment: "b") == "a")
    #expect(TopologySource.path(nil, environment: "b") == "b")
    #expect(TopologySource.path(nil, environment: "") == nil)
    #expect(TopologySource.path(nil, environment: nil) == nil)
  }

  @Test func doctorAndConvertSayYes() throws {
    let doctor = street.run("doctor", [])
    #expect(doctor.code == 0 && doctor.error.isEmpty && doctor.out.contains("native"))
    let json = street.run("doctor", ["--json"])
    #expect(json.code == 0)
    #expect(try json.objects().count == 1)
    let converted = street.run("convert", [])
    #expect(converted.code == 0 && converted.error.isEmpty)
    let path = try street.folder.write("converted.yaml", converted.out)
    let again = CommandRun("convert", "-t", path)
    #expect(again.code == 0 && again.out == converted.out)
  }

  /// `--strict` turns what is taken for granted into what is not known.
  @Test func strictTurnsAssumptionsIntoUnknowns() {
    let question = "web-1@10.0.1.11 db tcp/5432"
    #expect(street.check(question).code == 0)
    #expect(street.check(question + " --strict").code == 3)
  }
}
