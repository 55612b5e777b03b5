package import PacketWalkByteInput
package import PacketWalkDiagnostics

/// Reads flow records from one source after the other, in batches.
///
///     let reader = FlowLogReader(columns: [.interface, .source, .destination])
///     try reader.open(FlowLogSource("flows.log.gz"))
///     while let batch = reader.next() { … }
///
/// Numbers of names, and what was counted, go on from source to source; memory does not grow with their size. Several
/// threads use a reader each.
package final class FlowLogReader {
  /// What is filled in batches.
  package let columns: FlowColumns
  /// The format of sources that do not say theirs; a header in a source overrides it.
  package let givenFields: FlowLogFields?

  private let parser: RecordParser
  private let limits: FlowReadingLimits
  private let window: LineWindow
  private let index: LineIndex
  private var cursor = RecordParser.Cursor()
  private var stream: ByteStream?
  private var envelope: EnvelopeReader?
  private var source = FlowLogSource("")
  private var isAtEnd = true
  /// Within a line that is longer than the window.
  private var isSkipping = false

  package convenience init(columns: FlowColumns, fields: FlowLogFields? = nil) {
    self.init(columns: columns, fields: fields, limits: FlowReadingLimits())
  }

  init(columns: FlowColumns, fields: FlowLogFields?, limits: FlowReadingLimits, way: ParsingWay = .best) {
    self.columns = columns
    givenFields = fields
    self.limits = limits
    parser = RecordParser(wanted: columns, longestLine: limits.longestLine, source: FlowLogSource(""))
    parser.way = way
    // A line and its end always fit.
    window = LineWindow(capacity: max(limits.window, limits.longestLine + 66))
    index = LineIndex(stretch: limits.stretch)
  }

  /// The table of the column `interface`, and of gaps.
  package var interfaces: FlowNames { parser.interfaces }
  /// The table of all other columns of names.
  package var names: FlowNames { parser.names }
  /// What was read from all sources so far.
  package var counts: FlowLogCounts { parser.counts }
  /// The format of the source that is read, as far as it is known yet.
  package var fields: FlowLogFields? { parser.fields }
  /// How many bytes of the source's file were taken so far: for progress.
  package var fileBytesRead: Int { stream?.fileBytesRead ?? 0 }
  /// How many lines of the source were read so far.
  package var lineCount: Int { cursor.lineNumber }

  /// Begins a source; what is left of the one before is not read.
  ///
  /// - Throws: what `ByteStream` throws; `unrecognised` for captures and Parquet.
  package func open(_ source: FlowLogSource) throws(InputError) {
    close()
    let stream = try ByteStream(opening: source.path, range: source.range, pieceSize: limits.piece)
    try open(source, stream)
  }

  /// Begins a source that is open already, such as standard input whose beginning was looked at.
  package func open(_ source: FlowLogSource, _ stream: ByteStream) throws(InputError) {
    close()
    let beginning = stream.peek(4_096)
    // The middle of a text may look like anything.
    let carrier = (source.range?.lowerBound ?? 0) > 0 ? .text : FlowCarrier.detect(beginning)
    if let refusal = carrier.refusal(of: source.path) { throw refusal }
    self.source = source
    self.stream = stream
    parser.counts.files += 1
    parser.setFields(source.fields ?? givenFields)
    parser.clearBatch()
    parser.batch.source = source
    isAtEnd = false
    parser.isSourceDamaged = false
    window.restart(at: source.range?.lowerBound ?? 0)
    envelope =
      switch carrier {
      case .json: EnvelopeReader(JSONEnvelope(longestText: limits.longestLine))
      case .csv: EnvelopeReader(TableEnvelope(longestText: limits.longestLine))
      default: nil
      }
    parser.origins = envelope?.origins
    if carrier == .text, beginning.starts(with: FlowCarrier.byteOrderMark) {
      fill()
      while window.end - window.used < 3, !isAtEnd { fill() }
      window.use(upTo: min(window.end, 3))
    }
  }

  /// Forgets the source, should it be that the next cannot be opened.
  private func close() {
    (stream, envelope) = (nil, nil)
    (isAtEnd, isSkipping) = (true, false)
    cursor = RecordParser.Cursor()
    index.clear()
    window.restart(at: 0)
    parser.clearBatch()
  }

  /// The next records of the source, in the reader's one batch, which the next call fills again; nil at the end.
  ///
  /// A batch may hold gaps and no records. A source that turns out to be damaged ends there, and the damage is
  /// counted.
  package func next() -> FlowBatch? {
    parser.clearBatch()
    while parser.hasRoom {
      if cursor.line < index.newlineCount {
        parser.parseLines(window.bytes, index, &cursor, base: window.offset)
        let last = index.newlines[cursor.line - 1]
        window.use(upTo: Int(last) + 1)
      } else if !findLines() {
        break
      }
    }
    let batch = parser.batch
    return batch.count > 0 || !batch.gaps.isEmpty ? batch : nil
  }

  /// Looks for the next lines; false at the end.
  private func findLines() -> Bool {
    (cursor.line, cursor.position) = (0, 0)
    index.clear()
    if isSkipping, !skipLongLine() { return false }
    let bytes = window.bytes
    if window.used < bytes.count {
      index.build(bytes, from: window.used, vectors: parser.way == .vectors)
      if index.newlineCount > 0 { return true }
      // A line that is longer than a stretch.
      let looked = window.used + index.stretch
      if looked < bytes.count, let newline = newline(in: bytes, from: looked) {
        parseLongLine(bytes, window.used..<newline)
        window.use(upTo: newline + 1)
        return true
      }
    }
    return readMore()
  }

  private func newline(in bytes: FlowBytes, from start: Int) -> Int? {
    (start..<bytes.count).first { bytes[$0] == UInt8(ascii: "\n") }
  }

  private func parseLongLine(_ bytes: FlowBytes, _ text: Range<Int>) {
    cursor.lineNumber += 1
    parser.parseCarefully(bytes, parser.place(of: text, number: cursor.lineNumber, base: window.offset))
  }

  /// Brings more text into the window; false at the end of it all.
  private func readMore() -> Bool {
    if isAtEnd { return false }
    if window.end - window.used > limits.longestLine + 1 {
      let text = window.used..<window.end
      let place = parser.place(of: text, number: cursor.lineNumber + 1, base: window.offset)
      parser.note(.tooLong, window.bytes, place)
      isSkipping = true
      return skipLongLine()
    }
    fill()
    guard isAtEnd, window.used < window.end else { return true }
    // The last line may lack its end. The window has room for it, since the line is not too long.
    // What is left of a damaged source is a line cut short.
    if parser.isSourceDamaged || window.bytes[window.end - 1] == UInt8(ascii: "\n") { return false }
    return window.append(CollectionOfOne(UInt8(ascii: "\n")))
  }

  /// Goes on behind the end of a line that was counted; false where the source ends before it.
  private func skipLongLine() -> Bool {
    while true {
      if let newline = newline(in: window.bytes, from: window.used) {
        window.use(upTo: newline + 1)
        cursor.lineNumber += 1
        isSkipping = false
        return true
      }
      window.use(upTo: window.end)
      if isAtEnd { return false }
      fill()
    }
  }

  private func fill() {
    guard let stream else {
      isAtEnd = true
      return
    }
    do throws(InputError) {
      let count: Int
      if let envelope {
        count = try envelope.fill(window, from: stream)
        parser.counts.controlMessages += envelope.takeControlMessages()
        if let damage = envelope.takeDamage() { note(.damagedEnvelope, damage.message, damage.line) }
      } else {
        count = try unsafe window.fill { (buffer) throws(InputError) in try unsafe stream.read(into: buffer) }
      }
      if count == 0 { isAtEnd = true }
    } catch {
      isAtEnd = true
      parser.isSourceDamaged = true
      note(.damagedFile, error.message, 0)
    }
  }

  private func note(_ kind: FlowIssue.Kind, _ message: String, _ line: Int) {
    parser.counts.note(kind, file: source.path, line: line) { message }
  }
}
