import PacketWalkTesting
import Testing

@Suite struct ShopTests {
  let network: Network

  init() throws { network = try Plan.after() }

  /// All that the team has agreed on, in one file that `packetwalk test` reads as well.
  @Test func policy() {
    network.expect(policy: .beside("../../policy.yaml"))
  }

  @Test(arguments: ["ssh", "rdp", "tcp/5432"]) func nothingElseIsPublic(service: String) {
    network.expect(.deny(from: "internet", to: .everyone, on: Services(service)))
  }

  /// The plan only says the same in another way.
  @Test func noPathOpensOrCloses() throws {
    network.expectSamePaths(as: try Plan.before())
  }
}
