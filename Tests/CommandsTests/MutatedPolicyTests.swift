import PacketWalkByteInput
import PacketWalkTestSupport
import Testing

@testable import PacketWalkCommands

/// The reference networks' policies as a team may begin with them, and as they are after `mutate` said what they miss:
/// `Fixtures/scenarios/mutate.txt` has what is noticed before and after.
@Suite struct MutatedPolicyTests {
  static let networks = ["petclinic", "clinicease", "flask-cicd", "gv-playground", "psych-healthcare"]

  @Test(arguments: networks) func policiesGotBetter(network: String) throws {
    let recorded = String(
      decoding: try ByteInput.read(Fixtures.path("scenarios/mutate.txt")), as: UTF8.self
    ).split(separator: "\n").map(String.init)
    for policy in ["policy-first.yaml", "policy.yaml"] {
      let folder = Fixtures.path("scenarios/\(network)")
      let run = CommandRun(
        "mutate", "\(folder)/\(policy)", "-t", "\(folder)/topology.yaml", "--today", "2026-11-22")
      #expect(run.code == 0, "\(run.error)")
      let line = "\(network)/\(policy): \(run.lines.first ?? "")"
      #expect(recorded.contains(line), "\(line)")
    }
  }

  /// What was good enough to be written down is held by every network.
  @Test(arguments: networks) func policiesHold(network: String) {
    for policy in ["policy-first.yaml", "policy.yaml"] {
      let folder = Fixtures.path("scenarios/\(network)")
      let run = CommandRun(
        "test", "\(folder)/\(policy)", "-t", "\(folder)/topology.yaml", "--today", "2026-11-22")
      #expect(run.code == 0, "\(run.out)")
    }
  }
}
