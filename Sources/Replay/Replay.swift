import PacketWalkAddressing
package import PacketWalkDiagnostics
package import PacketWalkFlowLogs
package import PacketWalkQueries

/// Flow records held against a network.
package struct Replay: Sendable {
  private let network: Network
  private let model: LocalModel
  private let fields: FlowLogFields?
  private let validity: ClosedRange<Int>
  private let listLimit: Int

  /// - Parameters:
  ///   - fields: the format of logs that don't say theirs.
  ///   - listLimit: how many records of each source are listed with what decides them.
  ///   - validity: the time, in seconds since 1970, for which the network is what it was; other records are not judged.
  package init(
    _ network: Network, fields: FlowLogFields? = nil, validity: ClosedRange<Int> = Int.min...Int.max,
    listLimit: Int = 0
  ) {
    self.listLimit = listLimit
    self.network = network
    self.fields = fields
    self.validity = validity
    model = LocalModel(network)
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
    for one in read {
      let (own, ownCounts) = try one.get()
      tally.add(own)
      counts.add(ownCounts)
    }
    return ReplayReport(network, tally, counts)
  }

  private func replay(_ source: FlowLogSource) throws(InputError) -> (ReplayTally, FlowLogCounts) {
    let reader = FlowLogReader(columns: RecordJudge.columns, fields: fields)
    var judge = RecordJudge(model, validity: validity, listLimit: listLimit)
    try reader.open(source)
    while let batch = reader.next() { judge.judge(batch, of: reader) }
    judge.endSource()
    return (judge.finish(), reader.counts)
  }
}
