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
  /// Where everything in it was read, if the text was made of a part of another document.
  let standIn: Origin?

  /// Parses a whole text.
  ///
  /// - Throws: `malformed` at the first byte that cannot be, `tooLarge` beyond 4 GiB.
  /// - Complexity: O(bytes)
  package convenience init(parsing bytes: [UInt8], file: String) throws(InputError) {
    try self.init(parsing: bytes, file: file, standIn: nil)
  }

  /// Parses a text that was made of a part of another document, or stood in a string of it: every value in it has the
  /// origin of that part.
  ///
  /// - Throws: as above.
  /// - Complexity: O(bytes)
  package convenience init(
    parsing bytes: [UInt8], file: String, standingFor origin: Origin
  ) throws(InputError) {
    try self.init(parsing: bytes, file: file, standIn: origin)
  }

  private init(parsing bytes: [UInt8], file: String, standIn: Origin?) throws(InputError) {
    let text = try SourceText(decoding: bytes, file: file)
    var writer = TapeWriter(startingAt: text.start, file: file)
    try writer.writeDocument(text.bytes.span)
    self.file = file
    self.bytes = text.bytes
    self.tape = writer.tape
    self.lines = writer.lines
    self.standIn = standIn
  }

  /// The one value that the text is.
  package var root: JSONValue { JSONValue(document: self, index: 0) }

  /// The line and column of a byte.
  ///
  /// - Complexity: O(log lines)
  package func position(of byteOffset: Int) -> Position { lines.position(of: byteOffset) }
}
