import PacketWalkTestSupport
import Testing

/// Plans by commands.
@Suite("Terraform by commands") struct TerraformCommandTests {
  private static let plan = Fixtures.path("ways/shop/plan.json")

  @Test(arguments: ["aws_instance.web[0]", "tf:aws_instance.web[0]", "web-1"])
  func addressesAreNames(source: String) {
    let run = CommandRun(["explain", source, "tf:aws_instance.db", "tcp/5432", "-t", Self.plan])
    #expect(run.code == 0, "\(run.error)")
    #expect(run.out.contains("plan.json:"))
  }

  @Test func beforeAPlanThereIsNothing() throws {
    let run = CommandRun(["doctor", "-t", Self.plan + "#before"])
    #expect(run.code == 0 && run.out.contains("it holds no network resource"), "\(run.out)\(run.error)")
    let policy = Fixtures.path("documentation/policy.yaml")
    #expect(CommandRun("test", policy, "-t", Self.plan + "#before").code == 2)
    // A plan of something else is none, whichever side is asked for.
    let folder = try TemporaryFolder()
    let other = try folder.write(
      "plan.json", #"{"format_version":"1.2","planned_values":{"root_module":{}},"resource_changes":[]}"#)
    for moment in ["", "#before", "#after"] {
      let none = CommandRun(["doctor", "-t", other + moment])
      #expect(none.code == 2 && none.error.contains("there is nothing of a network in it"), "\(moment)")
    }
  }

  /// An interface that the input places nowhere can't be asked about: a matrix says so.
  @Test func interfacesOfSubnetsThatAreNotInTheInput() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "s.tfstate",
      Array(
        #"""
        {"version": 4, "terraform_version": "1.9.5", "serial": 1, "resources": [
          {"mode": "managed", "type": "aws_vpc", "name": "v", "instances": [{"attributes": {"id": "vpc-1", "cidr_block": "10.0.0.0/16"}}]},
          {"mode": "managed", "type": "aws_instance", "name": "i", "instances": [{"attributes": {"id": "i-1", "subnet_id": "subnet-9"}}]}]}
        """#.utf8))
    let run = CommandRun(["matrix", "-t", path])
    #expect(run.out.contains("unknown: the address of 1 network interface, which is left out"), "\(run.out)")
  }
}
