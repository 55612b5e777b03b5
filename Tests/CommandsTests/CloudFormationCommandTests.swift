import PacketWalkTestSupport
import Testing

@testable import PacketWalkCommands

/// Two templates of one network: a VPC in YAML and, importing from it, a shop as the CDK writes it.
@Suite struct CloudFormationCommandTests {
  private func run(_ command: String, _ words: String, _ parameters: String...) -> CommandRun {
    CommandRun(
      [command, "-t", Fixtures.path("cloudformation")] + parameters.flatMap { ["--parameters", $0] }
        + words.split(separator: " ").map(String.init))
  }

  @Test(
    arguments: [
      ("internet lb:front tcp/80", 0), ("internet lb:front tcp/443", 1), ("Bastion app tcp/22", 0),
      ("Bastion app tcp/8080", 1), ("app DatabaseB269D8BB tcp/5432", 0),
      ("Bastion DatabaseB269D8BB tcp/5432", 1), ("app internet tcp/443", 0), ("internet app tcp/22", 1),
      ("198.51.100.9 Bastion tcp/22", 0), ("203.0.113.9 Bastion tcp/22", 1),
    ] as [(String, Int32)])
  func answers(_ question: String, _ code: Int32) {
    let run = run("check", question, "Office=198.51.100.0/24")
    #expect(run.code == code, "\(question): \(run.out)\(run.error)")
  }

  @Test func withoutItsNATGateway() {
    let run = run("check", "app internet tcp/443", "Office=198.51.100.0/24", "WithNat=no")
    #expect(run.code == 1, "\(run.out)\(run.error)")
  }

  /// A rule that rests on a value nobody gave is unknown, not absent.
  @Test func whatNobodySays() {
    let run = run("check", "203.0.113.9 Bastion tcp/22")
    #expect(run.code == 3, "\(run.out)\(run.error)")
    let doctor = self.run("doctor", "")
    #expect(doctor.code == 0 && doctor.out.contains("cloudformation: 2 files"))
    #expect(doctor.out.contains("PW_MISSING_PARAMETER"), "\(doctor.out)")
    #expect(doctor.out.contains("PW_UNREADABLE_RULE"))
  }
}
