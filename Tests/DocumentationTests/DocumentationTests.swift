import PacketWalkByteInput
import PacketWalkReports
import PacketWalkTestSupport
import Synchronization
import Testing

@testable import PacketWalkCommands

/// Every command that README, docs and `--help` show is run, and what they print is what is shown.
@Suite struct DocumentationTests {
  static let pages = [
    "README.md", "docs/json.md", "docs/architecture.md", "docs/topology-format.md", "docs/inputs.md",
    "docs/policy.md", "docs/mutate.md", "docs/install.md", "docs/graph.md", "docs/ci.md", "docs/replay.md",
    "docs/tighten.md",
    "docs/scale.md",
  ]
  static let helps = [
    [], ["--help"], ["help", "check"], ["help", "explain"], ["help", "lint"], ["help", "convert"],
    ["help", "doctor"], ["help", "who"], ["help", "what"], ["help", "matrix"],
    ["help", "collect"], ["help", "test"], ["help", "diff"], ["help", "mutate"], ["help", "graph"],
    ["help", "policy", "init"],
    ["help", "policy", "check"], ["help", "replay"], ["help", "tighten"], ["help", "compile"],
  ]

  @Test(arguments: pages) func commandsOfPages(page: String) throws {
    let text = String(decoding: try ByteInput.read(Fixtures.repository + "/" + page), as: UTF8.self)
    for block in DocumentedBlock.all(in: text) {
      for command in block.commands { try check(command, page) }
    }
  }

  @Test(arguments: helps) func commandsOfHelp(arguments: [String]) throws {
    let (_, text, _) = Collected.run(arguments)
    let lines = text.split(separator: "\n").map { $0.trimmingSpaces }
    for line in lines where line.hasPrefix("packetwalk ") && line.contains(" -t ") {
      // What a line of help says behind the command is set off by several spaces.
      try check(
        DocumentedCommand(line: Self.commandPart(line), output: nil), arguments.joined(separator: " "))
    }
  }

  @Test func theReadmeOpensWithAnAnswer() throws {
    let text = String(decoding: try ByteInput.read(Fixtures.repository + "/README.md"), as: UTF8.self)
    let first = try #require(DocumentedBlock.all(in: text).first?.commands.first)
    #expect(first.line.hasPrefix("packetwalk explain"))
    #expect(first.output?.isEmpty == false)
  }

  private static func commandPart(_ line: String) -> String {
    // The names of commands are set off too, so that their arguments stand below each other.
    guard let option = line.firstRange(ofText: " -t "), let gap = line[option...].firstRange(ofText: "    ")
    else {
      return line
    }
    return String(line[..<gap])
  }

  private func check(_ command: DocumentedCommand, _ place: String) throws {
    let (code, out, error) = Collected.run(command.arguments)
    #expect([0, 1, 3, 4].contains(code), "\(place): \(command.line)\nexit \(code)\n\(error)")
    // Files go by the names that the page gives them.
    let shown = out.replacing(Fixtures.path("documentation/"), with: "")
    if let output = command.output { #expect(shown == output, "\(place): \(command.line)") }
  }
}

/// A fenced block of shell.
struct DocumentedBlock {
  var commands: [DocumentedCommand]

  static func all(in page: String) -> [DocumentedBlock] {
    var blocks: [DocumentedBlock] = []
    var fence: String?
    var lines: [String] = []
    for line in page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      guard line.hasPrefix("```") else {
        if fence != nil { lines.append(line) }
        continue
      }
      if let open = fence {
        if open == "console" || open == "sh" {
          blocks.append(DocumentedBlock(lines, hasOutput: open == "console"))
        }
        fence = nil
        lines = []
      } else {
        fence = String(line.dropFirst(3))
      }
    }
    return blocks.filter { !$0.commands.isEmpty }
  }

  private init(_ lines: [String], hasOutput: Bool) {
    commands = []
    for line in lines {
      if hasOutput, line.hasPrefix("$ ") {
        commands.append(DocumentedCommand(line: String(line.dropFirst(2)), output: ""))
      } else if hasOutput, !commands.isEmpty {
        commands[commands.count - 1].output? += line + "\n"
      } else if line.hasPrefix("packetwalk ") {
        commands.append(DocumentedCommand(line: line, output: nil))
      }
    }
    // Live accounts are no test's business: CollectorTests runs these with a command that only pretends.
    commands = commands.filter {
      $0.line.hasPrefix("packetwalk ") && !$0.line.hasPrefix("packetwalk collect")
    }
  }
}

/// New folders, one for each command that writes.
private final class OutputFolders: Sendable {
  private let folder: TemporaryFolder?
  private let count = Mutex(0)

  init() { folder = try? TemporaryFolder() }

  func next() -> String {
    let number = count.withLock { count in
      count += 1
      return count
    }
    return "\(folder?.path ?? "")/\(number)"
  }
}

struct DocumentedCommand {
  private static let output = OutputFolders()

  var line: String
  var output: String?

  /// The words between blanks; single quotes keep some together.
  private static func words(_ command: Substring) -> [Substring] {
    var isQuoted = false
    return command.split { character in
      if character == "'" { isQuoted.toggle() }
      return character == " " && !isQuoted
    }
  }

  /// The arguments; `network.yaml`, `snapshot`, `model.pwm`, `office.yaml` and `questions.csv` are the documentation's own network.
  var arguments: [String] {
    // A comment stands apart: `plan.json#before` is a word.
    let comment = line.firstRange(of: " #")?.lowerBound ?? line.endIndex
    let command = line[..<comment].split(separator: ">", maxSplits: 1)[0]
    var previous = ""
    return Self.words(command).dropFirst().map { word in
      let word = word.trimmingQuotes
      defer { previous = word }
      // What is written goes to a folder of this run's own.
      if previous == "-o", ["convert ", "compile "].contains(where: { line.hasPrefix("packetwalk " + $0) }) {
        return Self.output.next()
      }
      if previous == "--write-baseline" { return "/dev/null" }
      if previous == "-o", word.contains("=") { return word.prefix { $0 != "=" } + "=" + Self.output.next() }
      if ["-o", "--to"].contains(previous) { return word }
      switch word {
      // A compiled model says what its input says.
      case "network.yaml", "snapshot", "snapshot/", "model.pwm":
        return Fixtures.path("documentation/network.yaml")
      case "plan.json", "plan.json#before": return Fixtures.path("ways/shop/") + word
      case "terraform.tfstate": return Fixtures.path("ways/shop/terraform.tfstate")
      case "infra": return Fixtures.path("documentation/infra")
      case "templates": return Fixtures.path("cloudformation")
      case "policy.yaml": return Fixtures.path("documentation/policy.yaml")
      case "office.yaml": return Fixtures.path("documentation/office.yaml")
      case "questions.csv": return Fixtures.path("documentation/questions.csv")
      case "flows.log": return Fixtures.path("documentation/flows.log")
      case "week.log": return Fixtures.path("documentation/week.log")
      case "web-1.pcap": return Fixtures.path("documentation/web-1.pcap")
      case "AWSLogs", "AWSLogs/": return Fixtures.path("documentation/AWSLogs")
      case "baseline.json": return Fixtures.path("documentation/baseline.json")
      case "report.json": return "/dev/null"
      default: return word
      }
    }
  }
}

/// What a run in this process printed.
enum Collected {
  static func run(_ arguments: [String]) -> (code: Int32, out: String, error: String) {
    let sink = Sink()
    let terminal = Terminal(
      style: TextStyle(isColoured: false, width: 0), out: { sink.out($0) }, error: { sink.error($0) })
    let code = CommandLineTool.run(arguments, terminal: terminal)
    return (code, sink.outText, sink.errorText)
  }
}

private final class Sink: Sendable {
  private let texts = Mutex((out: "", error: ""))

  func out(_ text: String) { texts.withLock { $0.out += text } }
  func error(_ text: String) { texts.withLock { $0.error += text } }
  var outText: String { texts.withLock { $0.out } }
  var errorText: String { texts.withLock { $0.error } }
}

extension Substring {
  var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  var trimmingQuotes: String {
    String(drop { $0 == "'" || $0 == "\"" }.reversed().drop { $0 == "'" || $0 == "\"" }.reversed())
  }
}

extension StringProtocol {
  /// Where a text begins, if it is there.
  func firstRange(ofText text: String) -> Index? {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(text) { return index }
      index = self.index(after: index)
    }
    return nil
  }
}
