import PacketWalkDiagnostics
import PacketWalkJSONScan

/// The calls of one collection: which are to be made, which are under way, what became of the others.
struct CollectRun {
  private let folder: SnapshotFolder
  private let options: CollectOptions
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var sessions: [CollectSession] = []
  private var waiting: [CollectJob] = []
  private var running: [(job: CollectJob, child: ChildProcess)] = []
  private var finished: [(job: CollectJob, call: CollectReport.Call)] = []
  private(set) var wasInterrupted = false

  init(folder: SnapshotFolder, options: CollectOptions, start: ContinuousClock.Instant) {
    self.folder = folder
    self.options = options
    self.start = start
  }

  /// The calls in the order of accounts, Regions and table.
  var calls: [CollectReport.Call] {
    func key(_ job: CollectJob) -> (Int, String, Int, Int) { (job.session, job.folder, job.place, job.page) }
    return finished.sorted {
      key($0.job) != key($1.job)
        ? key($0.job) < key($1.job)
        : ($0.job.parameters.first?.value ?? "") < ($1.job.parameters.first?.value ?? "")
    }.map(\.call)
  }

  /// Plans the calls that need no other before them.
  mutating func add(_ session: CollectSession, regions: [String]) {
    let index = sessions.count
    sessions.append(session)
    for (place, call) in CallTable.calls.enumerated() where call.each == nil {
      if let region = call.globalRegion {
        guard session.hasGlobalServices else { continue }
        plan(call, place, index, region, "\(session.account)/global")
      } else {
        for region in regions { plan(call, place, index, region, "\(session.account)/\(region)") }
      }
    }
  }

  private mutating func plan(
    _ call: CollectCall, _ place: Int, _ session: Int, _ region: String, _ folder: String
  ) {
    waiting.append(
      CollectJob(
        call: call, place: place, session: session, region: region, folder: folder, notBefore: start))
  }

  /// Makes all planned calls, and those that follow from their answers.
  ///
  /// - Throws: where the folder can't be written to, or the command can't be started.
  mutating func finish(
    progress: (CollectProgress) -> Void, isInterrupted: () -> Bool
  ) throws(InputError) {
    defer { for (_, child) in running { child.kill() } }
    while !waiting.isEmpty || !running.isEmpty {
      if isInterrupted() { return interrupt() }
      try startWaiting()
      ChildProcess.poll(
        running.flatMap(\.child.descriptors),
        milliseconds: running.contains { $0.child.descriptors.isEmpty } ? 5 : 50)
      // Ctrl-C reaches the commands too: what they say of it is no answer of AWS.
      if isInterrupted() { return interrupt() }
      try settleRunning()
      progress(
        CollectProgress(
          done: finished.count, known: finished.count + waiting.count + running.count,
          failed: finished.count { $0.call.failure != nil }, seconds: (clock.now - start).milliseconds / 1000)
      )
    }
  }

  private mutating func startWaiting() throws(InputError) {
    let now = clock.now
    var index = 0
    while running.count < max(1, options.width), index < waiting.count {
      guard waiting[index].notBefore <= now else {
        index += 1
        continue
      }
      var job = waiting.remove(at: index)
      job.attempts += 1
      job.started = now
      let command = sessions[job.session].command
      let child = try command.start(
        command.arguments(job.call, region: job.region, parameters: job.arguments, token: job.token))
      running.append((job, child))
    }
  }

  private mutating func settleRunning() throws(InputError) {
    var still: [(job: CollectJob, child: ChildProcess)] = []
    for (job, child) in exchange(&running, []) {
      child.advance()
      let spent = clock.now - (job.started ?? start)
      if let ending = child.ending {
        var job = job
        job.spent += spent
        try settle(job, child, ending)
      } else if spent > options.timeout {
        child.kill()
        var job = job
        job.spent += spent
        fail(
          job,
          CallFailure(.timeout, code: "Timeout", "it took longer than \(options.timeout), and was ended"))
      } else {
        still.append((job, child))
      }
    }
    running += still
  }

  private mutating func interrupt() {
    wasInterrupted = true
    for (job, child) in running {
      child.kill()
      fail(job, CallFailure(.interrupted, code: "Interrupted", "the collection was interrupted"))
    }
    running = []
    for job in waiting {
      fail(job, CallFailure(.interrupted, code: "Interrupted", "the collection was interrupted"))
    }
    waiting = []
  }

  // MARK: One call

  private mutating func settle(
    _ job: CollectJob, _ child: ChildProcess, _ ending: ChildProcess.Ending
  ) throws(InputError) {
    guard ending == .exited(0) else {
      let failure = CallFailure(errors: String(decoding: child.errors, as: UTF8.self), status: ending)
      // An endpoint that is not there comes up for every Region without the service.
      let attempts = failure.kind == .unreachable ? min(2, options.attempts) : options.attempts
      guard failure.isTransient, job.attempts < attempts else { return fail(job, failure) }
      var job = job
      job.notBefore = clock.now + options.pause * (1 << min(job.attempts - 1, 6))
      waiting.append(job)
      return
    }
    let answer: JSONValue
    do throws(CallFailure) {
      answer = try Self.answer(child.output, of: job.call)
    } catch {
      return fail(job, error)
    }
    let parameters = job.parameters.map { ($0.name, $0.value) }
    if job.call.isKept {
      let text =
        job.call.hasEnvelope
        ? JSONFilter.text(answer, of: job.call, parameters: parameters, takenAt: Timestamp.now)
        : JSONFilter.text(answer, of: job.call)
      try folder.write(job.file, text)
    }
    note(job, nil)
    plan(after: job, answer)
  }

  /// What the command printed, if it is an answer to the call, and all of it.
  static func answer(_ output: [UInt8], of call: CollectCall) throws(CallFailure) -> JSONValue {
    let root: JSONValue
    do throws(InputError) {
      root = try JSONDocument(parsing: output, file: call.name).root
    } catch {
      throw CallFailure(.malformed, code: "Malformed", "it printed no JSON: \(error.message)")
    }
    let wanted = call.keys.first ?? "arn"
    guard root.kind == .object, let value = root[wanted], !value.isNull else {
      throw CallFailure(.malformed, code: "Malformed", "its answer has no \(wanted)")
    }
    let tokens = call.pagesByHand ? [] : ["NextToken", "nextToken", "NextMarker"]
    for token in tokens where root[token]?.string?.isEmpty == false {
      throw CallFailure(.malformed, code: "Truncated", "its answer is one page of more (\(token) is set)")
    }
    if root["AdditionalRoutesAvailable"]?.boolean == true {
      throw CallFailure(.malformed, code: "Truncated", "the table has more routes than the call prints")
    }
    return root
  }

  /// The calls that an answer makes possible.
  private mutating func plan(after job: CollectJob, _ answer: JSONValue) {
    if job.call.pagesByHand,
      let token = ["NextToken", "nextToken"].lazy.compactMap({ answer[$0]?.string }).first(where: {
        !$0.isEmpty && $0 != job.token
      })
    {
      var next = job
      next.page += 1
      next.token = token
      next.attempts = 0
      next.spent = .zero
      waiting.append(next)
    }
    for (place, call) in CallTable.calls.enumerated() {
      guard let each = call.each, each.call == job.call.name else { continue }
      for parameters in Self.parameters(each, answer) {
        var next = CollectJob(
          call: call, place: place, session: job.session, region: job.region, folder: job.folder,
          notBefore: start)
        next.parameters = parameters
        if parameters.allSatisfy({ Self.isPlain($0.value) }) {
          waiting.append(next)
        } else {
          fail(
            next, CallFailure(.malformed, code: "Identifier", "it is about something that no identifier is"))
        }
      }
    }
  }

  /// What the calls for each are told, one after the other, none twice.
  private static func parameters(_ each: CollectCall.Each, _ answer: JSONValue) -> [[CollectReport.Parameter]]
  {
    if let expand = each.expand { return expand(answer) }
    guard let list = answer[each.list] else { return [] }
    var seen: Set<String> = []
    var found: [[CollectReport.Parameter]] = []
    for element in list.elements {
      if let filter = each.filter, element[filter.member]?.string != filter.text { continue }
      guard let id = element[each.member]?.string, !id.isEmpty, seen.insert(id).inserted else { continue }
      found.append([CollectReport.Parameter(name: each.parameter, value: id)])
    }
    return found
  }

  /// Whether the command takes a value as it is, and neither as an option nor as the name of a file.
  private static func isPlain(_ id: String) -> Bool {
    !id.hasPrefix("-") && !id.contains("://")
      && id.utf8.allSatisfy {
        48...57 ~= $0 || 65...90 ~= $0 || 97...122 ~= $0 || ":/._-".utf8.contains($0)
      }
  }

  private mutating func fail(_ job: CollectJob, _ failure: CallFailure) { note(job, failure) }

  private mutating func note(_ job: CollectJob, _ failure: CallFailure?) {
    let place = job.folder.split(separator: "/").map(String.init)
    finished.append(
      (
        job,
        CollectReport.Call(
          call: job.call.name, account: place.first ?? "", region: place.last ?? "",
          parameters: job.parameters, file: failure == nil && job.call.isKept ? job.file : nil,
          keys: job.call.keys, isOptional: job.call.isOptional, attempts: job.attempts,
          milliseconds: job.spent.milliseconds, failure: failure, actions: job.call.actions)
      ))
  }
}

/// The old value, with the new one in its place.
private func exchange<Value>(_ value: inout Value, _ new: Value) -> Value {
  let old = value
  value = new
  return old
}
