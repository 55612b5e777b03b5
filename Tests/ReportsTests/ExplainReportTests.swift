import PacketWalkQueries
import PacketWalkReports
import PacketWalkTestSupport
import Testing

/// Whole pages, as files under `Fixtures/reports`; `RECORD_SNAPSHOTS=1` records them anew.
@Suite struct ExplainReportTests {
  static let pages: [(page: String, question: String)] = [
    ("explain-blocked", "web-1 db-1 tcp/5432"),
    ("explain-no-reply", "web-1 db-1 tcp/5433"),
    ("explain-reachable", "web-1 firewall tcp/22"),
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
}
