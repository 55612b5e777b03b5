import PacketWalkDiagnostics
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// Every type that is mapped becomes what it is, and the page of inputs says which are and which are not.
@Suite("Mappings of declared resources") struct MappingTests {
  @Test(arguments: TerraformRows.all) func terraform(_ row: MappingRow) throws {
    let resources = row.lines.map { ($0.head, $0.body) }
    let (topology, findings) = try TerraformText.based(resources)
    #expect(findings.filter { $0.severity == .error }.map(\.message) == [])
    #expect(topology.coverage.entries.filter { $0.read != $0.modelled }.map(\.kind) == [])
    try row.holds(topology)
  }

  @Test(arguments: CloudFormationRows.all) func cloudFormation(_ row: MappingRow) throws {
    let lines = row.lines.map { line in
      let space = line.body.firstIndex(of: " ") ?? line.body.endIndex
      return
        "  \(line.head): {Type: \"\(line.body[..<space])\", Properties: \(line.body[space...].dropFirst())}"
    }
    let (topology, findings) = try readResources(lines.joined(separator: "\n"))
    #expect(findings.filter { $0.severity == .error }.map(\.message) == [])
    #expect(topology.coverage.entries.filter { $0.read != $0.modelled }.map(\.kind) == [])
    try row.holds(topology)
  }

  /// The types of a row's resources: `data.aws_vpc` of `data.aws_vpc.shared`.
  private static func types(_ row: MappingRow) -> [String] {
    row.lines.map { line in
      if let type = line.body.split(separator: " ").first, type.hasPrefix("AWS::") { return String(type) }
      let words = line.head.split(separator: ".")
      return words.dropLast().joined(separator: ".")
    }
  }

  @Test func everyTypeHasARow() {
    let terraform = Set(TerraformRows.all.flatMap(Self.types)).union(["aws_vpc", "aws_subnet"])
    let mapped = TerraformReader.mapped.union(TerraformReader.services.keys)
    #expect(mapped.subtracting(terraform).sorted() == [])
    #expect(terraform.subtracting(mapped).sorted() == [])
    let cloudFormation = Set(CloudFormationRows.all.flatMap(Self.types))
    let types = CloudFormationReader(CloudFormationStacks([], parameters: [:])).mappedTypes
    #expect(types.subtracting(cloudFormation).sorted() == [])
    #expect(cloudFormation.subtracting(types).sorted() == [])
  }

  // MARK: docs/inputs.md

  /// What stands in backquotes below a heading.
  private static func words(below heading: String) throws -> Set<String> {
    let page = try Repository.text("docs/inputs.md")
    let start = try #require(page.firstRange(of: "\n\(heading)\n"))
    let rest = page[start.upperBound...]
    let section = rest.firstRange(of: "\n##").map { rest[..<$0.lowerBound] } ?? rest
    let parts = section.split(separator: "`", omittingEmptySubsequences: false)
    return Set(parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) })
  }

  @Test func pageSaysWhatIsMapped() throws {
    let mapped = TerraformReader.mapped.union(TerraformReader.services.keys)
    let said = try Self.words(below: "### Modelled resources of Terraform").filter {
      $0.hasPrefix("aws_") || $0.hasPrefix("data.")
    }
    #expect(mapped.subtracting(said).sorted() == [])
    #expect(said.subtracting(mapped).sorted() == [])
    let types = Set(
      CloudFormationReader(CloudFormationStacks([], parameters: [:])).mappedTypes.map {
        String($0.dropFirst("AWS::".count))
      })
    let named = try Self.words(below: "### Modelled resources of templates").filter { $0.contains("::") }
    #expect(types.subtracting(named).sorted() == [])
    #expect(named.subtracting(types).sorted() == [])
  }

  /// What has a place in the network and no model is counted and named where an answer meets it.
  @Test func pageSaysWhatIsNot() throws {
    let words = try Self.words(below: "### Not modelled")
    let terraform = words.filter { $0.hasPrefix("aws_") }
    let types = words.filter { $0.contains("::") }
    #expect(!terraform.isEmpty && !types.isEmpty)
    for type in terraform.sorted() {
      let (topology, _) = try TerraformText.based([("\(type).x", #"{"id": "x"}"#)])
      #expect(topology.unmodelled.map(\.kind) == [type], "\(type)")
      #expect(
        topology.coverage.entries.contains { $0.kind == type && $0.modelled == 0 && $0.isNetwork }, "\(type)")
    }
    for type in types.sorted() {
      let (topology, _) = try readResources("  X: {Type: \"AWS::\(type)\"}\n")
      #expect(topology.unmodelled.map(\.id) == ["cfn:t/X"], "\(type)")
      #expect(
        topology.coverage.entries.contains { $0.kind == "AWS::\(type)" && $0.modelled == 0 && $0.isNetwork },
        "\(type)")
    }
  }
}
