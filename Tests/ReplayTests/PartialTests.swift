import PacketWalkDiagnostics
import PacketWalkFlowLogs
import PacketWalkQueries
import PacketWalkTestSupport
import Testing

@testable import PacketWalkReplay

/// Partial results: however records are shared among processes, and in whatever order what they found comes together,
/// it is the same.
@Suite struct PartialTests {
  /// Records of all kinds, most of them in pairs that decide each other, and what is none.
  static func lines(_ count: Int, seed: UInt64) -> [String] {
    var random = SplitMix64(seed: seed)
    var lines: [String] = []
    let own = ["web": "10.0.1.5", "db": "10.0.2.5", "host": "10.0.3.6"]
    while lines.count < count {
      let name = ["web", "web", "db", "host"].randomElement(using: &random) ?? "web"
      let far = ["203.0.113.9", "10.0.1.5", "10.0.2.5", "198.51.100.7"].randomElement(using: &random) ?? ""
      let service = [443, 5432, 22, 80].randomElement(using: &random) ?? 443
      let client = UInt16.random(in: 40_000...40_020, using: &random)
      let start = 1_700_000_000 + Int.random(in: 0..<500, using: &random)
      let proto = random.oneIn(5) ? 17 : 6
      for isRequest in [true, false] where !random.oneIn(4) {
        let outward = random.oneIn(3) != isRequest
        let ends = outward ? "\(own[name] ?? "") \(far)" : "\(far) \(own[name] ?? "")"
        let ports = isRequest ? "\(client) \(service)" : "\(service) \(client)"
        let flags = random.oneIn(3) ? ["2", "18", "4", "0"].randomElement(using: &random) ?? "-" : "-"
        let action = random.oneIn(4) ? "REJECT" : "ACCEPT"
        lines.append("\(name) \(ends) \(ports) \(proto) 3 120 \(start) \(start + 60) \(action) OK \(flags)")
      }
      switch Int.random(in: 0..<30, using: &random) {
      case 0: lines.append("web - - - - - - - \(start) \(start + 60) - NODATA -")
      case 1: lines.append("db - - - - - - - \(start) \(start + 60) - SKIPDATA -")
      case 2: lines.append("no record \(Int.random(in: 0..<50, using: &random))")
      case 3: lines.append("eni-\(client) 10.0.1.5 \(far) \(client) 443 6 1 40 \(start) \(start) ACCEPT OK 2")
      case 4: lines.append("web 10.0.2.5 10.0.1.5 0 0 1 1 84 \(start) \(start + 9) ACCEPT OK -")
      case 5:
        lines.append("web 2001:db8:9::1 2001:db8:1:1::5 \(client) 80 6 1 40 \(start) \(start) REJECT OK -")
      default: break
      }
    }
    return lines
  }

  private struct Shop {
    let folder: TemporaryFolder
    let replay: Replay
    let settings: PartialSettings

    init(_ yaml: String = ReplayTests.network) throws {
      folder = try TemporaryFolder()
      replay = try Replay(try ReplayTests.network(yaml), fields: FlowLogFields(ReplayTests.header))
      settings = replay.settings(tool: "1")
    }

    func write(_ name: String, _ lines: ArraySlice<String>, packed: Bool = false) throws -> String {
      let text = lines.map { $0 + "\n" }.joined()
      return packed
        ? try folder.write(name, Gzip.pack(Array(text.utf8))) : try folder.write(name, text)
    }

    func partial(_ paths: String...) throws -> String {
      try text(try replay.sum(of: paths.map { FlowLogSource($0) }))
    }

    func text(_ sum: ReplaySum) throws -> String {
      var text = ""
      try replay.writePartial(sum, settings) { text += $0 }
      return text
    }

    func merged(_ partials: [String]) throws -> ReplaySum {
      let paths = try partials.enumerated().map { try folder.write("partial-\($0)", $1) }
      return try replay.merge(paths, settings)
    }
  }

  /// A hundred cuts at random lines, a third of the parts packed, merged in any order and in two steps.
  @Test func cutsMakeNoDifference() throws {
    let seed: UInt64 = 81
    var random = SplitMix64(seed: seed)
    let shop = try Shop()
    let lines = Self.lines(1_000, seed: seed)
    let whole = try shop.partial(try shop.write("whole.log", lines[...]))
    var cuts = Set((0..<100).map { _ in Int.random(in: 1..<lines.count, using: &random) })
    cuts.formUnion([0, lines.count])
    let ends = cuts.sorted()
    var partials: [String] = []
    for (start, end) in zip(ends, ends.dropFirst()) {
      let path = try shop.write("\(start)", lines[start..<end], packed: random.oneIn(3))
      partials.append(try shop.partial(path))
    }
    partials.shuffle(using: &random)
    #expect(try shop.text(shop.merged(partials)) == whole, "seed \(seed)")
    let middle = Int.random(in: 1..<partials.count, using: &random)
    let halves = [Array(partials[..<middle]), Array(partials[middle...])]
    let steps = try halves.map { try shop.text(shop.merged($0)) }
    #expect(try shop.text(shop.merged(steps.reversed())) == whole, "seed \(seed)")
    // Lines may come in any order, and those of a key several times.
    let shuffled = partials.flatMap { $0.split(separator: "\n") }.shuffled(using: &random)
    #expect(try shop.text(shop.merged([shuffled.joined(separator: "\n")])) == whole, "seed \(seed)")
    // Several files in one process, and lines in any order.
    let paths = ends.dropLast().map { shop.folder.path + "/\($0)" }
    #expect(try shop.text(shop.replay.sum(of: paths.map { FlowLogSource($0) }, threads: 4)) == whole)
    #expect(try shop.partial(try shop.write("any.log", lines.shuffled(using: &random)[...])) == whole)
  }

  /// What is put aside in files is still there.
  @Test func whatMemoryHasNoRoomForIsKept() throws {
    let shop = try Shop()
    let lines = Self.lines(800, seed: 3)
    var sum = try shop.replay.sum(of: [FlowLogSource(try shop.write("whole.log", lines[...]))])
    let whole = try shop.text(sum)
    var small = FlowEvidence(seenLimit: 16, openLimit: 8)
    try sum.evidence.forEachBucket { (_, marks, opens) throws(InputError) in
      for mark in marks { try small.add(mark) }
      for open in opens { try small.add(open) }
    }
    sum.evidence = small
    #expect(try shop.text(sum) == whole)
    let report = try shop.replay.report(on: sum)
    #expect(report.records(.ambiguous) > 0 && report.records(.latePacket) > 0)
  }

  /// The classes as the slow way finds them: by looking through all records for what decides each.
  @Test func pairsAreFoundWhereverTheyStand() throws {
    let shop = try Shop()
    var random = SplitMix64(seed: 9)
    let lines = Self.lines(600, seed: 9).filter { $0.hasPrefix("web 10.0.1.5 203.0.113.9 443 ") }
    let requests = lines.map { line in
      let words = line.split(separator: " ").map(String.init)
      return
        "web 203.0.113.9 10.0.1.5 \(words[4]) 443 \(words[5]) 1 40 1700000000 1700000001 ACCEPT OK -"
    }
    let asked = Set(requests.filter { _ in random.oneIn(2) })
    let report = try shop.replay.report(
      on: [FlowLogSource(try shop.write("all.log", (lines + asked)[...]))])
    let undecided = zip(lines, requests).count { line, request in
      !asked.contains(request)
        && [nil, "0", "4", "-"].contains(line.split(separator: " ").last.map(String.init))
    }
    #expect(report.records(.ambiguous) == undecided)
  }

  @Test func whatDoesNotBelongTogetherIsRefused() throws {
    let shop = try Shop()
    let other = try Shop(
      ReplayTests.network.replacing("tcp/443 from 0.0.0.0/0", with: "tcp/444 from 0.0.0.0/0"))
    let lines = Self.lines(20, seed: 1)
    let own = try shop.partial(try shop.write("a.log", lines[...]))
    let strange = try other.partial(try other.write("a.log", lines[...]))
    #expect(throws: InputError(.malformed, "")) { try shop.merged([own, strange]) }
    #expect(throws: InputError(.malformed, "")) { try shop.merged([own, "{\"k\":\"window\"}\n"]) }
    #expect(throws: InputError(.malformed, "")) { try shop.merged([own, "no JSON\n"]) }
    #expect(throws: InputError(.empty, "")) { try shop.merged([""]) }
    #expect(throws: InputError(.malformed, "")) {
      try shop.replay.merge([shop.folder.write("p", own)], shop.replay.settings(tool: "2"))
    }
    // Where its files lie is not in a model's name.
    #expect(try Shop().merged([own]).counts == shop.merged([own]).counts)
  }

  /// What a record is judged by, routes among it, is in the model's name.
  @Test(arguments: [
    ("0.0.0.0/0: internet-gateway", "0.0.0.0/0: {target: internet-gateway, state: blackhole}"),
    ("0.0.0.0/0: internet-gateway", "0.0.0.0/1: internet-gateway"), ("ip: 10.0.2.5", "ip: 10.0.2.6"),
    ("110: allow", "110: deny"), ("tcp/5432 from sg:web", "tcp/5433 from sg:web"),
    ("source-dest-check: false", "source-dest-check: true"),
  ])
  func aModelsNameIsThatOfItsContent(text: String, other: String) throws {
    func name(_ yaml: String) throws -> String { LocalModel(try ReplayTests.network(yaml)).name }
    let own = try name(ReplayTests.network)
    #expect(try name(ReplayTests.network) == own)
    #expect(try name(ReplayTests.network.replacing(text, with: other)) != own)
  }

  @Test(arguments: [
    ("10.3.0.0/16: shared", "10.3.0.0/16: dev"), ("associations: [prod]", "associations: [prod, dev]"),
    ("10.3.0.0/16: shared", "10.3.0.0/16: blackhole"), ("subnets: dev}", "subnets: dev, available: false}"),
  ])
  func soAreTransitGateways(text: String, other: String) throws {
    func vpc(_ name: String, _ number: Int) -> String {
      "  \(name): {cidr: 10.\(number).0.0/16, subnets: {\(name): {cidr: 10.\(number).1.0/24, zone: us-west-2a}}}\n"
    }
    let yaml =
      "packetwalk: 1\nvpcs:\n" + vpc("prod", 1) + vpc("dev", 2) + vpc("shared", 3)
        + """
        transit-gateways:
          hub:
            attachments:
              prod: {vpc: prod, subnets: prod}
              dev: {vpc: dev, subnets: dev}
              shared: {vpc: shared, subnets: shared}
            route-tables: {spokes: {associations: [prod], routes: {10.3.0.0/16: shared}}}

        """
    func name(_ yaml: String) throws -> String { LocalModel(try ReplayTests.network(yaml)).name }
    #expect(try name(yaml.replacing(text, with: other)) != name(yaml))
  }
}
