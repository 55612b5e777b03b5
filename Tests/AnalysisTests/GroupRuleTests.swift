import PacketWalkAnalysis
import Testing

@Suite struct GroupRuleTests {
  private func findings(_ rules: String, _ check: LintCheck = .groupRuleRedundant, more: String = "") throws
    -> [String]
  {
    try lint(
      network(
        """
            security-groups: {front: {}, other: {}, web: {in: [\(rules)]}}
            interfaces:
              web: {subnet: app, ip: 10.0.1.5, groups: web}
              front: {subnet: app, ip: 10.0.1.6, groups: [front, other]}
        prefix-lists: {known: [192.0.2.0/25, 192.0.2.128/25], unknown: unknown}
        \(more)
        """), check)
  }

  @Test(
    arguments: [
      ("tcp/80 from 10.0.0.0/8, tcp/80-90 from 0.0.0.0/0", ["tcp/80 from 10.0.0.0/8"]),
      ("tcp/80 from 10.0.0.0/8, tcp/81-90 from 0.0.0.0/0", []),
      ("tcp/80 from 0.0.0.0/0, tcp/80 from ::/0", []),
      // Several together.
      (
        "tcp/80-90 from 10.0.0.0/8, tcp/80-85 from 0.0.0.0/0, tcp/86-90 from 10.0.0.0/7",
        ["tcp/80-90 from 10.0.0.0/8"]
      ),
      // Of two that are the same, one.
      ("tcp/80 from 10.0.0.0/8, tcp/80 from 10.0.0.0/8", ["tcp/80 from 10.0.0.0/8"]),
      // Members of a group are in their VPC's ranges; not everybody there is a member.
      ("tcp/80 from sg:front, tcp/80 from 10.0.0.0/16", ["tcp/80 from sg:front"]),
      ("tcp/80 from sg:front, tcp/80 from 10.0.1.0/24", []),
      ("tcp/80 from sg:front, tcp/80 from sg:other", []),
      ("tcp/80 from sg:front, tcp/80-90 from sg:front", ["tcp/80 from sg:front"]),
      // Prefix lists by their entries, where they are known.
      ("tcp/80 from pl:known, tcp/80 from 192.0.2.0/24", ["tcp/80 from 192.0.2.0/24"]),
      ("tcp/80 from pl:unknown, tcp/80 from 192.0.2.0/24", []),
      ("tcp/80 from pl:unknown, tcp/80 from 0.0.0.0/0", []),
      (
        "all from 10.0.0.0/8, icmp/8 from 10.0.0.0/8, proto/50 from 10.9.0.0/16",
        ["icmp/8 from 10.0.0.0/8' and 'proto/50 from 10.9.0.0/16"]
      ),
    ] as [(String, [String])])
  func covered(rules: String, expected: [String]) throws {
    let found = try findings(rules)
    #expect(found.count == expected.count, "\(found)")
    for (finding, rule) in zip(found, expected) {
      #expect(finding.contains("'\(rule)' add") || finding.contains("'\(rule)' is there"), "\(finding)")
    }
  }

  /// Where the input lacks interfaces nothing is known to be unused, and nobody is known to be in a group.
  @Test(arguments: [LintCheck.unusedGroup, .emptyGroupReference])
  func silentWithoutInterfaces(check: LintCheck) throws {
    let groups = "    security-groups: {spare: {}, other: {}, web: {in: tcp/80 from sg:spare}}\n"
    let hosts = "    interfaces: {web: {subnet: app, ip: 10.0.1.5, groups: web}}\n"
    #expect(try !lint(network(groups + hosts), check).isEmpty)
    #expect(try lint(network(groups + hosts + "missing: {interfaces: }\n"), check).isEmpty)
  }

  @Test func defaultGroupsMayBeUnused() throws {
    #expect(try lint(network("    security-groups: {default: {}}\n"), .unusedGroup).isEmpty)
  }
}
