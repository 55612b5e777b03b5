import PacketWalkJSONScan
import PacketWalkTestSupport
import Testing

/// `explain --fix` as it is typed.
@Suite struct FixCommandTests {
  private static let topology = Fixtures.path("documentation/network.yaml")

  private func explain(_ words: String...) -> CommandRun {
    CommandRun(["explain", "-t", Self.topology] + words)
  }

  /// Taking away the address that a question names is no answer to it.
  @Test func theQuestionMayNameAnAddressThatAFixTakesAway() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "net.yaml",
      """
      packetwalk: 1
      vpcs:
        shop:
          cidr: 10.0.0.0/16
          internet-gateway: igw
          subnets: {dmz: {cidr: 10.0.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {0.0.0.0/0: internet-gateway}}}
          security-groups: {web: {in: [tcp/22 from 203.0.113.0/24]}}
          interfaces: {web: {subnet: dmz, ip: 10.0.1.5, public: 198.51.100.5, groups: web}}

      """)
    let run = CommandRun(
      "explain", "203.0.113.7", "web@198.51.100.5", "ssh", "--fix", "--deny", "-t", folder.path + "/net.yaml")
    #expect(
      run.code == 0 && run.out.contains("sg:web -in tcp/22 from 203.0.113.0/24"), "\(run.out)\(run.error)")
  }

  @Test func theExitCodeStaysTheQuestions() {
    #expect(explain("web-1", "db-1", "ssh", "--fix").code == 1)
    #expect(explain("web-1", "db-1", "tcp/5432", "--fix").code == 0)
    #expect(explain("web-1", "db-1", "tcp/5432", "--fix", "--deny").code == 0)
  }

  @Test func theFixFollowsTheExplanation() throws {
    let run = explain("web-1", "db-1", "ssh", "--fix")
    let heading = try #require(
      run.lines.firstIndex(of: "  fix (smallest found, re-checked: REACHABLE)"), "\(run.out)")
    #expect(run.lines[heading + 1] == "    sg:db +in tcp/22 from sg:web")
    #expect(run.out.hasPrefix("UNREACHABLE"))
  }

  @Test func aReachableQuestionNeedsNone() {
    #expect(
      explain("web-1", "db-1", "tcp/5432", "--fix").lines.contains("  fix: nothing to fix, it is reachable"))
    #expect(
      explain("web-1", "db-1", "ssh", "--fix", "--deny").lines
        .contains("  cut: nothing to cut, no request arrives"))
  }

  /// What is printed alone is what `--edit` takes.
  @Test(arguments: [("ssh", [String](), Int32(0)), ("tcp/5432", ["--deny"], 1)], ["text", "yaml"])
  func editsArePastedBack(_ asked: (service: String, more: [String], code: Int32), language: String) {
    let (service, more, code) = asked
    let run = CommandRun(
      ["explain", "-t", Self.topology, "web-1", "db-1", service, "--fix-as", language] + more)
    let edited = explain("web-1", "db-1", service, "--edit", run.out)
    #expect(edited.code == code, "\(run.out)\n\(edited.out)\(edited.error)")
  }

  @Test(arguments: [("cli", "aws ec2 authorize-security-group-ingress"), ("terraform", "resource \"aws_")])
  func inOtherLanguages(language: String, words: String) {
    let run = explain("web-1", "db-1", "ssh", "--fix-as", language)
    #expect(run.out.hasPrefix("# fix (smallest found, re-checked: REACHABLE)\n"))
    #expect(run.out.contains(words), "\(run.out)")
  }

  @Test func adviceWhereNoEditHelps() {
    let run = explain("internet", "web-1", "https", "--fix")
    #expect(run.out.contains("fix: none found that leaves the routes in use as they are"), "\(run.out)")
    #expect(run.out.contains("load balancer"))
    #expect(run.out.contains("source: VPC guide"))
  }

  @Test func jsonHasOneObjectMore() throws {
    let objects = try explain("web-1", "db-1", "ssh", "--fix", "--json").objects()
    #expect(objects.count == 2)
    let fix = try #require(objects.last)
    #expect(fix["goal"]?.string == "reachable")
    let steps = (fix["fixes"]?.elements).map { Array($0) }?[0]["steps"]?.elements.map { $0["edit"]?.string }
    #expect(steps == ["sg:db +in tcp/22 from sg:web"])
  }

  @Test(arguments: [
    ["--deny"], ["--fix", "--failover"], ["--fix-as", "text", "--json"], ["--fix-as", "haiku"],
  ])
  func whatDoesNotGoTogether(words: [String]) {
    #expect(CommandRun(["explain", "-t", Self.topology, "web-1", "db-1", "ssh"] + words).code == 64)
  }
}
