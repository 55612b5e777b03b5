import PacketWalkByteInput
import PacketWalkJSONScan
import PacketWalkPolicy
import PacketWalkTestSupport
import Testing

/// The policies that docs/policy.md teaches by.
@Suite struct PolicyPageTests {
  private static let page = "docs/policy.md"

  private func policies() throws -> [String] {
    let text = String(decoding: try ByteInput.read(Fixtures.repository + "/" + Self.page), as: UTF8.self)
    return text.split(separator: "```yaml\n").dropFirst().map { block in
      String(block.prefix(upTo: block.firstRange(of: "```\n")?.lowerBound ?? block.endIndex))
    }
  }

  @Test func everyPolicyIsOne() throws {
    let policies = try policies()
    #expect(policies.count == 12)
    for policy in policies {
      let environments = policy.contains("environments:") ? ["prod", "staging"] as [String?] : [nil]
      for environment in environments {
        let setting = PolicySetting(environment: environment)
        #expect(try !PolicyReader.read([("policy.yaml", Array(policy.utf8))], in: setting).assertions.isEmpty)
      }
    }
  }

  /// The first is the one that the page's commands are about.
  @Test func theFirstIsTheFixture() throws {
    let fixture = String(
      decoding: try ByteInput.read(Fixtures.path("documentation/policy.yaml")), as: UTF8.self)
    #expect(try fixture.hasSuffix(policies()[0]))
  }

  /// Every key is explained.
  @Test func everyKeyIsExplained() throws {
    let text = String(decoding: try ByteInput.read(Fixtures.repository + "/" + Self.page), as: UTF8.self)
    for key in PolicyReader.Keys.file + PolicyReader.Keys.assertion + PolicyReader.Keys.paths
      + PolicyReader.Keys.exception
    {
      #expect(text.contains("\(key)"), "\(key)")
    }
  }

  /// The schema that editors complete from knows the keys that the reader knows.
  @Test func theSchemaKnowsTheKeys() throws {
    let file = "docs/policy.schema.json"
    let document = try JSONDocument(
      parsing: ByteInput.read(Fixtures.repository + "/" + file), file: file)
    for (kind, keys) in [
      ("policy", PolicyReader.Keys.file), ("assertion", PolicyReader.Keys.assertion),
      ("paths", PolicyReader.Keys.paths), ("exception", PolicyReader.Keys.exception),
      ("conditions", PolicyReader.Keys.conditions),
    ] {
      let properties = try #require(document.root["$defs"]?[kind]?["properties"])
      #expect(Set(properties.members.map(\.key)) == Set(keys), "\(kind)")
    }
  }
}
