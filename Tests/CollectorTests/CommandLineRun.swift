import PacketWalkReports
import Synchronization

@testable import PacketWalkCommands

/// What a command line came to, run within the tests' own process.
struct CommandLineRun {
  let code: Int32
  let out: String
  let error: String

  init(_ arguments: String..., isWatched: Bool = false) { self.init(arguments, isWatched: isWatched) }

  init(_ arguments: [String], isWatched: Bool = false) {
    let out = Sink()
    let error = Sink()
    code = CommandLineTool.run(
      arguments,
      terminal: Terminal(
        style: TextStyle(isColoured: false, width: 0), isWatched: isWatched, out: { out.append($0) },
        error: { error.append($0) }))
    self.out = out.text
    self.error = error.text
  }
}

private final class Sink: Sendable {
  private let content = Mutex("")
  var text: String { content.withLock { $0 } }
  func append(_ more: String) { content.withLock { $0 += more } }
}
