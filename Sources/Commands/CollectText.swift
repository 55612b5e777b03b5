import PacketWalkCollector

/// A collection in words.
enum CollectText {
  /// `collecting: 41 of 78 calls, 2 failed, 12 s`.
  static func progress(_ now: CollectProgress) -> String {
    let failed = now.failed > 0 ? ", \(now.failed) failed" : ""
    return "collecting: \(now.done) of \(now.known) calls\(failed), \(now.seconds) s"
  }

  /// A line for each account and Region: how many calls, and what became of them.
  static func summary(_ report: CollectReport) -> String {
    var lines: [String] = []
    var places: [String] = []
    for call in report.calls where !places.contains("\(call.account)/\(call.region)") {
      places.append("\(call.account)/\(call.region)")
    }
    for place in places {
      let calls = report.calls.filter { "\($0.account)/\($0.region)" == place }
      var parts = ["\(counted(calls.count, "call"))"]
      for (kind, words) in kinds {
        let count = calls.count { $0.failure?.kind == kind }
        if count > 0 { parts.append("\(count) \(words)") }
      }
      lines.append("\(place): \(parts.joined(separator: ", "))")
    }
    lines.append("\(counted(report.calls.count, "call")) in \(seconds(report.milliseconds)) s")
    return lines.joined(separator: "\n") + "\n"
  }

  /// One line for each call that leaves something unknown; those for one resource each are counted.
  static func gaps(_ report: CollectReport) -> [String] {
    var groups: [(first: CollectReport.Call, count: Int)] = []
    for call in report.gaps where call.failure?.kind != .interrupted {
      let index = groups.firstIndex {
        ($0.first.call, $0.first.account, $0.first.region, $0.first.failure?.code)
          == (call.call, call.account, call.region, call.failure?.code)
      }
      if let index { groups[index].count += 1 } else { groups.append((call, 1)) }
    }
    return groups.map { call, count in
      let times = count > 1 ? " (\(count) times)" : ""
      return "warning: \(call.account)/\(call.region): aws \(call.call)\(times): \(reason(call))"
    }
  }

  private static func reason(_ call: CollectReport.Call) -> String {
    guard let failure = call.failure else { return "" }
    if failure.kind == .denied {
      return "denied (\(failure.code)): it needs \(failure.action ?? call.actions.joined(separator: ", "))"
    }
    let words = kinds.first { $0.kind == failure.kind }?.words ?? "failed"
    return "\(words) (\(failure.code)): \(failure.message)"
  }

  private static let kinds: [(kind: CallFailure.Kind, words: String)] = [
    (.denied, "denied"), (.unsupported, "not supported"), (.throttled, "throttled to the end"),
    (.unreachable, "not reached"), (.unauthenticated, "without valid credentials"), (.timeout, "too slow"),
    (.malformed, "without a usable answer"), (.interrupted, "given up"), (.failed, "failed"),
  ]

  private static func counted(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  private static func seconds(_ milliseconds: Int) -> String {
    "\(milliseconds / 1000).\(milliseconds % 1000 / 100)"
  }
}
