import PacketWalkQueries
import PacketWalkReports
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

/// Whole pages, as files under `Fixtures/reports`; `RECORD_SNAPSHOTS=1` records them anew.
@Suite struct ExplainReportTests {
  static let pages: [(page: String, question: String)] = [
    ("explain-blocked", "web-1 db-1 tcp/5432"),
    ("explain-no-reply", "web-1 db-1 tcp/5433"),
    ("explain-reachable", "web-1 desk-1 tcp/22"),
    ("explain-internet", "web-1 internet tcp/443"),
    ("explain-balancer", "internet web-1 tcp/443 lb:front"),
    ("explain-resolver", "web-1 10.0.0.2 udp/53"),
    ("explain-neighbour", "web-1 web-2 tcp/8080"),
    ("explain-no-route", "db-1 internet tcp/443"),
    ("explain-office", "web-1 172.16.3.4 tcp/22"),
    ("explain-unknown-group", "web-1 partner-1 tcp/443"),
    ("explain-appliance", "desk-1 internet tcp/443"),
    ("explain-several", "tag:tier=web sg:db tcp/5432"),
    ("explain-any", "web-1 cache-1 any"),
  ]

  @Test(arguments: pages) func pageIsAsRecorded(_ page: String, _ question: String) throws {
    let answers = try Shop.answers(question)
    let text = ExplainReport.text(answers, .plain)
    #expect(try text == TextSnapshot.recorded("reports/\(page).txt", text))
  }

  @Test func narrowPageIsAsRecorded() throws {
    let text = ExplainReport.text(try Shop.answers("web-1 db-1 tcp/5432"), TextStyle(width: 80))
    #expect(try text == TextSnapshot.recorded("reports/explain-blocked-80.txt", text))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test(arguments: pages, [0, 60, 100])
  func colourIsNeverTheOnlySignal(_ page: (page: String, question: String), width: Int) throws {
    let answers = try Shop.answers(page.question)
    let plain = ExplainReport.text(answers, TextStyle(width: width))
    let coloured = ExplainReport.text(answers, TextStyle(isColoured: true, width: width))
    #expect(coloured != plain)
    #expect(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
    #expect(!plain.contains("\u{1B}"))
    for line in plain.split(separator: "\n") { #expect(!line.hasSuffix(" ")) }
  }

  /// A kind of resource that was never collected: the page says which call would.
  @Test func missingInputIsNamedWithItsRemedy() throws {
    var (topology, _) = try Shop.topology()
    topology.routeTables = []
    topology.coverage.missing = [
      MissingKind(kind: .routeTables, remedy: "aws ec2 describe-route-tables")
    ]
    let answers = try Network(topology).answers(
      to: Question(from: "web-1", to: "db-1", on: "tcp/5433"), isExplaining: true)
    let explained = ExplainReport.text(answers, .plain)
    #expect(try explained == TextSnapshot.recorded("reports/explain-missing.txt", explained))
    let checked = CheckReport.text(answers, .plain)
    #expect(try checked == TextSnapshot.recorded("reports/check-missing.txt", checked))
  }

  /// What people look for on the page of a load balancer, the resolver and the way within a VPC.
  static let mentions: [(question: String, words: [String])] = [
    (
      "internet web-1 tcp/443 lb:front",
      ["https/443", "/api/*", ":8080", "first connection", "second connection"]
    ),
    ("web-1 10.0.0.2 udp/53", ["exempt"]), ("web-1 db-1 tcp/5432", ["local", "near miss", "sg-0d01"]),
    ("web-1 internet tcp/443", ["10.0.1.9", "1024-65535", "203.0.113.9"]),
  ]

  @Test(arguments: mentions) func pageMentions(_ question: String, _ words: [String]) throws {
    let text = ExplainReport.text(try Shop.answers(question), .plain)
    for word in words { #expect(text.contains(word), "\(word)") }
  }

  /// Tags are set by whoever may: nothing in a name reaches the terminal as a command.
  @Test func hostileNamesAreShown() throws {
    var answer = try #require(Shop.answers("web-1 db-1 tcp/5432").first)
    let name = "a\u{1B}[2J\u{9B}31m\r\nREACHABLE \u{202E}txt\u{2066}"
    answer.source.component?.name = name
    answer.blockers[0].component.name = name
    answer.blockers[0].rule = name
    for place in answer.explanation?.hops.indices ?? 0..<0 {
      answer.explanation?.hops[place].component.name = name
      answer.explanation?.hops[place].rule = name
      answer.explanation?.hops[place].notes = [name]
    }
    for text in [ExplainReport.text([answer], .plain), CheckReport.text([answer, answer], .plain)] {
      let isHarmless = text.unicodeScalars.allSatisfy {
        $0 == "\n" || ![.control, .format].contains($0.properties.generalCategory)
      }
      #expect(isHarmless)
      #expect(text.contains("a\\u{1B}[2J\\u{9B}31m\\u{D}\\u{A}REACHABLE"))
    }
  }
}
