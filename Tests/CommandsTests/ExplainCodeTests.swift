import PacketWalkForwarding
import PacketWalkTestSupport
import Testing

/// `explain-code`, and what `--assume` takes.
@Suite struct ExplainCodeTests {
  @Test func oneEntry() {
    for word in ["SUBNET_ACL_RESTRICTION", "subnet_acl_restriction"] {
      let run = CommandRun("explain-code", word)
      #expect(run.code == 0 && run.error.isEmpty)
      #expect(run.lines.first == "SUBNET_ACL_RESTRICTION")
      for key in ["what to do", "rules", "ACL-11", "source", "Fixtures/codes/SUBNET_ACL_RESTRICTION.yaml"] {
        #expect(run.out.contains(key))
      }
    }
  }

  @Test func withoutACodeAllAreListed() {
    let run = CommandRun("explain-code")
    #expect(run.code == 0)
    for code in Code.allCases { #expect(run.lines.contains { $0.hasPrefix(code.rawValue + " ") }) }
    #expect(run.out.contains("MORE_SPECIFIC_ROUTE"))
  }

  @Test func whatIsNeverGivenSaysWhy() {
    let run = CommandRun("explain-code", "MORE_SPECIFIC_ROUTE")
    #expect(run.code == 0 && run.out.contains("not given by packetwalk: "))
  }

  @Test func anUnknownCodeNamesTheNearest() {
    let run = CommandRun("explain-code", "SUBNET_ACL_RESTRICTON")
    #expect(run.code == 2 && run.out.isEmpty)
    #expect(run.error.contains("did you mean 'SUBNET_ACL_RESTRICTION'?"))
  }

  private let firewall = [
    "-t", Fixtures.path("codes/PW_ASSUMED_NO.yaml"), "web", "db", "tcp/5432", "--strict",
  ]

  @Test(
    arguments: [
      ([], 3, "rests on what is not documented"),
      (["--assume", "ASSUMED_APPLIANCE_FORWARDS=yes"], 0, "REACHABLE"),
      (["--assume", "assumed_appliance_forwards=NO"], 1, "PW_ASSUMED_NO"),
      (["--assume", "ASSUMED_LISTENER_CONDITIONS_MATCH=no"], 3, "rests on what is not documented"),
    ] as [([String], Int32, String)])
  func assumptionsAreSettled(options: [String], code: Int32, words: String) {
    for command in ["check", "explain"] {
      let run = CommandRun([command] + firewall + options)
      #expect(run.code == code && run.out.contains(words), "\(run.out)\(run.error)")
    }
  }

  @Test(
    arguments: [
      (["ASSUMED_APPLIANCE_FORWARD=yes"], "did you mean 'ASSUMED_APPLIANCE_FORWARDS'?"),
      (["SNOW=yes"], "there are ASSUMED_APPLIANCE_FORWARDS"),
      (["ASSUMED_APPLIANCE_FORWARDS"], "takes ID=yes or ID=no"),
      (["ASSUMED_APPLIANCE_FORWARDS=maybe"], "takes ID=yes or ID=no"),
      (["ASSUMED_APPLIANCE_FORWARDS=yes", "ASSUMED_APPLIANCE_FORWARDS=no"], "both yes and no"),
    ] as [([String], String)])
  func whatSettlesNothingIsAnInputError(values: [String], words: String) {
    let run = CommandRun(["check"] + firewall + values.flatMap { ["--assume", $0] })
    #expect(run.code == 2 && run.out.isEmpty)
    #expect(run.error.contains(words), "\(run.error)")
  }
}
