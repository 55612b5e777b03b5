import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkPolicy
@testable import PacketWalkQueries

/// Assertions about random networks, held against single questions: what the judge says of sets, `check` has to say
/// of every pair.
@Suite struct PolicyJudgeTests {
  static let seed = Environment.value("PACKETWALK_POLICY_SEED").flatMap { UInt64($0) } ?? 1
  static let iterations = Environment.value("PACKETWALK_POLICY_ITERATIONS").flatMap(Int.init) ?? 3
  static let assertions = 30
  static let services = [
    "tcp/443", "tcp/22", "tcp", "tcp/1024-65535", "udp/53", "udp", "icmp/8", "proto/47", "any",
  ]

  @Test func allowIsWhatCheckSays() throws {
    try compare(.allow) { network, source, destination, service in
      let answers = try network.answers(to: Question(from: source, to: destination, on: service))
      if answers.contains(where: { $0.verdict != .reachable && $0.verdict != .undetermined }) {
        return .failed
      }
      return answers.contains { $0.verdict == .undetermined } ? .unknownFailed : .held
    }
  }

  @Test func denyIsWhatCheckSaysOfEveryAddress() throws {
    try compare(.deny) { network, source, destination, service in
      let pairs = network.addresses(source).flatMap { from in
        network.addresses(destination, from: source).map { (from, $0) }
      }
      var outcome = AssertionResult.Outcome.held
      for (from, to) in pairs where from.family == to.family {
        let question = Question(
          from: source == "internet" ? source : "\(source)@\(from.text)",
          to: destination == "internet" ? destination : to.text, on: service)
        for answer in try network.answers(to: question) {
          if answer.delivered == .all || answer.delivered == .some { return .failed }
          if answer.delivered == .unknown { outcome = .unknownFailed }
        }
      }
      return outcome
    }
  }

  private func compare(
    _ kind: PolicyAssertion.Kind,
    _ expected: (Network, String, String, String) throws -> AssertionResult.Outcome
  ) throws {
    var tally: [AssertionResult.Outcome: Int] = [:]
    var wrong = 0
    for iteration in 0..<UInt64(Self.iterations) {
      let seed = Self.seed &+ iteration
      var generator = TopologyGenerator(seed: seed)
      let network = Network(generator.makeNamed())
      let hosts = network.topology.networkInterfaces.filter { !$0.kind.isGateway && !$0.addresses.isEmpty }
        .map(\.id.rawValue)
      var judge = PolicyJudge(network, today: try #require(CalendarDate("2026-01-01")))
      for _ in 0..<Self.assertions {
        guard let source = (hosts + ["internet"]).randomElement(using: &generator.random),
          let destination = (hosts + ["internet"]).randomElement(using: &generator.random),
          source != destination,
          let service = Self.services.randomElement(using: &generator.random)
        else { continue }
        // Every protocol is more than `check` asks.
        if kind == .deny, service == "any" { continue }
        guard let wanted = try? expected(network, source, destination, service) else { continue }
        let policy = try PolicyReader.read(
          """
          {packetwalk: 1, assertions: [{id: it, \(kind.rawValue): {from: \(source), to: \(destination), on: \(service)}\(kind == .deny ? ", via-proxy: ignore" : "")}]}
          """)
        guard let found = try? judge.judge(policy).assertions[0] else { continue }
        tally[found.outcome, default: 0] += 1
        guard found.outcome != wanted else { continue }
        wrong += 1
        if wrong <= 5 {
          Issue.record(
            "seed \(seed) \(kind) \(source) → \(destination) \(service): judged \(found.outcome), asked \(wanted): \(found.violations.first.map { "\($0.source) \($0.services) \($0.answer.map(\.verdict.rawValue) ?? "")" } ?? "")"
          )
        }
      }
    }
    print("\(kind): \(tally.map { "\($0.value) \($0.key)" }.sorted()), \(wrong) differ")
    #expect(wrong == 0 && tally.count > 1)
  }

  /// What goes against an assertion about groups is the union of what goes against it pair by pair.
  @Test func setsAreUnionsOfPairs() throws {
    var compared = 0
    for iteration in 0..<UInt64(Self.iterations) {
      let seed = Self.seed &+ 500 &+ iteration
      var generator = TopologyGenerator(seed: seed)
      let network = Network(generator.makeNamed())
      let hosts = network.topology.networkInterfaces.filter { !$0.kind.isGateway && !$0.addresses.isEmpty }
        .map(\.id.rawValue)
      guard hosts.count > 5 else { continue }
      let (sources, destinations) = (hosts.prefix(4), hosts.dropFirst(2).prefix(4))
      var judge = PolicyJudge(network, today: try #require(CalendarDate("2026-01-01")))
      func judged(_ from: String, _ to: String) throws -> AssertionResult {
        // By way of a balancer a pair would stand for all that is behind it.
        let text =
          "{packetwalk: 1, assertions: [{id: it, deny: {from: \(from), to: \(to), on: tcp}, via-proxy: ignore}]}"
        return try judge.judge(PolicyReader.read(text)).assertions[0]
      }
      let whole = try judged(
        "[\(sources.joined(separator: ", "))]", "[\(destinations.joined(separator: ", "))]")
      var pairs = 0
      var bad = 0
      for source in sources {
        for destination in destinations where source != destination {
          let one = try judged(source, destination)
          pairs += one.pairs
          bad += one.violations.reduce(0) { $0 + $1.pairs }
        }
      }
      #expect(whole.pairs == pairs, "seed \(seed)")
      // One pair may stand under several sets of services, but is in each list once.
      #expect(whole.violations.reduce(0) { $0 + $1.pairs } == bad, "seed \(seed)")
      compared += pairs
    }
    #expect(compared > 5 * Self.iterations)
  }
}

extension PolicyReader {
  static func read(_ text: String) throws -> Policy { try read([("policy.yaml", Array(text.utf8))]) }
}

extension Network {
  /// Every address of an end, as questions name it.
  fileprivate func addresses(_ name: String, from source: String? = nil) -> [(
    text: String, family: AddressFamily
  )] {
    guard name != "internet" else { return AddressFamily.allCases.map { ("internet", $0) } }
    guard let place = index.interfaces[NetworkInterfaceID(name)] else { return [] }
    let node = interfaceNode(place)
    let ends =
      source == nil
      ? node.sources
      : source == "internet" && !node.outsideDestinations.isEmpty
        ? node.outsideDestinations
        : node.destinations + node.outsideDestinations.filter { !node.destinations.contains($0) }
    return ends.compactMap { end in
      end.addresses.first.map { (source == nil ? "\($0)" : "\(name)@\($0)", $0.family) }
    }
  }
}
