import PacketWalkAnalysis
import Testing

/// Entries of access lists: exact, and each finding true when all others are followed too.
@Suite struct ACLEntryTests {
  private func findings(_ entries: String, _ check: LintCheck) throws -> [String] {
    try lint(
      """
      packetwalk: 1
      vpcs:
        shop:
          cidr: 10.0.0.0/16
          subnets: {app: {cidr: 10.0.1.0/24, zone: us-west-2a, network-acl: app}}
          network-acls: {app: {in: {\(entries)}, out: {}}}
      """, check)
  }

  /// The numbers of the entries that a finding is about.
  private func numbers(of finding: String) -> [String] {
    let rest = finding.split(separator: " ").dropFirst(3).map { String($0.filter { $0 != "," }) }
    return finding.contains(" entry ") && !finding.contains("ingress entries ")
      ? Array(rest.prefix(1)) : rest.prefix { $0 == "and" || Int($0) != nil }.filter { $0 != "and" }
  }

  @Test(
    arguments: [
      // The union of earlier entries, none of which does it alone.
      (
        "100: allow tcp/0-99 from 10.0.0.0/8, 110: deny tcp/100-200 from 10.0.0.0/8, 120: allow tcp/50-150 from 10.1.0.0/16",
        ["120"]
      ),
      (
        "100: allow tcp/0-99 from 10.0.0.0/8, 110: deny tcp/101-200 from 10.0.0.0/8, 120: allow tcp/50-150 from 10.1.0.0/16",
        []
      ),
      // Both halves of a range.
      (
        "100: deny all from 10.0.0.0/9, 110: deny all from 10.128.0.0/9, 120: allow tcp/22 from 10.0.0.0/8",
        ["120"]
      ),
      // Families are apart, and protocols: everything is more than TCP.
      ("100: allow all from 0.0.0.0/0, 110: deny tcp/22 from ::/0", []),
      ("100: allow tcp all from 0.0.0.0/0, 110: allow all from 0.0.0.0/0", []),
      (
        "100: allow all from 0.0.0.0/0, 110: deny icmp/8 from 0.0.0.0/0, 120: deny proto/47 from 0.0.0.0/0",
        ["110", "120"]
      ),
      ("100: allow icmp/8 from 0.0.0.0/0, 110: deny icmp all from 0.0.0.0/0", []),
      ("", []),
    ] as [(String, [String])])
  func neverMatching(entries: String, numbers expected: [String]) throws {
    let found = try findings(entries, .aclEntryNeverMatches)
    #expect(found.flatMap { numbers(of: $0) } == expected)
  }

  /// A wider entry behind narrower ones, and denials in front of the implied one.
  @Test(
    arguments: [
      (
        "100: allow tcp/80 from 10.0.0.0/8, 110: allow tcp/0-1023 from 0.0.0.0/0, 120: deny udp all from 0.0.0.0/0",
        ["100", "120"]
      ),
      // Taken out, the denial in between would win.
      (
        "100: allow tcp/80 from 10.0.0.0/8, 105: deny tcp/80 from 10.0.0.0/9, 110: allow tcp/0-1023 from 0.0.0.0/0",
        []
      ),
      (
        "100: allow tcp/80 from 10.0.0.0/9, 105: deny tcp/80 from 10.128.0.0/9, 110: allow tcp/0-1023 from 0.0.0.0/0",
        ["100"]
      ),
      // A denial that a later entry would let through is needed.
      ("100: deny tcp/22 from 192.0.2.0/24, 110: allow tcp all from 0.0.0.0/0", []),
      // What never matches may be moved to where it does, and then the denial is needed.
      ("90: deny all from 0.0.0.0/0, 100: allow tcp/443 from 0.0.0.0/0", []),
      // Of two that say the same only one is superfluous: the first stays, and the other never matches.
      ("100: allow tcp/80 from 10.0.0.0/8, 110: allow tcp/80 from 10.0.0.0/8", []),
    ] as [(String, [String])])
  func redundant(entries: String, numbers expected: [String]) throws {
    let found = try findings(entries, .aclEntryRedundant)
    #expect(found.flatMap { numbers(of: $0) } == expected)
  }

  /// Only what really takes the packets is named.
  @Test func namesWhatIsNeeded() throws {
    let found = try findings(
      "90: allow tcp/7 from 192.0.2.0/24, 100: allow tcp/0-99 from 10.0.0.0/8, 105: allow udp all from 10.0.0.0/8,"
        + " 110: allow tcp/100-200 from 10.0.0.0/8, 120: deny tcp/50-150 from 10.1.0.0/16",
      .aclEntryNeverMatches)
    #expect(
      found == [
        "app: ingress entry 120 deny tcp/50-150 from 10.1.0.0/16 never matches: entries 100 and 110 before it"
          + " take all that it would"
      ])
  }

  /// An entry that could not be read may stand before any other.
  @Test func silentBesideUnreadableEntries() throws {
    let text = """
      packetwalk: 1
      vpcs:
        shop:
          cidr: 10.0.0.0/16
          network-acls:
            app: {in: {100: allow all from 0.0.0.0/0, 110: deny tcp/22 from 0.0.0.0/0}, unreadable: [UNREADABLE]}
      """
    for (word, isSilent) in [("in", true), ("in 105", true), ("out", false)] {
      let found = try lint(text.replacing("UNREADABLE", with: word), .aclEntryNeverMatches)
      #expect(found.isEmpty == isSilent, "\(word)")
    }
  }
}
