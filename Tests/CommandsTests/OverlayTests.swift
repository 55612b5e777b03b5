import PacketWalkTestSupport
import Testing

/// `--with FILE`: what no snapshot holds, declared beside it.
@Suite struct OverlayTests {
  let street: Street

  init() throws { street = try Street() }

  private func run(_ command: String, _ overlay: String, _ words: String = "") throws -> CommandRun {
    let path = try street.folder.write("office.yaml", overlay)
    return street.run(command, ["--with", path] + words.split(separator: " ").map(String.init))
  }

  private static let office = """
    packetwalk: 1
    external: {on-prem: {ranges: 192.168.0.0/16, via: office}}

    """

  @Test func answersWhatWasUndetermined() throws {
    #expect(street.check("web-1 192.168.7.7 tcp/443").code == 3)
    for words in ["web-1 192.168.7.7 tcp/443", "web-1 external:on-prem tcp/443", "on-prem web-1 tcp/22"] {
      let run = try run("check", Self.office, words)
      #expect(run.code == (words.hasPrefix("on-prem") ? 1 : 0), "\(run.out)\(run.error)")
      #expect(run.out.contains("; with: "))
    }
  }

  @Test func doctorAndConvertHoldIt() throws {
    let doctor = try run("doctor", Self.office, "--json")
    #expect(doctor.out.contains(#""with":["#))
    #expect(doctor.out.contains(#""kind":"external","read":1,"modelled":1"#))
    let converted = try run("convert", Self.office)
    #expect(converted.out.contains("on-prem"))
    #expect(converted.out.contains("vpn-gateway:office"))
  }

  @Test func remedyNamesTheOption() {
    #expect(street.run("explain", ["web-1", "192.168.7.7", "tcp/443"]).out.contains("--with"))
  }

  @Test(arguments: [
    ("external: {}", "a file for --with begins with “packetwalk: 1”"),
    ("packetwalk: 2", "version 2 of the format is not known"),
    ("packetwalk: 1\nvpcs: {}", "a file for --with has no key “vpcs”"),
    ("packetwalk: 1\nexternal: {a: {ranges: 192.168.0.0/16}}", "an external network needs “via”"),
    ("packetwalk: 1\nexternal: {a: {via: office}}", "an external network needs “ranges”"),
    ("packetwalk: 1\nexternal: {a: {ranges: here, via: office}}", "“here” is no CIDR"),
    ("packetwalk: 1\nexternal: {a: {ranges: [], via: office}}", "at least one range"),
    (
      "packetwalk: 1\nexternal: {a: {ranges: 192.168.0.0/16, via: ofice}}",
      "no way out of AWS's networks is named “ofice”; did you mean “office”?"
    ),
    (
      "packetwalk: 1\nexternal: {a: {ranges: 192.168.0.0/16, via: office}, \"id:b\": {}}",
      "“id:b” cannot be a name"
    ),
    (
      "packetwalk: 1\nexternal: {a: {ranges: 192.168.0.0/16, via: office}, b: {id: a, ranges: 172.16.0.0/12, via: office}}",
      "has an external network “b” already"
    ),
    (
      "packetwalk: 1\nexternal: {a: {ranges: 192.168.0.0/16, via: office, state: shut}}",
      "“state” is one of up, down"
    ),
  ])
  func refusals(_ overlay: String, _ message: String) throws {
    let run = try run("check", overlay, "web-1 192.168.7.7 tcp/443")
    #expect(run.code == 2)
    #expect(run.error.contains(message), "\(run.error)")
    #expect(run.error.contains("office.yaml"), "\(run.error)")
  }

  @Test func isNoTopologyByItself() throws {
    let path = try street.folder.write("office.yaml", Self.office)
    let run = CommandRun("doctor", "-t", path)
    #expect(run.code == 2)
    #expect(run.error.contains("this is a file for --with, not a topology"))
  }

  @Test func onlyOneIsStandardInput() {
    let run = CommandRun("check", "-t", "-", "--with", "-", "a", "b")
    #expect(run.code == 64)
    #expect(run.error.contains("standard input"))
  }
}
