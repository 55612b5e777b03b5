package import PacketWalkDiagnostics

extension Replay {
  /// The name that partial results have in common.
  func settings(tool: String) -> PartialSettings {
    PartialSettings(model: model.name, tool: tool, validity: validity)
  }

  /// Writes a sum as lines of JSON that `merge` takes.
  ///
  /// - Parameters:
  ///   - tool: the tool's version.
  ///   - isSettled: whether all that may decide what waits in it is there.
  package func writePartial(
    _ sum: ReplaySum, tool: String, isSettled: Bool = false, _ out: (String) -> Void
  ) throws(InputError) {
    guard sum.captures.isEmpty else {
      throw InputError(.invalid, "captures have no partial results: replay them where they are")
    }
    try PartialWriter(model: model, settings: settings(tool: tool), isSettled: isSettled).write(sum, out)
  }

  /// Adds up partial results, whoever made them and in whatever order.
  ///
  /// - Throws: `malformed` where one is of another topology, version or time.
  /// - Complexity: O(lines), in memory that does not depend on how many records wait for others.
  package func merge(_ paths: [String], tool: String) throws(InputError) -> ReplaySum {
    var reader = PartialReader(model, settings(tool: tool))
    for path in paths { try reader.read(path) }
    try reader.requireSettings(validity)
    return reader.sum
  }

  /// The report on a sum.
  package func report(on sum: ReplaySum) throws(InputError) -> ReplayReport {
    try sum.report(on: network, listLimit: listLimit)
  }
}
