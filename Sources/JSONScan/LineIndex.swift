import PacketWalkDiagnostics

/// Turns byte offsets of a text into lines and columns.
///
/// Only line feeds end lines; a carriage return before one is the line's last byte.
struct LineIndex: Sendable {
  /// Where the first line begins: past a byte order mark, which no editor counts.
  let start: Int
  /// The offsets of all line feeds, ascending.
  var lineFeeds: [UInt32] = []

  /// - Complexity: O(log lines)
  func position(of offset: Int) -> Position {
    var low = 0
    var high = lineFeeds.count
    while low < high {
      let middle = (low + high) / 2
      if Int(lineFeeds[middle]) < offset { low = middle + 1 } else { high = middle }
    }
    let lineStart = low == 0 ? start : Int(lineFeeds[low - 1]) + 1
    return Position(line: low + 1, column: offset - lineStart + 1)
  }
}
