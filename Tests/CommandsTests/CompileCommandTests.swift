import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// `packetwalk compile`: another file, the same output of every command.
@Suite("Compiled models on the command line") struct CompileCommandTests {
  private static let inputs =
    [
      "clinicease/topology.yaml", "flask-cicd/topology.yaml", "flask-cicd/snapshot",
      "gv-playground/topology.yaml", "petclinic/topology.yaml", "petclinic/snapshot",
      "psych-healthcare/topology.yaml",
    ].map { "scenarios/\($0)" } + [
      "documentation/network.yaml", "snapshots/three-tier", "snapshots/accounts", "snapshots/cloudmapper",
      "ways/shop/plan.json", "ways/shop/plan.json#before", "ways/shop/terraform.tfstate",
      "ways/shop/template.yaml", "ways/hub/network.yaml", "cloudformation/Shop.template.json",
    ]

  private static let whole: Set = [
    "scenarios/flask-cicd/snapshot", "documentation/network.yaml", "ways/shop/plan.json",
    "ways/shop/template.yaml",
  ]

  private func compile(_ path: String, _ folder: TemporaryFolder, _ more: [String] = []) throws -> String {
    let model = "\(folder.path)/model.pwm"
    let run = CommandRun(["compile", "-t", path, "-o", model] + more)
    try #require(run.code == 0, "\(run.error)")
    #expect(run.out.hasSuffix(" bytes in \(model)\n"))
    return model
  }

  private func expectSame(
    _ command: [String], _ path: String, _ model: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let (own, again) = (CommandRun(command + ["-t", path]), CommandRun(command + ["-t", model]))
    let isSame = own.code == again.code && own.out == again.out && own.error == again.error
    #expect(isSame, "\(command)\n\(again.error)\(again.out)", sourceLocation: sourceLocation)
    #expect(own.code != 64 && !(own.out + own.error).isEmpty, sourceLocation: sourceLocation)
  }

  @Test(arguments: inputs)
  func everyCommandPrintsTheSame(_ name: String) throws {
    let path = Fixtures.path(name)
    let folder = try TemporaryFolder()
    let model = try compile(path, folder)
    let interfaces = try TopologyLoader.load(path: model).topology.networkInterfaces.map(\.id.rawValue)
    var commands = [["doctor", "--json"]]
    // What looks at everything is worked out for one input of each kind.
    if Self.whole.contains(name) {
      commands += [["doctor"], ["lint"], ["matrix", "--by", "subnet", "--json"], ["convert"]]
    }
    for command in commands { expectSame(command, path, model) }
    for (source, destination) in zip(interfaces, interfaces.reversed()).prefix(1) {
      expectSame(["check", source, destination, "tcp/443"], path, model)
      expectSame(["explain", source, destination, "tcp/443", "--json", "--strict"], path, model)
    }
  }

  /// What is settled on the command line is no part of the file.
  @Test func assumptionsAndEditsStillCount() throws {
    let path = Fixtures.path("documentation/network.yaml")
    let folder = try TemporaryFolder()
    let model = try compile(path, folder)
    for more in [
      ["--assume", "ASSUMED_EDGE_APPLIANCE_NEEDS_PUBLIC_ADDRESS=no"], ["--strict"],
      ["--edit", "sg:db -in tcp/5432 from sg:web"], ["--with", Fixtures.path("documentation/office.yaml")],
    ] {
      expectSame(["matrix", "--json"] + more.filter { $0 != "--strict" }, path, model)
      expectSame(["check", "web-1", "sg:db", "tcp/5432"] + more, path, model)
      expectSame(["explain", "web-1", "internet", "tcp/443"] + more, path, model)
    }
  }

  /// What is said when a model is compiled is in it.
  @Test func editsAreCompiled() throws {
    let path = Fixtures.path("documentation/network.yaml")
    let folder = try TemporaryFolder()
    let changes = [
      "--edit", "sg:db -in tcp/5432 from sg:web", "--with", Fixtures.path("documentation/office.yaml"),
    ]
    let model = try compile(path, folder, changes)
    let written = try folder.write("edited.yaml", CommandRun(["convert", "-t", path] + changes).out)
    expectSame(["matrix", "--json"], written, model)
    #expect(CommandRun(["doctor", "--json", "-t", model]).out.contains("office.yaml"))
  }

  @Test func aModelOfAModelIsTheSame() throws {
    let folder = try TemporaryFolder()
    let model = try compile(Fixtures.path("scenarios/petclinic/snapshot"), folder)
    let again = "\(folder.path)/again.pwm"
    #expect(CommandRun(["compile", "-t", model, "-o", again]).code == 0)
    #expect(CommandRun(["compile", "-t", model, "-o", model]).code == 0)
    let (left, right) = (try TopologyLoader.load(path: model), try TopologyLoader.load(path: again))
    #expect(CompiledModel.write(left) == CompiledModel.write(right))
  }

  @Test func diffTakesTwo() throws {
    let (before, after) = (try TemporaryFolder(), try TemporaryFolder())
    let plan = Fixtures.path("ways/shop/plan.json")
    let old = try compile(plan + "#before", before)
    let new = try compile(plan, after)
    let run = CommandRun(["diff", old, new])
    let own = CommandRun(["diff", plan])
    #expect(run.code == own.code && run.out == own.out && !run.out.isEmpty, "\(run.error)")
    let alone = CommandRun(["diff", new])
    #expect(alone.code == 2 && alone.error.contains("a compiled model holds one network"), "\(alone.error)")
  }

  /// Partial results of workers that load either are of one model.
  @Test func replaysMerge() throws {
    let folder = try TemporaryFolder()
    let flask = Fixtures.path("scenarios/flask-cicd")
    let model = try compile(flask + "/snapshot", folder)
    expectSame(["replay", flask + "/flows.log", "--partial"], flask + "/snapshot", model)
    let partial = try folder.write(
      "partial.ndjson", CommandRun(["replay", flask + "/flows.log", "--partial", "-t", model]).out)
    expectSame(["replay", "merge", partial, "--hits"], flask + "/snapshot", model)
  }

  @Test func thousandsOfHosts() throws {
    let folder = try TemporaryFolder()
    var text = """
      packetwalk: 1
      vpcs:
        main:
          cidr: 10.0.0.0/16
          subnets: {a: {cidr: 10.0.0.0/16, zone: z}}
          security-groups: {web: {in: [tcp/443 from sg:web], out: [tcp/443 to sg:web]}}
          interfaces:

      """
    for number in 1...2_100 {
      let address = "10.0.\(number / 250).\(number % 250 + 4)"
      text += "      host-\(number): {subnet: a, ip: \(address), groups: [web]}\n"
    }
    let path = try folder.write("network.yaml", text)
    let model = try compile(path, folder)
    expectSame(["check", "host-1", "host-2100", "tcp/443"], path, model)
    #expect(CommandRun(["check", "-t", model, "host-1", "host-2100", "tcp/443"]).code == 0)
    #expect(CommandRun(["check", "-t", model, "host-1", "host-2100", "tcp/80"]).code == 1)
    expectSame(["check", "host-1", "hosts-2100"], path, model)
  }

  @Test(arguments: [("check", "a b"), ("doctor", ""), ("matrix", ""), ("compile", "-o other.pwm")])
  func damagedFilesAreRefused(_ command: String, _ words: String) throws {
    let folder = try TemporaryFolder()
    let model = try compile(Fixtures.path("documentation/network.yaml"), folder)
    let bytes = CompiledModel.write(try TopologyLoader.load(path: model))
    var flipped = bytes
    flipped[bytes.count / 2] ^= 4
    var newer = bytes
    newer[8] = 99
    for (bytes, message) in [
      (flipped, "is damaged"), (Array(bytes.dropLast(100)), "bytes, and \(bytes.count) were written"),
      (Array(bytes.prefix(20)), "cut short"), (newer, "compile it again"),
    ] {
      let path = try folder.write("damaged.pwm", bytes)
      let run = CommandRun([command, "-t", path] + words.split(separator: " ").map(String.init))
      #expect(run.code == 2 && run.out.isEmpty)
      #expect(run.error.hasPrefix("packetwalk: \(path): ") && run.error.contains(message), "\(run.error)")
    }
  }

  @Test func writesWhereItWasTold() throws {
    let path = Fixtures.path("documentation/network.yaml")
    #expect(CommandRun(["compile", "-t", path]).code == 64)
    let run = CommandRun(["compile", "-t", path, "-o", "/nowhere/model.pwm"])
    #expect(run.code == 2 && run.error.contains("the result can't be written"), "\(run.error)")
  }
}
