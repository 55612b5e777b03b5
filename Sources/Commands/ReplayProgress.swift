import PacketWalkAddressing
import PacketWalkReplay

/// The line that says how far a reading of flows is: a bar, records a second, time left.
struct ReplayProgress: Sendable {
  let watch: ReplayWatch
  /// Bytes of all files; nil where that is not known beforehand.
  let size: Int?

  private static let width = 24

  /// Does the work, with the line beside it where somebody watches.
  func during<Result>(in terminal: Terminal, _ work: () throws -> Result) rethrows -> Result {
    guard terminal.isWatched else { return try work() }
    let ticker = Ticker { terminal.writeStatus("\r\u{1B}[2K" + text(after: $0)) }
    defer {
      // Clear it (ECMA-48).
      if ticker.stop() > 0 { terminal.writeStatus("\r\u{1B}[2K") }
    }
    return try work()
  }

  func text(after seconds: Int) -> String {
    let rate = watch.records.value / max(1, seconds)
    let words = "\(Self.short(watch.records.value)) records, \(Self.short(rate)) a second"
    guard let size, size > 0 else { return "reading: \(words), \(seconds) s" }
    let done = min(watch.bytes.value, size)
    let filled = done * Self.width / size
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
    let text = "[\(bar)] \(done * 100 / size) %, \(words)"
    guard done > 0 else { return text }
    return "\(text), \(Self.time(Int(Double(seconds) * Double(size - done) / Double(done)))) left"
  }

  /// `12.3 M`
  static func short(_ number: Int) -> String {
    if number < 10_000 { return "\(number)" }
    if number < 1_000_000 { return "\(number / 1_000) k" }
    return "\(number / 1_000_000).\(number / 100_000 % 10) M"
  }

  /// `40 s`, `3 min 20 s`, `2 h 5 min`
  static func time(_ seconds: Int) -> String {
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3_600 { return "\(seconds / 60) min \(seconds % 60) s" }
    return "\(seconds / 3_600) h \(seconds / 60 % 60) min"
  }
}
