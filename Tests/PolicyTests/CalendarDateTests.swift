import Testing

@testable import PacketWalkPolicy

@Suite struct CalendarDateTests {
  @Test(arguments: [
    (0, "1970-01-01"), (86_399, "1970-01-01"), (86_400, "1970-01-02"), (-1, "1969-12-31"),
    (951_782_400, "2000-02-29"), (951_868_800, "2000-03-01"), (1_798_761_599, "2026-12-31"),
    (4_107_542_400, "2100-03-01"),
  ])
  func daysOfSeconds(seconds: Int, day: String) {
    #expect(CalendarDate(secondsSince1970: seconds).description == day)
  }

  @Test(arguments: [
    "2027-02-29", "2027-13-01", "2027-00-01", "2027-1-1", "27-01-01", "2027-01-32", "x", "", "2100-02-29",
  ])
  func noDays(text: String) { #expect(CalendarDate(text) == nil) }

  /// Every day of two centuries, with the year 2000 in them, follows the one before.
  @Test func daysFollowEachOther() {
    var last = CalendarDate(secondsSince1970: -100 * 365 * 86_400)
    for number in -100 * 365 + 1..<100 * 365 {
      let day = CalendarDate(secondsSince1970: number * 86_400)
      #expect(last < day && last.days(until: day) == 1 && CalendarDate(day.description) == day)
      last = day
    }
  }
}
