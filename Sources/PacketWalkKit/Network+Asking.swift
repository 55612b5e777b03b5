public import PacketWalkDiagnostics
public import PacketWalkForwarding
public import PacketWalkQueries

extension Network {
  /// Answers whether packets go from one end to the other and back: one answer for each pair of ends, and for
  /// each part of the service that behaves alike.
  ///
  ///     try network.answers(from: "sg:web", to: "db-1", on: "tcp/5432")
  ///
  /// - Parameters:
  ///   - source: Who sends, as on the command line: `web-1`, `sg:web`, `10.0.1.5`, `internet`.
  ///   - destination: Who receives, likewise.
  ///   - service: `tcp/443`, `udp/53`, `any`, or a well-known name such as `https`.
  ///   - isExplaining: Also record every hop.
  /// - Throws: an `InputError` for a selector that matches nothing or too much, or a service that isn't one.
  /// - Complexity: per pair, O(hops × rules of each filter on the way) for each distinct way through.
  public func answers(
    from source: String, to destination: String, on service: String = "any", isExplaining: Bool = false
  ) throws(InputError) -> [Answer] {
    try answers(to: Question(from: source, to: destination, on: service), isExplaining: isExplaining)
  }

  /// The verdict that all answers to a question share, or nil where they differ.
  ///
  ///     #expect(try network.verdict(from: "web-1", to: "db-1", on: "postgres") == .reachable)
  ///
  /// - Throws: what `answers(from:to:on:)` throws.
  /// - Complexity: that of `answers(from:to:on:)`.
  public func verdict(
    from source: String, to destination: String, on service: String = "any"
  ) throws(InputError) -> Verdict? {
    let verdicts = Set(try answers(from: source, to: destination, on: service).map(\.verdict))
    return verdicts.count == 1 ? verdicts.first : nil
  }
}
