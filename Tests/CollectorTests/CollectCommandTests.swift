import PacketWalkCollector
import PacketWalkTestSupport
import Testing

/// The command line of `collect`, and what `doctor` and `check` make of what it wrote.
@Suite struct CollectCommandTests {
  /// Two interfaces in one subnet, one of which may reach the other.
  private static func network(_ more: [String: String] = [:]) throws -> FakeAWS {
    func interface(_ name: String, _ address: String) -> String {
      """
      {"NetworkInterfaceId": "eni-\(name)", "SubnetId": "subnet-1", "VpcId": "vpc-1", "PrivateIpAddress": "\(address)",
       "PrivateIpAddresses": [{"PrivateIpAddress": "\(address)", "Primary": true}], "Status": "in-use",
       "Groups": [{"GroupId": "sg-1"}], "TagSet": [{"Key": "Name", "Value": "\(name)"}]}
      """
    }
    let answers = [
      "ec2-describe-subnets.json": """
      {"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24",
        "AvailabilityZone": "eu-west-1a"}]}
      """,
      "ec2-describe-route-tables.json": """
      {"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{"Main": true}],
        "Routes": [{"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"},
          {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active"}]}]}
      """,
      "ec2-describe-network-acls.json": """
      {"NetworkAcls": [{"NetworkAclId": "acl-1", "VpcId": "vpc-1", "IsDefault": true,
        "Associations": [{"SubnetId": "subnet-1"}],
        "Entries": [{"RuleNumber": 100, "Protocol": "-1", "RuleAction": "allow", "Egress": true, "CidrBlock": "0.0.0.0/0"},
          {"RuleNumber": 100, "Protocol": "-1", "RuleAction": "allow", "Egress": false, "CidrBlock": "0.0.0.0/0"}]}]}
      """,
      "ec2-describe-security-groups.json": """
      {"SecurityGroups": [{"GroupId": "sg-1", "GroupName": "all", "VpcId": "vpc-1",
        "IpPermissions": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}],
        "IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}]}
      """,
      "ec2-describe-internet-gateways.json": """
      {"InternetGateways": [{"InternetGatewayId": "igw-1", "Attachments": [{"VpcId": "vpc-1", "State": "available"}]}]}
      """,
      "ec2-describe-addresses.json": """
      {"Addresses": [{"PublicIp": "192.0.2.7", "AllocationId": "eipalloc-1", "NetworkInterfaceId": "eni-a",
        "PrivateIpAddress": "10.0.0.4"}]}
      """,
      "ec2-describe-network-interfaces.json":
        "{\"NetworkInterfaces\": [\(interface("a", "10.0.0.4")), \(interface("b", "10.0.0.5"))]}",
    ]
    return try FakeAWS(answers.merging(more) { $1 })
  }

  private static func denied(_ operation: String, _ action: String) -> String {
    "An error occurred (UnauthorizedOperation) when calling the \(operation) operation: User: arn:aws:iam::123456789012:user/r is not authorized to perform: \(action) because"
  }

  private static func collect(_ aws: FakeAWS) -> (run: CommandLineRun, folder: String) {
    let folder = "\(aws.folder.path)/snapshot"
    return (
      CommandLineRun("collect", "-o", folder, "--region", "eu-west-1", "--aws", "\(aws.path)/aws"), folder
    )
  }

  @Test func wholeSnapshotAnswers() throws {
    let aws = try Self.network()
    let (run, folder) = Self.collect(aws)
    #expect(run.code == 0, "\(run.error)")
    #expect(run.error.isEmpty)
    #expect(run.out.contains("123456789012/eu-west-1: "))
    #expect(run.out.hasSuffix("packetwalk doctor -t \(folder) says what it holds\n"))
    let doctor = CommandLineRun("doctor", "-t", folder)
    #expect(doctor.code == 0)
    #expect(doctor.out.contains("100 % of network resources modelled"))
    #expect(!doctor.out.contains("missing for full answers"))
    #expect(doctor.out.contains(", taken 20"))
    #expect(!doctor.out.contains("not a part of the snapshot"))
    #expect(CommandLineRun("check", "-t", folder, "a", "b", "tcp/443").code == 0)
    #expect(CommandLineRun("check", "-t", folder, "internet", "a", "tcp/443").code == 0)
  }

  /// What was denied is unknown: answers that need it say so, and doctor names the IAM action.
  @Test(
    arguments: [
      ("ec2-describe-network-acls", "ec2:DescribeNetworkAcls", "internet", "a", 3),
      // Within a subnet no network ACL is asked.
      ("ec2-describe-network-acls", "ec2:DescribeNetworkAcls", "a", "b", 0),
      ("ec2-describe-internet-gateways", "ec2:DescribeInternetGateways", "internet", "a", 3),
      ("ec2-describe-internet-gateways", "ec2:DescribeInternetGateways", "a", "b", 0),
      ("ec2-describe-transit-gateways", "ec2:DescribeTransitGateways", "a", "b", 0),
    ])
  func deniedIsUnknown(call: String, action: String, source: String, destination: String, code: Int32) throws
  {
    let aws = try Self.network(["\(call).error": Self.denied("X", action)])
    let (run, folder) = Self.collect(aws)
    #expect(run.code == 4)
    #expect(
      run.error.split(separator: "\n") == [
        "packetwalk: warning: 123456789012/eu-west-1: aws \(call.replacing("ec2-", with: "ec2 ")): denied (UnauthorizedOperation): it needs \(action)"
      ])
    let doctor = CommandLineRun("doctor", "-t", folder)
    let missing = doctor.out.split(separator: "\n").drop { !$0.contains("missing for full answers") }
    #expect(missing.contains { $0.contains(action) }, "\(doctor.out)")
    #expect(doctor.out.contains("PW_CALL_FAILED"))
    let check = CommandLineRun("check", "-t", folder, source, destination, "tcp/443")
    #expect(check.code == code, "\(check.out)")
    if code == 3 { #expect(check.out.contains(action), "\(check.out)") }
  }

  @Test func unsupportedOptionalCallsAreNotes() throws {
    let aws = try Self.network([
      "odb-list-odb-networks.error": "aws: error: argument command: Invalid choice, valid choices are:"
    ])
    let (run, folder) = Self.collect(aws)
    #expect(run.code == 0)
    #expect(run.error.isEmpty)
    #expect(run.out.contains("1 not supported"))
    #expect(CommandLineRun("doctor", "-t", folder).out.contains("PW_CALL_NOT_SUPPORTED"))
  }

  @Test func withoutVPCsItIsAnError() throws {
    let aws = try Self.network(["ec2-describe-vpcs.error": Self.denied("DescribeVpcs", "ec2:DescribeVpcs")])
    let (run, folder) = Self.collect(aws)
    #expect(run.code == 2)
    #expect(
      run.error.hasSuffix(
        "packetwalk: \(folder): no VPCs could be listed, so that this is a snapshot of nothing\n"))
  }

  @Test func errorsAreOneLine() throws {
    let aws = try FakeAWS([
      "sts-get-caller-identity.error": "\nUnable to locate credentials. Configure them.\n"
    ])
    let (run, _) = Self.collect(aws)
    #expect(run.code == 2)
    #expect(
      run.error
        == "packetwalk: aws sts get-caller-identity failed: Unable to locate credentials. Configure them.\n")
    let none = CommandLineRun(
      "collect", "-o", "\(aws.folder.path)/other", "--region", "eu-west-1", "--aws", "/nowhere/aws")
    #expect(none.code == 2)
    #expect(none.error == "packetwalk: /nowhere/aws: it can't be run: No such file or directory\n")
  }

  @Test func progressIsForWhoWatches() throws {
    let aws = try Self.network()
    let run = CommandLineRun(
      "collect", "-o", "\(aws.folder.path)/snapshot", "--region", "eu-west-1", "--aws", "\(aws.path)/aws",
      isWatched: true)
    #expect(run.error.contains("\rcollecting: "))
    // The line is gone when it is done.
    #expect(run.error.hasSuffix("\r\u{1B}[2K"))
  }

  @Test func printsThePolicyAndMakesNoCall() {
    let run = CommandLineRun("collect", "--print-policy")
    #expect(run.code == 0)
    #expect(run.out == IAMPolicy.text)
  }

  @Test(
    arguments: [
      (["collect"], "which folder?"), (["collect", "-o", "x", "--parallel", "0"], "from 1 to 64"),
    ])
  func usage(arguments: [String], words: String) {
    let run = CommandLineRun(arguments)
    #expect(run.code == 64)
    #expect(run.error.contains(words))
  }
}
