import PacketWalkTestSupport
import Testing

/// One network written down five ways, none of them made of another: they mean the same, byte for byte.
@Suite("One network, many ways") struct WaysTests {
  static let networks = ["shop"]
  static let ways = ["plan.json", "terraform.tfstate", "describe.json", "template.yaml"]

  @Test(arguments: networks, ["interface", "sg", "subnet"])
  func sameMatrix(network: String, grouping: String) {
    func matrix(_ way: String) -> CommandRun {
      CommandRun(["matrix", "--by", grouping, "--json", "-t", Fixtures.path("ways/\(network)/\(way)")])
    }
    let native = matrix("network.yaml")
    #expect(native.code == 0 && !native.out.isEmpty)
    for way in Self.ways { #expect(matrix(way).out == native.out, "\(network) as \(way)") }
  }

  @Test(arguments: networks, ways)
  func whatIsConvertedMeansTheSame(network: String, way: String) throws {
    let path = Fixtures.path("ways/\(network)/\(way)")
    let converted = CommandRun(["convert", "-t", path])
    #expect(converted.code == 0, "\(converted.error)")
    let folder = try TemporaryFolder()
    let written = try folder.write("converted.yaml", Array(converted.out.utf8))
    let again = CommandRun(["matrix", "--by", "interface", "--json", "-t", written])
    let own = CommandRun(["matrix", "--by", "interface", "--json", "-t", path])
    #expect(again.code == 0 && again.out == own.out, "\(again.error)")
  }
}
