import PacketWalkAddressing
package import PacketWalkDiagnostics
package import PacketWalkFlowLogs
import PacketWalkForwarding
package import PacketWalkQueries
import PacketWalkTopology

/// Finds out how close rules may be made to what flow logs recorded, and makes sure of it.
package struct Tightener: Sendable {
  let network: Network
  let model: LocalModel
  let reading: RecordReading
  private let options: TightenOptions
  private let threads: Int

  /// Past so many pairs of interfaces times changes only all changes together are explored.
  private static let explorationLimit = 200_000

  /// - Parameters:
  ///   - fields: the format of logs that don't say theirs.
  ///   - validity: the time, in seconds since 1970, for which the network is what it was.
  package init(
    _ network: Network, fields: FlowLogFields? = nil, validity: ClosedRange<Int> = Int.min...Int.max,
    options: TightenOptions = TightenOptions(), threads: Int = 64
  ) {
    self.network = network
    reading = RecordReading(fields: fields, validity: validity, threads: threads)
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
    let seen = try reading.read(sources, model) { [model] in RuleEvidence(model) }
    var needed: Set<RuleKey> = []
    var plain: Set<RuleKey> = []
    var rounds = 0
    while true {
      rounds += 1
      let plan = TightenPlan(network, options, seen.witness, seen.windows, needed: needed, plain: plain)
      let (rules, idle) = plan.rules()
      var made = Tightening(
        options: options, counts: seen.counts, window: Self.window(seen.windows.values),
        skipped: seen.windows.values.reduce(0) { $0 + $1.skipData }, rules: rules, idle: idle, proof: nil,
        effects: nil, interfaces: network.topology.networkInterfaces.count, covered: plan.covered)
      guard !made.edits.isEmpty else { return made }
      let tightened = try network(after: made.edits)
      let (proof, lost) = try proof(tightened, sources, seen)
      // What a record of unclear direction needs stays; each time it is one rule more, so that this ends.
      if !lost.isSubset(of: needed) {
        needed.formUnion(lost)
        continue
      }
      // Groups are known by the packet's sender, which a middlebox on the way hides: then addresses have to do.
      let broken = broken(plan.references(in: rules), tightened)
      if !broken.isSubset(of: plain) {
        plain.formUnion(broken)
        continue
      }
      made.proof = try scored(proof, tightened, sources)
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

  // MARK: Proving

  private static func window(_ windows: some Collection<InterfaceWindow>) -> ClosedRange<Int>? {
    let first = windows.map(\.first).min() ?? .max
    let last = windows.map(\.last).max() ?? .min
    return first <= last ? first...last : nil
  }

  /// Holds what was seen against the tightened network: the records once more, or where they can't be read again every
  /// different flow.
  private func proof(
    _ tightened: Network, _ sources: [FlowLogSource], _ seen: RecordReading.Seen<RuleEvidence>
  ) throws(InputError) -> (Tightening.Proof, lost: Set<RuleKey>) {
    let after = LocalModel(tightened)
    guard Self.areFiles(sources) else {
      let (judged, lost) = seen.witness.judged(by: after)
      return (
        Tightening.Proof(isByRecords: false, judged: judged, lost: lost.count, rounds: 0),
        Set(lost.flatMap(\.self))
      )
    }
    let again = try reading.read(sources, model) { [model] in LossWitness(from: model, to: after) }.witness
    return (
      Tightening.Proof(isByRecords: true, judged: again.judged, lost: again.records, rounds: 0), again.lost
    )
  }

  /// What `replay` says of the records, today and with the tightened rules.
  private func scored(_ proof: Tightening.Proof, _ tightened: Network, _ sources: [FlowLogSource])
    throws(InputError) -> Tightening.Proof
  {
    guard Self.areFiles(sources) else { return proof }
    var proof = proof
    func report(_ network: Network) throws(InputError) -> ReplayReport {
      try Replay(network, fields: reading.fields, validity: reading.validity)
        .report(on: sources, threads: threads)
    }
    let before = try report(network)
    proof.scoreBefore = before.score
    proof.disagreeing = before.disagreeing
    proof.score = try report(tightened).score
    return proof
  }

  /// Standard input can't be read again.
  private static func areFiles(_ sources: [FlowLogSource]) -> Bool { !sources.contains { $0.path == "-" } }

  /// The rules with a reference to a group that does not match what the address did: flows that arrived and now don't.
  private func broken(_ references: [TightenPlan.Reference], _ tightened: Network) -> Set<RuleKey> {
    var broken: Set<RuleKey> = []
    for reference in references where !broken.contains(reference.key) {
      func isDelivered(_ network: Network) -> Bool {
        guard let answers = try? network.answers(to: reference.question) else { return false }
        return answers.contains { $0.delivered != .none }
      }
      if isDelivered(network), !isDelivered(tightened) { broken.insert(reference.key) }
    }
    return broken
  }

  // MARK: Exploring

  private func explore(_ made: inout Tightening, _ tightened: Network) {
    var changed = made.rules.indices.filter { made.rules[$0].isChanged }
    // Everybody against everybody, for each change.
    if changed.count * made.interfaces * made.interfaces > Self.explorationLimit { changed = [] }
    var networks = [tightened]
    var places: [Int] = []
    for place in changed {
      let edits = Tightening.ordered(made.rules[place].edits)
      guard let topology = try? network.topology.applying(edits) else { continue }
      networks.append(Network(topology))
      places.append(place)
    }
    let found = network.differences(to: networks)
    made.effects = found[0].changes
    for (place, difference) in zip(places, found.dropFirst()) {
      made.rules[place].effects = difference.changes
    }
  }
}
