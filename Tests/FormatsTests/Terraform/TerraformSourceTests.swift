import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// Where resources stand in Terraform's source: blocks are found, nothing is evaluated.
@Suite("Places in Terraform's source") struct TerraformSourceTests {
  private func blocks(_ text: String) -> [HCLBlock] { HCLLocator.blocks(in: Array(text.utf8)) }

  private func names(_ text: String) -> [String] {
    blocks(text).map { "\($0.head.joined(separator: " "))@\($0.place.line):\($0.place.column)" }
  }

  @Test func findsBlocksByTheirHeads() {
    let text = """
      terraform { required_version = ">= 1.5" }
      resource "aws_vpc" "main" {
        cidr_block = "10.0.0.0/16"
      }

        data aws_ami "any" {}
      module "app" { source = "./modules/app" }
      locals { a = 1 }
      """
    #expect(
      names(text) == [
        "terraform@1:1", "resource aws_vpc main@2:1", "data aws_ami any@6:3", "module app@7:1", "locals@8:1",
      ])
    #expect(blocks(text)[3].source == "./modules/app")
    #expect(blocks(text)[1].members == ["cidr_block": [HCLPlace(line: 3, column: 3)]])
  }

  @Test func findsThePartsOfABlock() throws {
    let text = """
      resource "aws_security_group" "web" {
        name = "web"
        tags = {
          ingress = "no block"
        }
        ingress {
          from_port = 80
          inner { x = 1 }
        }
        dynamic "egress" {
          for_each = var.ports
          content { from_port = egress.value }
        }
        ingress { from_port = 443 }
        list = [
          "a", # not { a block
          { b = 1 },
        ]
        last = true
      }
      """
    let block = try #require(blocks(text).first)
    #expect(block.members["ingress"]?.map(\.line) == [6, 14])
    #expect(block.members["egress"]?.map(\.line) == [10])
    #expect(Set(block.members.keys) == ["name", "tags", "ingress", "egress", "list", "last"])
    #expect(block.members["last"]?.map(\.line) == [19])
  }

  @Test(arguments: [
    "# resource \"a\" \"b\" {\n", "// resource \"a\" \"b\" {\n", "/* resource \"a\" \"b\" {\n{ */\n",
    "x = \"resource {\"\n", "x = \"a ${b ? \"}\" : \"{\"} {\"\n", "x = <<EOT\nresource \"a\" \"b\" {\nEOT\n",
    "x = <<-EOT\n  {\n  \"\n    EOT\n", "x = \"\\\"{\"\n", "x = \"$${ {\"\n", "x = a == b\n",
    "x = { for k, v in y : k => v }\n", "x = [for a in b : { c = a }]\n", "x = \"%{if a}{%{endif}\"\n",
    "x = 1 << 2\n", "x = \"no end {\n",
  ])
  func passesOverWhatIsNoBlock(before: String) {
    #expect(
      names(before + "resource \"aws_vpc\" \"main\" {}\n").last?.hasPrefix("resource aws_vpc main@") == true)
    #expect(blocks(before + "resource \"aws_vpc\" \"main\" {}\n").count == 1)
  }

  @Test func aModulesSourceIsOnlyALiteral() {
    #expect(blocks("module \"a\" {\n  source = \"./${var.x}\"\n}").first?.source == nil)
    #expect(blocks("module \"a\" {\n  inner { source = \"./x\" }\n}").first?.source == nil)
    #expect(blocks("resource \"a\" \"b\" {\n  source = \"./x\"\n}").first?.source == nil)
    #expect(blocks("module \"a\" {\n  source  = \"../x\"\n  version = \"1\"\n}").first?.source == "../x")
  }

  /// Whatever the bytes are, each is looked at a few times only, and nothing recurses.
  @Test(arguments: [
    "{", "\"${", "a{", "\"", "<<A\n", "/*", "[", "a = ", "\\", "\n", "\"$", "<<-A\n \"", "}", "=>",
  ])
  func hostileTextsEnd(piece: String) {
    let text = String(repeating: piece, count: 200_000 / piece.utf8.count)
    _ = blocks(text)
    _ = blocks("resource \"a\" \"b\" {\n" + text)
  }

  @Test func anyBytesAreRead() {
    let text = Array(
      "module \"m\" {\n  source = \"./m\"\n  x = <<EOT\n${a}\nEOT\n}\nresource \"a\" \"b\" { c = \"${d}\" }\n"
        .utf8)
    let seed = Fuzzing.seed()
    for turn in 0..<Fuzzing.iterations(default: 300) {
      var mutator = Mutator(
        seed: seed &+ UInt64(turn), tokens: ["${", "\"", "<<EOT\n", "{", "}", "/*", "=", "\n"])
      _ = HCLLocator.blocks(in: mutator.mutate(text))
    }
  }

  @Test(arguments: [
    ("", []), ("module.vpc", ["vpc"]), ("module.vpc[0].module.sub[\"a.b\"]", ["vpc", "sub"]),
    ("module.a[\"module.x\"].module.b", ["a", "b"]),
  ])
  func pathsOfModules(address: String, path: [String]) {
    #expect(TerraformSource.path(of: address) == path)
  }

  // MARK: Folders

  private func instance(_ module: String, _ type: String, _ name: String) throws -> TerraformInstance {
    let values = try document("p.json", "{}").json.root
    return TerraformInstance(module: module, isData: false, type: type, name: name, values: values)
  }

  @Test func followsModules() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "main.tf",
      "module \"net\" {\n  source = \"./modules/net\"\n}\nmodule \"far\" {\n  source = \"registry/far\"\n}\n")
    try folder.write("modules/net/a.tf", "module \"deep\" { source = \"../deep\" }\n")
    try folder.write("modules/net/vpc.tf", "\nresource \"aws_vpc\" \"this\" {\n  cidr_block = var.cidr\n}\n")
    try folder.write("modules/deep/x.tf", "# deep\nresource \"aws_subnet\" \"s\" {}\n")
    try folder.write(".terraform/modules/far/far.tf", "resource \"aws_eip\" \"e\" {}\n")
    try folder.write(
      ".terraform/modules/modules.json",
      #"{"Modules": [{"Key": "", "Source": "", "Dir": "."}, {"Key": "far", "Source": "registry/far", "Dir": ".terraform/modules/far"}]}"#
    )
    let source = try TerraformSource(folder: folder.path + "/")
    let vpc = try #require(source.block(of: instance("module.net[0]", "aws_vpc", "this")))
    #expect(vpc.origin.description == "\(folder.path)/modules/net/vpc.tf:2:1")
    #expect(vpc.members["cidr_block"]?.description == "\(folder.path)/modules/net/vpc.tf:3:3")
    let subnet = try #require(source.block(of: instance("module.net.module.deep", "aws_subnet", "s")))
    #expect(subnet.origin.description == "\(folder.path)/modules/deep/x.tf:2:1")
    let address = try #require(source.block(of: instance("module.far", "aws_eip", "e")))
    #expect(address.origin.description == "\(folder.path)/.terraform/modules/far/far.tf:1:1")
    #expect(source.findings.isEmpty)
    #expect(try source.block(of: instance("module.gone", "aws_eip", "e")) == nil)
    #expect(try source.block(of: instance("", "aws_eip", "e")) == nil)
    #expect(source.findings.map(\.code) == ["PW_NOT_IN_SOURCE"])
    #expect(source.findings.first?.message.contains("1 more") == true)
  }

  @Test func refusesFoldersWithoutSource() throws {
    let folder = try TemporaryFolder()
    try folder.write("notes.txt", "resource \"a\" \"b\" {}")
    #expect(throws: InputError(.empty, "")) { try TerraformSource(folder: folder.path) }
    #expect(throws: InputError(.missing, "")) { try TerraformSource(folder: folder.path + "/gone") }
    try folder.write("big.tf", [UInt8](repeating: 0x20, count: 5 << 20))
    #expect(throws: InputError(.tooLarge, "")) { try TerraformSource(folder: folder.path) }
  }

  /// Rules of a group point at their own block where there is one of the name only.
  @Test func topologiesPointAtTheSource() throws {
    let folder = try TemporaryFolder()
    let plan = try folder.write(
      "plan.json",
      #"""
      {"format_version": "1.2", "resource_changes": [
        {"address": "aws_vpc.main", "mode": "managed", "type": "aws_vpc", "name": "main",
         "change": {"actions": ["create"], "before": null, "after": {"cidr_block": "10.0.0.0/16"}, "after_unknown": {"id": true}}},
        {"address": "aws_security_group.web", "mode": "managed", "type": "aws_security_group", "name": "web",
         "change": {"actions": ["create"], "before": null, "after": {"name": "web", "vpc_id": "vpc-1",
           "ingress": [{"from_port": 80, "to_port": 80, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"]}],
           "egress": []}, "after_unknown": {"id": true}}}]}
      """#)
    try folder.write(
      "infra/main.tf",
      "resource \"aws_vpc\" \"main\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n\nresource \"aws_security_group\" \"web\" {\n  vpc_id = \"vpc-1\"\n  ingress {\n    from_port = 80\n  }\n}\n"
    )
    let topology = try TopologyLoader.load(path: plan, source: "\(folder.path)/infra").topology
    let file = "\(folder.path)/infra/main.tf"
    #expect(topology.vpcs.map(\.info.origin.description) == ["\(file):1:1"])
    #expect(topology.vpcs.map(\.info.address) == ["aws_vpc.main"])
    let group = try #require(topology.securityGroups.first { $0.info.address == "aws_security_group.web" })
    #expect(group.info.origin.description == "\(file):5:1")
    #expect(group.rules.map(\.origin.description) == ["\(file):7:3"])
    // Without it, the place in the plan.
    let plain = try TopologyLoader.load(path: plan).topology
    #expect(plain.vpcs.first?.info.origin.file == plan)
    let error = #expect(throws: InputError.self) {
      try TopologyLoader.load(path: Fixtures.path("ways/shop/network.yaml"), source: "\(folder.path)/infra")
    }
    #expect(error?.code == .invalid)
  }
}
