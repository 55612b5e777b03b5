import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// What the writer writes, the reader reads as the same network.
@Suite struct NativeRoundTripTests {
  static let scenarios = [
    "clinicease", "flask-cicd", "gv-playground", "petclinic", "petclinic-as-documented", "psych-healthcare",
  ]

  @Test(arguments: scenarios)
  func handWritten(_ name: String) throws {
    let path = Fixtures.path("scenarios/\(name)/topology.yaml")
    let (topology, findings) = try NativeTopology.read(ByteInput.read(path), file: path)
    #expect(findings.isEmpty)
    try expectRoundTrip(topology)
  }

  @Test(arguments: ["petclinic", "flask-cicd"])
  func snapshot(_ name: String) throws {
    var documents: [SnapshotDocument] = []
    for path in try ByteInput.files(in: Fixtures.path("scenarios/\(name)/snapshot")) {
      documents.append(
        SnapshotDocument(path: path, json: try JSONDocument(parsing: ByteInput.read(path), file: path)))
    }
    try expectRoundTrip(AWSSnapshot.read(documents).topology)
  }

  @Test func examplesOfTheDocumentation() throws {
    for example in try Documentation.examples() where !example.isEdits {
      try expectRoundTrip(NativeTopology.read(Array(example.text.utf8), file: example.name).0)
    }
  }

  @Test func anyTopology() throws {
    for iteration in 0..<UInt64(Fuzzing.iterations(default: 60)) {
      let seed = Fuzzing.seed() &+ iteration
      var generator = TopologyGenerator(seed: seed)
      try expectRoundTrip(generator.make(), "seed \(seed)")
    }
  }
}

/// Writes, reads and compares; on failure says which kinds differ, and how.
func expectRoundTrip(
  _ topology: Topology, _ comment: String = "", sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let text = NativeTopologyWriter.write(topology)
  #expect(NativeTopologyWriter.write(topology) == text)
  let again: Topology
  do {
    again = try NativeTopology.read(Array(text.utf8), file: "written").0
  } catch {
    Issue.record(
      "\(comment) \(error.origin): \(error.message)\n\(text)", sourceLocation: sourceLocation)
    return
  }
  let (expected, actual) = (Canonical.topology(topology), Canonical.topology(again))
  guard expected != actual else { return }
  Issue.record(
    "\(comment)\n\(Canonical.difference(expected, actual))\n\(text)", sourceLocation: sourceLocation)
}
