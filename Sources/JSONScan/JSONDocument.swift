package import PacketWalkDiagnostics

/// A JSON text that follows RFC 8259 to the letter, parsed once into a flat tape.
///
/// The bytes are kept as read, and every value is a view of them: strings and numbers are made when
/// somebody asks. Stricter than the RFC demands in two places, since both hide mistakes in what decides
/// about networks: a member name may not appear twice in an object, and a lone surrogate is no text.
///
/// A UTF-8 byte order mark is skipped, and UTF-16 with a byte order mark (what Windows PowerShell writes
/// on `>`) is transcoded; offsets and columns then count bytes of the UTF-8 text.
package final class JSONDocument: Sendable {
  /// How deeply objects and arrays may be nested.
  package static let maximumDepth = 512

  /// The name that origins cite, as the user gave it.
  package let file: String
  let bytes: [UInt8]
  let tape: [Node]
  let lines: LineIndex

  /// Parses a whole text.
  ///
  /// - Throws: `malformed` at the first byte that cannot be, `tooLarge` beyond 4 GiB.
  /// - Complexity: O(bytes)
  package init(parsing bytes: [UInt8], file: String) throws(InputError) {
    let text = try SourceText(decoding: bytes, file: file)
    var writer = TapeWriter(startingAt: text.start, file: file)
    try writer.writeDocument(text.bytes.span)
    self.file = file
    self.bytes = text.bytes
    self.tape = writer.tape
    self.lines = writer.lines
  }

  /// The one value that the text is.
  package var root: JSONValue { JSONValue(document: self, index: 0) }

  /// The line and column of a byte.
  ///
  /// - Complexity: O(log lines)
  package func position(of byteOffset: Int) -> Position { lines.position(of: byteOffset) }
}
