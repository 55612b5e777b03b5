import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats
@testable import PacketWalkQueries

/// Reads a network in the native format; the words of an error are the test's failure.
func load(_ yaml: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Network {
  do {
    let (topology, findings) = try NativeTopology.read(Array(yaml.utf8), file: "test.yaml")
    return Network(topology, findings: findings)
  } catch {
    Issue.record("\(error.origin): \(error.message)", sourceLocation: sourceLocation)
    throw error
  }
}

/// Asks a question that has one answer.
func ask(
  _ network: Network, from source: String, to destination: String, on service: String,
  sourceAddress: String? = nil, sourcePort: UInt16? = nil, through: String? = nil, isStrict: Bool = false,
  settled: [Assumption: Bool] = [:], respectsHealth: Bool = false,
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> Answer {
  let answers = try askAll(
    network, from: source, to: destination, on: service, sourceAddress: sourceAddress,
    sourcePort: sourcePort, through: through, isStrict: isStrict, settled: settled,
    respectsHealth: respectsHealth,
    sourceLocation: sourceLocation)
  #expect(answers.count == 1, "one answer was expected", sourceLocation: sourceLocation)
  return try #require(answers.first, sourceLocation: sourceLocation)
}

/// Asks a question.
///
/// The walk that only decides must come to the same answer as the one that explains; so every question of
/// every test is asked both ways.
func askAll(
  _ network: Network, from source: String, to destination: String, on service: String,
  sourceAddress: String? = nil, sourcePort: UInt16? = nil, through: String? = nil, isStrict: Bool = false,
  settled: [Assumption: Bool] = [:], respectsHealth: Bool = false,
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> [Answer] {
  let question = Question(
    from: source, to: destination, on: service, sourceAddress: sourceAddress, sourcePort: sourcePort,
    through: through)
  do {
    try expectSameVerdicts(
      network, question, WalkOptions(isStrict: isStrict, settled: settled, respectsHealth: respectsHealth),
      sourceLocation)
    return try network.answers(
      to: question, isExplaining: true, isStrict: isStrict, settled: settled, respectsHealth: respectsHealth)
  } catch {
    Issue.record("\(error.message) \(error.candidates)", sourceLocation: sourceLocation)
    throw error
  }
}

/// Likewise, of a network that is asked once.
func ask(
  _ yaml: String, from source: String, to destination: String, on service: String,
  sourceAddress: String? = nil, sourcePort: UInt16? = nil, through: String? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> Answer {
  try ask(
    load(yaml, sourceLocation: sourceLocation), from: source, to: destination, on: service,
    sourceAddress: sourceAddress, sourcePort: sourcePort, through: through, sourceLocation: sourceLocation)
}

/// Checks verdict and blockers, each blocker as `direction CODE component: rule`, with `leg N` before it
/// for the connection behind a load balancer.
func expect(
  _ answer: Answer, _ verdict: Verdict, _ blockers: String..., further: [String]? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    answer.verdict == verdict && answer.blockers.map(\.line) == blockers,
    """
    expected \(verdict.rawValue)\(blockers.map { "\n  " + $0 }.joined())
    found \(answer.verdict.rawValue)\(answer.blockers.map { "\n  " + $0.line }.joined())
    missing: \(answer.missing.map(\.what)), assumed: \(answer.assumptions.map(\.rawValue))
    \(answer.trace.joined(separator: "\n"))
    """, sourceLocation: sourceLocation)
  if let further {
    #expect(answer.furtherBlockers.map(\.line) == further, sourceLocation: sourceLocation)
  }
}

/// Asks a walk that only decides and one that explains, without the layer above, which would ask twice.
private func expectSameVerdicts(
  _ network: Network, _ question: Question, _ options: WalkOptions, _ sourceLocation: SourceLocation
) throws(InputError) {
  guard let service = Service(question.service) else { return }
  var through: Int?
  if let text = question.through, case .balancer(let place)? = try network.resolve(text).first?.target {
    through = place
  }
  for source in try network.resolve(question.source) {
    if case .balancer = source.target { continue }
    for destination in try network.resolve(question.destination).flatMap({ network.settle($0, for: source) })
    {
      for part in service.parts {
        var source = source
        if let text = question.sourceAddress, case .interface(let interface, _) = source.target {
          source.address = IPAddress(text)
          source.target = .interface(interface, address: source.address)
        }
        let pair = try Pair(
          source: source, destination: destination, part: part, sourcePort: question.sourcePort,
          through: through, network: network)
        expectExploredAlike(network, pair.walk, options, sourceLocation)
        expectSameVerdict(network.graph, pair.walk, options, sourceLocation)
        // Parts that differ in their reasons only are apart in an explanation.
        func parts(isExplaining: Bool) -> [String: PortSet] {
          let result = network.graph.walk(
            pair.walk,
            WalkOptions(
              isExplaining: isExplaining, isStrict: options.isStrict, settled: options.settled,
              respectsHealth: options.respectsHealth))
          return result.parts.reduce(into: [:]) { parts, part in
            let ports = part.ports ?? PortSet([])
            let key = "\(part.delivered.rawValue) \(part.replied.rawValue)"
            parts[key] = parts[key]?.union(ports) ?? ports
          }
        }
        #expect(
          parts(isExplaining: false) == parts(isExplaining: true), "\(question)",
          sourceLocation: sourceLocation)
      }
    }
  }
}

extension Obstacle {
  var line: String {
    (leg == 0 ? "" : "leg \(leg) ") + "\(direction.rawValue) \(code) \(component.name)"
      + (rule.map { ": \($0)" } ?? "")
  }
}

extension Answer {
  /// The explained path, a line a hop.
  var trace: [String] { explanation?.hops.map(\.line) ?? [] }

  /// Of the explained path, the components of hops of some kinds (all for none).
  func components(_ kinds: Hop.Kind..., direction: Direction = .forward, leg: Int = 0) -> [String] {
    hops(kinds, direction, leg).map { $0.component.name + ($0.side.map { " \($0)" } ?? "") }
  }

  /// Likewise, the rules that decided; `implied` where there is none.
  func rules(_ kinds: Hop.Kind..., direction: Direction = .forward, leg: Int = 0) -> [String] {
    hops(kinds, direction, leg).map { $0.rule ?? "implied" }
  }

  /// Likewise, the notes.
  func notes(_ kinds: Hop.Kind..., direction: Direction = .forward, leg: Int = 0) -> [String] {
    hops(kinds, direction, leg).flatMap(\.notes)
  }

  private func hops(_ kinds: [Hop.Kind], _ direction: Direction, _ leg: Int) -> [Hop] {
    (explanation?.hops ?? []).filter {
      $0.direction == direction && $0.leg == leg && (kinds.isEmpty || kinds.contains($0.kind))
    }
  }
}

extension Hop {
  var line: String {
    var words = [direction.rawValue, "\(kind)", component.name]
    if leg > 0 { words.insert("leg \(leg)", at: 0) }
    if let side { words.append(side) }
    words.append(outcome.rawValue)
    if let rule { words.append("[\(rule)]") }
    if let code { words.append(code) }
    if !notes.isEmpty { words.append("(\(notes.joined(separator: "; ")))") }
    if isBeyond { words.append("beyond") }
    return words.joined(separator: " ")
  }
}
