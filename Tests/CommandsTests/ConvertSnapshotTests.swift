import PacketWalkByteInput
import PacketWalkTestSupport
import Testing

/// `convert --to snapshot`: other files, the same answers.
@Suite("Networks written as snapshots") struct ConvertSnapshotTests {
  static let networks: [String] = {
    var names = [
      "ways/shop/plan.json", "ways/shop/terraform.tfstate", "ways/shop/template.yaml", "snapshots/three-tier",
      "snapshots/accounts",
    ]
    for folder in ["scenarios", "traps", "ways"] {
      for path in (try? ByteInput.files(in: Fixtures.path(folder))) ?? [] {
        let name = path.split(separator: "/").last ?? ""
        guard name.hasSuffix(".yaml"), !name.hasPrefix("policy"),
          !["trap.yaml", "expectations.yaml", "template.yaml"].contains(name)
        else {
          continue
        }
        names.append(String(path.dropFirst(Fixtures.root.count + 1)))
      }
    }
    return names
  }()

  /// All but the traps, and a third of those: they are small, and alike to a writer of files.
  static let some = networks.enumerated().filter { place, name in
    !name.hasPrefix("traps/") || place.isMultiple(of: 3)
  }.map(\.element)

  @Test(arguments: some)
  func sameMatrix(_ name: String) throws {
    let path = Fixtures.path(name)
    let folder = try TemporaryFolder()
    let written = CommandRun(["convert", "-t", path, "--to", "snapshot", "-o", "\(folder.path)/snapshot"])
    #expect(written.code == 0 && written.error.isEmpty, "\(written.error)")
    let own = CommandRun(["matrix", "--by", "interface", "--json", "-t", path])
    let again = CommandRun(["matrix", "--by", "interface", "--json", "-t", "\(folder.path)/snapshot"])
    #expect(again.code == own.code && sorted(again) == sorted(own), "\(again.error)")
  }

  /// Parties stand in the order of the input, and a snapshot has a file for each place.
  private func sorted(_ run: CommandRun) -> [String] {
    run.out.split(separator: "{").map(String.init).sorted()
  }

  @Test func oneFileOnStandardOutput() throws {
    let path = Fixtures.path("ways/shop/network.yaml")
    let run = CommandRun(["convert", "-t", path, "--to", "snapshot"])
    #expect(run.code == 0 && run.error.isEmpty)
    let folder = try TemporaryFolder()
    let written = try folder.write("snapshot.json", run.out)
    let own = CommandRun(["matrix", "--by", "sg", "--json", "-t", path])
    #expect(CommandRun(["matrix", "--by", "sg", "--json", "-t", written]).out == own.out)
  }

  @Test func namesWhatItCannotSay() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "net.yaml",
      """
      packetwalk: 1
      vpcs:
        main:
          cidr: 10.0.0.0/16
          subnets: {a: {cidr: 10.0.0.0/24, zone: z}}
          managed-services:
            search: {kind: OpenSearch domain}
      """)
    let run = CommandRun(["convert", "-t", path, "--to", "snapshot"])
    #expect(run.code == 0)
    #expect(run.error.contains("managed service search: it has no place in what AWS's calls print"))
  }

  @Test(arguments: [
    ["--to", "native", "-o", "out"], ["-o", "out"], ["--to", "snapshot", "--edits-as", "cli", "--edit", "x"],
    ["--to", "wishes"],
  ])
  func refuses(_ arguments: [String]) throws {
    let path = Fixtures.path("ways/shop/network.yaml")
    #expect(CommandRun(["convert", "-t", path] + arguments).code == 64)
  }

  @Test func writesOnlyToAnEmptyFolder() throws {
    let folder = try TemporaryFolder()
    try folder.write("out/old.json", "{}")
    let run = CommandRun([
      "convert", "-t", Fixtures.path("ways/shop/network.yaml"), "--to", "snapshot", "-o",
      "\(folder.path)/out",
    ])
    #expect(run.code == 2)
    #expect(run.error.contains("the folder is not empty"))
  }
}
