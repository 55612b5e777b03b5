import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// Many questions at once, of which nothing is wanted but the verdict.
@Suite struct VerdictAskerTests {
  static let street = """
    packetwalk: 1
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        internet-gateway: true
        subnets:
          front: {cidr: 10.0.1.0/24, zone: eu-west-1a, route-table: open}
          back: {cidr: 10.0.2.0/24, zone: eu-west-1a}
        route-tables:
          open:
            routes: {0.0.0.0/0: internet-gateway}
        security-groups:
          web: {in: [tcp/443 from 0.0.0.0/0]}
          db: {in: [tcp/5432-5433 from sg:web]}
        interfaces:
          web-1: {subnet: front, ip: 10.0.1.4, public: 203.0.113.4, groups: [web]}
          web-2: {subnet: front, ip: 10.0.1.5, groups: [web]}
          db-1: {subnet: back, ip: 10.0.2.4, groups: [db]}
    """

  /// In order, whoever works out which.
  @Test(arguments: [1, 2, 5]) func answersInOrder(threads: Int) throws {
    let network = try load(Self.street)
    let asker = VerdictAsker(network)
    var questions: [PreparedQuestion] = []
    var expected: [Verdict?] = []
    for number in 0..<1500 {
      let (source, destination) = [("web-1", "db-1"), ("db-1", "web-2"), ("internet", "web-1")][number % 3]
      for service in ["tcp/443", "tcp/5432", "icmp/8", "tcp/5430-5440"] {
        let question = Question(from: source, to: destination, on: service)
        let prepared = try asker.prepared(question)
        let verdicts = Set(number < 3 ? try network.answers(to: question).map(\.verdict) : [])
        #expect(prepared.count == 1)
        questions += prepared
        expected.append(
          number < 3 ? (verdicts.count == 1 ? verdicts.first : nil) : expected[expected.count - 12])
      }
    }
    #expect(Set(expected) == [.reachable, .unreachable, nil])
    #expect(asker.verdicts(of: questions, threads: threads) == expected)
  }

  @Test func asksNothing() throws {
    #expect(VerdictAsker(try load(Self.street)).verdicts(of: []) == [])
  }

  /// Pairs of ends and protocols, as answers have them.
  @Test func preparesWhatAnswersHave() throws {
    let network = try load(Self.street)
    let question = Question(from: "sg:web", to: "db-1", on: "any")
    let prepared = try VerdictAsker(network).prepared(question)
    let pairs = try network.answers(to: question).map { "\($0.source) \($0.destination) \($0.service)" }
    #expect(prepared.count >= 2 && prepared.count <= pairs.count)
    #expect(throws: InputError.self) {
      try VerdictAsker(network).prepared(Question(from: "nobody", to: "db-1"))
    }
  }

  /// Ordinary questions must not need the whole walk: it would be right and slow.
  @Test func ordinaryQuestionsAreQuick() throws {
    let graph = try load(Self.street).graph
    let tables = VerdictTables(graph)
    var walker = VerdictWalker(tables)
    let network = try load(Self.street)
    for (source, destination) in [
      ("web-1", "db-1"), ("db-1", "web-2"), ("internet", "web-1"), ("web-1", "internet"),
    ] {
      for walk in try network.walks(for: Question(from: source, to: destination, on: "tcp/443")) {
        #expect(walker.verdict(of: tables.prepare(walk.walk)) != nil)
      }
    }
    #expect(walker.wholeWalks == 0)
  }
}
