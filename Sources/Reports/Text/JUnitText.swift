/// The parts of JUnit's XML, as windyroad's schema has it.
enum JUnitText {
  /// A whole report of one suite.
  ///
  /// - Parameter day: by which day's calendar, as `2026-01-31`.
  static func suite(
    _ name: String, day: String, tests: Int, failures: Int, errors: Int = 0, skipped: Int = 0, cases: [String]
  ) -> String {
    let counts =
      "tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\""
    let fixed = "time=\"0\" timestamp=\"\(day)T00:00:00\" hostname=\"localhost\""
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
    text +=
      "  <testsuite id=\"0\" package=\"packetwalk\" name=\(XMLText.attribute(name)) \(counts) \(fixed)>\n"
    text += "    <properties/>\n" + cases.joined()
    return text + "    <system-out/>\n    <system-err/>\n  </testsuite>\n</testsuites>\n"
  }

  static func passed(_ group: String, _ name: String) -> String { head(group, name) + "/>\n" }

  static func skipped(_ group: String, _ name: String) -> String {
    head(group, name) + ">\n      <skipped/>\n    </testcase>\n"
  }

  static func failed(
    _ group: String, _ name: String, _ message: String, type: String, _ details: [String]
  ) -> String { ended("failure", group, name, message, type, details) }

  /// Of what could not be judged.
  static func erred(
    _ group: String, _ name: String, _ message: String, type: String, _ details: [String]
  ) -> String { ended("error", group, name, message, type, details) }

  private static func ended(
    _ tag: String, _ group: String, _ name: String, _ message: String, _ type: String, _ details: [String]
  ) -> String {
    let text = XMLText.content(details.joined(separator: "\n"))
    return head(group, name)
      + ">\n      <\(tag) message=\(XMLText.attribute(message)) type=\(XMLText.attribute(type))>\(text)</\(tag)>\n    </testcase>\n"
  }

  private static func head(_ group: String, _ name: String) -> String {
    "    <testcase classname=\(XMLText.attribute(group)) name=\(XMLText.attribute(name)) time=\"0\""
  }
}
