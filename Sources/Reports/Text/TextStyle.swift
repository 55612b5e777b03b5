/// How text is to look where it goes.
package struct TextStyle: Sendable {
  /// Whether escape sequences for colours are written; words never depend on them.
  package var isColoured: Bool
  /// Columns to wrap at; 0 for no wrapping, as for a pipe.
  package var width: Int

  package init(isColoured: Bool = false, width: Int = 0) {
    self.isColoured = isColoured
    self.width = width
  }

  /// What goes to files and pipes.
  package static let plain = TextStyle()
}
