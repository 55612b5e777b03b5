package import PacketWalkDiagnostics
package import PacketWalkForwarding

extension Network {
  /// The filters and tables of the graph that a question's answer rests on: a network with the same in these, and all else
  /// alike, gives the same answer.
  ///
  /// - Returns: nil where the walk was given up before its end.
  /// - Throws: what asking throws.
  package func reads(by question: Question, _ options: ReachOptions) throws(InputError) -> ReadSet? {
    let walk = WalkOptions(
      isStrict: options.isStrict, settled: options.settled, respectsHealth: options.respectsHealth)
    var found = ReadSet()
    for pair in try pairs(of: question) {
      guard let reads = graph.reads(by: pair.walk, walk) else { return nil }
      found.formUnion(reads)
    }
    return found
  }
}
