package import PacketWalkForwarding
package import PacketWalkTopology

/// Records, with what they carried.
package struct Volume: Hashable, Sendable {
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

/// A record that stands for others.
package struct FlowExample: Hashable, Sendable, Comparable {
  package var file: String
  /// The first byte of its line in its file, unpacked.
  package var offset: Int
  package var line: Int
  /// By its place in the topology; nil where it is not there.
  package var interface: Int?
  package var side: RuleDirection?
  package var protocolNumber: UInt8
  package var source: String
  package var destination: String
  package var sourcePort: UInt16
  package var destinationPort: UInt16
  /// In seconds since 1970.
  package var start: Int

  package static func < (left: Self, right: Self) -> Bool {
    (left.file, left.offset) < (right.file, right.offset)
  }
}

/// Records that the same explains.
package struct DisagreementKey: Hashable, Sendable {
  package var kind: FlowClass
  package var side: RuleDirection
  package var protocolNumber: UInt8
  /// The port of the service, as far as the record tells.
  package var port: UInt16
  /// The filter that decides in the model.
  package var filter: FilterID?
  /// The rule that does; nil for an implied one.
  package var rule: RulePlace?
}

package struct DisagreementTally: Hashable, Sendable {
  package var volume = Volume()
  package var interfaces: Set<Int> = []
  package var first = Int.max
  package var last = Int.min
  package var example: FlowExample
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
package struct InterfaceWindow: Hashable, Sendable {
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
  package var unjudgedExamples: [Unjudged: FlowExample] = [:]
  package var ambiguousExample: FlowExample?
  package var disagreements: [DisagreementKey: DisagreementTally] = [:]
  package var hits: [RulePlace: RuleHits] = [:]
  /// By the interface's place in the topology.
  package var windows: [Int: InterfaceWindow] = [:]
  /// Interfaces that the topology does not have, by identifier.
  package var unknownInterfaces: [String: Int] = [:]
  /// Records of disagreements of which there are too many kinds to keep apart.
  package var overflow = 0

  /// Single records, as many as were asked for.
  package var listed: [ListedRecord] = []

  static let disagreementLimit = 50_000
  static let unknownInterfaceLimit = 10_000

  mutating func add(_ other: ReplayTally) {
    for (kind, volume) in other.classes { classes[kind, default: Volume()].add(volume) }
    for (kind, volume) in other.unjudged { unjudged[kind, default: Volume()].add(volume) }
    unjudgedExamples.merge(other.unjudgedExamples, uniquingKeysWith: min)
    ambiguousExample = [ambiguousExample, other.ambiguousExample].compactMap(\.self).min()
    for (rule, count) in other.hits { hits[rule, default: RuleHits()].add(count) }
    for (place, window) in other.windows { windows[place, default: InterfaceWindow()].add(window) }
    for (name, count) in other.unknownInterfaces { noteUnknown(name, count) }
    overflow += other.overflow
    listed += other.listed
    for (key, tally) in other.disagreements { note(key, tally) }
  }

  mutating func noteUnknown(_ name: String, _ count: Int) {
    if unknownInterfaces[name] == nil, unknownInterfaces.count >= Self.unknownInterfaceLimit { return }
    unknownInterfaces[name, default: 0] += count
  }

  mutating func note(_ key: DisagreementKey, _ tally: DisagreementTally) {
    guard var known = disagreements[key] else {
      if disagreements.count < Self.disagreementLimit {
        disagreements[key] = tally
      } else {
        overflow += tally.volume.records
      }
      return
    }
    known.volume.add(tally.volume)
    known.interfaces.formUnion(tally.interfaces)
    known.first = min(known.first, tally.first)
    known.last = max(known.last, tally.last)
    known.example = min(known.example, tally.example)
    disagreements[key] = known
  }
}
