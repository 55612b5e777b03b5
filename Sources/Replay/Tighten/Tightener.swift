import PacketWalkAddressing
import PacketWalkByteInput
package import PacketWalkDiagnostics
package import PacketWalkFlowLogs
import PacketWalkForwarding
package import PacketWalkQueries
import PacketWalkTopology

/// Finds out how close rules may be made to what flow logs recorded, and makes sure of it.
package struct Tightener: Sendable {
  private let network: Network
  private let model: LocalModel
  private let fields: FlowLogFields?
  private let validity: ClosedRange<Int>
  private let options: TightenOptions
  private let threads: Int

  /// How many sources are held in memory at a time.
  private static let batch = 32
  /// Past so many pairs of interfaces times changes only all changes together are explored.
  private static let explorationLimit = 1_000_000

  /// - Parameters:
  ///   - fields: the format of logs that don't say theirs.
  ///   - validity: the time, in seconds since 1970, for which the network is what it was.
  package init(
    _ network: Network, fields: FlowLogFields? = nil, validity: ClosedRange<Int> = Int.min...Int.max,
    options: TightenOptions = TightenOptions(), threads: Int = 64
  ) {
    self.network = network
    self.fields = fields
    self.validity = validity
    self.options = options
    self.threads = threads
    model = LocalModel(network)
  }

  /// Reads sources, proposes, and reads them again with the tightened rules in place.
  ///
  /// - Parameter exploring: whether what the changes close is worked out, of the whole matrix.
  /// - Throws: the error of the first source that can't be read; `invalid` for a capture.
  /// - Complexity: O(records), in memory that does not depend on their number; then that of a matrix for each change.
  package func tightening(on sources: [FlowLogSource], exploring: Bool = true) throws(InputError)
    -> Tightening
  {
    let seen = try read(sources, model) { FlowEvidence($0) }
    var needed: Set<RuleKey> = []
    var rounds = 0
    while true {
      rounds += 1
      let plan = TightenPlan(network, options, seen.witness, seen.tally, needed: needed)
      let (rules, idle) = plan.rules()
      var made = Tightening(
        options: options, before: ReplayReport(network, seen.tally, seen.counts), rules: rules, idle: idle,
        proof: nil, effects: nil, interfaces: network.topology.networkInterfaces.count,
        covered: plan.covered)
      guard !made.edits.isEmpty else { return made }
      let tightened = try network(after: made.edits)
      let (proof, lost) = try proof(tightened, sources, seen)
      // What a record of unclear direction needs stays; each time it is one rule more, so that this ends.
      if !lost.isSubset(of: needed) {
        needed.formUnion(lost)
        continue
      }
      made.proof = proof
      made.proof?.rounds = rounds
      if exploring { explore(&made, tightened) }
      return made
    }
  }

  private func network(after edits: [Edit]) throws(InputError) -> Network {
    do {
      return Network(try network.topology.applying(edits), findings: network.findings)
    } catch {
      throw InputError(.invalid, "a rule of this topology can't be changed: it is there in more than one way")
    }
  }

  // MARK: Reading

  struct Seen<Witness> {
    var witness: Witness
    var tally = ReplayTally()
    var counts = FlowLogCounts()
  }

  private struct One<Witness>: @unchecked Sendable {
    var witness: Witness
    var tally: ReplayTally
    var counts: FlowLogCounts
  }

  private func read<Witness: MergeableWitness>(
    _ sources: [FlowLogSource], _ model: LocalModel, _ witness: @Sendable (LocalModel) -> Witness
  ) throws(InputError) -> Seen<Witness> {
    var seen = Seen(witness: witness(model))
    var rest = sources[...]
    while !rest.isEmpty {
      let all = parallelMap(Array(rest.prefix(Self.batch)), threads: threads, chunk: 1) { source in
        Result { () throws(InputError) in try self.read(source, model, witness(model)) }
      }
      rest = rest.dropFirst(Self.batch)
      for one in all {
        let own = try one.get()
        seen.tally.add(own.tally)
        seen.counts.add(own.counts)
        seen.witness.add(own.witness)
      }
    }
    return seen
  }

  private func read<Witness: MergeableWitness>(
    _ source: FlowLogSource, _ model: LocalModel, _ witness: Witness
  ) throws(InputError) -> One<Witness> {
    let stream = try ByteStream(opening: source.path, range: source.range)
    guard FlowCarrier.detect(stream.peek(4)) != .capture else {
      throw InputError(
        .invalid, "\(source.path) is a capture: it shows one interface and no verdicts; give flow logs")
    }
    let reader = FlowLogReader(columns: RecordJudge.columns, fields: fields)
    var judge = RecordJudge(model, file: source.path, validity: validity)
    judge.witness = witness
    try reader.open(source, stream)
    while let batch = reader.next() { judge.judge(batch, of: reader) }
    return One(witness: witness, tally: judge.finish(), counts: reader.counts)
  }

  // MARK: Proving

  /// Holds what was seen against the tightened network: the records once more, or where they can't be read again every
  /// different flow.
  private func proof(_ tightened: Network, _ sources: [FlowLogSource], _ seen: Seen<FlowEvidence>)
    throws(InputError) -> (Tightening.Proof, lost: Set<RuleKey>)
  {
    let after = LocalModel(tightened)
    let old = seen.tally
    func score(_ network: Network, _ tally: ReplayTally) -> Double? {
      ReplayReport(network, tally, FlowLogCounts()).score
    }
    guard !sources.contains(where: { $0.path == "-" }) else {
      let (judged, lost) = seen.witness.judged(by: after)
      return (
        Tightening.Proof(
          isByRecords: false, judged: judged, lost: lost.count, undecided: 0, rounds: 0,
          scoreBefore: score(network, old), score: nil), Set(lost.flatMap(\.self))
      )
    }
    let again = try read(sources, after) { _ in LossWitness(model) }
    let new = again.tally
    func records(_ tally: ReplayTally, _ kind: FlowClass) -> Int { tally.classes[kind]?.records ?? 0 }
    let first = ReplayReport(network, old, seen.counts)
    return (
      Tightening.Proof(
        isByRecords: true, judged: first.agreeing + first.disagreeing,
        lost: max(0, records(new, .modelRejects) - records(old, .modelRejects)),
        undecided: max(0, records(new, .ambiguous) - records(old, .ambiguous)), rounds: 0,
        scoreBefore: score(network, old), score: score(tightened, new)), again.witness.lost
    )
  }

  // MARK: Exploring

  private func explore(_ made: inout Tightening, _ tightened: Network) {
    let comparison = ReachComparison(network)
    made.effects = comparison.difference(to: tightened).changes
    let changed = made.rules.indices.filter { made.rules[$0].isChanged }
    // Everybody against everybody, for each change.
    guard changed.count * made.interfaces * made.interfaces <= Self.explorationLimit else { return }
    let edits = changed.map { Tightening.ordered(made.rules[$0].edits) }
    let effects = parallelMap(edits, threads: threads, chunk: 1) { edits in
      (try? network.topology.applying(edits)).map { comparison.difference(to: Network($0)).changes }
    }
    for (place, found) in zip(changed, effects) { made.rules[place].effects = found }
  }
}

/// A witness whose testimony can be joined with others'.
protocol MergeableWitness: RecordWitness, SendableMetatype {
  func add(_ other: Self)
}
