import PacketWalkJSONScan
import PacketWalkTestSupport
import Testing

@testable import PacketWalkCommands

/// `packetwalk lint`: exit codes, the choice of checks, exceptions, both forms of output.
@Suite struct LintCommandTests {
  private static let text = """
    packetwalk: 1
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets: {dmz: {cidr: 10.0.1.0/24, zone: us-west-2a}}
        route-tables: {main: {routes: {0.0.0.0/0: internet-gateway}}}
        security-groups: {web: {in: tcp/22 from 0.0.0.0/0}, spare: {LINT}}
        interfaces: {web: {subnet: dmz, ip: 10.0.1.5, public: 203.0.113.5, groups: web}}

    """

  private func run(_ arguments: String..., lint: String = "") throws -> CommandRun {
    let folder = try TemporaryFolder()
    try folder.write("net.yaml", Self.text.replacing("LINT", with: lint))
    return CommandRun(["lint", "-t", folder.path + "/net.yaml"] + arguments)
  }

  /// The formats of other programs: what is worse than a note fails, an exception is suppressed.
  @Test func formatsForOtherPrograms() throws {
    for (format, expected) in [
      ("github", "::error file="), ("gitlab", "\"check_name\":\"admin-port-exposed\""),
      ("tap", "not ok 1 - admin-port-exposed"), ("csv", "admin-port-exposed,error,"),
      ("junit", "<failure message="), ("sarif", "\"ruleId\":\"admin-port-exposed\""),
    ] {
      let run = try run("-o", format)
      #expect(run.code == 0 && run.out.contains(expected), "\(format): \(run.out)\(run.error)")
      if format == "sarif" || format == "gitlab" {
        _ = try JSONDocument(parsing: Array(run.out.utf8), file: format)
      }
    }
    let ignored = try run(
      "-o", "sarif", lint: "lint: {ignore: [{check: unused-group, reason: soon}]}")
    #expect(ignored.out.contains("\"justification\":\"soon\""), "\(ignored.out)")
    #expect(try run("-o", "tap", "--only", "unused-group").out.hasPrefix("TAP version 13\n1..1\nok 1"))
    #expect(try run("--json", "-o", "tap").code == 64)
  }

  @Test(
    arguments: [
      ([], 0), (["--fail-on", "none"], 0), (["--fail-on", "error"], 1), (["--fail-on", "note"], 1),
      (["--only", "unused-group", "--fail-on", "warning"], 0),
      (["--only", "unused-group", "--fail-on", "note"], 1),
      (["--except", "admin-port-exposed", "--fail-on", "error"], 0),
      (["--except", "admin-port-exposed,unused-group", "--fail-on", "note"], 0),
      (["--only", "unused-groups"], 2), (["--except", ""], 2), (["--fail-on", "sometimes"], 64),
    ] as [([String], Int32)])
  func exitCodes(arguments: [String], code: Int32) throws {
    let folder = try TemporaryFolder()
    try folder.write("net.yaml", Self.text.replacing("LINT", with: ""))
    let run = CommandRun(["lint", "-t", folder.path + "/net.yaml"] + arguments)
    #expect(run.code == code, "\(run.out)\(run.error)")
    #expect(run.out.isEmpty == (code == 2 || code == 64))
  }

  @Test func findingsStandBySeverity() throws {
    let run = try run()
    let heads = run.lines.filter { ["errors", "warnings", "notes"].contains($0) }
    #expect(heads == ["errors", "notes"])
    #expect(run.out.contains("1 error, 1 note by 23 checks\n"))
    #expect(run.out.contains("net.yaml:8"))
  }

  @Test func unknownChecksComeWithTheNearest() throws {
    let run = try run("--only", "unused-groups")
    #expect(run.error.contains("'unused-groups' is no check of lint") && run.error.contains("unused-group"))
    let beside = try self.run(lint: "lint: {ignore: [{check: unused-grup, reason: later}]}")
    #expect(beside.code == 2 && beside.error.contains("net.yaml:8") && beside.error.contains("unused-group"))
  }

  @Test func exceptionsAreCounted() throws {
    let exception = "lint: {ignore: [{check: unused-group, reason: for the next bastion}]}"
    let run = try run("--fail-on", "note", "--except", "admin-port-exposed", lint: exception)
    #expect(run.code == 0)
    #expect(run.out.contains("nothing found by 22 checks; 1 ignored, with a reason in the input"))
    let object = try #require(try self.run("--json", lint: exception).objects().first)
    #expect(
      object["ignored"].flatMap { Array($0.elements).first }?["reason"]?.string == "for the next bastion")
    #expect(object["counts"]?["ignored"]?.integer == 1)
  }

  @Test(
    arguments: [
      "lint: {ignore: [{check: unused-group}]}", "lint: {ignore: [{check: unused-group, reason: \"  \"}]}",
      "lint: {ignore: [{reason: x}]}", "lint: {}", "lint: {ignored: []}",
    ])
  func exceptionsNeedAReason(exception: String) throws {
    let run = try run(lint: exception)
    #expect(run.code == 2 && run.error.contains("net.yaml:8"), "\(run.error)")
  }

  @Test func jsonIsOneObject() throws {
    let objects = try run("--json").objects()
    #expect(objects.count == 1)
    let object = try #require(objects.first)
    #expect(object["schema"]?.integer == 1)
    #expect(object["checks"].map { Array($0.elements).count } == 23)
    let first = try #require(object["findings"].flatMap { Array($0.elements).first })
    #expect(first["check"]?.string == "admin-port-exposed" && first["severity"]?.string == "error")
    #expect(first["resource"]?["id"]?.string == "web")
    #expect(
      first["evidence"].flatMap { Array($0.elements).first }?["text"]?.string == "tcp/22 from 0.0.0.0/0")
  }

  @Test func listNeedsNoTopology() {
    let run = CommandRun("lint", "--list")
    #expect(run.code == 0 && run.lines.count == 23)
    #expect(CommandRun("lint").code == 64)
  }
}
