/// Flow records within comma-separated values (RFC 4180), as Logs Insights exports them: in the column `@message`, or
/// in columns named like fields.
struct TableEnvelope: Envelope {
  private enum State { case plain, quoted, quoteInQuoted }

  private let longestText: Int
  private var state = State.plain
  private var names: [String]?
  private var row: [String] = []
  private var text: [UInt8] = []
  private var offset = 0
  private var line = 1
  private var rowPlace = (offset: 0, line: 1)

  init(longestText: Int) { self.longestText = longestText }

  mutating func consume(_ bytes: ArraySlice<UInt8>, into output: EnvelopeOutput) -> Int {
    for byte in bytes {
      take(byte, output)
      offset += 1
      if byte == UInt8(ascii: "\n") { line += 1 }
    }
    return bytes.count
  }

  mutating func finish(into output: EnvelopeOutput) {
    if state == .quoted {
      output.damage = EnvelopeOutput.Damage(message: "a quoted value is cut short", line: rowPlace.line)
    } else if !text.isEmpty || !row.isEmpty {
      endRow(output)
    }
  }

  private mutating func take(_ byte: UInt8, _ output: EnvelopeOutput) {
    switch (state, byte) {
    case (.quoted, UInt8(ascii: "\"")): state = .quoteInQuoted
    case (.quoted, _): append(byte)
    case (.quoteInQuoted, UInt8(ascii: "\"")):
      state = .quoted
      append(byte)
    case (_, UInt8(ascii: ",")):
      state = .plain
      endValue()
    case (_, UInt8(ascii: "\n")):
      state = .plain
      endRow(output)
      rowPlace = (offset + 1, line + 1)
    case (.plain, UInt8(ascii: "\"")) where text.isEmpty: state = .quoted
    case (_, UInt8(ascii: "\r")), (.plain, 0xEF), (.plain, 0xBB), (.plain, 0xBF): break
    default: append(byte)
    }
  }

  private mutating func append(_ byte: UInt8) {
    if text.count <= longestText { text.append(byte) }
  }

  private mutating func endValue() {
    // More columns than this are no table of records; the row is counted as one with too many fields.
    if row.count < 1_000 { row.append(String(decoding: text, as: UTF8.self)) }
    text.removeAll(keepingCapacity: true)
  }

  private mutating func endRow(_ output: EnvelopeOutput) {
    let isBlank = row.isEmpty && text.isEmpty
    endValue()
    defer { row.removeAll(keepingCapacity: true) }
    if isBlank { return }
    guard let names else {
      names = row
      return
    }
    let (offset, line) = rowPlace
    if let message = names.firstIndex(of: "@message"), row.count == names.count {
      return output.add(message: Array(row[message].utf8), offset: offset, line: line)
    }
    guard row.count == names.count else {
      return output.add(message: Array(row.joined(separator: ",").utf8), offset: offset, line: line)
    }
    let record = zip(names, row).filter { FlowField(named: $0.0) != nil }
    output.add(record: record.map { (name: $0.0, value: $0.1) }, offset: offset, line: line)
  }
}
