package import PacketWalkDiagnostics
package import PacketWalkFlowLogs
package import PacketWalkQueries

/// What became of the records read so far; in whatever order and parts they come together, the sum is the same.
package struct ReplaySum: Sendable {
  var tally = ReplayTally()
  var evidence = FlowEvidence()
  package internal(set) var counts = FlowLogCounts()
  package internal(set) var captures: [ReplayReport.Capture] = []
  /// Whether the reading was given up before its end.
  package internal(set) var isPartial = false

  package init() {}

  package mutating func add(_ other: ReplaySum) throws(InputError) {
    tally.add(other.tally)
    try evidence.add(other.evidence)
    counts.add(other.counts)
    captures += other.captures
    isPartial = isPartial || other.isPartial
  }

  /// The report, now that there is nothing more to come.
  ///
  /// - Parameters:
  ///   - listLimit: how many records of each file are listed.
  ///   - countsRoutes: whether it was counted which routes records took.
  package func report(
    on network: Network, listLimit: Int = 0, countsRoutes: Bool = false
  ) throws(InputError) -> ReplayReport {
    var (tally, evidence) = (tally, evidence)
    try evidence.close(into: &tally)
    tally.finish()
    // The parts of a file have as many each.
    tally.listed = Dictionary(grouping: tally.listed, by: \.place.file).values.flatMap {
      $0.sorted { $0.place < $1.place }.prefix(listLimit)
    }
    var report = ReplayReport(network, tally, counts, captures.sorted { $0.path < $1.path })
    report.isPartial = isPartial
    if countsRoutes { report.routes = ReplayNames(network).routes(tally) }
    return report
  }
}
