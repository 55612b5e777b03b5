import PacketWalkTestSupport
import Testing

/// One network as a native file, a plan and a state, asked by the commands.
@Suite("Terraform by commands") struct TerraformCommandTests {
  private static func path(_ name: String) -> String { Fixtures.path("terraform/\(name)") }

  /// The same matrix, byte for byte: what a plan does not know yet decides nothing here.
  @Test(arguments: ["interface", "sg", "subnet"])
  func sameMatrix(grouping: String) {
    let runs = ["shop.yaml", "shop.plan.json", "shop.tfstate"].map {
      CommandRun(["matrix", "--by", grouping, "--json", "-t", Self.path($0)])
    }
    #expect(runs[0].code == 0 && runs[0].out.contains("tcp/8443"))
    #expect(runs[1].out == runs[0].out)
    #expect(runs[2].out == runs[0].out)
  }

  @Test func addressesAreNames() {
    let run = CommandRun([
      "explain", "aws_instance.web[0]", "tf:aws_instance.db", "tcp/5432", "-t", Self.path("shop.plan.json"),
    ])
    #expect(run.code == 0, "\(run.error)")
    #expect(run.out.contains("shop.plan.json:"))
  }

  @Test func whatIsConvertedMeansTheSame() throws {
    let folder = try TemporaryFolder()
    for name in ["shop.plan.json", "shop.tfstate"] {
      let converted = CommandRun(["convert", "-t", Self.path(name)])
      #expect(converted.code == 0, "\(converted.error)")
      let path = try folder.write("converted.yaml", Array(converted.out.utf8))
      let matrix = CommandRun(["matrix", "--by", "interface", "--json", "-t", path])
      let own = CommandRun(["matrix", "--by", "interface", "--json", "-t", Self.path(name)])
      #expect(matrix.out == own.out)
    }
  }

  @Test func beforeAPlanThereIsNothing() {
    let run = CommandRun(["doctor", "-t", Self.path("shop.plan.json") + "#before"])
    #expect(run.code == 2)
    #expect(run.error.contains("there is nothing of a network in it"))
  }
}
