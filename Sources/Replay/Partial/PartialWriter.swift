import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkFlowLogs
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// A sum as lines of JSON, each with a key: lines of one key come together whoever brings them (docs/scale.md).
struct PartialWriter {
  let model: LocalModel
  /// What the judging depended on besides the records.
  let settings: PartialSettings
  /// Whether all that may decide what waits is there, so that nothing has to wait.
  let isSettled: Bool

  /// Marks in one line, at most.
  private static let marksPerLine = 4_096

  /// Writes all of a sum, in an order that depends on it alone.
  func write(_ sum: ReplaySum, _ out: (String) -> Void) throws(InputError) {
    out(settings.line)
    var (tally, evidence) = (sum.tally, sum.evidence)
    if isSettled { try evidence.settle(into: &tally) }
    try evidence.forEachBucket { (bucket, marks, opens) throws(InputError) in
      let marks = Self.unique(marks)
      var place = 0
      while place < marks.count {
        let end = min(marks.count, place + Self.marksPerLine)
        var line = PartialLine("seen")
        line.member("bucket", bucket)
        line.member("flows", Base64.encode(marks[place..<end]))
        out(line.ended)
        place = end
      }
      for line in FlowEvidence.closeKnown(opens, marks, into: &tally).map(open).sorted() { out(line) }
    }
    write(tally, out)
    write(sum.counts, out)
    if sum.isPartial { out(PartialLine("interrupted").ended) }
  }

  private static func unique(_ marks: [UInt64]) -> [UInt64] {
    let sorted = marks.sorted()
    return sorted.indices.filter { $0 == 0 || sorted[$0] != sorted[$0 - 1] }.map { sorted[$0] }
  }

  // MARK: Tallies

  private func write(_ tally: ReplayTally, _ out: (String) -> Void) {
    for kind in FlowClass.allCases {
      guard let volume = tally.classes[kind] else { continue }
      var line = PartialLine("class")
      line.member("class", kind.rawValue)
      Self.write(volume, &line)
      if kind == .ambiguous, let example = tally.ambiguousExample {
        line.member("example", raw: self.example(example))
      }
      out(line.ended)
    }
    for reason in Unjudged.allCases {
      guard let volume = tally.unjudged[reason] else { continue }
      var line = PartialLine("unjudged")
      line.member("reason", reason.rawValue)
      Self.write(volume, &line)
      if let example = tally.unjudgedExamples[reason] { line.member("example", raw: self.example(example)) }
      out(line.ended)
    }
    for (key, found) in tally.disagreements.sorted(by: { $0.key < $1.key }) {
      var line = PartialLine("disagreement")
      line.member("class", key.kind.rawValue)
      line.member("direction", key.side.rawValue)
      line.member("protocol", key.protocolNumber)
      line.member("port", key.port)
      line.member("decides", array: Self.decides(key.filter, key.rule))
      Self.write(found.volume, &line)
      line.member("first", found.first)
      line.member("last", found.last)
      line.member("interfaces", array: found.interfaces.map(id).sorted().map(PartialLine.string))
      line.member("example", raw: example(found.example))
      out(line.ended)
    }
    if tally.ways.agreeing + tally.ways.unjudged > 0 {
      var line = PartialLine("ways")
      line.member("agreeing", tally.ways.agreeing)
      line.member("unjudged", tally.ways.unjudged)
      out(line.ended)
    }
    for (key, found) in tally.ways.others.sorted(by: { $0.key < $1.key }) {
      var line = PartialLine("way")
      line.member("table", key.table)
      line.member("route", key.route)
      line.member("way", key.way.rawValue)
      line.member("path", key.path)
      Self.write(found.volume, &line)
      line.member("first", found.first)
      line.member("last", found.last)
      line.member("interfaces", array: found.interfaces.map(id).sorted().map(PartialLine.string))
      line.member("example", raw: example(found.example))
      out(line.ended)
    }
    write(tally.transit, out)
    for (route, records) in tally.routes.sorted(by: { $0.key < $1.key }) {
      var line = PartialLine("route")
      line.member("transit", route.isTransit)
      line.member("table", route.table)
      line.member("route", route.route)
      line.member("records", records)
      out(line.ended)
    }
    for (place, hits) in tally.hits.sorted(by: { Self.order($0.key) < Self.order($1.key) }) {
      var line = PartialLine("rule")
      line.member("rule", array: Self.numbers(place))
      line.member("sole", hits.sole)
      line.member("shared", hits.shared)
      line.member("inferred", hits.inferred)
      out(line.ended)
    }
    for (place, window) in tally.windows.sorted(by: { $0.key < $1.key }) {
      var line = PartialLine("window")
      line.member("interface", id(place))
      Self.write(window, &line)
      out(line.ended)
    }
    for (name, records) in tally.unknownInterfaces.sorted(by: { $0.key < $1.key }) {
      var line = PartialLine("unknown")
      line.member("interface", name)
      line.member("records", records)
      out(line.ended)
    }
  }

  private func write(_ counts: FlowLogCounts, _ out: (String) -> Void) {
    var line = PartialLine("input")
    line.member("records", counts.records)
    line.member("noData", counts.noData)
    line.member("skipData", counts.skipData)
    line.member("headers", counts.headers)
    line.member("blankLines", counts.blankLines)
    line.member("controlMessages", counts.controlMessages)
    out(line.ended)
    for name in counts.unknownFields.keys.sorted() {
      var line = PartialLine("field")
      line.member("field", name)
      out(line.ended)
    }
    for (kind, tally) in counts.issues.sorted(by: { $0.key < $1.key }) {
      var line = PartialLine("issue")
      line.member("issue", kind.rawValue)
      line.member("count", tally.count)
      line.member("text", tally.first.text)
      if kind.isOfFile { line.member("file", tally.first.file) }
      out(line.ended)
    }
  }

  // MARK: Parts of lines

  private func open(_ flow: OpenFlow) -> String {
    var line = PartialLine("open")
    line.member("bucket", flow.bucket)
    line.member("answers", Self.hexadecimal(flow.answered))
    line.member("own", Self.hexadecimal(flow.own))
    line.member("accepted", flow.isAccepted)
    line.member("answer", flow.isAnswer)
    line.member("packets", flow.packets)
    line.member("bytes", flow.bytes)
    line.member("port", flow.port)
    line.member("decides", array: Self.decides(flow.filter, flow.rule))
    line.member("lists", array: flow.listRules.map { "[\(Self.numbers($0).joined(separator: ","))]" })
    line.member("example", raw: example(flow.example))
    return line.ended
  }

  static func write(_ volume: Volume, _ line: inout PartialLine) {
    line.member("records", volume.records)
    line.member("packets", volume.packets)
    line.member("bytes", volume.bytes)
  }

  private func id(_ interface: Int) -> String {
    model.network.topology.networkInterfaces[interface].id.rawValue
  }

  /// Time, interface, direction, protocol, source, destination, their ports.
  static func write(_ window: InterfaceWindow, _ line: inout PartialLine) {
    line.member("records", window.records)
    if window.first != .max { line.member("first", window.first) }
    if window.last != .min { line.member("last", window.last) }
    line.member("noData", window.noData)
    line.member("skipData", window.skipData)
  }

  func example(_ example: FlowExample) -> String {
    func text(_ value: String?) -> String { value.map(PartialLine.string) ?? "null" }
    return
      "[\(example.start),\(text(example.interface.map(id))),\(text(example.side?.rawValue)),\(example.protocolNumber),\(text(example.source?.description)),\(text(example.destination?.description)),\(example.sourcePort),\(example.destinationPort)]"
  }

  private static func order(_ rule: RulePlace) -> (Int, Int) { (rule.filter.value, rule.rule) }

  private static func numbers(_ rule: RulePlace) -> [String] { ["\(rule.filter.value)", "\(rule.rule)"] }

  private static func decides(_ filter: FilterID?, _ rule: RulePlace?) -> [String] {
    if let rule { return numbers(rule) }
    return filter.map { ["\($0.value)"] } ?? []
  }

  private static func hexadecimal(_ mark: UInt64) -> String {
    let digits = String(mark, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
