import PacketWalkAddressing
import PacketWalkByteInput
package import PacketWalkDiagnostics
package import PacketWalkFlowLogs
import PacketWalkPacketCapture
package import PacketWalkQueries

/// Flow records held against a network.
package struct Replay: Sendable {
  let network: Network
  let model: LocalModel
  private let fields: FlowLogFields?
  let validity: ClosedRange<Int>
  let listLimit: Int
  let countsRoutes: Bool
  /// Where routes are counted.
  private let senders: RouteSenders?
  private let capturePoint: Int?
  private let captureFilter: String?

  /// - Parameters:
  ///   - fields: the format of logs that don't say theirs.
  ///   - capturePoint: the interface at which captures were taken, by identifier or name; nil leaves it to the files'
  ///     names and the flows' addresses.
  ///   - captureFilter: what of captures is read, in libpcap's words.
  ///   - listLimit: how many records of each source are listed with what decides them.
  ///   - countsRoutes: whether it is counted by which routes records left, which costs a look-up each.
  ///   - validity: the time, in seconds since 1970, for which the network is what it was; other records are not judged.
  package init(
    _ network: Network, fields: FlowLogFields? = nil, validity: ClosedRange<Int> = Int.min...Int.max,
    listLimit: Int = 0, countsRoutes: Bool = false, capturePoint: String? = nil, captureFilter: String? = nil
  ) throws(InputError) {
    self.listLimit = listLimit
    self.countsRoutes = countsRoutes
    self.captureFilter = captureFilter
    // What is no filter is said before anything is read.
    if let captureFilter { _ = try CaptureFilter(captureFilter) }
    self.network = network
    self.fields = fields
    self.validity = validity
    model = LocalModel(network)
    senders = countsRoutes ? RouteSenders(model.ways) : nil
    self.capturePoint = try capturePoint.map { [model] name throws(InputError) in
      guard let place = model.interfaces[name] else {
        throw InputError(.noMatch, "no network interface is '\(name)'")
      }
      return place
    }
  }

  /// Reads sources and judges each record at its interface.
  ///
  /// Records of one connection decide each other wherever they stand.
  ///
  /// - Throws: the error of the first source that can't be read, in their order.
  /// - Complexity: O(records), in memory that does not depend on their number.
  package func report(
    on sources: [FlowLogSource], threads: Int = 64, watch: ReplayWatch = ReplayWatch()
  ) throws(InputError) -> ReplayReport {
    try report(on: sum(of: sources, threads: threads, watch: watch))
  }

  /// The same, as a sum to which more may be added.
  package func sum(
    of sources: [FlowLogSource], threads: Int = 64, watch: ReplayWatch = ReplayWatch()
  ) throws(InputError) -> ReplaySum {
    var sum = ReplaySum()
    try read(sources, threads: threads, watch) { (part) throws(InputError) in try sum.add(part) }
    return sum
  }

  /// Reads sources and hands on what became of their records, part by part in their order.
  func read(
    _ sources: [FlowLogSource], threads: Int, _ watch: ReplayWatch,
    _ take: (ReplaySum) throws(InputError) -> Void
  ) throws(InputError) {
    let width = min(threads, Processors.count)
    let perJob = max(1, min(64, sources.count / (8 * width)))
    let caches = SharedPool<DecisionCache>()
    var place = 0
    while place < sources.count, !watch.isInterrupted() {
      // A number of jobs at a time, so that what they found does not pile up.
      var jobs: [Job] = []
      while jobs.count < 8 * width, place < sources.count {
        let end = min(sources.count, place + perJob)
        if perJob == 1 {
          let parts = try sources[place].ranges(count: width, fields: fields)
          jobs += parts.map {
            Job(sources: [$0], whole: parts.count > 1 ? sources[place] : nil, place: place)
          }
        } else {
          jobs.append(Job(sources: Array(sources[place..<end]), whole: nil, place: place))
        }
        place = end
      }
      let done = parallelMap(jobs, threads: width, chunk: 1) { job in
        let cache = caches.take() ?? DecisionCache(model)
        defer { caches.give(cache) }
        return Result { () throws(InputError) in try read(job, cache, watch) }
      }
      try handOn(jobs, done, caches, watch, take)
    }
    if place < sources.count {
      var rest = ReplaySum()
      rest.isPartial = true
      try take(rest)
    }
  }

  /// Hands on what jobs found. Where a part of a file ends in another format than the next one was read in, the file is
  /// read again as a whole.
  private func handOn(
    _ jobs: [Job], _ done: [Result<Done, InputError>], _ caches: SharedPool<DecisionCache>,
    _ watch: ReplayWatch,
    _ take: (ReplaySum) throws(InputError) -> Void
  ) throws(InputError) {
    var place = 0
    while place < jobs.count {
      guard let whole = jobs[place].whole else {
        try take(try done[place].get().sum)
        place += 1
        continue
      }
      let end = jobs[place...].firstIndex { $0.place != jobs[place].place } ?? jobs.count
      var parts: [Done] = []
      for one in done[place..<end] { parts.append(try one.get()) }
      let starts = jobs[(place + 1)..<end].map { $0.sources[0].fields }
      if zip(parts, starts).allSatisfy({ $0.fields == $1 || $0.sum.isPartial }) {
        for part in parts { try take(part.sum) }
      } else {
        let cache = caches.take() ?? DecisionCache(model)
        try take(try read(Job(sources: [whole], whole: nil, place: jobs[place].place), cache, watch).sum)
        caches.give(cache)
      }
      place = end
    }
  }

  /// Sources that one judge takes.
  private struct Job: Sendable {
    var sources: [FlowLogSource]
    /// The file of which the source is a part.
    var whole: FlowLogSource?
    /// The place of the first source among all: the same file may be there more than once.
    var place: Int
  }

  private struct Done: Sendable {
    var sum: ReplaySum
    /// The format at the end.
    var fields: FlowLogFields?
  }

  private func read(_ job: Job, _ cache: DecisionCache, _ watch: ReplayWatch) throws(InputError) -> Done {
    var done = Done(sum: ReplaySum())
    let reader = FlowLogReader(columns: RecordJudge.columns, fields: fields)
    var judge = RecordJudge(
      cache, validity: validity, listLimit: listLimit, senders: senders)
    for source in job.sources {
      let stream = try ByteStream(opening: source.path, range: source.range)
      if source.range == nil, FlowCarrier.detect(stream.peek(4)) == .capture {
        try replay(capture: stream, cache.rulings, into: &done.sum)
        continue
      }
      judge.begin(source.path)
      try reader.open(source, stream)
      var batches = 0
      var (bytes, records) = (0, reader.counts.records)
      while let batch = reader.next() {
        try judge.judge(batch, of: reader)
        batches += 1
        guard batches.isMultiple(of: 64) else { continue }
        watch.bytes.add(reader.fileBytesRead - bytes)
        watch.records.add(reader.counts.records - records)
        (bytes, records) = (reader.fileBytesRead, reader.counts.records)
        if watch.isInterrupted() {
          done.sum.isPartial = true
          break
        }
      }
      watch.bytes.add(reader.fileBytesRead - bytes)
      watch.records.add(reader.counts.records - records)
      if done.sum.isPartial { break }
    }
    done.fields = reader.fields
    done.sum.counts = reader.counts
    let found = try judge.finish()
    done.sum.tally.add(found.tally)
    try done.sum.evidence.add(found.evidence)
    try done.sum.evidence.rest()
    return done
  }

  private func replay(
    capture stream: ByteStream, _ rulings: RulingCache, into sum: inout ReplaySum
  ) throws(InputError) {
    var options = CaptureOptions()
    if let captureFilter { options.filter = try CaptureFilter(captureFilter) }
    let judged = Judged(CaptureJudge(rulings, file: stream.path, point: capturePoint))
    var reducer = FlowReducer(options: options) { judged.judge.take($0) }
    // Of a file whose format is not ours libpcap may know it; standard input can't be begun again.
    let report =
      stream.path == "-"
      ? reducer.read(try CaptureReader.open(stream)) : try reducer.read(stream.path)
    reducer.finish()
    let tally = judged.judge.finish()
    sum.tally.add(tally)
    sum.captures.append(
      ReplayReport.Capture(path: stream.path, flows: judged.judge.flows, report: report))
  }

  /// What flows are handed to while they are read.
  private final class Judged {
    var judge: CaptureJudge

    init(_ judge: CaptureJudge) { self.judge = judge }
  }
}
