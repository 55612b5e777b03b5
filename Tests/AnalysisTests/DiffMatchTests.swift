import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkQueries
import Testing

@testable import PacketWalkAnalysis

/// Resources under other identifiers, in `diff`.
@Suite struct DiffMatchTests {
  /// A web server and its database.
  private func shop(
    web: String = "web", group: String = "web", database: String = "db", address: String = "10.0.1.5",
    rule: String = "tcp/443", more: String = ""
  ) -> String {
    network(
      """
          security-groups:
            \(group): {in: [\(rule) from 0.0.0.0/0]}
            \(database): {in: [tcp/5432 from sg:\(group)]}
          interfaces:
            \(web): {subnet: app, ip: \(address), groups: [\(group)]}
            store: {subnet: app, ip: 10.0.1.9, groups: [\(database)]}
      \(more)
      """)
  }

  private func diff(_ before: String, _ after: String) throws -> NetworkDiff {
    try load(before).diff(to: try load(after))
  }

  @Test func aRenamedResourceIsTheSame() throws {
    let diff = try diff(shop(), shop(web: "front", group: "edge", database: "data"))
    #expect(diff.isEmpty && diff.changes.isEmpty, "\(diff.changes.map(\.component.name))")
    #expect(
      diff.matches.map { "\($0.kind): \($0.before) -> \($0.after), \($0.evidence)" } == [
        "network interface: web -> front, content", "security group: db -> data, content",
        "security group: web -> edge, content",
      ])
  }

  @Test func anotherNameAndOtherRulesAreAnotherGroup() throws {
    // Both the group's name and what it says differ: nothing shows that they are one.
    let diff = try diff(shop(group: "one"), shop(group: "two", rule: "tcp/80"))
    #expect(diff.matches.map(\.before) == [])
    #expect(diff.changes.contains { $0.kind == .added && $0.component.name == "two" })
  }

  @Test func aHostMadeAnewIsNotNew() throws {
    let before = shop(more: "      old-1: {name: worker, subnet: app, ip: 10.0.1.20, groups: [web]}")
    let after = shop(more: "      new-1: {name: worker, subnet: app, ip: 10.0.1.31, groups: [web]}")
    let diff = try diff(before, after)
    #expect(diff.appeared == [] && diff.vanished == [] && diff.paths.filter(\.change.isLone).isEmpty)
    #expect(diff.matches.map { "\($0.before) \($0.after) \($0.evidence)" } == ["old-1 new-1 name"])
    // Three of one name, two of them made anew: those of one role are taken for each other.
    func workers(_ hosts: (String, Int)...) -> String {
      shop(
        more: hosts.map { "      \($0.0): {name: worker, subnet: app, ip: 10.0.1.\($0.1), groups: [web]}" }
          .joined(separator: "\n"))
    }
    let several = try self.diff(
      workers(("a", 20), ("b", 21), ("c", 22)), workers(("a", 20), ("x", 30), ("y", 31)))
    #expect(several.matches.map { "\($0.before) \($0.after) \($0.evidence)" } == ["b x role", "c y role"])
    #expect(several.appeared == [] && several.vanished == [])
  }

  /// Two of one name and other groups are no pair: which became which would be a guess.
  @Test func whatIsAmbiguousIsNotMatched() throws {
    let before = shop(
      more: """
              a: {name: worker, subnet: app, ip: 10.0.1.20, groups: [web]}
              b: {name: worker, subnet: app, ip: 10.0.1.21, groups: [web]}
        """)
    let after = shop(more: "      c: {name: worker, subnet: app, ip: 10.0.1.31, groups: [db]}")
    let diff = try diff(before, after)
    #expect(diff.matches.isEmpty)
    #expect(diff.appeared == ["worker"] && diff.vanished == ["worker", "worker"])
  }
}
