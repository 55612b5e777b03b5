import PacketWalkQueries
import PacketWalkReports
import PacketWalkTestSupport
import Testing

@Suite struct CheckReportTests {
  static let pages: [(page: String, question: String)] = [
    ("check-blocked", "web-1 db-1 tcp/5432"),
    ("check-reachable", "web-1 desk-1 tcp/22"),
    ("check-intermittent", "web-1 internet tcp/443"),
    ("check-office", "web-1 172.16.3.4 tcp/22"),
    ("check-unknown-group", "web-1 partner-1 tcp/443"),
    ("check-alike", "tag:tier=web sg:db tcp/5432"),
    ("check-alike-services", "db-1 web-1 any"),
    ("check-any", "tag:tier=web sg:db any"),
    ("check-table", "tag:tier=web subnet:* tcp/6379"),
  ]

  @Test(arguments: pages) func pageIsAsRecorded(_ page: String, _ question: String) throws {
    let text = CheckReport.text(try Shop.answers(question, isExplaining: false), .plain)
    #expect(try text == TextSnapshot.recorded("reports/\(page).txt", text))
  }

  @Test func narrowTableIsAsRecorded() throws {
    let answers = try Shop.answers("tag:tier=web subnet:* tcp/6379", isExplaining: false)
    let text = CheckReport.text(answers, TextStyle(width: 80))
    #expect(try text == TextSnapshot.recorded("reports/check-table-80.txt", text))
  }

  @Test func noAnswersIsNoText() { #expect(CheckReport.text([], .plain).isEmpty) }
}
