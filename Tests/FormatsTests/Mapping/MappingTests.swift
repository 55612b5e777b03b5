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
    let (topology, findings) = try readResources(Self.template(row.lines.map { ($0.head, $0.body) }))
    #expect(findings.filter { $0.severity == .error }.map(\.message) == [])
    #expect(topology.coverage.entries.filter { $0.read != $0.modelled }.map(\.kind) == [])
    try row.holds(topology)
  }

  /// What a resource may say instead of what it should.
  private static let wrong = [
    "null", "17", "-1", "true", "[]", "{}", #""x""#, #"[null, "x", {}]"#, #"{"x": [1]}"#,
  ]

  /// Values in the wrong place, or of the wrong kind, are findings: nothing is worth a crash.
  @Test(arguments: [1, 2, 3] as [UInt64]) func wrongValues(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for row in TerraformRows.all {
      for _ in 0..<12 {
        let (topology, _) = try TerraformText.based(Self.mutated(row, &random))
        _ = topology.validate()
      }
    }
    for row in CloudFormationRows.all {
      for _ in 0..<12 {
        // Some mutations are no YAML any more, which is an error.
        let read = try? readResources(Self.template(Self.mutated(row, &random)))
        _ = read?.topology.validate()
      }
    }
  }

  /// A row's lines with one value replaced.
  private static func mutated(
    _ row: MappingRow, _ random: inout SplitMix64
  ) -> [(String, String)] {
    var resources = row.lines.map { ($0.head, $0.body) }
    let line = Int(random.next(upperBound: UInt64(resources.count)))
    let body = resources[line].1
    let colons = body.indices.filter { body[$0] == ":" && body[body.index(after: $0)...].first == " " }
    guard !colons.isEmpty else { return resources }
    let start = body.index(colons[Int(random.next(upperBound: UInt64(colons.count)))], offsetBy: 2)
    let end = end(of: body, from: start)
    let wrong = wrong[Int(random.next(upperBound: UInt64(wrong.count)))]
    resources[line].1 = String(body[..<start]) + wrong + String(body[end...])
    return resources
  }

  /// Lines as the resources of a template.
  private static func template(_ lines: [(String, String)]) -> String {
    lines.map { head, body in
      let space = body.firstIndex(of: " ") ?? body.endIndex
      return "  \(head): {Type: \"\(body[..<space])\", Properties: \(body[space...].dropFirst())}"
    }.joined(separator: "\n")
  }

  /// Where a JSON value ends.
  private static func end(of text: String, from start: String.Index) -> String.Index {
    var depth = 0
    var isQuoted = false
    for place in text[start...].indices {
      switch text[place] {
      case "\"": isQuoted.toggle()
      case "[", "{": if !isQuoted { depth += 1 }
      case "]", "}":
        if !isQuoted {
          if depth == 0 { return place }
          depth -= 1
        }
      case ",": if !isQuoted, depth == 0 { return place }
      default: break
      }
    }
    return text.endIndex
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
