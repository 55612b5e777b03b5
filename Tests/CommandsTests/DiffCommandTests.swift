import PacketWalkJSONScan
import PacketWalkTestSupport
import Testing

@testable import PacketWalkCommands

/// `packetwalk diff`: what opens and closes, which change is to blame, exit codes.
@Suite struct DiffCommandTests {
  private static let before = """
    packetwalk: 1
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets:
          dmz: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: out}
          inner: {cidr: 10.0.2.0/24, zone: us-west-2a}
        route-tables: {out: {routes: {0.0.0.0/0: internet-gateway}}}
        security-groups:
          web: {in: [tcp/443 from 0.0.0.0/0]}
          db: {in: [tcp/5432 from sg:web]}
        interfaces:
          web: {subnet: dmz, ip: 10.0.1.5, public: 198.51.100.5, groups: web}
          db: {subnet: inner, ip: 10.0.2.5, groups: db}

    """

  private func diff(_ edits: [(String, String)], _ arguments: String...) throws -> CommandRun {
    let folder = try TemporaryFolder()
    try folder.write("old.yaml", Self.before)
    try folder.write("new.yaml", edits.reduce(Self.before) { $0.replacing($1.0, with: $1.1) })
    return CommandRun(["diff", folder.path + "/old.yaml", folder.path + "/new.yaml"] + arguments)
  }

  @Test func oneRuleIsToBlame() throws {
    let run = try diff([("[tcp/443 from 0.0.0.0/0]", "[tcp/443 from 0.0.0.0/0, tcp/22 from 203.0.113.0/24]")])
    #expect(run.code == 0)
    #expect(run.out.contains("+ internet -> sg:web  tcp/22  1 pair"), "\(run.out)")
    #expect(run.out.contains("caused by security group web: + in tcp/22 from 203.0.113.0/24"), "\(run.out)")
    #expect(run.out.contains("new.yaml:11") && run.out.contains("1 kind of path opened, 0 closed"))
  }

  /// A network of one database and 50 hosts in groups of their own; the rules of the database by its author's edit.
  private func wide(_ rules: String, _ other: String = "") throws -> String {
    let numbers = 0..<50
    let groups = numbers.map { "      g\($0): {in: []}\n" }.joined()
    let hosts = numbers.map { "      h\($0): {subnet: inner, ip: 10.0.2.\($0 + 20), groups: g\($0)}\n" }
      .joined()
    return """
      packetwalk: 1
      vpcs:
        shop:
          cidr: 10.0.0.0/16
          subnets: {inner: {cidr: 10.0.2.0/24, zone: us-west-2a}}
          security-groups:
            db: {in: [\(rules)]}
            cache: {in: [\(other)]}
      \(groups)    interfaces:
            db: {subnet: inner, ip: 10.0.2.5, groups: db}
            cache: {subnet: inner, ip: 10.0.2.6, groups: cache}
      \(hosts)
      """
  }

  /// Of many paths that one change opens a few stand for all; each change of many is named by what rests on it.
  @Test func manyPathsOfOneCauseStandTogether() throws {
    let folder = try TemporaryFolder()
    try folder.write("old.yaml", try wide(""))
    try folder.write("new.yaml", try wide("tcp/5432 from 10.0.0.0/16", "tcp/6379 from 10.0.2.0/24"))
    let run = CommandRun("diff", folder.path + "/old.yaml", folder.path + "/new.yaml")
    #expect(run.out.contains("102 kinds of path opened, 0 closed by 2 changed resources"), "\(run.out)")
    #expect(run.lines.count { $0.contains("caused by security group db: + in tcp/5432") } == 4)
    #expect(run.lines.count { $0.contains("caused by security group cache: + in tcp/6379") } == 4)
    #expect(run.lines.count { $0.contains("and 47 kinds of path more by the same cause") } == 2)
    let all = CommandRun("diff", folder.path + "/old.yaml", folder.path + "/new.yaml", "--all")
    #expect(all.lines.count { $0.contains("caused by security group db: + in tcp/5432") } == 51)
  }

  /// Of a part of the outside the example is one of that part.
  @Test func examplesAreOfThePartThatChanges() throws {
    let wide = Self.before.replacing("[tcp/443 from 0.0.0.0/0]", with: "[tcp/22 from 203.0.113.0/24]")
    let narrow = wide.replacing("203.0.113.0/24", with: "203.0.113.0/25")
    for (old, new, sign) in [(wide, narrow, "-"), (narrow, wide, "+")] {
      let folder = try TemporaryFolder()
      try folder.write("old.yaml", old)
      try folder.write("new.yaml", new)
      let run = CommandRun("diff", folder.path + "/old.yaml", folder.path + "/new.yaml")
      #expect(run.out.contains("\(sign) internet -> sg:web  tcp/22  1 pair"), "\(run.out)")
      #expect(
        run.out.contains("203.0.113.128/25 -> web") && run.out.contains("e.g. 203.0.113.129 -> web"),
        "\(run.out)")
    }
  }

  /// Every format says what opens, and is well formed; the hostile names are those of the tests of policies.
  @Test func formatsForOtherPrograms() throws {
    let edit = ("[tcp/443 from 0.0.0.0/0]", "[tcp/443 from 0.0.0.0/0, tcp/22 from 203.0.113.0/24]")
    for (format, expected) in [
      ("github", "::warning file="), ("gitlab", "\"check_name\":\"path-opens\""),
      ("tap", "not ok 1 - path-opens"), ("csv", "opens,internet,sg:web,tcp/22,1,"),
      ("junit", "<testcase classname="), ("sarif", "\"ruleId\":\"path-opens\""),
    ] {
      let run = try diff([edit], "-o", format)
      #expect(run.code == 0 && run.out.contains(expected), "\(format): \(run.out)")
      if format == "sarif" || format == "gitlab" {
        _ = try JSONDocument(parsing: Array(run.out.utf8), file: format)
      }
    }
    #expect(try diff([], "-o", "tap").out.contains("ok 1 - path-opens\n"))
    #expect(try diff([], "-o", "junit").out.contains("failures=\"0\""))
  }

  @Test func severalChangesMayBeNeeded() throws {
    let run = try diff([
      (
        "inner: {cidr: 10.0.2.0/24, zone: us-west-2a}",
        "inner: {cidr: 10.0.2.0/24, zone: us-west-2a, route-table: out}"
      ),
      ("ip: 10.0.2.5,", "ip: 10.0.2.5, public: 198.51.100.6,"),
      ("tcp/5432 from sg:web", "tcp/5432 from 0.0.0.0/0"),
    ])
    let lines = run.lines
    let start = try #require(lines.firstIndex { $0.hasPrefix("+ internet -> sg:db  tcp/5432") }, "\(run.out)")
    let blamed = lines[start...].prefix(7).joined(separator: "\n")
    #expect(blamed.contains("caused by all of these together:"), "\(run.out)")
    #expect(
      ["route table out", "security group db", "network interface db"].allSatisfy(blamed.contains),
      "\(run.out)")
  }

  /// A narrowed reply rule closes nothing for certain, and makes connections fail for some of the client's ports.
  @Test func whatWorksOnlySometimesIsAChange() throws {
    let old = Fixtures.path("scenarios/petclinic/topology.yaml")
    let folder = try TemporaryFolder()
    let edits = try folder.write(
      "edits.yaml", "- set-acl-entry: {acl: public, in: {120: allow tcp/32768-65535 from 0.0.0.0/0}}\n")
    let new = try folder.write("new.yaml", CommandRun("convert", "-t", old, "--edit", edits).out)
    let run = CommandRun("diff", old, new, "--exit-code")
    #expect(run.code == 1)
    #expect(
      run.out.contains("~ sg:lambda -> internet  tcp/443  works only sometimes now  2 pairs"), "\(run.out)")
    #expect(run.out.contains("caused by network ACL public: - in 120 allow tcp/1024-65535"), "\(run.out)")
    let back = CommandRun("diff", new, old)
    #expect(back.out.contains("tcp/443  works always now, not only sometimes  2 pairs"), "\(back.out)")
  }

  @Test func whatTheInputDoesNotTellIsAChange() throws {
    let run = try diff([("packetwalk: 1\n", "packetwalk: 1\nmissing: {network-acls: \"\"}\n")])
    #expect(run.out.contains("~ internet -> sg:web  tcp/443  is not known any more"), "\(run.out)")
    #expect(run.out.contains("0 kinds of path opened, 0 closed,"), "\(run.out)")
    #expect(run.out.contains("caused by network ACL default, which is gone"), "\(run.out)")
  }

  @Test func whatNoResourceCausesIsCausedElsewhere() throws {
    let run = try diff([("packetwalk: 1\n", "packetwalk: 1\nmissing: {interfaces: \"\"}\n")])
    #expect(run.out.contains("caused by no changed resource, but by what else the inputs say"), "\(run.out)")
  }

  /// What may have been open or not is said to open when it surely is.
  @Test func whatBecomesKnownToWorkOpens() throws {
    let unknown = ("packetwalk: 1\n", "packetwalk: 1\nmissing: {network-acls: \"\"}\n")
    let folder = try TemporaryFolder()
    let old = try folder.write("old.yaml", Self.before.replacing(unknown.0, with: unknown.1))
    let open = try folder.write("open.yaml", Self.before)
    let shut = try folder.write("shut.yaml", Self.before.replacing("tcp/443 from", with: "tcp/8443 from"))
    let opened = CommandRun("diff", old, open)
    #expect(opened.out.contains("+ internet -> sg:web  tcp/443  1 pair"), "\(opened.out)")
    #expect(!opened.out.contains("is known now"), "\(opened.out)")
    let closed = CommandRun("diff", old, shut)
    #expect(
      closed.out.contains("~ internet -> sg:web  tcp/443  is known now: it does not work"), "\(closed.out)")
  }

  @Test func modesOfAccountsAreChanges() throws {
    let run = try diff([("packetwalk: 1\n", "packetwalk: 1\nblock-public-access: ingress\n")])
    #expect(run.out.contains("- internet -> sg:web  tcp/443"), "\(run.out)")
    #expect(run.out.contains("caused by VPC block public access mode: + block-ingress"), "\(run.out)")
  }

  /// Members stand under their own names, whatever stands at their place in the other network.
  @Test func vanishedInterfacesStandApart() throws {
    let gone = "web: {subnet: dmz, ip: 10.0.1.5, public: 198.51.100.5, groups: web}"
    let run = try diff([(gone, "other: {subnet: inner, ip: 10.0.2.6, groups: db}")])
    #expect(run.out.contains("- gone: 1 interface (web)"), "\(run.out)")
    #expect(run.out.contains("+ new: 1 interface (other)"), "\(run.out)")
    #expect(run.out.contains("- internet -> sg:web  tcp/443  1 pair"), "\(run.out)")
    #expect(run.out.contains("- sg:web -> sg:db  tcp/5432  1 pair"), "\(run.out)")
    #expect(!run.out.contains("known now") && !run.out.contains("any more"), "\(run.out)")
    let json = try diff([("      db: {subnet: inner, ip: 10.0.2.5, groups: db}\n", "")], "-o", "json")
    let document = try JSONDocument(parsing: Array(json.out.utf8), file: "out")
    let paths = try #require(document.root["paths"]).elements
    #expect(!paths.isEmpty)
    for path in paths {
      let ends = ["sources", "destinations"].flatMap { path[$0]?.elements.compactMap(\.string) ?? [] }
      #expect(ends.count == 2 && ends.contains("db"), "\(json.out)")
      #expect(path["change"]?.string == "closes" && path["cause"]?["kind"]?.string == "member", "\(json.out)")
    }
  }

  @Test func newInterfacesStandApart() throws {
    let run = try diff([("interfaces:", "interfaces:\n      green: {subnet: dmz, ip: 10.0.1.6, groups: web}")]
    )
    #expect(run.out.contains("+ new: 1 interface (green)"), "\(run.out)")
    #expect(run.out.contains("+ sg:web -> sg:web  tcp/443  2 pairs"), "\(run.out)")
    #expect(run.out.contains("No path opens or closes between what both have"))
  }

  @Test(
    arguments: [
      ([], ["--exit-code"], 0), ([("tcp/443", "tcp/444")], [], 0),
      ([("tcp/443", "tcp/444")], ["--exit-code"], 1),
      // What nobody is in makes no difference to paths.
      ([("{out:", "{spare: {}, out:")], ["--exit-code"], 0),
      ([], ["-o", "pdf"], 2), ([], ["--by", "colour"], 64),
    ] as [([(String, String)], [String], Int32)])
  func exitCodes(edits: [(String, String)], arguments: [String], code: Int32) throws {
    let folder = try TemporaryFolder()
    try folder.write("old.yaml", Self.before)
    try folder.write("new.yaml", edits.reduce(Self.before) { $0.replacing($1.0, with: $1.1) })
    let run = CommandRun(["diff", folder.path + "/old.yaml", folder.path + "/new.yaml"] + arguments)
    #expect(run.code == code, "\(run.out)\(run.error)")
  }

  @Test func onlyPlansAreTheirOwnBefore() throws {
    let folder = try TemporaryFolder()
    try folder.write("net.yaml", Self.before)
    let run = CommandRun("diff", folder.path + "/net.yaml")
    #expect(run.code == 2 && run.error.contains("only a plan is its own before and after"))
    let plan = CommandRun("diff", Fixtures.path("ways/shop/plan.json"), "--exit-code")
    #expect(plan.code == 1 && plan.out.contains("+ new: 4 interfaces"), "\(plan.out)\(plan.error)")
    #expect(plan.out.contains("+ internet -> sg:edge  tcp/443  1 pair"))
    let path = Fixtures.path("ways/shop/plan.json")
    #expect(CommandRun("diff", path + "#before", path).out == plan.out)
  }

  @Test func commentsHaveOneTable() throws {
    let run = try diff(
      [("[tcp/443 from 0.0.0.0/0]", "[tcp/443 from 0.0.0.0/0, tcp/22 from 203.0.113.0/24]")], "-o", "markdown"
    )
    #expect(run.lines.first == "<!-- packetwalk diff -->")
    let row = try #require(
      run.lines.first { $0.hasPrefix("| \\+ | internet | sg:web | tcp/22 | ") }, "\(run.out)")
    #expect(row.contains("security group web: \\+ in tcp/22 from 203.0.113.0/24"), "\(row)")
    #expect(run.out.contains("<details>") && run.out.hasSuffix("</details>\n"))
  }

  @Test func programsGetObjects() throws {
    let run = try diff([("tcp/5432 from sg:web", "tcp/5433 from sg:web")], "-o", "json")
    let object = try #require(try run.objects().first)
    func items(_ value: JSONValue?) -> [JSONValue] { value.map { Array($0.elements) } ?? [] }
    let changes = items(object["changes"])
    #expect(items(object["paths"]).count == 2 && changes.count == 1, "\(run.out)")
    #expect(items(changes.first?["details"]).count == 2, "\(run.out)")
  }
}
