import PacketWalkAddressing
package import PacketWalkDiagnostics

/// Makes flows of packets: of one capture or of several that belong together, in the order of time.
///
/// Memory is bounded by the options whatever the captures hold. What is handed out, and in which order,
/// depends on the packets alone.
package struct FlowReducer: ~Copyable {
  private let options: CaptureOptions
  private let sink: ([CapturedFlow]) -> Void
  private var table: FlowTable
  private var decoder: PacketDecoder
  private var errors: ErrorTable
  private var files = 0
  /// How many packets went into flows.
  private var number: UInt64 = 0
  private var ready: [CapturedFlow] = []
  /// Packets that wait for the table, so that it can fetch what they need from memory together.
  private let batch = PacketBatch()
  private var filled = 0

  private static let handedOutAtOnce = 1_024
  /// How many packets go by between two looks at whether to go on.
  private static let packetsBetweenLooks: UInt64 = 1 << 15

  /// Creates a reducer that hands its flows to `sink`, some at a time.
  package init(options: CaptureOptions = CaptureOptions(), sink: @escaping ([CapturedFlow]) -> Void) {
    self.options = options
    self.sink = sink
    var random = SystemRandomNumberGenerator()
    table = FlowTable(
      capacity: options.maximumFlows, tcpIdle: options.tcpIdle, idle: options.idle,
      secret: FlowHashSecret(using: &random))
    decoder = PacketDecoder(decapsulates: options.decapsulates, maximumFragments: options.maximumFragments)
    errors = ErrorTable(capacity: max(options.maximumFlows / 8, 16))
  }

  /// Reads a capture to its end: with our own reader, and where that doesn't know the format and libpcap is
  /// there, with libpcap.
  ///
  /// - Parameter goOn: Asked from time to time, with the bytes of the input that were read and, where
  ///   somebody knows, of how many; false ends the reading.
  /// - Throws: what `CaptureReader.open` throws.
  package mutating func read(
    _ path: String, goOn: (_ read: Int, _ of: Int?) -> Bool = { _, _ in true }
  ) throws(InputError) -> CaptureFileReport {
    do throws(InputError) {
      return read(try CaptureReader.open(path, blockSize: options.blockSize), goOn: goOn)
    } catch {
      #if Pcap
        // What has gone by on standard input is gone.
        if error.code == .unrecognised, path != "-", let file = try? PcapFile(opening: path) {
          return read(file, path: path, goOn: goOn)
        }
      #endif
      throw error
    }
  }

  /// Likewise, of a reader that is open.
  package mutating func read(
    _ opened: consuming CaptureReader, goOn: (_ read: Int, _ of: Int?) -> Bool = { _, _ in true }
  ) -> CaptureFileReport {
    var reader = opened
    beginFile()
    var record = CaptureRecord()
    var isStopped = false
    var nextLook = Self.packetsBetweenLooks
    while reader.next(&record) {
      take(record, &reader.tally)
      if reader.packets >= nextLook {
        nextLook += Self.packetsBetweenLooks
        let progress = reader.progress
        if !goOn(progress.read, progress.of) {
          isStopped = true
          break
        }
      }
    }
    flush(&reader.tally)
    return CaptureFileReport(
      path: reader.path, format: reader.format, packets: reader.packets, tally: reader.tally,
      interfaces: reader.interfaces, isStopped: isStopped, failure: reader.failure)
  }

  #if Pcap
    /// Likewise, through libpcap.
    private mutating func read(
      _ source: PcapFile, path: String, goOn: (_ read: Int, _ of: Int?) -> Bool
    ) -> CaptureFileReport {
      beginFile()
      var record = CaptureRecord()
      var tally = CaptureTally()
      var isStopped = false
      while source.next(&record) {
        take(record, &tally)
        if record.number % Self.packetsBetweenLooks == 0, !goOn(0, nil) {
          isStopped = true
          break
        }
      }
      flush(&tally)
      var failure: InputError?
      if let reason = source.failure {
        tally.count(.inputDamaged, at: CaptureTally.Place(record: record.number, offset: 0))
        failure = InputError(.malformed, "libpcap: \(reason)", at: Origin(file: path))
      }
      let interface = CaptureInterface(
        linkType: source.linkType, snaplen: UInt32(clamping: source.snaplen), name: "",
        clock: CaptureClock(resolution: 9, offsetSeconds: 0))
      return CaptureFileReport(
        path: path, format: .libpcap, packets: record.number, tally: tally, interfaces: [interface],
        isStopped: isStopped, failure: failure)
    }
  #endif

  /// Hands all flows out that are left.
  package mutating func finish() {
    let numbers = table.allNumbers()
    handOut(numbers, .endOfCapture)
    if !ready.isEmpty { sink(ready) }
    ready = []
  }

  private mutating func beginFile() {
    decoder.file = UInt16(clamping: files)
    files += 1
  }

  // MARK: Packets

  @inline(__always)
  private mutating func take(_ record: CaptureRecord, _ tally: inout CaptureTally) {
    if let filter = options.filter, !filter.lets(record, through: &tally) { return }
    switch batch.decode(record, at: filled, by: &decoder) {
    case .flow:
      if !batch[filled].remarks.isEmpty { note(batch[filled].remarks, record, &tally) }
      filled &+= 1
      if filled == PacketBatch.capacity { flush(&tally) }
    case .error:
      let packet = batch[filled]
      flush(&tally)
      addError(packet, record, &tally)
    case .counted(let kind): tally.count(kind, at: record.place)
    }
  }

  private func note(_ remarks: DecodedPacket.Remarks, _ record: CaptureRecord, _ tally: inout CaptureTally) {
    for (remark, kind) in DecodedPacket.Remarks.kinds where remarks.contains(remark) {
      tally.count(kind, at: record.place)
    }
  }

  /// Gives the packets that wait to the table.
  private mutating func flush(_ tally: inout CaptureTally) {
    table.prepare(batch, count: filled)
    for index in 0..<filled {
      number &+= 1
      switch table.add(batch[index], number: number) {
      case .added: break
      case .duplicate:
        let place = CaptureTally.Place(record: batch[index].record, offset: batch[index].offset)
        tally.count(.mirrorDuplicate, at: place)
      case .ended(let place, let ending):
        handOut(place, ending)
        table.restart(place, with: batch[index], number: number)
      case .full:
        let numbers = table.idleNumbers()
        handOut(numbers, .tableFull)
        table.insert(batch[index], number: number)
      }
    }
    filled = 0
  }

  // MARK: Flows

  /// Takes entries out of the table.
  private mutating func handOut(_ numbers: [Int], _ ending: CapturedFlow.Ending) {
    for place in numbers { handOut(place, ending) }
    table.remove(numbers)
  }

  private mutating func handOut(_ place: Int, _ ending: CapturedFlow.Ending) {
    let found = table[place].hasErrors ? errors.take(place) : []
    ready.append(CapturedFlow(table[place], ending, found, decoder.points))
    guard ready.count >= Self.handedOutAtOnce else { return }
    sink(ready)
    ready.removeAll(keepingCapacity: true)
  }

  private mutating func addError(
    _ packet: DecodedPacket, _ record: CaptureRecord, _ tally: inout CaptureTally
  ) {
    guard let place = table.find(packet.key, hash: table.hash(packet.key)) else {
      tally.count(.icmpErrorUnmatched, at: record.place)
      return
    }
    tally.count(.icmpError, at: record.place)
    if errors.add(decoder.error, isAboutHigh: packet.isFromHigh, flow: place) {
      table[place].hasErrors = true
    }
  }
}

extension CaptureFilter {
  /// Whether a packet passes; counts those that don't.
  fileprivate func lets(_ record: CaptureRecord, through tally: inout CaptureTally) -> Bool {
    switch verdict(on: record) {
    case .admitted: return true
    case .refused: tally.count(.filteredOut, at: record.place)
    case .meaningless: tally.count(.filterMeaningless, at: record.place)
    }
    return false
  }
}

extension PacketBatch {
  // With the thread sanitizer the compiler takes two properties of a reducer that change in one call for the same.
  @inline(__always)
  fileprivate func decode(
    _ record: CaptureRecord, at place: Int, by decoder: inout PacketDecoder
  ) -> PacketFate {
    decoder.decode(record, into: &self[place])
  }
}
