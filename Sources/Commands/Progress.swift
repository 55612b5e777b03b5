import PacketWalkAddressing

/// A line on a terminal while something takes longer than a second, and gone when it is done.
enum Progress {
  /// Does the work, with the line beside it where somebody watches.
  ///
  /// - Parameter task: what is done: `comparing all with all`.
  static func during<Result>(_ task: String, in terminal: Terminal, _ work: () throws -> Result) rethrows
    -> Result
  {
    guard terminal.isWatched else { return try work() }
    let ticker = Ticker { terminal.writeStatus("\r\(task), \($0) s") }
    defer {
      // Back to the line's beginning, and clear it (ECMA-48).
      if ticker.stop() > 0 { terminal.writeStatus("\r\u{1B}[2K") }
    }
    return try work()
  }
}
