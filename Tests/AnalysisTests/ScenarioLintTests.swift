import PacketWalkAnalysis
import PacketWalkFormats
import PacketWalkQueries
import PacketWalkTestSupport
import Testing

/// What lint says of the reference networks: their documented defects, and nothing that isn't one.
@Suite struct ScenarioLintTests {
  private func findings(_ name: String) throws -> [LintFinding] {
    let loaded = try TopologyLoader.load(path: Fixtures.path("scenarios/\(name)/topology.yaml"))
    return try Network(loaded.topology, findings: loaded.findings).lint().findings
  }

  @Test func flaskNamesTheEntriesThatAddNothing() throws {
    let messages = try findings("flask-cicd").filter { $0.check == .aclEntryRedundant }.map(\.message)
    #expect(
      messages == [
        "ingress entries 100 and 101 add nothing: entry 110 after them decides the same",
        "ingress entry 120 deny tcp/22 from 0.0.0.0/0 adds nothing: what it denies, the implied deny (*) denies",
      ])
  }

  @Test func playgroundsTargetsAreRefused() throws {
    let found = try findings("gv-playground").filter { $0.check == .targetRefused }
    #expect(found.count == 1)
    #expect(
      found.first?.message.contains("security group eks, ingress stops connections to its targets") == true)
  }

  @Test func petclinicAsDocumentedLosesReplies() throws {
    let found = try findings("petclinic-as-documented").filter { $0.check == .aclBlocksReplies }
    #expect(Set(found.map(\.resource.name)) == ["public", "app"])
    #expect(try findings("petclinic").filter { $0.check == .aclBlocksReplies }.isEmpty)
  }
}
