extension RecordParser {
  /// The lines of an index that are still to be read.
  struct Cursor {
    /// The next of the index's newlines.
    var line = 0
    /// The place in the index of the separator before the next line.
    var position = 0
    /// How many lines of the source came before it.
    var lineNumber = 0
  }

  /// Reads lines until there are no more, or the batch is full.
  func parseLines(_ bytes: FlowBytes, _ index: LineIndex, _ cursor: inout Cursor, base: Int) {
    let (positions, newlines) = (index.positions, index.newlines)
    while cursor.line < index.newlineCount, hasRoom {
      if way != .careful, let plan, plan.canBeQuick, !index.hasEmptyFields {
        if parseQuickly(bytes, index, &cursor, plan, base: base) { continue }
        guard cursor.line < index.newlineCount, hasRoom else { return }
        if parseGapQuickly(bytes, index, &cursor, plan, base: base) { continue }
      }
      // The next one is unlike the others.
      let end = Int(newlines[cursor.line])
      let start = Int(positions[cursor.position]) + 1
      cursor.lineNumber += 1
      parseCarefully(bytes, place(of: start..<end, number: cursor.lineNumber, base: base))
      cursor.line += 1
      while Int(positions[cursor.position]) < end { cursor.position += 1 }
    }
  }

  /// Where a line of the window is in the source.
  func place(of text: Range<Int>, number: Int, base: Int) -> LinePlace {
    guard let origin = origins?.origin(of: base + text.lowerBound) else {
      return LinePlace(text: text, number: number, offset: base + text.lowerBound)
    }
    return LinePlace(text: text, number: origin.line, offset: origin.offset)
  }

  /// Reads lines that follow each other, column by column; false where the next line is an unusual one.
  private func parseQuickly(
    _ bytes: FlowBytes, _ index: LineIndex, _ cursor: inout Cursor, _ plan: FlowColumnPlan, base: Int
  ) -> Bool {
    let limit = min(runLimit, index.newlineCount - cursor.line, FlowBatch.capacity - batch.count)
    let usual = usualLines(bytes, index, cursor, plan, atMost: limit)
    guard usual > 0 else { return false }
    let run = QuickRun(
      bytes: bytes, positions: index.positions, first: cursor.position, plan: plan, row: batch.count,
      usesVectors: way == .vectors)
    let good = run.fill(batch, usual, interfaces, names)
    let place = batch.count
    for row in 0..<good {
      let before = Int(index.positions[cursor.position &+ row &* plan.fieldCount])
      batch.offset[place &+ row] = base &+ before &+ 1
      batch.line[place &+ row] = UInt32(truncatingIfNeeded: cursor.lineNumber &+ row &+ 1)
    }
    batch.count += good
    origins?.correct(batch, from: place)
    if plan.start >= 0, plan.end >= 0 { noteOddTimes(bytes, index, cursor, plan, place, base: base) }
    counts.records += good
    cursor.line += good
    cursor.lineNumber += good
    cursor.position += good * plan.fieldCount
    // What is read beyond an unusual value is read again.
    runLimit = good < usual ? 8 : min(2 * runLimit, 256)
    return good == limit
  }

  /// How many of the next lines have the fields that they should, and a status of OK.
  private func usualLines(
    _ bytes: FlowBytes, _ index: LineIndex, _ cursor: Cursor, _ plan: FlowColumnPlan, atMost limit: Int
  ) -> Int {
    let (positions, newlines) = (index.positions, index.newlines)
    let (fieldCount, positionCount, status) = (plan.fieldCount, index.positionCount, plan.logStatus)
    var position = cursor.position
    for row in 0..<limit {
      let next = position &+ fieldCount
      guard next < positionCount, positions[next] == newlines[cursor.line &+ row] else { return row }
      // A time before the record, or the carriage return of another system after it.
      if bytes[Int(positions[position]) &+ 5] == UInt8(ascii: "-")
        || bytes[Int(positions[next]) &- 1] == UInt8(ascii: "\r")
      {
        return row
      }
      if status >= 0 {
        let start = Int(positions[position &+ status]) &+ 1
        guard Int(positions[position &+ status &+ 1]) == start &+ 2, bytes.half(at: start) & 0xFFFF == 0x4B4F
        else { return row }
      }
      position = next
    }
    return limit
  }

  /// Takes the next line if it is a usual one without data, of which there are some in every log.
  private func parseGapQuickly(
    _ bytes: FlowBytes, _ index: LineIndex, _ cursor: inout Cursor, _ plan: FlowColumnPlan, base: Int
  ) -> Bool {
    let (position, next) = (cursor.position, cursor.position + plan.fieldCount)
    let lineStart = Int(index.positions[position]) + 1
    guard plan.logStatus >= 0, next < index.positionCount,
      index.positions[next] == index.newlines[cursor.line], bytes[lineStart + 4] != UInt8(ascii: "-"),
      bytes[Int(index.positions[next]) - 1] != UInt8(ascii: "\r")
    else { return false }
    func field(_ number: Int) -> Range<Int> {
      FieldRows(index.positions, first: position + number, stride: 1, count: 1)[0]
    }
    let status = field(plan.logStatus)
    let word = bytes.word(at: status.lowerBound)
    let kind: FlowGap.Kind
    if status.count == 6, word & 0xFFFF_FFFF_FFFF == 0x4154_4144_4F4E {
      kind = .noData
    } else if status.count == 8, word == 0x4154_4144_5049_4B53 {
      kind = .skipData
    } else {
      return false
    }
    var wrong: UInt64 = 0
    func time(_ number: Int) -> Int {
      guard number >= 0, !FieldValues.isDash(field(number), in: bytes) else { return 0 }
      let text = field(number)
      return Int(truncatingIfNeeded: QuickValues.decimal16(bytes, text.lowerBound, text.count, &wrong))
    }
    let (start, end) = (time(plan.gapStart), time(plan.gapEnd))
    guard wrong == 0 else { return false }
    var interface: UInt32 = 0
    if plan.gapInterface >= 0 {
      guard let number = interfaces.number(of: field(plan.gapInterface), in: bytes) else { return false }
      interface = number
    }
    let text = lineStart..<Int(index.positions[next])
    let place = place(of: text, number: cursor.lineNumber + 1, base: base)
    batch.gaps.append(
      FlowGap(
        kind: kind, interface: interface, start: start, end: end, line: place.number, offset: place.offset))
    if kind == .noData { counts.noData += 1 } else { counts.skipData += 1 }
    cursor.line += 1
    cursor.lineNumber += 1
    cursor.position = next
    return true
  }

  private func noteOddTimes(
    _ bytes: FlowBytes, _ index: LineIndex, _ cursor: Cursor, _ plan: FlowColumnPlan, _ first: Int, base: Int
  ) {
    let (start, end) = (batch.start, batch.end)
    for row in first..<batch.count where end[row] < start[row] && batch.has([.start, .end], row) {
      let position = cursor.position + (row - first) * plan.fieldCount
      let text = Int(index.positions[position]) + 1..<Int(index.positions[position + plan.fieldCount])
      note(.startAfterEnd, bytes, place(of: text, number: cursor.lineNumber + row - first + 1, base: base))
    }
  }
}
