/// One value of a document on its tape.
///
/// Twelve bytes, so that a document of a hundred megabytes costs about half as much again as itself.
struct Node {
  enum Tag: UInt8 {
    case object, array
    /// A string without a backslash: its bytes are its text.
    case plainString
    case escapedString
    /// A number without fraction or exponent.
    case integer
    case decimal
    case `true`, `false`, null
  }

  /// The value's first byte: a string's opening quote, an object's brace.
  var start: UInt32
  /// Of an object or array, the tape index past its subtree; of a string, its closing quote; of any other
  /// value, the byte past it.
  var end: UInt32
  var tag: Tag

  init(_ tag: Tag, start: Int, end: Int) {
    self.tag = tag
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: end)
  }

  var isContainer: Bool { tag.rawValue <= Tag.array.rawValue }

  /// The bytes between a string's quotes, or of any other scalar.
  var content: Range<Int> {
    switch tag {
    case .plainString, .escapedString: Int(start) + 1..<Int(end)
    default: Int(start)..<Int(end)
    }
  }

  /// The tape index of what follows the value that is at `index`.
  func next(after index: Int) -> Int { isContainer ? Int(end) : index + 1 }
}
