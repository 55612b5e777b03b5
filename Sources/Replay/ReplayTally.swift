package import PacketWalkForwarding
package import PacketWalkTopology

/// Records, with what they carried.
package struct Volume: Hashable, Sendable, BitwiseCopyable {
  package var records = 0
  package var packets: UInt64 = 0
  package var bytes: UInt64 = 0

  package init() {}

  init(records: Int, packets: UInt64, bytes: UInt64) {
    (self.records, self.packets, self.bytes) = (records, packets, bytes)
  }

  mutating func add(_ other: Volume) {
    records += other.records
    packets &+= other.packets
    bytes &+= other.bytes
  }
}

/// Records that the same explains.
package struct DisagreementKey: Hashable, Sendable, Comparable {
  package var kind: FlowClass
  package var side: RuleDirection
  package var protocolNumber: UInt8
  /// The port of the service, as far as the record tells.
  package var port: UInt16
  /// The filter that decides in the model.
  package var filter: FilterID?
  /// The rule that does; nil for an implied one.
  package var rule: RulePlace?

  package static func < (left: Self, right: Self) -> Bool {
    if left.words != right.words { return left.words < right.words }
    return left.numbers < right.numbers
  }

  private var words: (String, String) { (kind.rawValue, side.rawValue) }

  private var numbers: (Int, Int, Int, Int, Int) {
    (
      Int(protocolNumber), Int(port), filter?.value ?? -1, rule?.filter.value ?? -1, rule?.rule ?? -1
    )
  }
}

package struct DisagreementTally: Hashable, Sendable {
  package var volume = Volume()
  package var interfaces: Set<Int> = []
  package var first = Int.max
  package var last = Int.min
  package var example: FlowExample

  mutating func add(_ other: DisagreementTally) {
    volume.add(other.volume)
    interfaces.formUnion(other.interfaces)
    first = min(first, other.first)
    last = max(last, other.last)
    example = min(example, other.example)
  }
}

extension Dictionary where Value == DisagreementTally {
  /// Adds to what one thing explains.
  ///
  /// - Returns: whether it is new.
  mutating func note(_ key: Key, _ tally: DisagreementTally) -> Bool {
    guard let place = index(forKey: key) else {
      self[key] = tally
      return true
    }
    values[place].add(tally)
    return false
  }
}

/// How often a rule let a flow pass, or an access list's entry stopped one.
package struct RuleHits: Hashable, Sendable {
  /// Where it alone matched, and where others did as well.
  package var sole = 0
  package var shared = 0
  /// Of both, those of which the record does not say for certain that they were requests.
  package var inferred = 0

  package var total: Int { sole + shared }

  mutating func add(_ other: RuleHits) {
    sole += other.sole
    shared += other.shared
    inferred += other.inferred
  }
}

/// What the log says of one interface.
package struct InterfaceWindow: Hashable, Sendable, BitwiseCopyable {
  package var records = 0
  /// In seconds since 1970.
  package var first = Int.max
  package var last = Int.min
  package var noData = 0
  package var skipData = 0

  mutating func add(_ other: InterfaceWindow) {
    records += other.records
    first = min(first, other.first)
    last = max(last, other.last)
    noData += other.noData
    skipData += other.skipData
  }
}

/// A record, what it says, and what the model says of it.
package struct ListedRecord: Hashable, Sendable {
  package var place: FlowPlace
  package var example: FlowExample
  package var isAcceptedByLog: Bool
  /// Nil where the model can't tell.
  package var isAcceptedByModel: Bool?
  /// Why it can't; nil where it may be an answer or a request.
  package var reason: Unjudged?
  /// Whether it passes as an answer to what was let pass.
  package var isAnswer = false
  /// What decides; no rule for an implied one.
  package var filter: FilterID?
  package var rule: RulePlace?
}

/// What became of records; in whatever order tallies come together, the sum is the same.
package struct ReplayTally: Sendable {
  package var classes: [FlowClass: Volume] = [:]
  package var unjudged: [Unjudged: Volume] = [:]
  /// The smallest of each.
  package var unjudgedExamples: [Unjudged: FlowExample] = [:]
  package var ambiguousExample: FlowExample?
  package private(set) var disagreements: [DisagreementKey: DisagreementTally] = [:]
  package var hits: [RulePlace: RuleHits] = [:]
  /// By the interface's place in the topology.
  package var windows: [Int: InterfaceWindow] = [:]
  /// Interfaces that the topology does not have, by identifier.
  package private(set) var unknownInterfaces: [String: Int] = [:]
  /// What `traffic-path` says of routes.
  package var ways = WayTally()
  /// Accepted records by the route that they took, where those are counted.
  package var routes: [RouteKey: Int] = [:]
  /// What transit gateways' own logs say of theirs.
  package var transit = TransitTally()
  /// Single records, as many as were asked for.
  package var listed: [ListedRecord] = []

  /// Of more than these the smallest are kept. What is among the smallest of all is among those of each part as well, so
  /// that nothing of it was ever dropped.
  static let disagreementLimit = 50_000
  static let unknownInterfaceLimit = 10_000

  mutating func add(_ other: ReplayTally) {
    for (kind, volume) in other.classes { classes[kind, default: Volume()].add(volume) }
    for (kind, volume) in other.unjudged { unjudged[kind, default: Volume()].add(volume) }
    unjudgedExamples.merge(other.unjudgedExamples, uniquingKeysWith: min)
    if let example = other.ambiguousExample { note(ambiguous: example) }
    for (rule, count) in other.hits { hits[rule, default: RuleHits()].add(count) }
    for (place, window) in other.windows { windows[place, default: InterfaceWindow()].add(window) }
    for (name, count) in other.unknownInterfaces { noteUnknown(name, count) }
    ways.add(other.ways)
    transit.add(other.transit)
    routes.merge(other.routes, uniquingKeysWith: +)
    listed += other.listed
    for (key, tally) in other.disagreements { note(key, tally) }
  }

  mutating func note(ambiguous example: FlowExample) {
    // Most are not the first.
    if let known = ambiguousExample, known.start < example.start { return }
    ambiguousExample = ambiguousExample.map { min($0, example) } ?? example
  }

  mutating func note(_ reason: Unjudged, _ volume: Volume, _ example: FlowExample?) {
    unjudged[reason, default: Volume()].add(volume)
    guard let example else { return }
    unjudgedExamples[reason] = unjudgedExamples[reason].map { min($0, example) } ?? example
  }

  mutating func noteUnknown(_ name: String, _ count: Int) {
    unknownInterfaces[name, default: 0] += count
    Self.shrink(&unknownInterfaces, to: Self.unknownInterfaceLimit)
  }

  mutating func note(_ key: DisagreementKey, _ tally: DisagreementTally) {
    if disagreements.note(key, tally) { Self.shrink(&disagreements, to: Self.disagreementLimit) }
  }

  /// Twice as many as are kept in the end, so that this is seldom work.
  static func shrink<Key: Comparable, Value>(_ table: inout [Key: Value], to limit: Int) {
    if table.count > 2 * limit { cut(&table, to: limit) }
  }

  static func cut<Key: Comparable, Value>(_ table: inout [Key: Value], to limit: Int) {
    for key in table.keys.sorted().dropFirst(limit) { table[key] = nil }
  }

  /// What is more than is kept goes, since there is nothing more to come.
  mutating func finish() {
    Self.cut(&disagreements, to: Self.disagreementLimit)
    Self.cut(&unknownInterfaces, to: Self.unknownInterfaceLimit)
    transit.finish()
  }

  /// Records of disagreements of which there are too many kinds to keep apart.
  package var overflow: Int {
    let all = [FlowClass.modelAccepts, .modelRejects].reduce(0) { $0 + (classes[$1]?.records ?? 0) }
    return all - disagreements.values.reduce(0) { $0 + $1.volume.records }
      - transit.others.values.reduce(0) { $0 + $1.volume.records }
  }
}
