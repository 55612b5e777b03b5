import PacketWalkByteInput
import PacketWalkJSONScan
import PacketWalkTestSupport
import Testing

@testable import PacketWalkCommands

/// `packetwalk test`: exit codes, formats, exceptions, and every way in which a policy could say yes without having
/// looked.
@Suite struct TestCommandTests {
  private static let network = """
    packetwalk: 1
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets: {dmz: {cidr: 10.0.1.0/24, zone: us-west-2a}, inner: {cidr: 10.0.2.0/24, zone: us-west-2a}}
        route-tables: {main: {routes: {0.0.0.0/0: internet-gateway}}}
        security-groups:
          web: {in: [tcp/443 from 0.0.0.0/0, tcp/22 from 203.0.113.0/24]}
          db: {in: tcp/5432 from sg:web}
          spare: {}
        interfaces:
          web: {subnet: dmz, ip: 10.0.1.5, public: 198.51.100.5, groups: web, tags: {tier: web}}
          db: {subnet: inner, ip: 10.0.2.5, groups: db}

    """

  private func run(_ policy: String, network: String = Self.network, _ arguments: [String] = []) throws
    -> CommandRun
  {
    let folder = try TemporaryFolder()
    try folder.write("net.yaml", network)
    try folder.write("policy.yaml", policy)
    return CommandRun(["test", folder.path + "/policy.yaml", "-t", folder.path + "/net.yaml"] + arguments)
  }

  private static func policy(_ assertions: String...) -> String {
    "packetwalk: 1\nassertions:\n" + assertions.map { "  - \($0)\n" }.joined()
  }

  private static let held = "{id: uses, allow: {from: sg:web, to: sg:db, on: postgres}}"
  private static let failed = "{id: shut, deny: {from: internet, to: sg:web, on: ssh}}"

  // MARK: Exit codes

  @Test(
    arguments: [
      (policy(held), [], 0), (policy(failed), [], 1), (policy(held, failed), [], 1),
      (policy(failed), ["--exit-zero"], 0), (policy(held, failed), ["--only", "uses"], 0),
      (policy("{id: a, deny: {from: internet, to: sg:web, on: ssh}, severity: warning}"), [], 0),
      (
        policy("{id: a, deny: {from: internet, to: sg:web, on: ssh}, severity: warning}"),
        ["--fail-on", "warning"], 1
      ),
      (policy(held), ["--only", "used"], 2), (policy(held), ["--today", "soon"], 2),
      (policy(held), ["-o", "txt"], 2), (policy(held), ["-o", "json", "-o", "text"], 2),
      (policy(held), ["-o", "json="], 2), (policy(held), ["-o", "junit=/nowhere/at/all.xml"], 2),
      (policy(held), ["--fail-on", "often"], 64), (policy(held), ["--unknown", "shrug"], 64),
      // What cannot be judged is an error, and never a yes.
      ("packetwalk: 1\nassertions: []\n", [], 2), ("packetwalk: 1\n", [], 2), ("", [], 2),
      (policy("{id: a, deny: {from: sg:wbe, to: sg:db, on: any}}"), [], 2),
      (policy("{id: a, deny: {from: sg:spare, to: sg:db, on: any}}"), [], 2),
      (policy("{id: a, deny: {from: tag:tier=nobody, to: sg:db, on: any}}"), [], 2),
      (policy("{id: a, deny: {from: {sg: web, subnet: inner}, to: sg:db, on: any}}"), [], 2),
      (policy("{id: a, deny: {from: {not: \"*\"}, to: sg:db, on: any}}"), [], 2),
      (policy("{id: a, allow: {from: sg:db, to: sg:db, on: any}}"), [], 2),
      (policy("{id: a, deny: {from: internet, to: 10.9.9.9, on: any}}"), [], 2),
      (policy("{id: a, deny: {from: sg:wbe, to: sg:db, on: any}, may-be-empty: true}"), [], 0),
      (policy("{id: a, deny: {from: \"*\", to: \"*\", on: any}, may-be-empty: true}"), [], 1),
    ] as [(String, [String], Int32)])
  func exitCodes(policy: String, arguments: [String], code: Int32) throws {
    let run = try run(policy, arguments)
    #expect(run.code == code, "\(run.out)\(run.error)")
    if code == 2 { #expect(!run.error.isEmpty && run.out.isEmpty) }
  }

  /// What one assertion may pass over, another that says the same may not.
  @Test(arguments: ["[web, sg:gone]", "{not: sg:gone}", "both"])
  func mayBeEmptyIsEachAssertionsOwn(selection: String) throws {
    func assertion(_ id: String, _ more: String = "") -> String {
      "{id: \(id), deny: {from: \(selection), to: sg:db, on: ssh}\(more)}"
    }
    let groups = "groups: {both: [web, sg:gone]}\n"
    func run(_ assertions: String...) throws -> CommandRun {
      try self.run(
        "packetwalk: 1\n" + groups + "assertions:\n" + assertions.map { "  - \($0)\n" }.joined())
    }
    let lenient = assertion("lenient", ", may-be-empty: true")
    let excused =
      "{id: excused, deny: {from: web, to: sg:db, on: ssh}, except: "
      + "[{from: \(selection), reason: gone, expires: 2099-01-01}]}"
    #expect(try run(lenient).code == 0)
    for first in [lenient, excused] {
      let run = try run(first, assertion("strict"))
      #expect(run.code == 2 && run.error.contains("gone"), "\(run.out)\(run.error)")
    }
  }

  @Test func errorsStandAtTheirPlace() throws {
    let run = try run(Self.policy(Self.held, "{id: a, deny: {from: sg:wbe, to: sg:db, on: any}}"))
    #expect(run.error.contains("policy.yaml:4:26") && run.error.contains("web"), "\(run.error)")
  }

  // MARK: What is unknown

  /// The routes of the subnet are not in the input.
  private static let hollow = """
    packetwalk: 1
    missing: {route-tables: aws ec2 describe-route-tables}
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets: {dmz: {cidr: 10.0.1.0/24, zone: us-west-2a}}
        security-groups: {web: {in: tcp/443 from 0.0.0.0/0}}
        interfaces: {web: {subnet: dmz, ip: 10.0.1.5, public: 198.51.100.5, groups: web}}

    """

  @Test(
    arguments: [
      ("allow: {from: sg:web, to: internet, on: https}", "", [], 3),
      ("deny: {from: sg:web, to: internet, on: https}", "", [], 3),
      ("only: {from: internet, to: internet, on: https}", "", [], 3),
      ("deny: {from: sg:web, to: internet, on: https}", ", unknown: pass", [], 0),
      ("deny: {from: sg:web, to: internet, on: https}", ", unknown: warn", [], 0),
      ("deny: {from: sg:web, to: internet, on: https}", "", ["--unknown", "pass"], 0),
      ("deny: {from: sg:web, to: internet, on: https}", ", unknown: fail", ["--unknown", "pass"], 3),
    ] as [(String, String, [String], Int32)])
  func theUnknownFailsUnlessItIsPutUpWith(
    assertion: String, rest: String, arguments: [String], code: Int32
  ) throws {
    let run = try run(Self.policy("{id: a, \(assertion)\(rest)}"), network: Self.hollow, arguments)
    #expect(run.code == code, "\(run.out)\(run.error)")
    if code != 2 { #expect(run.out.contains("unknown") && run.out.contains("the route table")) }
  }

  /// A host that the input gives no address may be reached for all that anybody knows.
  @Test func hostsWithoutAddressAreUnknown() throws {
    let network = Self.network.replacing("ip: 10.0.2.5, ", with: "")
    let run = try run(Self.policy("{id: a, deny: {from: internet, to: sg:db, on: any}}"), network: network)
    #expect(run.code == 3 && run.out.contains("no address in the input"), "\(run.out)\(run.error)")
  }

  // MARK: Exceptions

  private static func excepted(_ expires: String, _ on: String = "ssh") -> String {
    policy(
      "{id: shut, deny: {from: internet, to: sg:web, on: ssh}, except: [{from: 203.0.113.0/24, on: \(on), reason: the office, expires: \(expires)}]}"
    )
  }

  @Test(
    arguments: [
      ("2027-06-30", "2027-06-30", 0, "2 pairs excepted until 2027-06-30, which is in 0 days: the office"),
      ("2027-06-30", "2027-07-01", 1, "PW_EXCEPTION_EXPIRED"),
    ] as [(String, String, Int32, String)])
  func exceptionsEnd(expires: String, today: String, code: Int32, words: String) throws {
    let run = try run(Self.excepted(expires), ["--today", today])
    #expect(run.code == code, "\(run.out)\(run.error)")
    let expected = words.hasPrefix("2 pairs") ? words.replacing("2 pairs", with: "1 pair") : words
    #expect(run.out.contains(expected), "\(run.out)")
  }

  @Test func anExceptionCoversNoMoreThanItSays() throws {
    let wider = Self.network.replacing("tcp/22 from 203.0.113.0/24", with: "tcp/22 from 203.0.112.0/23")
    let run = try run(Self.excepted("2027-06-30"), network: wider, ["--today", "2027-01-01"])
    #expect(run.code == 1 && run.out.contains("internet 203.0.112.0/24 -> sg:web"), "\(run.out)")
    let unused = try self.run(Self.excepted("2027-06-30", "rdp"), ["--today", "2027-01-01"])
    #expect(unused.code == 1 && unused.out.contains("nothing needs the exception any more: the office"))
  }

  // MARK: Baselines

  /// What was there before passes, what is wider fails, and what is narrower passes.
  @Test func newIsWhatNoBaselineHas() throws {
    let folder = try TemporaryFolder()
    func network(_ ssh: String) throws -> String {
      let text = Self.network.replacing("tcp/22 from 203.0.113.0/24", with: ssh)
      return try folder.write("net-\(ssh.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) % 9973 }).yaml", text)
    }
    let policy = try folder.write("policy.yaml", Self.policy(Self.held, Self.failed))
    let file = folder.path + "/base.json"
    let old = try network("tcp/22 from 203.0.113.0/24")
    #expect(CommandRun("test", policy, "-t", old, "--write-baseline", file).code == 0)
    func code(_ ssh: String) throws -> (Int32, String) {
      let run = CommandRun("test", policy, "-t", try network(ssh), "--baseline", file)
      return (run.code, run.out + run.error)
    }
    let same = try code("tcp/22 from 203.0.113.0/24")
    #expect(
      same.0 == 0 && same.1.contains("1 as in the baseline") && same.1.contains("1 pair has paths"),
      "\(same.1)")
    #expect(try code("tcp/22 from 203.0.113.0/25").0 == 0)
    let wider = try code("tcp/22 from 203.0.112.0/23")
    #expect(wider.0 == 1 && wider.1.contains("internet 203.0.112.0/24 -> sg:web"), "\(wider.1)")
    #expect(try code("tcp/22-23 from 203.0.113.0/24").0 == 0)
  }

  /// What may go against an assertion is put up with only as long as nobody can tell.
  @Test func whatWasUnknownIsNewWhenItIsCertain() throws {
    let folder = try TemporaryFolder()
    let open = try folder.write("open.yaml", Self.network)
    let unknown = try folder.write(
      "unknown.yaml",
      Self.network.replacing("packetwalk: 1\n", with: "packetwalk: 1\nmissing: {network-acls: \"\"}\n"))
    let policy = try folder.write("policy.yaml", Self.policy(Self.failed))
    let base = folder.path + "/base.json"
    #expect(CommandRun("test", policy, "-t", unknown).code == 3)
    #expect(CommandRun("test", policy, "-t", unknown, "--write-baseline", base).code == 0)
    #expect(CommandRun("test", policy, "-t", unknown, "--baseline", base).code == 0)
    #expect(CommandRun("test", policy, "-t", open, "--baseline", base).code == 1)
    // And what was certain may become unknown.
    #expect(CommandRun("test", policy, "-t", open, "--write-baseline", base).code == 0)
    #expect(CommandRun("test", policy, "-t", unknown, "--baseline", base).code == 0)
  }

  /// Where one pair is enough and there is one, nothing goes against the assertion.
  @Test func enoughLeavesNothingForABaseline() throws {
    let folder = try TemporaryFolder()
    let base = folder.path + "/base.json"
    let run = try run(
      Self.policy("{id: any, allow: {from: internet, to: [web, db], on: https}, quantifier: any}"),
      ["--write-baseline", base])
    #expect(run.code == 0, "\(run.error)")
    #expect(try !String(decoding: ByteInput.read(base), as: UTF8.self).contains("any"))
  }

  @Test(
    arguments: [
      ("{}", "no baseline"), ("{\"packetwalk-baseline\":2,\"assertions\":{}}", "another version"),
      ("{\"packetwalk-baseline\":1}", "needs “assertions”"), ("[", "unexpected"), ("", "empty"),
      ("{\"packetwalk-baseline\":1,\"assertions\":{\"uses\":[{\"from\":[],\"to\":[]}]}}", "need “services”"),
      (
        "{\"packetwalk-baseline\":1,\"assertions\":{\"uses\":[{\"from\":[],\"to\":[],\"services\":[\"6:9-1:0\"]}]}}",
        "no box"
      ),
    ] as [(String, String)])
  func whatIsNoBaselineIsAnError(text: String, words: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("base.json", text)
    let run = try run(Self.policy(Self.held), ["--baseline", file])
    #expect(run.code == 2 && run.error.contains("base.json"), "\(run.error)")
    if words != "unexpected" { #expect(run.error.contains(words), "\(run.error)") }
    #expect(try self.run(Self.policy(Self.held), ["--baseline", file, "--write-baseline", file]).code == 64)
  }

  // MARK: Formats

  @Test func severalFormatsInOneRun() throws {
    let folder = try TemporaryFolder()
    try folder.write("net.yaml", Self.network)
    try folder.write("policy.yaml", Self.policy(Self.held, Self.failed))
    let (net, policy) = (folder.path + "/net.yaml", folder.path + "/policy.yaml")
    let formats = ["json", "junit", "sarif", "github", "gitlab", "tap", "markdown", "csv"]
    let run = CommandRun(
      ["test", policy, "-t", net, "-o", "text"]
        + formats.flatMap { ["-o", "\($0)=\(folder.path)/out.\($0)"] })
    #expect(run.code == 1 && run.out.contains("2 assertions: 1 failed, 1 held"))
    func written(_ format: String) throws -> [UInt8] { try ByteInput.read("\(folder.path)/out.\(format)") }
    for format in formats {
      let alone = CommandRun(["test", policy, "-t", net, "-o", format])
      #expect(alone.code == 1 && !alone.out.isEmpty)
      #expect(try written(format) == Array(alone.out.utf8), "\(format)")
    }
    for format in ["json", "sarif", "gitlab"] {
      _ = try JSONDocument(parsing: written(format), file: format)
    }
  }

  @Test func theFixIsOneThatWorks() throws {
    let run = try run(Self.policy(Self.failed))
    let line = try #require(run.lines.first { $0.contains("fix: ") })
    let edit = try #require(line.split(separator: "fix: ").last.map(String.init))
    let fixed = try self.run(Self.policy(Self.failed), ["--edit", edit])
    #expect(fixed.code == 0, "\(edit)\n\(fixed.out)\(fixed.error)")
    #expect(try !self.run(Self.policy(Self.failed), ["--no-fix"]).out.contains("fix: "))
  }

  /// What would break another assertion is no fix.
  @Test func noFixBreaksWhatHolds() throws {
    let wide = Self.network.replacing("{in: tcp/5432 from sg:web}", with: "{in: tcp/5432 from 0.0.0.0/0}")
      .replacing("interfaces:", with: "interfaces:\n      other: {subnet: dmz, ip: 10.0.1.6, groups: spare}")
    let run = try run(
      Self.policy(Self.held, "{id: private, only: {from: sg:web, to: sg:db, on: any}}"), network: wide)
    let line = try #require(run.lines.first { $0.contains("fix: ") }, "\(run.out)\(run.error)")
    let edit = try #require(line.split(separator: "fix: ").last.map(String.init))
    let fixed = try self.run(
      Self.policy(Self.held, "{id: private, only: {from: sg:web, to: sg:db, on: any}}"), network: wide,
      ["--edit", edit])
    #expect(fixed.code == 0, "\(edit)\n\(fixed.out)\(fixed.error)")
  }

  /// Names are hostile: none ends what it stands in.
  @Test func namesHaveNoSayAboutTheForm() throws {
    let name = "a\u{1B}[31m%0A::error::b|c</failure>]]>`@here,\u{2028}=1+1"
    let policy =
      "packetwalk: 1\nassertions:\n  - id: \"\(name.replacing("\u{1B}", with: "\\e").replacing("\u{2028}", with: "\\u2028"))\"\n    deny: {from: internet, to: sg:web, on: ssh}\n"
    for format in ["text", "json", "junit", "sarif", "github", "gitlab", "tap", "markdown", "csv"] {
      let run = try run(policy, ["-o", format])
      #expect(run.code == 1, "\(format): \(run.error)")
      #expect(!run.out.unicodeScalars.contains("\u{1B}"), "\(format)")
      switch format {
      case "github":
        #expect(run.lines.allSatisfy { $0.hasPrefix("::error file=") || $0.hasPrefix("::notice title=") })
        #expect(!run.out.contains("%0A::error::b"))
      case "junit": #expect(run.out.components(of: "</failure>") == 1)
      case "markdown":
        // What stands in a fence calls nobody.
        #expect(run.lines.allSatisfy { !$0.hasPrefix("|") && !$0.hasPrefix("<") || !$0.contains("@here") })
      case "json", "sarif", "gitlab":
        _ = try JSONDocument(parsing: Array(run.out.utf8), file: format)
      default: break
      }
    }
  }
}

extension String {
  /// How often a text stands in it.
  fileprivate func components(of text: String) -> Int {
    split(separator: text, omittingEmptySubsequences: false).count - 1
  }
}
