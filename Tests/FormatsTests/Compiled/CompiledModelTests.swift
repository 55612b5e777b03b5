import PacketWalkAddressing
import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// What `compile` writes is read as the same network, or not at all.
@Suite("Compiled models") struct CompiledModelTests {
  private static func loaded(_ topology: Topology) -> LoadedTopology {
    let findings = topology.validate()
    return LoadedTopology(
      topology: topology, findings: findings, format: .native, documents: ["made"],
      validationCount: findings.count)
  }

  /// What neither the generator nor an input varies.
  private static let rare: LoadedTopology = {
    let origin = Origin(file: "rare.yaml", position: Position(line: 7, column: -1), pointer: "/a/0")
    var topology = Topology()
    topology.coverage.overlays = ["office.yaml"]
    topology.coverage.edits = 3
    topology.coverage.takenAt = "2026-01-31T00:00:00Z"
    let exception = LintException(check: "admin-ports", reason: "a bastion", origin: origin)
    topology.ruleGroups = [
      RuleGroup(
        id: "domains", info: ResourceInfo(lintExceptions: [exception], origin: origin),
        rules: .domains(RuleGroup.DomainList(names: ["a", "b"], action: .alert))),
      RuleGroup(
        id: "stateless", rules: .stateless([StatelessRule(priority: -65_535, action: .drop, origin: origin)])),
    ]
    return loaded(topology)
  }()

  private func expectSame(_ loaded: LoadedTopology, _ comment: String) throws {
    let bytes = CompiledModel.write(loaded)
    let again = try CompiledModel.read(bytes, path: "model.pwm")
    #expect(again.topology == loaded.topology, "\(comment)")
    #expect(again.findings == loaded.findings, "\(comment)")
    #expect(again.format == loaded.format && again.documents == loaded.documents, "\(comment)")
    #expect(again.validationCount == loaded.validationCount, "\(comment)")
    // The same bytes, so that nothing is written in the order of a hash.
    #expect(CompiledModel.write(again) == bytes, "\(comment)")
  }

  @Test(arguments: CompiledInputs.names)
  func readsBackWhatWasWritten(_ name: String) throws {
    let folder = try TemporaryFolder()
    let loaded = try TopologyLoader.load(path: Fixtures.path(name))
    try expectSame(loaded, name)
    let path = try folder.write("model.pwm", CompiledModel.write(loaded))
    let again = try TopologyLoader.load(path: path)
    #expect(again.topology == loaded.topology && again.findings == loaded.findings)
    #expect(
      CompiledModel.write(try TopologyLoader.load(path: Fixtures.path(name))) == CompiledModel.write(again))
  }

  @Test func rareFields() throws { try expectSame(Self.rare, "rare") }

  @Test func anyTopology() throws {
    for iteration in 0..<UInt64(Fuzzing.iterations(default: 60)) {
      let seed = Fuzzing.seed() &+ iteration
      var generator = TopologyGenerator(seed: seed)
      try expectSame(Self.loaded(generator.make()), "seed \(seed)")
    }
  }

  /// The tests above show something of a field only if they see it with two values: one of the two is not what a
  /// reader that forgets the field would put there.
  @Test func everyFieldIsSeenWithTwoValues() throws {
    var seen = FieldValues()
    seen.add(Self.rare)
    for seed in 0..<UInt64(40) {
      var generator = TopologyGenerator(seed: seed)
      seen.add(Self.loaded(generator.make()))
    }
    for name in CompiledInputs.names where seen.hasConstants {
      seen.add(try TopologyLoader.load(path: Fixtures.path(name)))
    }
    #expect(seen.constants.isEmpty)
  }

  /// Names that Unicode calls equal are different to AWS, and stay so.
  @Test func textsKeepTheirBytes() throws {
    let names = ["caf\u{E9}", "cafe\u{301}", "", "\0", "\u{1F600}"]
    var topology = Topology()
    topology.vpcs = names.map { VPC(id: VPCID("vpc-\($0)"), info: ResourceInfo(name: $0), prefixes: []) }
    let again = try CompiledModel.read(CompiledModel.write(Self.loaded(topology)), path: "-")
    #expect(
      again.topology.vpcs.map { Array($0.info.name?.utf8 ?? "none".utf8) } == names.map { Array($0.utf8) })
  }

  /// The form that is stored stays what it was: if this fails, either what is stored has changed and
  /// `CompiledModel.version` must be raised, or the YAML means something else; then compile the file again.
  @Test func theFormIsTheStoredOne() throws {
    let name = "ways/hub/network.yaml"
    let (topology, findings) = try NativeTopology.read(
      ByteInput.read(Fixtures.path(name)), file: "network.yaml")
    let validated = topology.validate()
    let loaded = LoadedTopology(
      topology: topology, findings: findings + validated, format: .native, documents: ["network.yaml"],
      validationCount: validated.count)
    let stored = try ByteInput.read(Fixtures.path("compiled/form-\(CompiledModel.version).pwm"))
    #expect(try CompiledModel.read(stored, path: "-").topology == topology)
    #expect(CompiledModel.write(loaded) == stored)
  }

  /// What stands for something is always read, what is asked about as well, and everything where that may be anybody.
  @Test func readsTheHostsOfAQuestion() throws {
    let yaml = """
      packetwalk: 1
      vpcs:
        shop:
          cidr: 10.0.0.0/16
          subnets: {a: {cidr: 10.0.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {192.168.0.0/16: interface:appliance}}}
          interfaces:
            web: {subnet: a, ip: 10.0.1.5}
            db: {subnet: a, ip: [10.0.1.6, 10.0.1.7]}
            other: {subnet: a, ip: 10.0.1.8}
            appliance: {subnet: a, ip: 10.0.1.9}
            relay: {subnet: a, ip: 10.0.1.10, source-dest-check: false}
        twin:
          cidr: 10.0.0.0/16
          subnets: {b: {cidr: 10.0.1.0/24, zone: us-west-2a}}
          interfaces: {double: {subnet: b, ip: 10.0.1.5}, else: {subnet: b, ip: 10.0.1.99}}

      """
    let (topology, _) = try NativeTopology.read(Array(yaml.utf8), file: "net.yaml")
    let bytes = CompiledModel.write(Self.loaded(topology))
    func read(_ names: String...) throws -> [String] {
      try CompiledModel.read(bytes, path: "-", about: names).topology.networkInterfaces.map(\.shortName)
    }
    let all = topology.networkInterfaces.map(\.shortName)
    // In another VPC somebody has the address of one of them.
    #expect(try read("web", "db") == ["web", "db", "appliance", "relay", "double"])
    #expect(try read("10.0.1.7", "other") == ["db", "other", "appliance", "relay"])
    #expect(try read() == all)
    for name in ["internet", "sg:web", "nobody", "10.0.1.200", "10.0.1.0/24", "w*", "web@10.0.1.5"] {
      #expect(try read(name, "db") == all, "\(name)")
    }
  }

  // MARK: Damage

  private static let small: [UInt8] = {
    var generator = TopologyGenerator(seed: 7)
    return CompiledModel.write(loaded(generator.make()))
  }()

  private func error(_ bytes: [UInt8]) throws -> InputError {
    try #require(throws: InputError.self) { try CompiledModel.read(bytes, path: "model.pwm") }
  }

  @Test func anyBitFlippedIsSeen() throws {
    for place in Self.small.indices {
      var bytes = Self.small
      bytes[place] ^= 1 << UInt8(place % 8)
      let error = try error(bytes)
      #expect([.malformed, .invalid].contains(error.code), "byte \(place)")
      #expect(error.origin.file == "model.pwm")
    }
  }

  @Test func anythingCutOffOrAddedIsSeen() throws {
    for count in 0..<Self.small.count {
      #expect(try error(Array(Self.small.prefix(count))).code == .malformed, "\(count) bytes")
    }
    #expect(try error(Self.small + [0]).code == .malformed)
    #expect(try error(Self.small + Self.small).code == .malformed)
  }

  @Test func anotherVersionIsNamed() throws {
    var bytes = Self.small
    bytes[8] += 1
    let error = try error(bytes)
    #expect(error.code == .invalid)
    #expect(error.message.contains("form \(CompiledModel.version + 1), not \(CompiledModel.version)"))
    for old in 1..<CompiledModel.version {
      let stored = try ByteInput.read(Fixtures.path("compiled/form-\(old).pwm"))
      #expect(try self.error(stored).message.contains("form \(old), not \(CompiledModel.version)"))
    }
  }

  /// With a checksum made to fit, bytes may be read as another network; nothing crashes, and what is read is whole.
  @Test func nothingReadsBeyondItsEnd() throws {
    let seed = Fuzzing.seed()
    var random = SplitMix64(seed: seed)
    var read = 0
    for iteration in 0..<Fuzzing.iterations(default: 2_000) {
      var bytes = Self.small
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 24..<bytes.count - 8, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[place] = 0xFF
        case 2: bytes.remove(at: place)
        default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        }
      }
      Self.seal(&bytes)
      do {
        let loaded = try CompiledModel.read(bytes, path: "-")
        read += 1
        _ = loaded.topology.validate()
        let again = try CompiledModel.read(CompiledModel.write(loaded), path: "-")
        #expect(again.topology == loaded.topology, "seed \(seed), iteration \(iteration)")
      } catch {
        #expect(error.code == .malformed, "seed \(seed), iteration \(iteration)")
      }
    }
    #expect(read > 0)
  }

  /// Makes size and checksum fit the bytes.
  private static func seal(_ bytes: inout [UInt8]) {
    func put(_ number: UInt64, at place: Int) {
      for index in 0..<8 { bytes[place + index] = UInt8(truncatingIfNeeded: number >> UInt64(8 * index)) }
    }
    put(UInt64(bytes.count), at: 16)
    put(ByteChecksum.of(bytes.span.extracting(0..<bytes.count - 8)), at: bytes.count - 8)
  }

  // MARK: Loading

  @Test func whatIsDecidedInReadingIsRefused() throws {
    let folder = try TemporaryFolder()
    let loaded = try TopologyLoader.load(path: Fixtures.path("ways/shop/plan.json"))
    let path = try folder.write("model.pwm", CompiledModel.write(loaded))
    let infra = Fixtures.path("documentation/infra")
    func message(_ load: () throws -> LoadedTopology) throws -> String {
      let error = try #require(throws: InputError.self) { try load() }
      #expect(error.code == .invalid)
      return error.message
    }
    #expect(try message { try TopologyLoader.load(path: path + "#before") }.contains("one network"))
    #expect(
      try message { try TopologyLoader.load(path: path, parameters: ["A": "b"]) }.contains("parameters"))
    #expect(try message { try TopologyLoader.load(path: path, source: infra) }.contains("source"))
    #expect(try message { try TopologyLoader.load(path: path, format: .native) }.contains("terraform"))
    #expect(try TopologyLoader.load(path: path, format: .terraform).topology == loaded.topology)
    let error = try #require(throws: InputError.self) { try TopologyLoader.load(path: folder.path) }
    #expect(error.code == .unrecognised && error.message.contains("name the file"))
  }

  @Test func gzipIsUnpacked() throws {
    let folder = try TemporaryFolder()
    let loaded = try TopologyLoader.load(path: Fixtures.path("ways/shop/network.yaml"))
    let path = try folder.write("model.pwm.gz", Gzip.pack(CompiledModel.write(loaded)))
    #expect(try TopologyLoader.load(path: path).topology == loaded.topology)
  }

  /// What `--with` adds is checked with the rest; what was found before and is so no more goes.
  @Test func overlaysAreValidated() throws {
    let folder = try TemporaryFolder()
    let (input, overlay) = (
      Fixtures.path("documentation/network.yaml"), Fixtures.path("documentation/office.yaml")
    )
    let path = try folder.write("model.pwm", CompiledModel.write(try TopologyLoader.load(path: input)))
    let own = try TopologyLoader.load(path: input, with: [overlay])
    let again = try TopologyLoader.load(path: path, with: [overlay])
    #expect(again.topology == own.topology && again.findings == own.findings)
    #expect(again.documents == own.documents && again.validationCount == own.validationCount)
  }
}
