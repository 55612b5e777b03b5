import PacketWalkAddressing
package import PacketWalkDiagnostics
package import PacketWalkFlowLogs
import PacketWalkForwarding
package import PacketWalkPacketCapture
package import PacketWalkQueries
package import PacketWalkTopology

/// What became of records beside the model, in the model's words.
package struct ReplayReport: Sendable {
  /// Disagreements that one thing would explain.
  package struct Disagreement: Sendable {
    package var kind: FlowClass
    package var side: RuleDirection
    /// `tcp/443`.
    package var service: String
    /// The group or access list that decides in the model, and its rule; no rule for a group that has none.
    package var component: Component?
    package var rule: String?
    package var origin: Origin
    package var volume: Volume
    /// The interfaces that logged it, by name.
    package var interfaces: [String]
    /// In seconds since 1970.
    package var first: Int
    package var last: Int
    package var example: FlowExample
    /// The request behind the example, to ask `explain`.
    package var question: Question
  }

  /// Records that took another way than the route for them.
  package struct OtherWay: Sendable {
    package var way: FlowWay
    /// What `traffic-path` says.
    package var path: UInt8
    package var table: Component
    /// The route's destination; nil for the implied local one, and where there is none.
    package var route: String?
    package var origin: Origin
    package var volume: Volume
    /// The interfaces that logged it, by name.
    package var interfaces: [String]
    /// In seconds since 1970.
    package var first: Int
    package var last: Int
    package var example: FlowExample
  }

  /// A rule and the flows that it let pass, or stopped.
  package struct RuleUse: Sendable {
    package var component: Component
    package var direction: RuleDirection
    package var rule: String
    package var origin: Origin
    package var hits: RuleHits
    /// Of the interfaces that it is for, those that logged anything, and those that did not.
    package var logged: Int
    package var silent: Int
    /// Windows of those interfaces from which records are missing.
    package var skipped: Int
  }

  /// One record, if it was to be listed.
  package struct Listed: Sendable {
    package var record: ListedRecord
    /// The interface's name, or its identifier in the log.
    package var interface: String
    package var component: Component?
    package var ruleText: String?
  }

  /// A capture that was read.
  package struct Capture: Sendable {
    package var path: String
    package var flows: Int
    package var report: CaptureFileReport
  }

  package var counts: FlowLogCounts
  /// In the order of the sources.
  package var captures: [Capture]
  package var listed: [Listed]
  package var classes: [FlowClass: Volume]
  package var unjudged: [(reason: Unjudged, volume: Volume, example: FlowExample?)]
  package var ambiguousExample: FlowExample?
  /// The largest first.
  package var disagreements: [Disagreement]
  /// Accepted egress records whose `traffic-path` was held against the topology's routes: those that took the route's
  /// way, those of which the topology can't tell it, and the others, the largest first.
  package var waysAgreeing: Int
  package var waysUnjudged: Int
  package var otherWays: [OtherWay]
  /// What transit gateways made of packets, where the topology's routes make something else of them; the largest first.
  package var transit: [TransitDisagreement]
  package var attachments: Int
  package var loggedAttachments: Int
  /// Attachments that the topology does not have, those with most records first.
  package var unknownAttachments: [(id: String, records: Int)]
  /// All rules of the groups and access lists in use, in the topology's order.
  package var rules: [RuleUse]
  /// All routes of tables in use, in the topology's order; nil where they were not counted.
  package var routes: [RouteUse]?
  /// Interfaces that the topology does not have, those with most records first.
  package var unknownInterfaces: [(id: String, records: Int)]
  /// In seconds since 1970; nil without any record that is judged.
  package var window: ClosedRange<Int>?
  package var loggedInterfaces: Int
  package var interfaces: Int
  package var skippedWindows: Int
  package var overflow: Int
  /// Whether the reading was given up before its end.
  package var isPartial = false

  package func records(_ kinds: FlowClass...) -> Int {
    kinds.reduce(0) { $0 + (classes[$1]?.records ?? 0) }
  }

  package var agreeing: Int { records(.agreeAccept, .agreeReject) }
  package var disagreeing: Int { records(.modelAccepts, .modelRejects) }

  /// The share of the records with a verdict of the model that it is the recorded one, in per cent; nil without any.
  package var score: Double? {
    let judged = agreeing + disagreeing
    return judged == 0 ? nil : 100 * Double(agreeing) / Double(judged)
  }

  init(
    _ network: Network, _ tally: ReplayTally, _ counts: FlowLogCounts, _ captures: [Capture] = []
  ) {
    self.captures = captures
    self.counts = counts
    classes = tally.classes
    unjudged = Unjudged.allCases.compactMap { reason in
      tally.unjudged[reason].map { (reason, $0, tally.unjudgedExamples[reason]) }
    }.sorted { $0.volume.records > $1.volume.records }
    ambiguousExample = tally.ambiguousExample
    unknownInterfaces = Self.ranked(tally.unknownInterfaces)
    unknownAttachments = Self.ranked(tally.transit.unknown)
    overflow = tally.overflow
    let windows = tally.windows.values
    let all = Array(windows) + tally.transit.windows.values
    let first = all.map(\.first).min() ?? .max
    let last = all.map(\.last).max() ?? .min
    window = first <= last ? first...last : nil
    attachments = network.topology.transitGatewayAttachments.count
    loggedAttachments = tally.transit.windows.values.count { $0.records > 0 }
    loggedInterfaces = windows.count { $0.records > 0 }
    interfaces = network.topology.networkInterfaces.count
    skippedWindows = windows.reduce(0) { $0 + $1.skipData }
    let names = ReplayNames(network)
    disagreements = tally.disagreements.sorted { left, right in
      let (l, r) = (left.value.volume.records, right.value.volume.records)
      if l != r { return l > r }
      if left.value.example != right.value.example { return left.value.example < right.value.example }
      return left.key < right.key
    }.map { names.disagreement($0, $1) }
    rules = names.rules(tally)
    (waysAgreeing, waysUnjudged) = (tally.ways.agreeing, tally.ways.unjudged)
    otherWays = tally.ways.others.sorted { left, right in
      let (l, r) = (left.value.volume.records, right.value.volume.records)
      return l == r ? left.key < right.key : l > r
    }.map { names.way($0, $1) }
    transit = tally.transit.others.sorted { left, right in
      let (l, r) = (left.value.volume.records, right.value.volume.records)
      return l == r ? left.key < right.key : l > r
    }.map { names.transit($0, $1) }
    listed = tally.listed.sorted { $0.place < $1.place }.map { record in
      let described = record.filter.map { network.describe($0, record.rule?.rule) }
      let interface = record.example.interface.map { network.topology.networkInterfaces[$0].shortName }
      return Listed(
        record: record, interface: interface ?? "-", component: described?.component,
        ruleText: described?.rule)
    }
  }

  private static func ranked(_ counts: [String: Int]) -> [(id: String, records: Int)] {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }
}
