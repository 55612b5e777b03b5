import PacketWalkAddressing
public import PacketWalkDiagnostics
public import PacketWalkForwarding

/// Asks a network for verdicts alone, as many and as fast as can be: names are resolved once, and no reasons are kept.
///
///     let asker = VerdictAsker(network)
///     let questions = try asker.prepared(Question(from: "sg:web", to: "db-1", on: "tcp/5432"))
///     let verdicts = asker.verdicts(of: questions, threads: 2)
public struct VerdictAsker: Sendable {
  private let network: Network
  private let tables: VerdictTables
  private static let few = 16

  /// Prepares a network to be asked.
  ///
  /// - Parameters:
  ///   - isStrict: Treat assumptions as unknown.
  ///   - settled: Assumptions that are open no longer, as in `Network.answers`.
  ///   - respectsHealth: Pass over load balancers' targets that were unhealthy when the input was taken.
  public init(
    _ network: Network, isStrict: Bool = false, settled: [Assumption: Bool] = [:],
    respectsHealth: Bool = false
  ) {
    self.network = network
    tables = VerdictTables(
      network.graph, WalkOptions(isStrict: isStrict, settled: settled, respectsHealth: respectsHealth))
  }

  /// What is to be asked for a question, in the order of its answers: each pair of ends, each protocol.
  ///
  /// - Throws: an `InputError` for a selector that matches nothing or too much, or a service that isn't one.
  public func prepared(_ question: Question) throws(InputError) -> [PreparedQuestion] {
    try network.walks(for: question).map { PreparedQuestion(walk: tables.prepare($0.walk)) }
  }

  /// The verdict of each question in order, or nil where not all ports of a range fare alike.
  ///
  /// - Parameter threads: How many threads share the work at most.
  /// - Complexity: Per question that of `Network.answers`. What is allocated does not depend on how many questions
  ///   there are, but for the verdicts, unless a question needs the whole walk: ranges of ports, firewalls, and
  ///   what the input does not say of rules.
  public func verdicts(of questions: [PreparedQuestion], threads: Int = 1) -> [Verdict?] {
    let chunk = threads > 1 ? 1024 : max(questions.count, 1)
    let runs = stride(from: 0, to: questions.count, by: chunk).map { $0..<min($0 + chunk, questions.count) }
    let verdicts = parallelMap(runs, threads: threads, chunk: 1) { run in
      var walker = VerdictWalker(tables)
      var verdicts: [Verdict?] = []
      verdicts.reserveCapacity(run.count)
      // A few at a time, so that the memory which they need arrives while others wait for theirs.
      for first in stride(from: run.lowerBound, to: run.upperBound, by: Self.few) {
        let some = first..<min(first + Self.few, run.upperBound)
        for place in some { walker.touch(questions[place].walk.start) }
        for place in some {
          verdicts.append(
            walker.verdict(from: questions[place].walk.start) ?? walker.verdict(of: questions[place].walk))
        }
      }
      return verdicts
    }
    return verdicts.count == 1 ? verdicts[0] : verdicts.flatMap { $0 }
  }
}
