import PacketWalkDiagnostics
import Testing

@testable import PacketWalkPolicy

/// What may stand in a policy, and what is said of what may not.
@Suite struct PolicyReaderTests {
  private func read(_ text: String) throws -> Policy {
    try PolicyReader.read([("policy.yaml", Array(text.utf8))])
  }

  /// A policy of one assertion.
  private static func policy(_ assertion: String, _ rest: String = "") -> String {
    "packetwalk: 1\n\(rest)assertions:\n  - \(assertion)\n"
  }

  @Test func everythingIsRead() throws {
    let policy = try read(
      """
      packetwalk: 1
      groups:
        web: tag:tier=web
        all-web: [web, {tag: tier=proxy, subnet: [dmz-a, dmz-b]}]
        outside: {not: "10.0.0.0/8"}
      services:
        app: [tcp/8080, tcp/8443]
      assertions:
        - id: one
          deny: {from: outside, to: all-web, on: [app, ssh]}
          severity: warning
          why: because
          unknown: pass
          may-be-empty: true
          except:
            - {from: web, on: app, reason: for now, expires: 2027-06-30}
        - id: two
          allow: {between: [web, sg:db], on: any}
          quantifier: any
          one-way: true
      """)
    #expect(policy.assertions.map(\.id) == ["one", "two"])
    let (one, two) = (policy.assertions[0], policy.assertions[1])
    #expect(one.kind == .deny && one.severity == .warning && one.why == "because" && one.unknown == .pass)
    #expect(one.mayBeEmpty && one.services.map(\.text) == ["tcp/8080", "tcp/8443", "ssh"])
    #expect(one.paths.map { "\($0.sources) to \($0.destinations)" } == ["outside to all-web"])
    #expect(one.exceptions.map { "\($0.expires) \($0.reason)" } == ["2027-06-30 for now"])
    #expect(one.origin.position == Position(line: 9, column: 9))
    #expect(two.paths.count == 2 && two.paths[1].destinations.description == "web")
    #expect(two.quantifier == .any && two.isOneWay)
    let group = try #require(policy.groups["all-web"])
    #expect(group.description == "web or tag:tier=proxy and (subnet:dmz-a or subnet:dmz-b)")
    #expect(policy.groups["outside"]?.description == "not 10.0.0.0/8")
  }

  @Test(
    arguments: [
      ("packetwalk: 2\nassertions: []", "1:13", "version"),
      ("assertions: []", "1:1", "needs “packetwalk”"),
      ("packetwalk: 1\nassertions: []", "policy.yaml", "without assertions"),
      ("packetwalk: 1\nasertions: []", "2:1", "did you mean “assertions”"),
      (policy("deny: {from: a, to: b, on: any}"), "3:5", "needs “id”"),
      (policy("{id: x, deny: {from: a, on: any}}"), "3:19", "needs “to”"),
      (policy("{id: x, deny: {from: a, to: b}}"), "3:19", "needs “on”"),
      (policy("{id: x, deny: {from: a, to: b, on: []}}"), "3:", "the list is empty"),
      (policy("{id: x, deny: {from: [], to: b, on: any}}"), "3:", "The list is empty"),
      (policy("{id: x, deny: {from: {}, to: b, on: any}}"), "3:", "The mapping is empty"),
      (policy("{id: x, deny: {from: a, to: b, on: tpc/22}}"), "3:", "is no service"),
      (policy("{id: x, deny: {form: a, to: b, on: any}}"), "3:20", "did you mean “from”"),
      (policy("{id: x, deni: {from: a, to: b, on: any}}"), "3:13", "did you mean “deny”"),
      (policy("{id: x}"), "3:5", "one of allow, deny and only"),
      (
        policy("{id: x, deny: {from: a, to: b, on: any}, allow: {from: a, to: b, on: any}}"), "3:5", "several"
      ),
      (policy("{id: x, deny: {from: {tga: a=b}, to: b, on: any}}"), "3:", "did you mean “tag”"),
      (policy("{id: x, only: {between: [a, b], on: any}}"), "3:", "has a direction"),
      (policy("{id: x, deny: {between: [a], on: any}}"), "3:", "two sides"),
      (policy("{id: x, deny: {between: [a, b], from: a, on: any}}"), "3:", "stands for from and to"),
      (
        policy("{id: x, deny: {from: a, to: b, on: any}, severity: high}"), "3:",
        "one of error, warning, note"
      ),
      (policy("{id: x, deny: {from: a, to: b, on: any}, quantifier: any}"), "3:", "“allow” only"),
      (policy("{id: x, deny: {from: a, to: b, on: any}, one-way: true}"), "3:", "“allow” only"),
      (
        policy(
          "{id: x, allow: {from: a, to: b, on: any}, except: [{from: a, reason: r, expires: 2027-01-01}]}"),
        "3:", "“allow” asks for paths"
      ),
      (
        policy("{id: x, deny: {from: a, to: b, on: any}, except: [{from: a, expires: 2027-01-01}]}"), "3:",
        "needs “reason”"
      ),
      (
        policy("{id: x, deny: {from: a, to: b, on: any}, except: [{from: a, reason: r}]}"), "3:",
        "needs “expires”"
      ),
      (
        policy(
          "{id: x, deny: {from: a, to: b, on: any}, except: [{from: a, reason: r, expires: 2027-02-29}]}"),
        "3:", "a day such as"
      ),
      (
        policy("{id: x, deny: {from: a, to: b, on: any}, except: [{reason: r, expires: 2027-01-01}]}"), "3:",
        "needs from, to or on"
      ),
      (
        policy(
          "{id: x, deny: {from: a, to: b, on: any}, exceptions-allowed: false, except: [{from: a, reason: r, expires: 2027-01-01}]}"
        ), "3:", "allows no exceptions"
      ),
      (
        policy("{id: x, deny: {from: a, to: b, on: any}}\n  - {id: x, deny: {from: a, to: b, on: any}}"),
        "4:10",
        "policy.yaml:3:10"
      ),
      (
        policy("{id: x, deny: {from: a, to: b, on: any}}", "groups: {a: b, b: [c], c: {not: a}}\n"), "2:",
        "a → b → c → a"
      ),
      (policy("{id: x, deny: {from: a, to: b, on: any}}", "groups: {a: a}\n"), "2:", "a → a"),
      ("packetwalk: 1\nassertions: {", "policy.yaml", "flow node"),
      ("", "policy.yaml", "empty"),
    ] as [(String, String, String)])
  func errors(text: String, place: String, words: String) throws {
    let error = try #require(throws: InputError.self) { _ = try read(text) }
    #expect("\(error.origin)".contains(place), "\(error.origin): \(error.message)")
    #expect(error.message.contains(words), "\(error.message)")
  }

  @Test func filesShareTheirGroups() throws {
    let groups = "packetwalk: 1\ngroups: {web: tag:tier=web}\n"
    let rules = "packetwalk: 1\nassertions: [{id: a, deny: {from: web, to: internet, on: any}}]\n"
    let policy = try PolicyReader.read([
      ("rules.yaml", Array(rules.utf8)), ("groups.yaml", Array(groups.utf8)),
    ])
    guard case .group("web", _) = policy.assertions[0].paths[0].sources.content else {
      Issue.record("the group of the other file is not known")
      return
    }
    let error = try #require(throws: InputError.self) {
      _ = try PolicyReader.read([("a.yaml", Array(rules.utf8)), ("b.yaml", Array(rules.utf8))])
    }
    #expect("\(error.origin)".hasPrefix("b.yaml") && error.message.contains("a.yaml"))
  }
}
