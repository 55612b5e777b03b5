import PacketWalkJSONScan
import PacketWalkReports
import Synchronization
import Testing

@testable import PacketWalkCommands

/// What a command line came to: run within the tests' own process, with everything it writes collected.
struct CommandRun {
  let code: Int32
  let out: String
  let error: String

  init(_ arguments: [String]) {
    let out = Sink()
    let error = Sink()
    let terminal = Terminal(
      style: TextStyle(isColoured: false, width: 0), out: { out.append($0) }, error: { error.append($0) })
    code = CommandLineTool.run(arguments, terminal: terminal)
    self.out = out.text
    self.error = error.text
  }

  init(_ arguments: String...) { self.init(arguments) }

  var lines: [String] { out.split(separator: "\n").map(String.init) }
  var errorLines: [String] { error.split(separator: "\n").map(String.init) }

  /// Every line of what was written as the JSON object that it has to be.
  func objects() throws -> [JSONValue] {
    try lines.map { line in
      let root = try JSONDocument(parsing: Array(line.utf8), file: "stdout").root
      try #require(root.kind == .object, "\(line)")
      return root
    }
  }
}

private final class Sink: Sendable {
  private let content = Mutex("")
  var text: String { content.withLock { $0 } }
  func append(_ more: String) { content.withLock { $0 += more } }
}
