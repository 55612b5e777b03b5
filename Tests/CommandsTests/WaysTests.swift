import PacketWalkTestSupport
import Testing

/// One network written down five ways, none of them made of another: they mean the same, byte for byte.
@Suite("One network, many ways") struct WaysTests {
  /// Beside `network.yaml`, whose first lines say in words what it is.
  static let networks = [
    "shop": ["plan.json", "terraform.tfstate", "describe.json", "template.yaml"],
    "hub": ["plan.json", "terraform.tfstate", "describe.json", "template.json"],
    "dual": ["plan.json", "terraform.tfstate", "describe", "template.json"],
  ]
  static let ways = networks.sorted { $0.key < $1.key }.flatMap { network, ways in ways.map { (network, $0) }
  }

  private func matrix(_ network: String, _ way: String, _ options: String...) -> CommandRun {
    CommandRun(["matrix", "-t", Fixtures.path("ways/\(network)/\(way)")] + options)
  }

  private static let groupings = ["interface", "sg", "subnet"]
  /// By network and grouping, what the native file says.
  private static let natives = Dictionary(
    uniqueKeysWithValues: networks.keys.flatMap { network in
      groupings.map { grouping in
        let path = Fixtures.path("ways/\(network)/network.yaml")
        return (
          [network, grouping], CommandRun(["matrix", "-t", path, "--by", grouping, "--json"])
        )
      }
    })

  @Test(arguments: ways, groupings)
  func sameMatrix(of way: (network: String, file: String), by grouping: String) throws {
    let native = try #require(Self.natives[[way.network, grouping]])
    let other = matrix(way.network, way.file, "--by", grouping, "--json")
    #expect(native.code == 0 && !native.out.isEmpty, "\(native.error)")
    #expect(other.code == 0 && other.out == native.out, "\(way.network) as \(way.file)")
  }

  @Test(arguments: ways)
  func whatIsConvertedMeansTheSame(of way: (network: String, file: String)) throws {
    let converted = CommandRun(["convert", "-t", Fixtures.path("ways/\(way.network)/\(way.file)")])
    #expect(converted.code == 0, "\(converted.error)")
    let folder = try TemporaryFolder()
    let written = try folder.write("converted.yaml", Array(converted.out.utf8))
    let again = CommandRun(["matrix", "--by", "interface", "--json", "-t", written])
    let own = matrix(way.network, way.file, "--by", "interface", "--json")
    #expect(again.code == 0 && again.out == own.out, "\(again.error)")
  }

  /// What all five say is all of it: nothing is left out, nothing unknown.
  @Test(arguments: ways)
  func nothingIsLost(of way: (network: String, file: String)) {
    let doctor = CommandRun(["doctor", "-t", Fixtures.path("ways/\(way.network)/\(way.file)")])
    #expect(doctor.code == 0)
    #expect(!doctor.out.contains("missing for full answers"), "\(doctor.out)")
    for word in ["PW_UNREADABLE", "PW_DANGLING", "PW_UNKNOWN"] {
      #expect(!doctor.out.contains(word), "\(doctor.out)")
    }
  }

  /// A reference network, whose topology and snapshot are those of its scenario: in Terraform, and on Fargate in a
  /// template. Its nodes and tasks are called otherwise where the services name them.
  @Test(
    arguments: ["plan.json", "terraform.tfstate", "template.yaml", "snapshot"], ["interface", "sg", "subnet"])
  func aReferenceNetwork(way: String, grouping: String) {
    func matrix(_ path: String) -> CommandRun {
      CommandRun(["matrix", "--by", grouping, "--json", "-t", Fixtures.path(path)])
    }
    let scenario = "scenarios/flask-cicd"
    var native = matrix("\(scenario)/topology.yaml").out
    var names: [(String, String)] = []
    if way != "snapshot" { names = [("alb-1", "alb/public-a"), ("alb-2", "alb/public-b")] }
    if way == "template.yaml" { names += [("flask-1", "flask/private-a"), ("flask-2", "flask/private-b")] }
    for (name, other) in names { native = native.replacing(name, with: other) }
    let own = matrix(way == "snapshot" ? "\(scenario)/snapshot" : "ways/flask-cicd/\(way)")
    #expect(own.code == 0 && !own.out.isEmpty && own.out == native, "\(own.error)")
  }

  /// The shop again, with a rule about one host's address, which the plan and the template leave to AWS: only what
  /// that rule may decide is unknown, in both alike.
  @Test(arguments: ["plan.json", "template.yaml"])
  func addressesThatAWSChooses(way: String) {
    func lines(_ way: String) -> [String] {
      matrix("assigned", way, "--by", "interface", "--csv").out.split(whereSeparator: \.isNewline).map(
        String.init)
    }
    let (known, unknown) = (lines("network.yaml"), lines(way))
    let lost = known.filter { !unknown.contains($0) }
    let gained = unknown.filter { !known.contains($0) }
    #expect(known.count == 12)
    #expect(lost == [#"web-1,db,1,every pair,reachable,"tcp/22, tcp/5432""#])
    #expect(
      gained == [
        "edge,db,1,every pair,undetermined,any",
        "web-1,db,1,every pair,reachable,tcp/5432",
        "web-1,db,1,every pair,undetermined,any except tcp/5432",
        "web-2,db,1,every pair,undetermined,any except tcp/5432",
      ])
    let explained = CommandRun([
      "explain", "-t", Fixtures.path("ways/assigned/\(way)"), "web-1", "db", "tcp/22",
    ])
    #expect(explained.code == 3 && explained.out.hasPrefix("UNDETERMINED"), "\(explained.out)")
    let doctor = CommandRun(["doctor", "-t", Fixtures.path("ways/assigned/\(way)")])
    #expect(doctor.out.contains("the rule tcp/22 about 10.20.10.10/32 tells addresses of the subnet apart"))
  }
}
