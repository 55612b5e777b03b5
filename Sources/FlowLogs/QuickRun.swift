/// Lines that follow each other, with the right number of fields each and a status of OK: their columns.
struct QuickRun {
  let bytes: FlowBytes
  let positions: FlowColumn<Int32>
  /// The place of the separator before the first line.
  let first: Int
  let plan: FlowColumnPlan
  /// The batch's row that the first line becomes.
  let row: Int
  let usesVectors: Bool

  /// Fills the rows of a batch; returns how many, which are all unless a line has an unusual value.
  ///
  /// Names come last, so that a dirty line adds none.
  func fill(_ batch: FlowBatch, _ count: Int, _ interfaces: FlowNames, _ names: FlowNames) -> Int {
    let columns = plan.columns.rawValue
    for row in row..<row + count { batch.present[row] = columns }
    var count = count
    let present = batch.present
    if plan.source >= 0 {
      count = addresses(
        plan.source, count, .source, present, batch.sourceFamily, batch.source4, batch.source6)
    }
    if plan.destination >= 0 {
      count = addresses(
        plan.destination, count, .destination, present, batch.destinationFamily, batch.destination4,
        batch.destination6)
    }
    if plan.packetSource >= 0 {
      count = addresses(
        plan.packetSource, count, .packetSource, present, batch.packetSourceFamily, batch.packetSource4,
        batch.packetSource6)
    }
    if plan.packetDestination >= 0 {
      count = addresses(
        plan.packetDestination, count, .packetDestination, present, batch.packetDestinationFamily,
        batch.packetDestination4, batch.packetDestination6)
    }
    if plan.sourcePort >= 0 {
      count = numbers(plan.sourcePort, count, .sourcePort, present) { ports($0, batch.sourcePort, $1) }
    }
    if plan.destinationPort >= 0 {
      count = numbers(plan.destinationPort, count, .destinationPort, present) {
        ports($0, batch.destinationPort, $1)
      }
    }
    if plan.protocolNumber >= 0 {
      count = numbers(plan.protocolNumber, count, .protocolNumber, present) {
        small($0, batch.protocolNumber, $1)
      }
    }
    if plan.packets >= 0 {
      count = numbers(plan.packets, count, .packets, present) { counters($0, batch.packets, $1) }
    }
    if plan.bytes >= 0 {
      count = numbers(plan.bytes, count, .bytes, present) { counters($0, batch.bytes, $1) }
    }
    for loss in plan.losses {
      count = numbers(loss.field, count, FlowColumns.numbers[loss.column].column, present) {
        counters($0, batch.numbers[loss.column], $1)
      }
    }
    if plan.start >= 0 { count = numbers(plan.start, count, .start, present) { times($0, batch.start, $1) } }
    if plan.end >= 0 { count = numbers(plan.end, count, .end, present) { times($0, batch.end, $1) } }
    if plan.tcpFlags >= 0 {
      count = numbers(plan.tcpFlags, count, .tcpFlags, present) { small($0, batch.tcpFlags, $1) }
    }
    if plan.trafficPath >= 0 {
      count = numbers(plan.trafficPath, count, .trafficPath, present) { small($0, batch.trafficPath, $1) }
    }
    if plan.action >= 0 { count = actions(batch.action, count, present) }
    if plan.direction >= 0 { count = directions(batch.direction, count, present) }
    if plan.interface >= 0 {
      count = texts(plan.interface, count, .interface, present, batch.interface, interfaces)
    }
    for text in plan.texts {
      let column = FlowColumns.texts[text.column].column
      count = texts(text.field, count, column, present, batch.texts[text.column], names)
    }
    return count
  }

  private func rows(_ field: Int, _ count: Int) -> FieldRows {
    FieldRows(positions, first: first + field, stride: plan.fieldCount, count: count)
  }

  /// Notes that a record has no value in a column, if it says so.
  private func isAbsent(
    _ rows: FieldRows, _ place: Int, _ column: FlowColumns, _ present: FlowColumn<UInt64>
  ) -> Bool {
    guard FieldValues.isDash(rows[place], in: bytes) else { return false }
    present[row + place] &= ~column.rawValue
    return true
  }

  private func addresses(
    _ field: Int, _ count: Int, _ column: FlowColumns, _ present: FlowColumn<UInt64>,
    _ family: FlowColumn<UInt8>, _ ipv4: FlowColumn<UInt32>, _ ipv6: FlowColumn<UInt128>
  ) -> Int {
    let rows = rows(field, count)
    for place in 0..<count { family[row &+ place] = 4 }
    var done = 0
    while true {
      done += addresses(rows.dropFirst(done), ipv4, row + done)
      if done == count { return count }
      if let bits = FieldValues.ipv6(rows[done], in: bytes) {
        family[row + done] = 6
        ipv6[row + done] = UInt128(bits.high) << 64 | UInt128(bits.low)
      } else if !isAbsent(rows, done, column, present) {
        return done
      }
      done += 1
      if done == count { return count }
    }
  }

  private func addresses(_ rows: FieldRows, _ column: FlowColumn<UInt32>, _ row: Int) -> Int {
    if usesVectors { return bytes.addresses(rows, into: column, at: row) }
    for place in 0..<rows.count {
      let text = rows[place]
      var wrong: UInt32 = 0
      column[row &+ place] = QuickValues.ipv4(bytes, text.lowerBound, text.count, &wrong)
      if wrong != 0 { return place }
    }
    return rows.count
  }

  /// Fills a column of numbers, by a function that stops at a row which has none.
  @inline(__always)
  private func numbers(
    _ field: Int, _ count: Int, _ column: FlowColumns, _ present: FlowColumn<UInt64>,
    _ read: (FieldRows, Int) -> Int
  ) -> Int {
    let rows = rows(field, count)
    var done = 0
    while done < count {
      done += read(rows.dropFirst(done), row + done)
      guard done < count else { break }
      guard isAbsent(rows, done, column, present) else { return done }
      done += 1
    }
    return count
  }

  private func small(_ rows: FieldRows, _ column: FlowColumn<UInt8>, _ row: Int) -> Int {
    if usesVectors { return bytes.numbers(rows, into: column, at: row) }
    return portable(rows, atMost: 0xFF) { column[row &+ $0] = UInt8(truncatingIfNeeded: $1) }
  }

  private func ports(_ rows: FieldRows, _ column: FlowColumn<UInt16>, _ row: Int) -> Int {
    if usesVectors { return bytes.numbers(rows, into: column, at: row) }
    return portable(rows, atMost: 0xFFFF) { column[row &+ $0] = UInt16(truncatingIfNeeded: $1) }
  }

  private func counters(_ rows: FieldRows, _ column: FlowColumn<UInt64>, _ row: Int) -> Int {
    if usesVectors { return bytes.numbers(rows, into: column, at: row) }
    return portable(rows, atMost: .max) { column[row &+ $0] = $1 }
  }

  private func times(_ rows: FieldRows, _ column: FlowColumn<Int>, _ row: Int) -> Int {
    if usesVectors { return bytes.numbers(rows, into: column, at: row) }
    return portable(rows, atMost: .max) { column[row &+ $0] = Int(truncatingIfNeeded: $1) }
  }

  @inline(__always)
  private func portable(_ rows: FieldRows, atMost most: UInt64, _ write: (Int, UInt64) -> Void) -> Int {
    for place in 0..<rows.count {
      let text = rows[place]
      var wrong: UInt64 = 0
      let number = QuickValues.decimal16(bytes, text.lowerBound, text.count, &wrong)
      if wrong != 0 || number > most { return place }
      write(place, number)
    }
    return rows.count
  }

  private func actions(_ column: FlowColumn<FlowAction>, _ count: Int, _ present: FlowColumn<UInt64>) -> Int {
    let rows = rows(plan.action, count)
    for place in 0..<count {
      let text = rows[place]
      // Both words have six letters, and no branch tells them apart.
      let word = bytes.word(at: text.lowerBound) & 0xFFFF_FFFF_FFFF
      let accepts: UInt8 = word == 0x5450_4543_4341 ? 1 : 0
      let rejects: UInt8 = word == 0x5443_454A_4552 ? 1 : 0
      if text.count == 6, accepts | rejects != 0 {
        column[row &+ place] = accepts != 0 ? .accept : .reject
      } else if isAbsent(rows, place, .action, present) {
        column[row &+ place] = .none
      } else {
        return place
      }
    }
    return count
  }

  private func directions(
    _ column: FlowColumn<FlowDirection>, _ count: Int, _ present: FlowColumn<UInt64>
  ) -> Int {
    let rows = rows(plan.direction, count)
    for place in 0..<count {
      let text = rows[place]
      let word = bytes.word(at: text.lowerBound)
      if text.count == 7, word & 0xFF_FFFF_FFFF_FFFF == 0x73_7365_7267_6E69 {
        column[row &+ place] = .ingress
      } else if text.count == 6, word & 0xFFFF_FFFF_FFFF == 0x7373_6572_6765 {
        column[row &+ place] = .egress
      } else if isAbsent(rows, place, .direction, present) {
        column[row &+ place] = .unknown
      } else {
        return place
      }
    }
    return count
  }

  private func texts(
    _ field: Int, _ count: Int, _ kind: FlowColumns, _ present: FlowColumn<UInt64>,
    _ column: FlowColumn<UInt32>, _ table: FlowNames
  ) -> Int {
    let rows = rows(field, count)
    for place in 0..<count {
      guard let number = table.number(of: rows[place], in: bytes) else { return place }
      column[row &+ place] = number
      if number == 0 { present[row &+ place] &= ~kind.rawValue }
    }
    return count
  }
}
