import PacketWalkJSONScan
import PacketWalkTestSupport
import Testing

/// `matrix` as it is typed.
@Suite struct MatrixCommandTests {
  @Test func tableWithItsLetters() throws {
    let run = try Street().run("matrix", ["--on", "tcp/5432"])
    #expect(run.code == 0 && run.error.isEmpty, "\(run.error)")
    #expect(
      run.lines.first?.hasPrefix("MATRIX ") == true && run.lines.first?.hasSuffix(" on tcp/5432") == true)
    #expect(run.lines.contains { $0.hasPrefix("from \\ to") }, "\(run.out)")
    #expect(run.lines.contains("  .  nothing"), "\(run.out)")
  }

  @Test func onlySomeEnds() throws {
    let run = try Street().run(
      "matrix", ["--from", "sg:web", "--from", "internet", "--to", "db", "--by", "interface", "--csv"])
    #expect(run.code == 0, "\(run.error)")
    let rows = run.out.split(separator: "\r\n").map { $0.split(separator: ",").map(String.init) }
    #expect(rows.first == ["source", "destination", "pairs", "holds_for", "verdict", "services"])
    #expect(Set(rows.dropFirst().map { $0[0] }) == ["report", "web-1", "web-2"], "\(run.out)")
    #expect(Set(rows.dropFirst().map { $0[1] }) == ["db"])
  }

  @Test(arguments: ["sg", "subnet", "vpc", "tag:tier", "interface"])
  func groupings(by: String) throws {
    let run = try Street().run("matrix", ["--by", by])
    #expect(run.code == 0 && !run.out.isEmpty, "\(run.error)")
  }

  @Test func classesAreRows() throws {
    let run = try Street().run("matrix", ["--classes", "--on", "tcp/5432"])
    #expect(run.code == 0, "\(run.error)")
    #expect(run.lines.first?.contains("classes on tcp/5432") == true, "\(run.out)")
    #expect(
      run.lines.contains { $0.hasPrefix("  ") && $0.contains(" (2): web-1, web-2") }, "\(run.out)")
  }

  /// What a comma or a quotation mark stands in is quoted, and no field is a formula.
  @Test func fieldsAreQuoted() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "names.yaml",
      """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          subnets: {s: {cidr: 10.0.0.0/24, zone: a}}
          security-groups:
            g: {in: [tcp/80 from 10.0.0.0/16, tcp/443 from 10.0.0.0/16]}
          interfaces:
            eni-1: {id: eni-1, name: 'a, "b"', subnet: s, ip: 10.0.0.5, groups: g}
            eni-2: {id: eni-2, name: '=1+1', subnet: s, ip: 10.0.0.6, groups: g}

      """)
    let run = CommandRun(["matrix", "-t", path, "--by", "interface", "--csv"])
    #expect(run.code == 0, "\(run.error)")
    #expect(
      run.out.split(separator: "\r\n").dropFirst().map(String.init) == [
        #"'=1+1,"a, ""b""",1,every pair,reachable,"tcp/80, tcp/443""#,
        #""a, ""b""",'=1+1,1,every pair,reachable,"tcp/80, tcp/443""#,
      ])
    #expect(run.out.hasSuffix("\r\n"))
  }

  @Test func json() throws {
    let run = try Street().run("matrix", ["--by", "interface", "--from", "web-1", "--to", "sg:db", "--json"])
    let matrix = try #require(try run.objects().first)
    #expect(matrix["schema"]?.integer == 1 && matrix["services"]?.isNull == true)
    let parties = try #require(matrix["parties"]).elements
    #expect(parties.first { $0["name"]?.string == "web-1" }?["size"]?.integer == 1)
    let cell = try #require(matrix["cells"]?.elements.first { $0["destination"]?.string == "db" })
    #expect(cell["source"]?.string == "web-1" && cell["pairs"]?.integer == 1)
    #expect(cell["every"]?.elements.first { _ in true }?["verdict"]?.string == "reachable")
    #expect(cell["some"]?.elements.isEmpty == true)
  }

  @Test func nothingAtAll() throws {
    let run = try Street().run("matrix", ["--on", "tcp/1", "--from", "db"])
    #expect(run.code == 0 && run.lines.contains { $0.hasPrefix("  nothing") }, "\(run.out)")
  }

  @Test(arguments: [
    (["--from", "wbe-1"], Int32(2), "no endpoint is called 'wbe-1'"),
    (["--to", "sg:lonly"], 2, "no security"),
    (["--on", "tcp/99999"], 2, "is no service"), (["--by", "colour"], 64, "--by"),
    (["--json", "--csv"], 64, "one of --json and --csv"), (["db"], 64, "db"),
  ])
  func mistakes(words: [String], code: Int32, says: String) throws {
    let run = try Street().run("matrix", words)
    #expect(run.code == code && run.error.contains(says), "\(run.code) \(run.error)")
    #expect(run.out.isEmpty, "\(run.out)")
  }

  /// The same input, the same bytes.
  @Test func everyRunIsTheSame() throws {
    let street = try Street()
    for words in [["--csv"], ["--json"], ["--classes"]] {
      let first = street.run("matrix", words).out
      for _ in 0..<5 { #expect(street.run("matrix", words).out == first) }
    }
  }
}
