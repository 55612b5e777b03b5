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
      if isQuick, let plan, plan.canBeQuick, !index.hasEmptyFields {
        let count = batch.count
        parseQuickly(bytes, index, &cursor, plan, base: base)
        origins?.correct(batch, from: count)
        guard cursor.line < index.newlineCount, hasRoom else { return }
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

  /// Reads lines as long as there is nothing unusual about them.
  private func parseQuickly(
    _ bytes: FlowBytes, _ index: LineIndex, _ cursor: inout Cursor, _ plan: FlowColumnPlan, base: Int
  ) {
    let batch = batch
    let (positions, newlines) = (index.positions, index.newlines)
    let (positionCount, newlineCount) = (index.positionCount, index.newlineCount)
    let (interfaces, names) = (interfaces, names)
    let (packets, byteCounts) = (batch.packets, batch.bytes)
    let fieldCount = plan.fieldCount
    let (losses, texts) = (plan.losses, plan.texts)
    let hasExtras =
      plan.packetSource >= 0 || plan.packetDestination >= 0 || plan.tcpFlags >= 0 || plan.direction >= 0
      || plan.trafficPath >= 0 || !losses.isEmpty || !texts.isEmpty
    var (line, position, count) = (cursor.line, cursor.position, batch.count)
    defer {
      cursor.lineNumber += line - cursor.line
      (cursor.line, cursor.position) = (line, position)
      counts.records += count - batch.count
      batch.count = count
    }

    while line < newlineCount, count < FlowBatch.capacity {
      // The line has as many fields as it should.
      guard position &+ fieldCount < positionCount, positions[position &+ fieldCount] == newlines[line]
      else { return }
      let before = position
      @inline(__always) func field(_ number: Int) -> (start: Int, length: Int) {
        let start = Int(positions[before &+ number]) &+ 1
        return (start, Int(positions[before &+ number &+ 1]) &- start)
      }
      let lineStart = Int(positions[before]) &+ 1
      let lineEnd = Int(positions[before &+ fieldCount])
      // A time before the record, or the carriage return of another system after it.
      if bytes[lineStart &+ 4] == UInt8(ascii: "-") || bytes[lineEnd &- 1] == UInt8(ascii: "\r") { return }

      var present = plan.columns.rawValue
      var wrong: UInt64 = 0
      if plan.logStatus >= 0 {
        let text = field(plan.logStatus)
        // Anything but OK.
        guard text.length == 2, bytes.half(at: text.start) & 0xFFFF == 0x4B4F else { return }
      }
      if plan.source >= 0 {
        let text = field(plan.source)
        var unlike: UInt32 = 0
        let bits = QuickValues.ipv4(bytes, text.start, text.length, &unlike)
        batch.source4[count] = bits
        batch.sourceFamily[count] = 4
        if unlike != 0 {
          guard
            ipv6(bytes, text.start, text.length, batch.sourceFamily, batch.source6, count)
          else { return }
        }
      }
      if plan.destination >= 0 {
        let text = field(plan.destination)
        var unlike: UInt32 = 0
        let bits = QuickValues.ipv4(bytes, text.start, text.length, &unlike)
        batch.destination4[count] = bits
        batch.destinationFamily[count] = 4
        if unlike != 0 {
          guard
            ipv6(bytes, text.start, text.length, batch.destinationFamily, batch.destination6, count)
          else { return }
        }
      }
      if plan.sourcePort >= 0 {
        let text = field(plan.sourcePort)
        let port = QuickValues.decimal8(bytes, text.start, text.length, &wrong)
        wrong |= port & ~0xFFFF
        batch.sourcePort[count] = UInt16(truncatingIfNeeded: port)
      }
      if plan.destinationPort >= 0 {
        let text = field(plan.destinationPort)
        let port = QuickValues.decimal8(bytes, text.start, text.length, &wrong)
        wrong |= port & ~0xFFFF
        batch.destinationPort[count] = UInt16(truncatingIfNeeded: port)
      }
      if plan.protocolNumber >= 0 {
        let text = field(plan.protocolNumber)
        let number = QuickValues.decimal8(bytes, text.start, text.length, &wrong)
        wrong |= number & ~0xFF
        batch.protocolNumber[count] = UInt8(truncatingIfNeeded: number)
      }
      if plan.packets >= 0 {
        let text = field(plan.packets)
        packets[count] = QuickValues.decimal16(bytes, text.start, text.length, &wrong)
      }
      if plan.bytes >= 0 {
        let text = field(plan.bytes)
        byteCounts[count] = QuickValues.decimal16(bytes, text.start, text.length, &wrong)
      }
      if plan.start >= 0 {
        let text = field(plan.start)
        batch.start[count] = Int(QuickValues.decimal16(bytes, text.start, text.length, &wrong))
      }
      if plan.end >= 0 {
        let text = field(plan.end)
        batch.end[count] = Int(QuickValues.decimal16(bytes, text.start, text.length, &wrong))
        if plan.start >= 0, batch.end[count] < batch.start[count] { return }
      }
      if plan.action >= 0 {
        let text = field(plan.action)
        let word = bytes.word(at: text.start) & 0xFFFF_FFFF_FFFF
        let accepted: UInt8 = word == 0x5450_4543_4341 ? 1 : 0
        let rejected: UInt8 = word == 0x5443_454A_4552 ? 2 : 0
        if text.length != 6 || accepted | rejected == 0 { return }
        batch.action[count] = accepted != 0 ? .accept : .reject
      }
      if wrong != 0 { return }
      if plan.interface >= 0 {
        let text = field(plan.interface)
        guard let number = interfaces.number(of: text.start..<text.start &+ text.length, in: bytes)
        else { return }
        batch.interface[count] = number
        if number == 0 { present &= ~FlowColumns.interface.rawValue }
      }
      if hasExtras {
        guard
          parseExtras(
            bytes, plan, losses, texts, names, count, &present,
            { number in
              let text = field(number)
              return text.start..<text.start &+ text.length
            })
        else { return }
      }
      batch.present[count] = present
      batch.offset[count] = base &+ lineStart
      batch.line[count] = UInt32(truncatingIfNeeded: cursor.lineNumber &+ line &- cursor.line &+ 1)
      count &+= 1
      line &+= 1
      position = before &+ fieldCount
    }
  }

  @inline(never)
  private func ipv6(
    _ bytes: FlowBytes, _ start: Int, _ length: Int, _ family: FlowColumn<UInt8>,
    _ column: FlowColumn<UInt128>, _ count: Int
  ) -> Bool {
    guard let value = FieldValues.ipv6(start..<start + length, in: bytes) else { return false }
    family[count] = 6
    column[count] = UInt128(value.high) << 64 | UInt128(value.low)
    return true
  }

  /// The columns that few ask for.
  @inline(__always)
  private func parseExtras(
    _ bytes: FlowBytes, _ plan: FlowColumnPlan, _ losses: [(column: Int, field: Int)],
    _ texts: [(column: Int, field: Int)], _ names: FlowNames, _ count: Int, _ present: inout UInt64,
    _ field: (Int) -> Range<Int>
  ) -> Bool {
    var wrong: UInt64 = 0
    if plan.packetSource >= 0 {
      let text = field(plan.packetSource)
      var unlike: UInt32 = 0
      batch.packetSource4[count] = QuickValues.ipv4(bytes, text.lowerBound, text.count, &unlike)
      batch.packetSourceFamily[count] = 4
      if unlike != 0 {
        if FieldValues.isDash(text, in: bytes) {
          present &= ~FlowColumns.packetSource.rawValue
        } else if !ipv6(
          bytes, text.lowerBound, text.count, batch.packetSourceFamily, batch.packetSource6, count)
        {
          return false
        }
      }
    }
    if plan.packetDestination >= 0 {
      let text = field(plan.packetDestination)
      var unlike: UInt32 = 0
      batch.packetDestination4[count] = QuickValues.ipv4(bytes, text.lowerBound, text.count, &unlike)
      batch.packetDestinationFamily[count] = 4
      if unlike != 0 {
        if FieldValues.isDash(text, in: bytes) {
          present &= ~FlowColumns.packetDestination.rawValue
        } else if !ipv6(
          bytes, text.lowerBound, text.count, batch.packetDestinationFamily, batch.packetDestination6, count)
        {
          return false
        }
      }
    }
    if plan.tcpFlags >= 0 {
      let text = field(plan.tcpFlags)
      if FieldValues.isDash(text, in: bytes) {
        present &= ~FlowColumns.tcpFlags.rawValue
      } else {
        let flags = QuickValues.decimal8(bytes, text.lowerBound, text.count, &wrong)
        wrong |= flags & ~0xFF
        batch.tcpFlags[count] = UInt8(truncatingIfNeeded: flags)
      }
    }
    if plan.direction >= 0 {
      let text = field(plan.direction)
      if FieldValues.isDash(text, in: bytes) {
        present &= ~FlowColumns.direction.rawValue
        batch.direction[count] = .unknown
      } else {
        guard let direction = Self.direction(text, in: bytes) else { return false }
        batch.direction[count] = direction
      }
    }
    if plan.trafficPath >= 0 {
      let text = field(plan.trafficPath)
      if FieldValues.isDash(text, in: bytes) {
        present &= ~FlowColumns.trafficPath.rawValue
      } else {
        let path = QuickValues.decimal8(bytes, text.lowerBound, text.count, &wrong)
        wrong |= path & ~0xFF
        batch.trafficPath[count] = UInt8(truncatingIfNeeded: path)
      }
    }
    for loss in losses {
      let text = field(loss.field)
      batch.numbers[loss.column][count] = QuickValues.decimal16(bytes, text.lowerBound, text.count, &wrong)
    }
    if wrong != 0 { return false }
    for column in texts {
      guard let number = names.number(of: field(column.field), in: bytes) else { return false }
      batch.texts[column.column][count] = number
      if number == 0 { present &= ~FlowColumns.texts[column.column].column.rawValue }
    }
    return true
  }

  /// Which way a flow went; nil for a word that says neither.
  @inline(__always)
  static func direction(_ text: Range<Int>, in bytes: FlowBytes) -> FlowDirection? {
    let word = bytes.word(at: text.lowerBound)
    if text.count == 7, word & 0xFF_FFFF_FFFF_FFFF == 0x73_7365_7267_6E69 { return .ingress }
    if text.count == 6, word & 0xFFFF_FFFF_FFFF == 0x7373_6572_6765 { return .egress }
    return nil
  }
}
