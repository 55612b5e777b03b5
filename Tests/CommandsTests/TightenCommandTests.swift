import PacketWalkTestSupport
import Testing

@testable import PacketWalkCommands

/// `packetwalk tighten`, `replay --paths` and `policy init --from-flows`: what they print, and how they end.
@Suite struct TightenCommandTests {
  private static let flask = Fixtures.path("scenarios/flask-cicd")
  private static let flows = ["\(flask)/flows.log", "-t", "\(flask)/snapshot"]

  /// The reference network's own flow log, in full.
  @Test(arguments: [
    (["tighten"], "tighten.txt"), (["replay", "--paths"], "paths.txt"),
    (["tighten", "--margin", "subnet", "--fix-as", "cli"], "tighten.sh"),
  ]) func theReferenceNetwork(command: [String], file: String) throws {
    let run = CommandRun(command + Self.flows)
    #expect(run.code == 0)
    let text = run.out.replacing(Fixtures.root + "/", with: "")
    #expect(try TextSnapshot.recorded("scenarios/flask-cicd/" + file, text) == text)
  }

  @Test func whatIsFoundIsAnExitCodeOnDemand() {
    #expect(CommandRun(["tighten"] + Self.flows).code == 0)
    #expect(CommandRun(["tighten", "--exit-code"] + Self.flows).code == 1)
  }

  @Test(arguments: [
    ["--margin", "/40"], ["--gap", "-1"], ["--max-rules", "0"], ["--json", "--fix-as", "cli"],
    ["--fields", "nothing"], ["--valid-from", "yesterday"], ["--threads", "0"],
  ]) func wrongOptionsAreRefused(arguments: [String]) {
    #expect(CommandRun(["tighten"] + Self.flows + arguments).code == 64)
  }

  @Test func aCaptureIsNoLog() {
    let run = CommandRun([
      "tighten", Fixtures.path("documentation/web-1.pcap"), "-t", Fixtures.path("documentation/network.yaml"),
    ])
    #expect(run.code == 2 && run.error.contains("is a capture"))
  }

  /// What the traffic implies holds when it is tested.
  @Test func thePolicyOfTheLogHolds() throws {
    let run = CommandRun([
      "policy", "init", "-t", "\(Self.flask)/snapshot", "--from-flows", "\(Self.flask)/flows.log",
    ])
    let folder = try TemporaryFolder()
    try folder.write("policy.yaml", run.out)
    let test = CommandRun(["test", folder.path + "/policy.yaml", "-t", "\(Self.flask)/snapshot"])
    #expect(run.code == 0 && test.code == 0)
    #expect(test.out.contains("3 assertions: 3 held"))
  }
}
