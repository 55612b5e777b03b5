import FoundationEssentials
import PacketWalkDiagnostics
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// A path is enough: what it holds is found out, and what is not read is told.
@Suite struct TopologyLoaderTests {
  static let native = "packetwalk: 1\nvpcs: {prod: {cidr: 10.0.0.0/16}}\n"
  static let template =
    "Resources:\n  V:\n    Type: AWS::EC2::VPC\n    Properties: {CidrBlock: !Sub 10.0.0.0/16}\n"
  static let snapshot =
    #"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "OwnerId": "123456789012"}]}"#

  static let plan =
    #"{"format_version": "1.2", "resource_changes": [{"mode": "managed", "type": "aws_vpc", "name": "v", "change": {"actions": ["create"], "before": null, "after": {"cidr_block": "10.0.0.0/16"}, "after_unknown": {"id": true}}}]}"#
  static let state =
    #"{"version": 4, "terraform_version": "1.9.5", "serial": 1, "resources": [{"mode": "managed", "type": "aws_vpc", "name": "v", "instances": [{"attributes": {"id": "vpc-1", "cidr_block": "10.0.0.0/16"}}]}]}"#

  /// Loads a folder that holds these files, or the one file of it.
  static func load(
    _ files: KeyValuePairs<String, String>, file: String? = nil, format: TopologyFormatName? = nil
  ) throws -> LoadedTopology {
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appending(path: "packetwalk-\(UUID().uuidString)")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    let path = file.map { folder.appending(path: $0) } ?? folder
    return try TopologyLoader.load(path: path.path(), format: format)
  }

  @Test(arguments: [
    ("net.yaml", native, TopologyFormatName.native), ("net.yml", native, .native), ("net", native, .native),
    ("net.json", #"{"packetwalk": 1, "vpcs": {"prod": {"cidr": "10.0.0.0/16"}}}"#, .native),
    ("stack.yaml", template, .cloudformation), ("stack", template, .cloudformation),
    ("stack.template", template, .cloudformation),
    (
      "stack.json",
      #"{"Resources": {"V": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}}}"#,
      .cloudformation
    ), ("vpcs.json", snapshot, .snapshot), ("vpcs", "\n \(snapshot)", .snapshot),
    ("plan.json", plan, .terraform), ("terraform.tfstate", state, .terraform),
  ])
  func aFile(_ name: String, _ text: String, _ format: TopologyFormatName) throws {
    let loaded = try Self.load([name: text], file: name)
    #expect(loaded.format == format)
    #expect(loaded.topology.vpcs.count == 1)
    #expect(loaded.documents.count == 1 && loaded.documents[0].hasSuffix("/\(name)"))
  }

  @Test(arguments: [
    ("main.tf", "resource \"aws_vpc\" \"a\" {}", "terraform show -json PLAN"),
    (
      "log.json", #"{"@level": "info", "@message": "Terraform 1.9.5", "type": "version"}"#,
      "the log of terraform plan -json"
    ),
    ("policy.yaml", "packetwalk: 1\nassertions: []\n", "a policy, not a topology"),
    ("other.json", #"{"a": 1}"#, "no topology"), ("notes.txt", "hello", "no topology"),
    ("some.yaml", "a: b\n", "packetwalk: 1"),
  ])
  func whatIsNotRead(_ name: String, _ text: String, _ words: String) throws {
    let error = #expect(throws: InputError.self) { try Self.load([name: text], file: name) }
    #expect(error?.code == .unrecognised)
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
  }

  @Test func aFolderOfASnapshot() throws {
    let loaded = try Self.load([
      "b.json": #"{"Subnets": []}"#, "a.json": Self.snapshot, "x.json": "{}", "README.md": "hello",
    ])
    #expect(loaded.format == .snapshot)
    #expect(loaded.documents.map { $0.suffix(6) } == ["a.json", "b.json"])
    #expect(
      loaded.findings.contains {
        $0.code == "PW_UNRECOGNISED_FILE" && $0.origin.file?.hasSuffix("x.json") == true
      })
  }

  @Test func aFolderWithOneNativeTopology() throws {
    let loaded = try Self.load([
      "net.yaml": Self.native, "policy.yaml": "packetwalk: 1\nassertions: []\n",
      "expectations.yaml": "packetwalk-expectations: 1\n",
    ])
    #expect(loaded.format == .native)
  }

  @Test func aFolderOfTemplates() throws {
    let loaded = try Self.load([
      "a.yaml": Self.template, "b.template": Self.template, "notes.json": "{}", "README.md": "hello",
    ])
    #expect(loaded.format == .cloudformation)
    #expect(loaded.topology.vpcs.map(\.id) == ["cfn:a/V", "cfn:b/V"])
    let chosen = try Self.load(["a.yaml": Self.template, "n.yaml": Self.native], format: .cloudformation)
    #expect(chosen.format == .cloudformation)
  }

  @Test func aFolderWithMoreThanOneTopology() throws {
    let two = #expect(throws: InputError.self) {
      try Self.load(["a.yaml": Self.native, "b.yml": Self.native])
    }
    #expect(two?.code == .ambiguous && two?.candidates.count == 2)
    let mixed = #expect(throws: InputError.self) {
      try Self.load(["a.yaml": Self.native, "vpcs.json": Self.snapshot])
    }
    #expect(mixed?.code == .ambiguous && mixed?.message.contains("snapshot") == true)
    let chosen = try Self.load(["a.yaml": Self.native, "vpcs.json": Self.snapshot], format: .snapshot)
    #expect(chosen.format == .snapshot)
  }

  @Test func foldersOfNothing() {
    #expect(throws: InputError(.empty, "")) { try Self.load([:]) }
    #expect(throws: InputError(.unrecognised, "")) { try Self.load(["README.md": "hello"]) }
    #expect(throws: InputError(.missing, "")) { try TopologyLoader.load(path: "/nowhere/at/all") }
    let terraform = #expect(throws: InputError.self) { try Self.load(["main.tf": "", "README.md": ""]) }
    #expect(terraform?.message.contains("Terraform") == true)
  }

  /// What doesn't fit together is found in every format.
  @Test func validationIsAppended() throws {
    let text = Self.native + "peerings: {gone: {requester: prod, accepter: {vpc: prod}}}\n"
    let loaded = try Self.load(["net.yaml": text], file: "net.yaml")
    #expect(loaded.findings == loaded.topology.validate())
  }
}
