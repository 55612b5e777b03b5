import PacketWalkByteInput
import PacketWalkTestSupport
import PacketWalkTesting
import Testing

/// The code of the libraries' articles, which is here word for word: it compiles, and says what the articles say.
@Suite struct ArticleTests {
  private func network() throws -> Network {
    try Network(path: Fixtures.path("documentation/network.yaml"))
  }

  @Test func askAQuestion() throws {
    let network = try network()
    let question = Question(from: "internet", to: "sg:db", on: "tcp/5432")
    for answer in try network.answers(to: question) {
      print(answer.verdict, answer.because)
    }
    let verdict = try network.verdict(from: "sg:web", to: "sg:db", on: "postgres")
    print(verdict == .reachable)
    #expect(verdict == .reachable)
    for answer in try network.answers(from: "sg:web", to: "sg:db", on: "any") {
      print("\(answer.question): \(answer.verdict), \(answer.because)")
    }
    let asker = VerdictAsker(network)
    let questions = try asker.prepared(Question(from: "sg:web", to: "sg:db", on: "tcp/5432"))
    let verdicts = asker.verdicts(of: questions, threads: 2)
    #expect(!verdicts.isEmpty && verdicts.allSatisfy { $0 == .reachable })
    let isClosed = try network.answers(from: "internet", to: "sg:db").allSatisfy { $0.delivered == .none }
    #expect(isClosed)
    let after = try network.edited(by: "sg:db +in tcp/22 from sg:web")
    print(try after.verdict(from: "sg:web", to: "sg:db", on: "ssh") == .reachable)
    #expect(try after.verdict(from: "sg:web", to: "sg:db", on: "ssh") == .reachable)
  }

  @Test func explainABlockedPath() throws {
    let network = try network()
    let blocked = try network.answers(from: "web-1", to: "db-1", on: "ssh")
    for obstacle in blocked.flatMap(\.blockers) {
      print(obstacle.code, obstacle.component.name, obstacle.rule ?? "no rule matches", obstacle.origin)
    }
    #expect(blocked.flatMap(\.blockers).map(\.component.name) == ["db"])
    let explained = try network.answers(from: "web-1", to: "db-1", on: "ssh", isExplaining: true)
    for hop in explained.first?.explanation?.hops ?? [] {
      print(hop.direction, hop.component.name, hop.outcome, hop.rule ?? "")
    }
    print(explained.first?.text ?? "")
    #expect(explained.first?.explanation?.hops.isEmpty == false)
    let mended = try network.edited(by: "sg:db +in tcp/22 from sg:web")
    print(try mended.verdict(from: "web-1", to: "db-1", on: "ssh") == .reachable)
    for change in network.difference(to: mended).changes {
      print(change.kind, change.source, change.destination, change.services)
    }
    #expect(try mended.verdict(from: "web-1", to: "db-1", on: "ssh") == .reachable)
  }

  @Test func testANetwork() throws {
    let network = try network()
    network.expect(.allow(from: "internet", to: "lb:front", on: "https"))
    network.expect(.allow(from: "tag:tier=web", to: "sg:db", on: "postgres"))
    network.expect(.only(from: "tag:tier=web", to: "sg:db", on: "any"))
    network.expect(.only(from: "tag:tier=web", to: "sg:db", on: "any", why: "customers' data"))
    network.expect(.deny(from: "sg:db", to: "internet", on: "any"))
    network.expect(.deny(from: "internet", to: .all(["vpc:prod", .not("sg:front")]), on: ["ssh", "rdp"]))
    network.expect(.deny(from: "tag:tier=web", to: "internet", on: "any", unlessThrough: ["nat:nat-a"]))
    network.expect(
      .deny(
        from: "internet", to: .everyone, on: "any",
        except: [.init(to: "sg:front", on: "https", reason: "the shop is public", expires: "2099-12-31")]))
    let policy = "policy.yaml"
    network.expect(policy: Fixtures.path("documentation/\(policy)"))
  }

  @Test func gateATerraformPlan() throws {
    let example = Fixtures.repository + "/docs/examples/network-tests"
    let plan = try Network(path: "\(example)/plan.json", source: example)
    plan.expect(policy: "\(example)/policy.yaml")
    let before = try Network(path: "\(example)/plan.json#before")
    plan.expectSamePaths(as: before)
  }

  /// What frames code, and what names a file of the reader's, is not here.
  @Test(
    arguments: [
      "PacketWalkKit/PacketWalkKit.docc/PacketWalkKit.md", "PacketWalkKit/PacketWalkKit.docc/AskAQuestion.md",
      "PacketWalkKit/PacketWalkKit.docc/ExplainABlockedPath.md",
      "PacketWalkTesting/PacketWalkTesting.docc/PacketWalkTesting.md",
      "PacketWalkTesting/PacketWalkTesting.docc/TestANetwork.md",
      "PacketWalkTesting/PacketWalkTesting.docc/GateATerraformPlan.md",
    ])
  func theCodeIsHere(article: String) throws {
    let text = try file("Sources/\(article)")
    let own = Set(lines(try file("Tests/TestingTests/ArticleTests.swift")))
    var isCode = false
    var count = 0
    for line in lines(text) {
      guard !line.hasPrefix("```") else {
        isCode = line == "```swift"
        continue
      }
      let isFrame = ["import ", "@", ".testTarget", "name: ", "dependencies: "].contains {
        line.hasPrefix($0)
      }
      if !isCode || line.isEmpty || isFrame || line.contains("path:") || line.contains("policy:") { continue }
      count += 1
      #expect(own.contains(line), "\(line)")
    }
    #expect(count > 0)
  }

  private func file(_ path: String) throws -> String {
    String(decoding: try ByteInput.read("\(Fixtures.repository)/\(path)"), as: UTF8.self)
  }

  private func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.drop { $0 == " " } }
  }
}
