/// Sizes of what is kept in memory while reading; the defaults are for everything but tests.
struct FlowReadingLimits {
  /// Bytes of text, more than a line may have.
  var window = 1 << 18
  /// Bytes of a line; AWS's own stay below a thousand.
  var longestLine = 1 << 16
  /// Bytes whose separators are found together.
  var stretch = 1 << 14
  /// Bytes taken from a file at a time.
  var piece = 1 << 18
}
