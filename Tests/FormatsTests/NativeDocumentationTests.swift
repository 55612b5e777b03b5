import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// The documentation is the grammar: every example in it has to be read.
@Suite struct NativeDocumentationTests {
  @Test func everyExampleIsRead() throws {
    let examples = try Documentation.examples()
    #expect(examples.count >= 4)
    for example in examples where !example.isEdits {
      do {
        let (topology, findings) = try NativeTopology.read(Array(example.text.utf8), file: example.name)
        #expect(!topology.vpcs.isEmpty)
        #expect(findings.isEmpty)
      } catch {
        Issue.record("\(error.origin): \(error.message)")
      }
    }
  }
}
