import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkJSONScan
import PacketWalkKit
import PacketWalkQueries
import PacketWalkReports
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

/// Damaged inputs of every format, loaded by path: an error that names its file, or a topology that can be
/// compiled, asked, reported and converted. Never a crash.
@Suite struct LoaderMutationTests {
  static let tokens =
    Mutator.jsonTokens + [
      "0.0.0.0/0", "::/0", "10.0.0.0/33", "2001:db8::/56", "255.255.255.255", "tcp/0-65535", "tcp/443-80",
      "-1",
      "65536", "32767", "\n  ", "\n    - ", ": ", "- ", "# ", "{}", "[]", "~", "*", "&a", "!", "local",
      "unknown",
      "id:", "sg:", "pl:", "internet-gateway", "blackhole of ", "main", "default", "all",
      "{cidr: 10.0.0.0/16}",
    ]

  static let scenarios = [
    "clinicease", "flask-cicd", "gv-playground", "petclinic-as-documented", "psych-healthcare",
  ]

  @Test func nativeFiles() throws {
    var texts = [Array(Street.text.utf8)]
    for name in Self.scenarios {
      texts.append(try ByteInput.read(Fixtures.path("scenarios/\(name)/topology.yaml")))
    }
    let folder = try TemporaryFolder()
    try damage(default: 150) { mutator, turn in
      let text = texts[turn % texts.count]
      // The smallest is read most often, since it is read fastest.
      let bytes = Self.damaged(turn % 3 == 0 ? text : texts[0], turn, &mutator)
      return try folder.write("net.yaml", bytes)
    }
  }

  @Test func nativeJSONAndPackedFiles() throws {
    let json = Array(
      #"{"packetwalk": 1, "vpcs": {"a": {"cidr": "10.0.0.0/16", "internet-gateway": true, "subnets": {"x": {"cidr": "10.0.0.0/24", "zone": "z", "route-table": "r"}}, "route-tables": {"r": {"routes": {"0.0.0.0/0": "internet-gateway"}}}, "security-groups": {"g": {"in": ["tcp/80 from 0.0.0.0/0"]}}, "interfaces": {"i": {"subnet": "x", "ip": {"address": "10.0.0.4", "public": "203.0.113.4"}, "groups": "g"}, "j": {"subnet": "x", "ip": "10.0.0.5"}}}}}"#
        .utf8)
    let street = Array(Street.text.utf8)
    let folder = try TemporaryFolder()
    try damage(default: 100) { mutator, turn in
      switch turn % 4 {
      case 0: try folder.write("net", mutator.mutate(try Gzip.pack(street)))
      case 1: try folder.write("net", Gzip.pack(Self.damaged(street, turn, &mutator)))
      default: try folder.write("net", Self.damaged(json, turn, &mutator))
      }
    }
  }

  @Test(arguments: ["plan.json", "terraform.tfstate", "template.yaml"])
  func declarations(name: String) throws {
    let bytes = try ByteInput.read(Fixtures.path("ways/shop/\(name)"))
    let folder = try TemporaryFolder()
    try damage(default: 40) { mutator, turn in
      let path = try folder.write(name, Self.damaged(bytes, turn, &mutator))
      return turn % 5 == 0 && name.contains("plan") ? path + "#before" : path
    }
  }

  @Test(arguments: [
    "snapshots/three-tier", "snapshots/batfish", "scenarios/flask-cicd/snapshot", "snapshots/cloudmapper",
    "snapshots/placebo",
  ])
  func snapshots(fixture: String) throws {
    let root = Fixtures.path(fixture)
    let files = try ByteInput.files(in: root).map { ($0.dropFirst(root.count + 1), try ByteInput.read($0)) }
    let folder = try TemporaryFolder()
    for (name, bytes) in files { try folder.write(String(name), bytes) }
    var last = 0
    try damage(default: 60) { mutator, turn in
      let old = files[last]
      try folder.write(String(old.0), old.1)
      last = turn % files.count
      let (name, bytes) = files[last]
      let damaged = Self.damaged(bytes, turn, &mutator)
      try folder.write(String(name), turn % 5 == 0 ? Gzip.pack(damaged) : damaged)
      return folder.path
    }
  }

  @Test(arguments: [
    "snapshots/config/snapshot.json", "snapshots/config/query.json", "ways/shop/network.yaml",
  ])
  func singleDocuments(name: String) throws {
    let path = Fixtures.path(name)
    // The last one as `convert --to snapshot` writes it.
    let bytes =
      name.hasSuffix(".json")
      ? try ByteInput.read(path)
      : Array(SnapshotTopologyWriter(try TopologyLoader.load(path: path).topology).bundle.utf8)
    let folder = try TemporaryFolder()
    try damage(default: 60) { mutator, turn in
      try folder.write("snapshot.json", Self.damaged(bytes, turn, &mutator))
    }
  }

  @Test func filesOfQuestions() throws {
    let seed = Fuzzing.seed()
    let street = try Street()
    let network = Network(try TopologyLoader.load(path: street.path))
    let texts = [QuestionFileTests.badCSV, QuestionFileTests.badNDJSON].map { Array($0.utf8) }
    for turn in 0..<Fuzzing.iterations(default: 150) {
      var mutator = Mutator(
        seed: seed &+ UInt64(turn), tokens: Self.tokens + ["internet", "lb:front", "sg:web", "@", "/", "://"])
      let bytes = Self.damaged(texts[turn % 2], turn / 2, &mutator)
      guard let rows = try? QueryFile.rows(of: bytes, file: "q") else { continue }
      for row in rows {
        guard case .question(let question, _) = row else { continue }
        do throws(InputError) {
          let answers = try network.answers(to: question)
          try check(BatchReport.json(answers, question), "seed \(seed), turn \(turn)")
        } catch {
          try check(BatchReport.json(error, question), "seed \(seed), turn \(turn)")
          #expect(!BatchReport.text(error, question).contains("\n"), "seed \(seed), turn \(turn)")
        }
      }
    }
  }

  // MARK: The turn

  private static func damaged(_ bytes: [UInt8], _ turn: Int, _ mutator: inout Mutator) -> [UInt8] {
    turn / 2 % 2 == 0 ? mutator.exchangeWords(bytes) : mutator.mutate(bytes)
  }

  /// Every turn has a seed of its own, so that one is enough to see its failure again; what made a crash is left
  /// in the temporary folder.
  private func damage(default count: Int, _ prepare: (inout Mutator, Int) throws -> String) throws {
    let seed = Fuzzing.seed()
    var loaded = 0
    for turn in 0..<Fuzzing.iterations(default: count) {
      var mutator = Mutator(seed: seed &+ UInt64(turn), tokens: Self.tokens)
      let path = try prepare(&mutator, turn + Int(truncatingIfNeeded: seed & 0xFFFF))
      if try use(path, "seed \(seed), turn \(turn), \(path)") { loaded += 1 }
    }
    #expect(loaded > 0)
  }

  /// Whether the path could be loaded.
  private func use(_ path: String, _ comment: Comment) throws -> Bool {
    let input: LoadedTopology
    do throws(InputError) {
      input = try TopologyLoader.load(path: path)
    } catch {
      #expect(error.origin.file != nil && !error.message.isEmpty, comment)
      #expect(!Sentences.text(error).contains("\n"), comment)
      return false
    }
    let style = TextStyle(isColoured: false, width: 80)
    let report = DoctorReport.json(topology: input.topology, findings: input.findings, format: "native")
    try check(report, comment)
    _ = DoctorReport.text(topology: input.topology, findings: input.findings, format: "native", style: style)
    let converted = NativeTopologyWriter.write(input.topology)
    do throws(InputError) {
      _ = try NativeTopology.read(Array(converted.utf8), file: "converted")
    } catch {
      Issue.record("what convert writes cannot be read: \(Sentences.text(error)) (\(comment))")
    }
    let network = Network(input)
    for question in questions(input.topology) {
      do throws(InputError) {
        let answers = try network.answers(to: question, isExplaining: true)
        _ = ExplainReport.text(answers, style)
        for answer in answers { try check(JSONReport.line(answer, includingHops: true), comment) }
      } catch {
        #expect(!error.message.isEmpty, comment)
      }
    }
    return true
  }

  private func questions(_ topology: Topology) -> [Question] {
    let ends = topology.networkInterfaces.map(\.id.rawValue)
    let balancer = topology.loadBalancers.first?.id.rawValue ?? "internet"
    let first = ends.first ?? "10.0.1.10"
    let last = ends.last ?? "10.0.1.11"
    return [
      Question(from: first, to: last, on: "any"), Question(from: "internet", to: balancer, on: "tcp/80-443"),
      Question(from: last, to: "internet", on: "tcp/443"),
    ]
  }

  private func check(_ json: String, _ comment: Comment) throws(InputError) {
    guard (try? JSONDocument(parsing: Array(json.utf8), file: "report")) == nil else { return }
    Issue.record("no JSON: \(json) (\(comment))")
  }
}
