import PacketWalkAddressing
import PacketWalkByteInput
package import PacketWalkDiagnostics
package import PacketWalkFlowLogs
import PacketWalkPacketCapture
package import PacketWalkQueries

/// Flow records held against a network.
package struct Replay: Sendable {
  private let network: Network
  private let model: LocalModel
  private let fields: FlowLogFields?
  private let validity: ClosedRange<Int>
  private let listLimit: Int
  private let capturePoint: Int?
  private let captureFilter: String?

  /// - Parameters:
  ///   - fields: the format of logs that don't say theirs.
  ///   - capturePoint: the interface at which captures were taken, by identifier or name; nil leaves it to the files'
  ///     names and the flows' addresses.
  ///   - captureFilter: what of captures is read, in libpcap's words.
  ///   - listLimit: how many records of each source are listed with what decides them.
  ///   - validity: the time, in seconds since 1970, for which the network is what it was; other records are not judged.
  package init(
    _ network: Network, fields: FlowLogFields? = nil, validity: ClosedRange<Int> = Int.min...Int.max,
    listLimit: Int = 0, capturePoint: String? = nil, captureFilter: String? = nil
  ) throws(InputError) {
    self.listLimit = listLimit
    self.captureFilter = captureFilter
    // What is no filter is said before anything is read.
    if let captureFilter { _ = try CaptureFilter(captureFilter) }
    self.network = network
    self.fields = fields
    self.validity = validity
    model = LocalModel(network)
    self.capturePoint = try capturePoint.map { [model] name throws(InputError) in
      guard let place = model.interfaces[name] else {
        throw InputError(.noMatch, "no network interface is '\(name)'")
      }
      return place
    }
  }

  /// Reads sources and judges each record at its interface.
  ///
  /// Records of one connection decide each other where they stand in one source.
  ///
  /// - Throws: the error of the first source that can't be read, in their order.
  /// - Complexity: O(records), in memory that does not depend on their number.
  package func report(on sources: [FlowLogSource], threads: Int = 64) throws(InputError) -> ReplayReport {
    let read = parallelMap(sources, threads: threads, chunk: 1) { source in
      Result { () throws(InputError) in try replay(source) }
    }
    var tally = ReplayTally()
    var counts = FlowLogCounts()
    var captures: [ReplayReport.Capture] = []
    for one in read {
      let own = try one.get()
      tally.add(own.tally)
      counts.add(own.counts)
      if let capture = own.capture { captures.append(capture) }
    }
    return ReplayReport(network, tally, counts, captures)
  }

  private struct Read: Sendable {
    var tally: ReplayTally
    var counts = FlowLogCounts()
    var capture: ReplayReport.Capture?
  }

  private func replay(_ source: FlowLogSource) throws(InputError) -> Read {
    let stream = try ByteStream(opening: source.path, range: source.range)
    if FlowCarrier.detect(stream.peek(4)) == .capture { return try replay(capture: stream) }
    let reader = FlowLogReader(columns: RecordJudge.columns, fields: fields)
    var judge = RecordJudge(
      model, file: source.path, validity: validity, listLimit: listLimit)
    try reader.open(source, stream)
    while let batch = reader.next() { judge.judge(batch, of: reader) }
    return Read(tally: judge.finish(), counts: reader.counts)
  }

  private func replay(capture stream: ByteStream) throws(InputError) -> Read {
    var options = CaptureOptions()
    if let captureFilter { options.filter = try CaptureFilter(captureFilter) }
    let judged = Judged(CaptureJudge(model, file: stream.path, point: capturePoint))
    var reducer = FlowReducer(options: options) { judged.judge.take($0) }
    // Of a file whose format is not ours libpcap may know it; standard input can't be begun again.
    let report =
      stream.path == "-"
      ? reducer.read(try CaptureReader.open(stream)) : try reducer.read(stream.path)
    reducer.finish()
    let tally = judged.judge.finish()
    return Read(
      tally: tally,
      capture: ReplayReport.Capture(path: stream.path, flows: judged.judge.flows, report: report))
  }

  /// What flows are handed to while they are read.
  private final class Judged {
    var judge: CaptureJudge

    init(_ judge: CaptureJudge) { self.judge = judge }
  }
}
