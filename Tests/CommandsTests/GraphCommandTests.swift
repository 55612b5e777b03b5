import PacketWalkByteInput
import PacketWalkTestSupport
import Testing

@testable import PacketWalkCommands

/// `packetwalk graph`: which picture is drawn, in which format, and where to.
@Suite struct GraphCommandTests {
  private static let network = Fixtures.path("scenarios/petclinic/topology.yaml")
  private static let plan = Fixtures.path("ways/shop/plan.json")

  @Test func aPathIsDrawnAsMermaid() {
    let run = CommandRun("graph", "-t", Self.network, "ALB-A", "aurora-writer", "tcp/3306")
    #expect(run.code == 0 && run.error.isEmpty)
    #expect(run.out.contains("flowchart TB") && run.out.contains("BLOCK sg aurora in"), "\(run.out)")
    #expect(run.out.contains("subgraph b0[\"vpc petclinic"))
  }

  @Test func severalFormatsGoToFiles() throws {
    let folder = try TemporaryFolder()
    let (svg, dot) = (folder.path + "/a.svg", folder.path + "/a.dot")
    let run = CommandRun("graph", "-t", Self.network, "-o", "svg=\(svg)", "-o", "mermaid", "-o", "dot=\(dot)")
    #expect(run.code == 0 && run.out.contains("flowchart LR"))
    #expect(String(decoding: try ByteInput.read(svg), as: UTF8.self).hasPrefix("<?xml"))
    #expect(String(decoding: try ByteInput.read(dot), as: UTF8.self).hasPrefix("digraph"))
  }

  @Test func aDifferenceNamesItsCauses() throws {
    let folder = try TemporaryFolder()
    let edited = CommandRun(
      "convert", "-t", Self.network, "--edit", "sg:aurora +in tcp/3306 from 0.0.0.0/0")
    #expect(edited.code == 0, "\(edited.error)")
    let new = try folder.write("new.yaml", edited.out)
    let run = CommandRun("graph", "--diff", Self.network, new)
    #expect(run.code == 0)
    #expect(run.out.contains("1 #126; security group aurora"), "\(run.out)")
    #expect(run.out.contains("#43; tcp/3306  #40;by 1#41;"), "\(run.out)")
    #expect(CommandRun("graph", "--diff", Self.plan, "-o", "svg").out.contains("<title id="))
  }

  /// Pairs that are not drawn are counted, and the one that is, is not the best.
  @Test func ofSeveralPairsTheWorstIsDrawn() {
    let several = CommandRun("graph", "-t", Self.network, "sg:alb", "sg:aurora", "tcp/3306", "-o", "dot")
    #expect(
      several.out.contains("3 more pairs or parts of the service asked about, not drawn"), "\(several.out)")
  }

  @Test func onlyOneServiceIsDrawnOnDemand() {
    let run = CommandRun("graph", "-t", Self.network, "--on", "tcp/3306", "-o", "dot")
    #expect(run.out.contains("tcp/3306") && !run.out.contains("tcp/443"), "\(run.out)")
  }

  static let wrong: [(arguments: [String], code: Int32)] = [
    (["-t", network, "web-1"], 64), (["-t", network, "--edges", "0"], 64), (["--diff"], 64),
    (["--diff", network, network, "tcp/22"], 64), (["--diff", network, network, "--level", "vpc"], 64),
    (["-t", network, "--by", "sg"], 64), (["-t", network, "--through", "lb:alb"], 64),
    (["-t", network, "--level", "city"], 64), (["-t", network, "nobody", "lambda-A", "ssh"], 2),
    (["-t", network, "-o", "png"], 2), (["--diff", network], 2), (["-t", network, "--on", "tcp/x"], 2),
    (["-t", network, "ALB-A", "lambda-A", "ssh", "--level", "vpc"], 64),
    (["-t", network, "-o", "svg=/nowhere/a.svg"], 2),
  ]

  @Test(arguments: wrong) func wrongArgumentsAreNamed(_ arguments: [String], _ code: Int32) {
    let run = CommandRun(["graph"] + arguments)
    #expect(run.code == code, "\(run.out)\(run.error)")
    #expect(run.out.isEmpty && !run.error.isEmpty)
  }
}
