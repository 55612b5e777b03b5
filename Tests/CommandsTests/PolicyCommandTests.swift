import PacketWalkByteInput
import PacketWalkJSONScan
import PacketWalkTestSupport
import Testing

@testable import PacketWalkCommands

/// `packetwalk policy init` and `packetwalk policy check`.
@Suite struct PolicyCommandTests {
  static let networks = ["petclinic", "clinicease", "gv-playground", "flask-cicd", "psych-healthcare"]

  /// A first policy holds where it was written, says nothing twice, and stays one that people read.
  @Test(arguments: networks) func firstPolicyHolds(network: String) throws {
    let path = Fixtures.path("scenarios/\(network)/topology.yaml")
    let draft = CommandRun("policy", "init", "-t", path)
    #expect(draft.code == 0 && draft.lines.count < 120, "\(draft.error)")
    let folder = try TemporaryFolder()
    let policy = try folder.write("policy.yaml", draft.out)
    let test = CommandRun("test", policy, "-t", path, "--no-fix")
    #expect(test.code == 0, "\(test.out)\(test.error)")
    #expect(!test.out.contains(" 0 pairs"), "\(test.out)")
    let check = CommandRun("policy", "check", policy, "-t", path)
    #expect(check.code == 0 && check.out.contains("nothing wrong"), "\(check.out)")
    #expect(CommandRun("policy", "init", "-t", path).out == draft.out)
    #expect(draft.out.contains("only:") && draft.out.contains("allow:"))
  }

  /// And it notices what is changed.
  @Test func firstPolicyNotices() throws {
    let path = Fixtures.path("scenarios/petclinic/topology.yaml")
    let folder = try TemporaryFolder()
    let policy = try folder.write("policy.yaml", CommandRun("policy", "init", "-t", path).out)
    for edit in [
      "sg:aurora +in tcp/22 from 0.0.0.0/0", "sg:aurora -in tcp/3306 from sg:ecs",
      "sg:ecs +in tcp/9999 from sg:aurora",
    ] {
      let run = CommandRun("test", policy, "-t", path, "--no-fix", "--edit", edit)
      #expect(run.code == 1, "\(edit): \(run.out)\(run.error)")
    }
  }

  @Test func whatIsLeftOutIsCounted() {
    let path = Fixtures.path("scenarios/petclinic/topology.yaml")
    let run = CommandRun("policy", "init", "-t", path, "--limit", "1")
    #expect(run.out.contains("left out; --limit takes more"), "\(run.out)")
    #expect(CommandRun("policy", "init", "-t", path, "--limit", "-1").code == 64)
  }

  private static let network = """
    packetwalk: 1
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        subnets: {a: {cidr: 10.0.1.0/24, zone: us-west-2a}}
        security-groups:
          web: {in: [tcp/443 from 10.0.0.0/16]}
          db: {in: [tcp/5432 from sg:web]}
          spare: {}
        interfaces:
          web-1: {subnet: a, ip: 10.0.1.5, groups: web}
          web-2: {subnet: a, ip: 10.0.1.6, groups: web}
          db: {subnet: a, ip: 10.0.1.9, groups: db}

    """

  /// Each policy's assertions, the exit code, and what is said of which.
  @Test(
    arguments: [
      (["a, allow: {from: sg:web, to: sg:db, on: postgres}"], 0, []),
      (
        [
          "a, allow: {from: sg:web, to: sg:db, on: postgres}",
          "b, deny: {from: web-1, to: db, on: \"tcp/1-65535\"}",
        ], 1, ["contradiction  “b” forbids what “a” asks for"]
      ),
      (
        ["a, allow: {from: sg:web, to: sg:db, on: postgres}", "b, only: {to: sg:db, from: web-1, on: any}"],
        1,
        ["contradiction  “b” forbids what “a” asks for"]
      ),
      // What the others may, other services, and what is excused, is no contradiction.
      (
        ["a, allow: {from: sg:web, to: sg:db, on: postgres}", "b, only: {to: sg:db, from: sg:web, on: any}"],
        0, []
      ),
      (
        ["a, allow: {from: sg:web, to: sg:db, on: postgres}", "b, deny: {from: sg:web, to: sg:db, on: ssh}"],
        0, []
      ),
      (
        [
          "a, allow: {from: web-1, to: db, on: postgres}",
          "b, deny: {from: sg:web, to: sg:db, on: any}, except: [{from: web-1, reason: r, expires: 2030-01-01}]",
        ], 0, []
      ),
      (
        [
          "a, allow: {from: sg:web, to: sg:db, on: postgres}, quantifier: any",
          "b, deny: {from: web-1, to: db, on: any}",
        ], 0, []
      ),
      // An assertion that says no more than another.
      (
        ["a, deny: {from: web-1, to: db, on: ssh}", "b, deny: {from: sg:web, to: \"*\", on: any}"], 0,
        ["implied  “a” says nothing that “b” does not say already"]
      ),
      (
        ["a, only: {to: sg:db, from: sg:web, on: any}", "b, deny: {from: internet, to: db, on: ssh}"], 0,
        ["implied  “b” says nothing that “a” does not say already"]
      ),
      (
        ["a, allow: {from: web-1, to: db, on: postgres}", "b, allow: {from: web-1, to: db, on: tcp/5432}"], 0,
        ["implied  “b” says nothing that “a” does not say already"]
      ),
      (
        [
          "a, deny: {from: web-1, to: db, on: ssh}",
          "b, deny: {from: sg:web, to: db, on: any}, except: [{from: web-1, reason: r, expires: 2030-01-01}]",
        ], 0, []
      ),
      (
        [
          "a, deny: {from: web-1, to: db, on: ssh}",
          "b, deny: {from: sg:web, to: db, on: ssh}, severity: note",
        ], 0, []
      ),
      (["a, deny: {from: sg:wbe, to: db, on: ssh}"], 1, ["unusable", "policy.yaml:"]),
    ] as [([String], Int32, [String])])
  func flaws(assertions: [String], code: Int32, said: [String]) throws {
    let run = try check(assertions.map { "  - {id: \($0)}\n" }.joined())
    #expect(run.code == code, "\(run.out)\(run.error)")
    for words in said { #expect(run.out.contains(words), "\(run.out)") }
    if said.isEmpty { #expect(run.out.contains("nothing wrong"), "\(run.out)") }
  }

  @Test func groupsAreLookedAt() throws {
    let groups = "groups:\n  spare: sg:spare\n  web: sg:web\n  both: [spare, web]\n"
    let assertion = "  - {id: a, deny: {from: {group: both}, to: sg:db, on: ssh}}\n"
    let run = try check(assertion.replacing("{group: both}", with: "both"), groups)
    #expect(run.code == 1)
    #expect(run.out.contains("empty-group  group “spare” holds nobody in this network"), "\(run.out)")
    let unused = try check(
      "  - {id: a, deny: {from: sg:web, to: sg:db, on: ssh}}\n", "groups:\n  web: sg:web\n")
    #expect(unused.code == 0 && unused.out.contains("unused-group  no assertion is about group “web”"))
    let json = try check(
      "  - {id: a, deny: {from: sg:web, to: sg:db, on: ssh}}\n", "groups: {web: sg:web}\n", "--json")
    let flaw = try JSONDocument(parsing: Array(json.out.utf8), file: "out").root["flaws"]?.elements.first {
      _ in true
    }
    #expect(flaw?["kind"]?.string == "unused-group" && flaw?["isError"]?.boolean == false, "\(json.out)")
  }

  /// Nothing is walked, so that nothing is said of how.
  @Test(arguments: ["--strict", "--unknown=pass", "--fail-on=warning", "--today=2027-01-01"])
  func optionsOfJudgingAreNone(option: String) throws {
    let run = try check("  - {id: a, deny: {from: internet, to: sg:db, on: any}}\n", "", option)
    #expect(
      run.code == 64 && run.error.contains("Unknown option '\(option.prefix { $0 != "=" })'"), "\(run.error)")
  }

  private func check(_ assertions: String, _ head: String = "", _ arguments: String...) throws -> CommandRun {
    let folder = try TemporaryFolder()
    try folder.write("net.yaml", Self.network)
    try folder.write(
      "policy.yaml",
      "packetwalk: 1\n\(head)assertions:\n" + assertions)
    return CommandRun(
      ["policy", "check", folder.path + "/policy.yaml", "-t", folder.path + "/net.yaml"] + arguments)
  }
}
