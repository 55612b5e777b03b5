import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// What is written as a snapshot is read as the same network, and what has no place in one is told.
@Suite struct SnapshotWriterTests {
  /// Every topology of the fixtures.
  static let fixtures: [String] = {
    var paths = [
      "ways/shop/plan.json", "ways/shop/terraform.tfstate", "ways/shop/template.yaml",
      "ways/shop/describe.json", "snapshots/three-tier",
      "snapshots/accounts", "snapshots/batfish", "scenarios/petclinic/snapshot",
      "scenarios/flask-cicd/snapshot",
    ]
    for folder in [
      "scenarios", "traps", "ways", "codes", "lint", "documentation", "cloudformation", "reports",
    ] {
      for path in (try? ByteInput.files(in: Fixtures.path(folder))) ?? [] {
        guard path.hasSuffix(".yaml"), let bytes = try? ByteInput.read(path),
          InputGuess(yaml: bytes) == .native, (try? NativeTopology.read(bytes, file: path)) != nil
        else { continue }
        paths.append(String(path.dropFirst(Fixtures.root.count + 1)))
      }
    }
    return paths
  }()

  /// AWS's classic load balancers have instances only.
  static let withAddressesBehindClassicOnes = [
    "codes/ELB_ACL_RESTRICTION.yaml", "codes/ELB_LISTENERS_MISMATCH.yaml",
    "codes/ELB_LISTENER_PORT_RESTRICTION.yaml",
  ]

  @Test(arguments: fixtures)
  func readsBackTheSame(_ name: String) throws {
    let written = SnapshotTopologyWriter(try TopologyLoader.load(path: Fixtures.path(name)).topology)
    let losses = written.findings.filter { $0.severity > .note }
    if Self.withAddressesBehindClassicOnes.contains(name) {
      #expect(losses.map(\.subject) == ["target group front"])
      return
    }
    #expect(losses.isEmpty, "\(losses.map { "\($0.subject): \($0.message)" })")
    let again = try read(written)
    expectSame(written.topology, again)
    // And from then on it stays as it is.
    let second = SnapshotTopologyWriter(again)
    #expect(second.findings.isEmpty)
    #expect(try Canonical.topology(read(second)) == Canonical.topology(again))
    #expect(SnapshotTopologyWriter(try read(second)).files == second.files)
  }

  /// No account has such networks: what of them AWS could not print is told, and what is left stays.
  @Test func anyTopology() throws {
    for iteration in 0..<UInt64(Fuzzing.iterations(default: 20)) {
      let seed = Fuzzing.seed() &+ iteration
      var generator = TopologyGenerator(seed: seed)
      let topology = generator.make()
      let written = SnapshotTopologyWriter(topology)
      #expect(SnapshotTopologyWriter(topology).files == written.files, "seed \(seed)")
      #expect(!written.findings.contains { $0.severity == .error }, "seed \(seed): \(written.findings)")
      guard let first = try? read(written) else {
        Issue.record("seed \(seed): what was written can't be read")
        continue
      }
      // Facts that fight each other (one interface described by two services) may take a second time to settle.
      let settled = try read(SnapshotTopologyWriter(try read(SnapshotTopologyWriter(first))))
      let last = SnapshotTopologyWriter(settled)
      #expect(last.findings.isEmpty, "seed \(seed): \(last.findings.map { "\($0.subject): \($0.message)" })")
      let (expected, actual) = (Canonical.topology(settled), Canonical.topology(try read(last)))
      #expect(expected == actual, "seed \(seed): \(Canonical.difference(expected, actual))")
    }
  }

  /// A kind that the visitor forgets would be lost in silence.
  @Test func everyKindIsCompared() {
    struct Counter: ResourceVisitor {
      var count = 0
      mutating func visit<R: Resource & Equatable>(_ path: WritableKeyPath<Topology, [R]>) { count += 1 }
    }
    var counter = Counter()
    Topology.visitResources(&counter)
    let others: Set = ["unassociatedAddresses", "blockPublicAccessOptions", "unmodelled", "coverage"]
    let kinds = Mirror(reflecting: Topology()).children.compactMap(\.label).filter { !others.contains($0) }
    #expect(counter.count == kinds.count)
  }

  @Test func oneDocumentHoldsTheSameAsTheFolder() throws {
    let topology = try TopologyLoader.load(path: Fixtures.path("ways/shop/network.yaml")).topology
    let written = SnapshotTopologyWriter(topology)
    let bundle = try document("-", written.bundle)
    #expect(AWSSnapshot.recognises(bundle.json.root))
    let again = try AWSSnapshot.read([bundle]).topology
    #expect(Canonical.topology(again) == Canonical.topology(try read(written)))
  }

  @Test func saysWhatHasNoPlace() throws {
    var topology = try readSnapshot([:]).topology
    topology.managedServices = [ManagedService(id: "search", kind: "OpenSearch domain", vpc: "vpc-0a")]
    topology.subnets = [
      Subnet(
        id: "subnet-1", vpc: "vpc-0a", prefixes: [try prefix("10.0.1.0/24"), try prefix("10.0.2.0/24")],
        zone: AvailabilityZone(name: "z"))
    ]
    let findings = SnapshotTopologyWriter(topology).findings
    #expect(findings.map(\.code) == ["PW_NOT_IN_SNAPSHOT", "PW_NOT_IN_SNAPSHOT"])
    #expect(findings.map(\.subject) == ["subnet subnet-1", "managed service search"])
    #expect(findings.first?.message.hasPrefix("its field “prefixes” has") == true)
  }

  /// A state may hold no more than a few groups.
  @Test func networksWithoutVPCs() throws {
    var topology = Topology()
    topology.securityGroups = [
      SecurityGroup(id: "sg-1", info: ResourceInfo(address: "aws_security_group.a"), vpc: "vpc-gone")
    ]
    topology.unmodelled = [
      UnmodelledResource(kind: "aws_elb", id: "tf:aws_elb.a", info: ResourceInfo(address: "aws_elb.a"))
    ]
    topology.unassociatedAddresses = [
      UnassociatedAddress(
        allocation: "eipalloc-1", publicAddress: try address("192.0.2.1"),
        info: ResourceInfo(address: "aws_eip.a"))
    ]
    let written = SnapshotTopologyWriter(topology)
    #expect(written.findings.isEmpty, "\(written.findings)")
    let again = try read(written)
    // A place that the snapshot adds is no loss.
    topology.vpcs = try readSnapshot(["1/123456789012/eu-west-1/a.json": #"{"Vpcs": [\#(hub)]}"#]).topology
      .vpcs
    #expect(SnapshotTopologyWriter(topology).findings.isEmpty)
    #expect(again.unmodelled.map(\.info.address) == ["aws_elb.a"])
    #expect(again.unassociatedAddresses.map(\.info.address) == ["aws_eip.a"])
    #expect(again.coverage.missing.isEmpty, "\(again.coverage.missing)")
    // Nothing at all is still no network.
    #expect(throws: InputError(.empty, "")) { try readSnapshot(["a.json": #"{"Vpcs": []}"#], vpcs: false) }
  }

  @Test func whatIsUnknownStaysUnknown() throws {
    var topology = try readSnapshot([:]).topology
    topology.coverage.missing = [
      MissingKind(kind: .natGateways, remedy: "aws ec2 describe-nat-gateways"),
      MissingKind(kind: .subnets, remedy: "some can't be read", isPartial: true),
    ]
    topology.securityGroups = [
      SecurityGroup(id: "sg-1", vpc: "vpc-0a", unreadableRules: [UnreadableRule(direction: .ingress)])
    ]
    topology.networkACLs = [
      NetworkACL(
        id: "acl-1", vpc: "vpc-0a", unreadableEntries: [UnreadableRule(direction: .egress, number: 7)])
    ]
    topology.routeTables = [RouteTable(id: "rtb-1", vpc: "vpc-0a", isComplete: false)]
    topology.prefixLists = [PrefixList(id: "pl-1", entries: nil)]
    let written = SnapshotTopologyWriter(topology)
    #expect(written.findings.isEmpty)
    let again = try read(written)
    #expect(again.isMissing(.natGateways) && again.isMissing(.subnets))
    #expect(!again.isMissing(.networkInterfaces))
    #expect(again.securityGroups.first?.unreadableRules.map(\.direction) == [.ingress])
    #expect(again.networkACLs.first?.unreadableEntries.map(\.number) == [7])
    #expect(again.routeTables.first?.isComplete == false)
    #expect(again.prefixLists.map(\.entries) == [nil])
  }

  @Test(arguments: [
    "/auth/*", "host shop.example.com or www.example.com", "/a or /b, and host a.example.com",
    "method GET or HEAD", "source 192.0.2.0/24", "X-Team: red or blue", "query v=1 or x=y",
  ])
  func conditionsComeBack(_ words: String) throws {
    let text = """
      {"Listeners": [{"ListenerArn": "l", "LoadBalancerArn": "b", "Port": 80, "Protocol": "HTTP"}],
       "LoadBalancers": [{"LoadBalancerArn": "b", "Type": "application", "VpcId": "vpc-0a"}]}
      """
    let rules = OutputJSON.object([
      "packetwalk": .object(["parameters": .object(["ListenerArn": "l"])]),
      "result": .object([
        "Rules": .list([
          .object(["Priority": "1", "Conditions": .list(ListenerConditions.json(words)), "Actions": []])
        ])
      ]),
    ])
    let (topology, _) = try readSnapshot(["a.json": text, "b.json": rules.printed])
    #expect(topology.loadBalancers.first?.listeners.first?.rules.first?.condition == words)
  }

  // MARK: Reading

  private func read(_ written: SnapshotTopologyWriter) throws -> Topology {
    try AWSSnapshot.read(written.files.map { try document($0.path, $0.text) }).topology
  }

  /// The same but for what AWS always has, and the input left open.
  private func expectSame(
    _ before: Topology, _ after: Topology, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var after = after
    let interfaces = Dictionary(
      before.networkInterfaces.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for place in after.networkInterfaces.indices {
      guard let own = interfaces[after.networkInterfaces[place].id] else { continue }
      if own.interfaceDescription == nil { after.networkInterfaces[place].interfaceDescription = nil }
    }
    var visitor = Openings(topology: after, before: before)
    Topology.visitResources(&visitor)
    let (expected, actual) = (Canonical.topology(before), Canonical.topology(visitor.topology))
    guard bare(expected) != bare(actual) else { return }
    Issue.record("\(Canonical.difference(bare(expected), bare(actual)))", sourceLocation: sourceLocation)
  }

  private func bare(_ topology: Topology) -> Topology {
    var topology = topology
    let missing = topology.coverage.missing.map { MissingKind(kind: $0.kind, remedy: "") }
    topology.coverage = Coverage(missing: missing.sorted { $0.kind.rawValue < $1.kind.rawValue })
    for place in topology.vpcEndpoints.indices {
      topology.vpcEndpoints[place].interfaces.sort()
    }
    return topology
  }
}

/// Takes out of a topology what another left open.
private struct Openings: ResourceVisitor {
  var topology: Topology
  let before: Topology

  mutating func visit<R: Resource & Equatable>(_ path: WritableKeyPath<Topology, [R]>) {
    let infos = Dictionary(
      before[keyPath: path].map { ($0.id, $0.info) }, uniquingKeysWith: { first, _ in first })
    for place in topology[keyPath: path].indices {
      guard let info = infos[topology[keyPath: path][place].id] else { continue }
      if info.name == nil { topology[keyPath: path][place].info.name = nil }
      if info.account == nil { topology[keyPath: path][place].info.account = nil }
      if info.region == nil { topology[keyPath: path][place].info.region = nil }
    }
  }
}
