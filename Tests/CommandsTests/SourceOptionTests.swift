import PacketWalkTestSupport
import Testing

/// `--source`: what a plan decides, with the line of the file where somebody wrote it.
@Suite struct SourceOptionTests {
  private static let plan = #"""
    {"format_version": "1.2", "resource_changes": [
      {"mode": "managed", "type": "aws_vpc", "name": "main", "change": {"actions": ["create"], "before": null,
        "after": {"id": "vpc-1", "cidr_block": "10.0.0.0/16"}, "after_unknown": {}}},
      {"mode": "managed", "type": "aws_subnet", "name": "a", "change": {"actions": ["create"], "before": null,
        "after": {"id": "subnet-1", "vpc_id": "vpc-1", "cidr_block": "10.0.1.0/24"}, "after_unknown": {}}},
      {"mode": "managed", "type": "aws_security_group", "name": "web", "change": {"actions": ["create"],
        "before": null, "after": {"id": "sg-1", "name": "web", "vpc_id": "vpc-1",
        "ingress": [{"from_port": 80, "to_port": 80, "protocol": "tcp", "cidr_blocks": ["10.0.0.0/16"]}],
        "egress": [{"from_port": 0, "to_port": 0, "protocol": "-1", "cidr_blocks": ["0.0.0.0/0"]}]},
        "after_unknown": {}}},
      {"mode": "managed", "type": "aws_network_interface", "name": "one", "change": {"actions": ["create"],
        "before": null, "after": {"id": "eni-1", "subnet_id": "subnet-1", "private_ips": ["10.0.1.4"],
        "security_groups": ["sg-1"]}, "after_unknown": {}}},
      {"mode": "managed", "type": "aws_network_interface", "name": "two", "change": {"actions": ["create"],
        "before": null, "after": {"id": "eni-2", "subnet_id": "subnet-1", "private_ips": ["10.0.1.5"],
        "security_groups": ["sg-1"]}, "after_unknown": {}}}]}
    """#

  private static let source = """
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_security_group" "web" {
      ingress {
        from_port = 80
      }
      egress {}
    }
    """

  @Test func explanationsNameTheLine() throws {
    let folder = try TemporaryFolder()
    let plan = try folder.write("plan.json", Self.plan)
    try folder.write("infra/main.tf", Self.source)
    let run = CommandRun([
      "explain", "-t", plan, "--source", "\(folder.path)/infra", "aws_network_interface.one",
      "aws_network_interface.two", "tcp/80",
    ])
    #expect(run.code == 0, "\(run.error)")
    #expect(run.out.contains("infra/main.tf:5"), "\(run.out)")
    #expect(run.out.contains("infra/main.tf:8"), "\(run.out)")
    // What the source lacks is told once.
    let doctor = CommandRun(["doctor", "-t", plan, "--source", "\(folder.path)/infra"])
    #expect(doctor.out.contains("this and 2 more resources are not in the source"), "\(doctor.out)")
  }

  @Test func aSourceGoesWithTerraformOnly() throws {
    let folder = try TemporaryFolder()
    try folder.write("main.tf", Self.source)
    let run = CommandRun(["doctor", "-t", Fixtures.path("ways/shop/network.yaml"), "--source", folder.path])
    #expect(run.code == 2)
    #expect(run.error.contains("a source goes with a plan or a state of Terraform's"))
  }
}
