import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// Whole folders in the layouts that people have.
@Suite struct SnapshotFolderTests {
  @Test func readsAFlatFolder() throws {
    let (topology, findings) = try Self.read("three-tier")
    #expect(findings.isEmpty)
    #expect(topology.coverage.missing.isEmpty)
    #expect(
      topology.networkInterfaces.map(\.kind) == [
        .applicationLoadBalancer, .interface, .interface, .natGateway,
      ])
    #expect(topology.networkInterfaces[1].info.name == "app-1")
    #expect(topology.prefixLists.first?.entries == [try prefix("192.0.2.0/24")])
    let balancer = try #require(topology.loadBalancers.first)
    #expect(balancer.nodes == ["eni-0a"])
    #expect(balancer.areListenersKnown)
    #expect(topology.targetGroups.first?.targets?.map(\.id) == ["i-0a"])
    let infos =
      topology.vpcs.map(\.info) + topology.routeTables.map(\.info) + topology.natGateways.map(\.info)
    #expect(infos.allSatisfy { $0.region == "eu-west-1" && $0.account == "123456789012" })
    #expect(topology.vpcs[0].info.origin.description == "describe-vpcs.json:3:5")
  }

  @Test func readsAccountsAndRegions() throws {
    let (topology, findings) = try Self.read("accounts")
    #expect(findings.isEmpty)
    #expect(topology.vpcs.map(\.info.account) == ["123456789012", "444455556666"])
    #expect(topology.vpcs.map(\.info.region) == ["eu-west-1", "us-east-1"])
    #expect(topology.routeTables.map(\.info.region) == ["eu-west-1", "us-east-1"])
    #expect(topology.networkACLs.map(\.info.region) == ["eu-west-1", "us-east-1"])
    // Both accounts print the peering connection; only one of them named it.
    #expect(topology.vpcPeeringConnections.map(\.info.name) == ["hub-spoke"])
    #expect(topology.subnets.map(\.zone.identity) == ["euw1-az1", "use1-az4"])
  }

  @Test func readsBatfishsLayout() throws {
    let (topology, findings) = try Self.read("batfish")
    #expect(findings.isEmpty)
    let table = try #require(topology.transitGatewayRouteTables.first)
    #expect(table.associations == ["tgw-attach-0a", "tgw-attach-0b"])
    #expect(table.isComplete)
    #expect(table.routes?.map(\.attachments) == [["tgw-attach-0a"], ["tgw-attach-0b"]])
    #expect(table.info.region == "us-east-2")
    #expect(topology.unmodelled.isEmpty)
    #expect(topology.isMissing(.natGateways))
    #expect(!topology.isMissing(.transitGatewayAttachments))
  }

  @Test func readsTheSameFromAnyOrderOfFiles() throws {
    let documents = try Self.documents(Fixtures.path("snapshots/three-tier"))
    let forward = try AWSSnapshot.read(documents).topology
    let backward = try AWSSnapshot.read(documents.reversed()).topology
    #expect(forward == backward)
  }

  /// Any damage that leaves a JSON text ends in a topology or an error.
  @Test func survivesDamage() throws {
    let documents = try Self.documents(Fixtures.path("snapshots/three-tier"))
    let seed = Fuzzing.seed()
    var mutator = Mutator(
      seed: seed, tokens: Mutator.jsonTokens + ["\"\"", "-1", "65536", "\"0.0.0.0/0\"", "\"10.0.0.0/33\""])
    var read = 0
    for iteration in 0..<Fuzzing.iterations(default: 400) {
      var damaged = documents
      let place = iteration % documents.count
      let bytes = mutator.mutate(try Self.bytes(documents[place]))
      guard let json = try? JSONDocument(parsing: bytes, file: documents[place].path) else { continue }
      damaged[place].json = json
      do {
        let (topology, _) = try AWSSnapshot.read(damaged)
        #expect(!topology.vpcs.isEmpty, "seed \(seed), iteration \(iteration)")
        read += 1
      } catch {
        #expect([.empty, .truncated].contains(error.code), "seed \(seed), iteration \(iteration)")
      }
    }
    #expect(read > 0)
  }

  /// Snapshots of the tester's own, each in a folder `snapshot`: all of it must be readable.
  @Test(.enabled(if: Fixtures.corpus != nil))
  func readsTheCorpus() throws {
    let corpus = try #require(Fixtures.corpus)
    var folders: [String: [String]] = [:]
    for file in try ByteInput.files(in: corpus) {
      guard let end = file.firstRange(of: "/snapshot/") else { continue }
      folders[String(file[..<end.upperBound]), default: []].append(file)
    }
    #expect(!folders.isEmpty)
    for (folder, files) in folders.sorted(by: { $0.key < $1.key }) {
      let documents = try files.map { try Self.document($0, in: folder) }
      let (_, findings) = try AWSSnapshot.read(documents)
      #expect(findings.filter { $0.severity > .note }.isEmpty, "\(folder)")
    }
  }

  private static func read(_ name: String) throws -> (topology: Topology, findings: [Finding]) {
    try AWSSnapshot.read(try documents(Fixtures.path("snapshots/\(name)")))
  }

  private static func documents(_ folder: String) throws -> [SnapshotDocument] {
    try ByteInput.files(in: folder).map { try document($0, in: folder + "/") }
  }

  private static func document(_ file: String, in folder: String) throws -> SnapshotDocument {
    let path = String(file.dropFirst(folder.count))
    return SnapshotDocument(path: path, json: try JSONDocument(parsing: try ByteInput.read(file), file: path))
  }

  private static func bytes(_ document: SnapshotDocument) throws -> [UInt8] {
    try ByteInput.read(Fixtures.path("snapshots/three-tier/\(document.path)"))
  }
}
