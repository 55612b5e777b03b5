import PacketWalkDiagnostics
import PacketWalkFlowLogs

/// Usual records, column by column. What comes out is what it is record by record, in another order.
extension RecordJudge {
  mutating func judgeUsual(of batch: FlowBatch) throws(InputError) {
    let usual = usual
    cache.decide(usual, of: batch)
    counts.grow(to: cache.decisions.count)
    recordsOfFile &+= usual.count
    try rememberUsual(of: batch)
    let rest = count(batch)
    for place in 0..<rest { try judgeOdd(batch, Int(usual.marked[place])) }
    noteWays(of: batch)
    noteRoutes()
  }

  /// Notes what of them was let pass, which decides others.
  private mutating func rememberUsual(of batch: FlowBatch) throws(InputError) {
    let (usual, present) = (usual, batch.present)
    let (rows, facts, decisions, marked) = (usual.rows, usual.facts, usual.decisions, usual.marked)
    let tcpFlags = FlowColumns.tcpFlags.rawValue
    var count = 0
    for place in 0..<usual.count {
      let facts = facts[place]
      let saysNothing = facts.isTCP && present[Int(rows[place])] & tcpFlags == 0
      let isWanted =
        facts.isAccepted && (saysNothing || DecisionCache.Decided(bits: decisions[place]).admitsAnswers)
      marked[count] = UInt16(truncatingIfNeeded: place)
      count &+= isWanted ? 1 : 0
    }
    guard count > 0 else { return }
    let (sources, destinations, places, marks) = (
      usual.sources, usual.destinations, usual.places, usual.marks
    )
    let (sourcePort, destinationPort) = (batch.sourcePort, batch.destinationPort)
    for index in 0..<count {
      let place = Int(marked[index])
      let row = Int(rows[place])
      marks[index] =
        FlowMarks(
          interface: Int(places[place]), facts[place].isTCP ? 6 : 17, isIPv6: false, UInt128(sources[place]),
          UInt128(destinations[place]), sourcePort[row], destinationPort[row]
        ).own
    }
    let fresh = memory.insert(first: count, of: marks)
    try evidence.add(first: fresh, of: marks)
    guard pendingCount > 0 else { return }
    for index in 0..<fresh where waits(for: marks[index]) { try release(marks[index]) }
  }

  /// Counts all whose record and model agree.
  ///
  /// - Returns: how many others there are, which are in `marked` now.
  private func count(_ batch: FlowBatch) -> Int {
    let (usual, volumes, windows, hits) = (usual, counts.volumes, counts.windows, counts.hits)
    let (rows, facts, decisions, marked) = (usual.rows, usual.facts, usual.decisions, usual.marked)
    let (places, present, flags) = (usual.places, batch.present, batch.tcpFlags)
    let (sourcePort, destinationPort) = (batch.sourcePort, batch.destinationPort)
    let (packets, bytes, starts, ends) = (batch.packets, batch.bytes, batch.start, batch.end)
    let (hasPackets, hasBytes) = (FlowColumns.packets.rawValue, FlowColumns.bytes.rawValue)
    let (hasStart, hasEnd) = (FlowColumns.start.rawValue, FlowColumns.end.rawValue)
    let hasFlags = FlowColumns.tcpFlags.rawValue
    var odd = 0
    for place in 0..<usual.count {
      let row = Int(rows[place])
      let (has, facts) = (present[row], facts[place])
      let decided = DecisionCache.Decided(bits: decisions[place])
      let interface = Int(places[place])
      windows[interface].records &+= 1
      if has & hasStart != 0 { windows[interface].first = min(windows[interface].first, starts[row]) }
      if has & hasEnd != 0 { windows[interface].last = max(windows[interface].last, ends[row]) }
      var kind = 2
      if has & hasFlags != 0, facts.isTCP {
        let handshake = flags[row] & 18
        kind = handshake == 2 ? 0 : handshake == 18 ? 1 : 2
      }
      let agreement = decided.agreement(kind, isAccepted: facts.isAccepted)
      if agreement > 1 {
        marked[odd] = UInt16(truncatingIfNeeded: place)
        odd &+= 1
        continue
      }
      assert(FlowClass.agreeAccept.place == 0 && FlowClass.agreeReject.place == 1)
      volumes[agreement].records &+= 1
      if has & hasPackets != 0 { volumes[agreement].packets &+= packets[row] }
      if has & hasBytes != 0 { volumes[agreement].bytes &+= bytes[row] }
      // By the ports: a service's number is the lower one.
      let isInferred = decided.passesGroups && destinationPort[row] <= sourcePort[row] && kind == 2
      var hit = isInferred ? JudgeCounts.inferredRequest : JudgeCounts.reply
      hit = kind == 0 ? JudgeCounts.request : hit
      hit = agreement == 1 ? JudgeCounts.stopped : hit
      hits[4 &* Int(decided.number) &+ hit] &+= 1
    }
    return odd
  }

  @inline(never)
  private mutating func judgeOdd(_ batch: FlowBatch, _ place: Int) throws(InputError) {
    guard let record = record(batch, place) else { preconditionFailure("a usual record has a direction") }
    let decided = DecisionCache.Decided(bits: usual.decisions[place])
    try judgeAlone(record, decided.number)
  }

  private func record(_ batch: FlowBatch, _ place: Int) -> FlowRecord? {
    FlowRecord(batch, Int(usual.rows[place]), at: Int(usual.places[place]), of: model)
  }

  private func noteRoutes() {
    guard let routes else { return }
    let (places, facts, destinations) = (usual.places, usual.facts, usual.destinations)
    for place in 0..<usual.count where facts[place].isAccepted && !facts[place].isIngress {
      routes.note(from: Int(places[place]), toIPv4: destinations[place])
    }
  }

  private mutating func noteWays(of batch: FlowBatch) {
    let (rows, facts, present) = (usual.rows, usual.facts, batch.present)
    let trafficPath = FlowColumns.trafficPath.rawValue
    guard usual.columns & trafficPath != 0 else { return }
    for place in 0..<usual.count where present[Int(rows[place])] & trafficPath != 0 {
      guard facts[place].isAccepted, !facts[place].isIngress, let record = record(batch, place) else {
        continue
      }
      note(way: batch.trafficPath[Int(rows[place])], of: record)
    }
  }
}
