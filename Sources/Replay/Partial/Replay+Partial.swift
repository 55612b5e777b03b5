package import PacketWalkDiagnostics

extension Replay {
  /// What partial results have in common.
  ///
  /// - Parameter tool: the tool's version.
  /// - Complexity: O(rules + interfaces), for the model's name.
  package func settings(tool: String) -> PartialSettings {
    PartialSettings(model: model.name, tool: tool, validity: validity)
  }

  /// Writes a sum as lines of JSON that `merge` takes.
  ///
  /// - Parameter isSettled: whether all that may decide what waits in it is there.
  package func writePartial(
    _ sum: ReplaySum, _ settings: PartialSettings, isSettled: Bool = false, _ out: (String) -> Void
  ) throws(InputError) {
    guard sum.captures.isEmpty else {
      throw InputError(.invalid, "captures have no partial results: replay them where they are")
    }
    try PartialWriter(model: model, settings: settings, isSettled: isSettled).write(sum, out)
  }

  /// Adds up partial results, whoever made them and in whatever order.
  ///
  /// - Throws: `malformed` where one is of another topology, version or time.
  /// - Complexity: O(lines), in memory that does not depend on how many records wait for others.
  package func merge(_ paths: [String], _ settings: PartialSettings) throws(InputError) -> ReplaySum {
    var reader = PartialReader(model, settings)
    for path in paths { try reader.read(path) }
    try reader.requireSettings(validity)
    return reader.sum
  }

  /// The report on a sum.
  package func report(on sum: ReplaySum) throws(InputError) -> ReplayReport {
    try sum.report(on: network, listLimit: listLimit, countsRoutes: countsRoutes)
  }
}
