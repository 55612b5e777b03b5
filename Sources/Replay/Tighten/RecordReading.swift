import PacketWalkAddressing
import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkFlowLogs
import PacketWalkQueries
import PacketWalkTopology

/// Reads flow logs for somebody who wants to know of every record.
struct RecordReading: Sendable {
  var fields: FlowLogFields?
  var validity: ClosedRange<Int>
  var threads: Int

  /// How many sources are held in memory at a time.
  private static let batch = 32

  struct Seen<Witness> {
    var witness: Witness
    /// By the interface's place in the topology.
    var windows: [Int: InterfaceWindow] = [:]
    var counts = FlowLogCounts()
  }

  private struct One<Witness>: @unchecked Sendable {
    var witness: Witness
    var windows: [Int: InterfaceWindow]
    var counts: FlowLogCounts
  }

  /// - Throws: the error of the first source that can't be read; `invalid` for a capture.
  func read<Witness: RecordWitness>(
    _ sources: [FlowLogSource], _ model: LocalModel, _ witness: @Sendable () -> Witness
  ) throws(InputError) -> Seen<Witness> {
    var seen = Seen(witness: witness())
    var rest = sources[...]
    while !rest.isEmpty {
      let all = parallelMap(Array(rest.prefix(Self.batch)), threads: threads, chunk: 1) { source in
        Result { () throws(InputError) in try self.read(source, model, witness()) }
      }
      rest = rest.dropFirst(Self.batch)
      for one in all {
        let own = try one.get()
        for (place, window) in own.windows { seen.windows[place, default: InterfaceWindow()].add(window) }
        seen.counts.add(own.counts)
        seen.witness.add(own.witness)
      }
    }
    return seen
  }

  private func read<Witness: RecordWitness>(
    _ source: FlowLogSource, _ model: LocalModel, _ witness: Witness
  ) throws(InputError) -> One<Witness> {
    let stream = try ByteStream(opening: source.path, range: source.range)
    guard FlowCarrier.detect(stream.peek(4)) != .capture else {
      throw InputError(
        .invalid, "\(source.path) is a capture: it shows one interface and no verdicts; give flow logs")
    }
    let reader = FlowLogReader(columns: RecordJudge.columns, fields: fields)
    var places = InterfacePlaces(model)
    var windows = Array(
      repeating: InterfaceWindow(), count: model.network.topology.networkInterfaces.count)
    try reader.open(source, stream)
    while let batch = reader.next() { tell(witness, batch, reader, &places, &windows) }
    var logged: [Int: InterfaceWindow] = [:]
    for (place, window) in windows.enumerated() where window != InterfaceWindow() { logged[place] = window }
    return One(witness: witness, windows: logged, counts: reader.counts)
  }

  private func tell(
    _ witness: some RecordWitness, _ batch: FlowBatch, _ reader: FlowLogReader,
    _ places: inout InterfacePlaces, _ windows: inout [InterfaceWindow]
  ) {
    let adapter = reader.names.number(of: "EFA")
    for gap in batch.gaps {
      guard let place = places.place(gap.interface, reader) else { continue }
      switch gap.kind {
      case .noData: windows[place].noData += 1
      case .skipData: windows[place].skipData += 1
      }
    }
    for index in 0..<batch.count {
      guard batch.has(.interface, index), let place = places.place(batch.interface[index], reader) else {
        continue
      }
      if batch.has(.start, index), !validity.contains(batch.start[index]) { continue }
      windows[place].records += 1
      if batch.has(.start, index) { windows[place].first = min(windows[place].first, batch.start[index]) }
      if batch.has(.end, index) { windows[place].last = max(windows[place].last, batch.end[index]) }
      if let reason = FlowRecord.reason(against: batch, index, adapter) {
        witness.miss(reason, batch, index, at: place)
      } else if let record = FlowRecord(batch, index, at: place, of: places.model) {
        witness.see(record)
      } else {
        witness.miss(.noDirection, batch, index, at: place)
      }
    }
  }
}

/// The model's interfaces by the numbers that a reader gives their names.
private struct InterfacePlaces {
  let model: LocalModel
  private var places: [Int?] = []

  init(_ model: LocalModel) { self.model = model }

  mutating func place(_ number: UInt32, _ reader: FlowLogReader) -> Int? {
    while places.count <= Int(number) {
      places.append(model.interfaces[reader.interfaces[UInt32(places.count)]])
    }
    return places[Int(number)]
  }
}
