package import PacketWalkReports

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where a command writes: the process's streams, or a test's buffers.
package struct Terminal: Sendable {
  package let style: TextStyle
  /// Whether somebody watches what goes to the error stream.
  package let isWatched: Bool
  private let out: @Sendable (String) -> Void
  private let error: @Sendable (String) -> Void

  package init(
    style: TextStyle, isWatched: Bool = false, out: @escaping @Sendable (String) -> Void,
    error: @escaping @Sendable (String) -> Void
  ) {
    self.style = style
    self.isWatched = isWatched
    self.out = out
    self.error = error
  }

  /// Writes results, as they are.
  package func write(_ text: String) { out(text) }

  /// Writes one diagnostic and ends the line.
  package func writeError(_ text: String) { error(text + "\n") }

  /// Writes to the error stream what is to be written over.
  package func writeStatus(_ text: String) { error(text) }

  /// The process's own: coloured on a terminal unless `NO_COLOR` is set, wrapped to its width.
  package static let current = Terminal(
    style: TextStyle(
      isColoured: isatty(STDOUT_FILENO) == 1 && environment("NO_COLOR") == nil
        && environment("TERM") != "dumb",
      width: isatty(STDOUT_FILENO) == 1 ? columns : 0),
    isWatched: isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb",
    out: { Self.send($0, to: STDOUT_FILENO) }, error: { Self.send($0, to: STDERR_FILENO) })

  package static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }

  package static func exit(_ code: Int32) -> Never {
    #if canImport(Glibc)
      Glibc.exit(code)
    #elseif canImport(Musl)
      Musl.exit(code)
    #else
      Darwin.exit(code)
    #endif
  }

  private static var columns: Int {
    if let text = environment("COLUMNS"), let number = Int(text), number > 0 { return number }
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
    return Int(size.ws_col)
  }

  /// Writes all of it; a reader that has gone away ends the process quietly, as for any filter.
  private static func send(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes { unsafe systemWrite(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        return
      }
      bytes = bytes.dropFirst(written)
    }
  }
}

private func systemWrite(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, base, count)
}
