import PacketWalkAnalysis
import PacketWalkByteInput
import PacketWalkFormats
import PacketWalkQueries
import PacketWalkTestSupport
import Testing

/// Whatever of a snapshot is missing: less may be found, never more.
@Suite struct LessInputTests {
  private struct Key: Hashable {
    var check: LintCheck
    var resource: String
  }

  private func findings(_ path: String) throws -> Set<Key> {
    let loaded = try TopologyLoader.load(path: path)
    let report = try Network(loaded.topology, findings: loaded.findings).lint()
    return Set(report.findings.map { Key(check: $0.check, resource: $0.resource.id) })
  }

  @Test(arguments: [
    "scenarios/flask-cicd/snapshot", "scenarios/petclinic/snapshot", "snapshots/three-tier",
    "snapshots/accounts",
  ])
  func missingFilesAddNoFinding(name: String) throws {
    let source = Fixtures.path(name)
    let all = try findings(source)
    let files = try ByteInput.files(in: source).map { String($0.dropFirst(source.count + 1)) }
    #expect(files.count > 5)
    for missing in files {
      let folder = try TemporaryFolder()
      for file in files where file != missing {
        try folder.write(file, String(decoding: try ByteInput.read("\(source)/\(file)"), as: UTF8.self))
      }
      // Without VPCs there is nothing to look at.
      guard let less = try? findings(folder.path) else { continue }
      #expect(less.isSubset(of: all), "without \(missing): \(less.subtracting(all))")
    }
  }
}
