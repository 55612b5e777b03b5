import Dispatch
import Synchronization

/// A line on a terminal while something takes longer than a second, and gone when it is done.
enum Progress {
  /// Does the work, with the line beside it where somebody watches.
  ///
  /// - Parameter task: what is done: `comparing all with all`.
  static func during<Result>(_ task: String, in terminal: Terminal, _ work: () throws -> Result) rethrows
    -> Result
  {
    guard terminal.isWatched else { return try work() }
    let line = ProgressLine(task, terminal)
    line.tick()
    defer { line.end() }
    return try work()
  }
}

/// The line and what is known of it, from two threads.
private final class ProgressLine: Sendable {
  private struct State {
    var isDone = false
    var seconds = 0
  }

  private let state = Mutex(State())
  private let task: String
  private let terminal: Terminal

  init(_ task: String, _ terminal: Terminal) {
    self.task = task
    self.terminal = terminal
  }

  /// Comes again every second.
  func tick() {
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(1)) { [self] in
      let isDone = state.withLock { state in
        if state.isDone { return true }
        state.seconds += 1
        terminal.writeStatus("\r\(task), \(state.seconds) s")
        return false
      }
      if !isDone { tick() }
    }
  }

  func end() {
    state.withLock { state in
      state.isDone = true
      // Back to the line's beginning, and clear it (ECMA-48).
      if state.seconds > 0 { terminal.writeStatus("\r\u{1B}[2K") }
    }
  }
}
