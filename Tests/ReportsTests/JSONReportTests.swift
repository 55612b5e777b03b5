import PacketWalkForwarding
import PacketWalkJSONScan
import PacketWalkQueries
import PacketWalkReports
import Testing

@Suite struct JSONReportTests {
  private func object(_ answer: Answer, includingHops: Bool = false) throws -> JSONValue {
    let line = JSONReport.line(answer, includingHops: includingHops)
    #expect(!line.contains("\n"))
    return try JSONDocument(parsing: Array(line.utf8), file: "line").root
  }

  @Test func blockedAnswer() throws {
    let answer = try #require(Shop.answers("web-1 db-1 tcp/5432").first)
    let json = try object(answer)
    let expected: [String: String] = [
      "schema": "1", "source": "web-1", "sourceName": "web-1", "sourceID": "eni-0b11",
      "sourceAddress": "10.0.3.11", "destination": "db-1", "destinationID": "eni-0d11",
      "destinationAddress": "10.0.5.11", "service": "tcp/5432", "through": "null", "verdict": "unreachable",
      "delivered": "false", "replied": "false",
      "because": "blocked by security group db (inbound): no rule matches (implicit deny)",
      "symptom": "connection times out",
    ]
    for (name, value) in expected { #expect(json[name]?.scalarText == value, "\(name)") }
    let blocker = try #require(json["blockers"]?.elements.first { _ in true })
    let members: [String: String] = [
      "code": "ENI_SG_RULES_MISMATCH", "direction": "forward", "leg": "0", "component": "db",
      "componentID": "sg-0d01", "kind": "security group", "side": "ingress", "rule": "null",
      "file": "shop.yaml", "line": "46",
    ]
    for (name, value) in members { #expect(blocker[name]?.scalarText == value, "\(name)") }
    let further = try #require(json["wouldAlsoBlock"]?.elements.first { _ in true })
    #expect(further["direction"]?.string == "reply")
    #expect(further["rule"]?.string == "90 deny tcp/32768-65535 to 10.0.3.0/24")
    #expect(json["hops"] == nil)
  }

  static let truths: [(question: String, delivered: String, replied: String)] = [
    ("web-1 db-1 tcp/5432", "false", "false"), ("web-1 db-1 tcp/5433", "true", "false"),
    ("web-1 internet tcp/443", "true", "true"), ("web-1 172.16.3.4 tcp/22", "null", "null"),
  ]

  @Test(arguments: truths) func extentsAreTruthValues(
    _ question: String, _ delivered: String, _ replied: String
  )
    throws
  {
    let json = try object(try #require(Shop.answers(question).first))
    #expect(json["delivered"]?.scalarText == delivered)
    #expect(json["replied"]?.scalarText == replied)
  }

  @Test func choicesAndAssumptionsAndMissing() throws {
    let relayed = try object(try #require(Shop.answers("internet web-1 tcp/443 lb:front").first))
    #expect(relayed["through"]?.string == "front")
    let choice = try #require(relayed["choices"]?.elements.first { _ in true })
    #expect(choice["kind"]?.string == "port chosen by front")
    #expect(choice["working"]?.elements.map(\.string) == ["32768-65535"])
    #expect(choice["failing"]?.elements.map(\.string) == ["1024-32767"])
    let assumption = try #require(relayed["assumptions"]?.elements.first { _ in true })
    #expect(assumption["id"]?.string == "ASSUMED_LISTENER_CONDITIONS_MATCH")
    #expect(assumption["sentence"]?.string == Assumption.listenerConditionsMatch.sentence)

    let unknown = try object(try #require(Shop.answers("web-1 172.16.3.4 tcp/22").first))
    let missing = try #require(unknown["missing"]?.elements.first { _ in true })
    #expect(
      missing["what"]?.string == "the VPN connection or Direct Connect behind virtual private gateway office")
    #expect(missing["remedy"]?.string?.contains("via: office") == true)
  }

  @Test func hopsWhenAsked() throws {
    let answer = try #require(Shop.answers("web-1 db-1 tcp/5433").first)
    let hops = try #require(object(answer, includingHops: true)["hops"]).elements.map { $0 }
    #expect(hops.count == answer.explanation?.hops.count)
    #expect(hops.first?["hop"]?.string == "send")
    #expect(hops.contains { $0["outcome"]?.string == "blocked" && $0["direction"]?.string == "reply" })
  }

  /// Every character that RFC 8259 or a terminal minds comes back as it was.
  @Test func hostileNamesSurvive() throws {
    var answer = try #require(Shop.answers("web-1 db-1 tcp/5432").first)
    let name = "\u{0}\u{1B}[31m\"\\\n\r\t\u{7F}\u{85}\u{2028}é😀</script>"
    answer.source.text = name
    answer.source.component?.name = name
    let line = JSONReport.line(answer, includingHops: true)
    #expect(line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    let json = try JSONDocument(parsing: Array(line.utf8), file: "line").root
    #expect(json["source"]?.string == name)
    #expect(json["sourceName"]?.string == name)
  }
}
