import PacketWalkByteInput
import PacketWalkTestSupport
import Testing

/// `docs/rules.md` is what the tests say; `RECORD_SNAPSHOTS=1` records it anew.
@Suite struct RulesPageTests {
  private static func page() throws -> RulesPage {
    let list = RuleList(try SourceFile.text(of: "docs/rules.list"))
    // This folder's own tests are about the index, not about AWS.
    let files = try ByteInput.files(in: SourceFile.root + "/Tests").filter {
      $0.hasSuffix(".swift") && !$0.contains("/Tests/HouseTests/")
    }
    let tests = try files.flatMap { file in
      let path = String(file.dropFirst(SourceFile.root.count + 1))
      return RuleTest.all(in: try SourceFile.text(of: path), path: path)
    }
    return RulesPage(list: list, tests: tests)
  }

  @Test func everyRuleIsHeldOrPending() throws {
    let page = try Self.page()
    for error in page.errors { Issue.record("\(error)") }
    #expect(page.list.rules.count == 176)
    #expect(page.tests.count > 150)
  }

  @Test func pageIsWhatTheTestsSay() throws {
    let page = try Self.page()
    guard page.errors.isEmpty else { return }
    let text = page.markdown
    #expect(try text == TextSnapshot.recorded("../docs/rules.md", text), "make rules writes it anew")
  }

  /// The index itself: it has to fail where a rule or a test stands alone.
  @Test func indexSeesWhatDoesNotFit() {
    let list = RuleList(
      "# why\nRT-4 modelled\nRT-5 modelled\nNAT-9 pending: not yet\nT8 trap: RT-4 RT-5 RT-99\nRT-4 modelled\nRT-6 maybe\n"
    )
    let text = """
      @Test("RT-4.2, T8: local beats more [a guide]", arguments: [1])
      func local() {}
      @Test(
        "RT-77: nobody knows")
      func nobody() {}
      @Test("a test of something else")
      func other() {}
      """
    let page = RulesPage(list: list, tests: RuleTest.all(in: text, path: "Tests/A.swift"))
    #expect(page.tests.map(\.function) == ["local", "nobody"])
    #expect(
      page.errors == [
        "docs/rules.list:6 names RT-4 again",
        "docs/rules.list:7 is neither modelled, pending nor a trap: RT-6 maybe",
        "T8 meets RT-99, which is no rule",
        "Tests/A.swift: nobody names RT-77, which docs/rules.list does not know",
        "RT-5 has no test and is not marked pending in docs/rules.list",
      ])
    #expect(page.markdown.contains("| RT-4 | local beats more | a guide | [local](../Tests/A.swift) |"))
    #expect(page.markdown.contains("| NAT-9 | *pending:* not yet |  |  |"))
  }
}
