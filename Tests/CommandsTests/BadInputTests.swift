import PacketWalkJSONScan
import PacketWalkTestSupport
import Testing

/// What is no topology: one clear line with file and position, exit code 2, and no crash.
@Suite struct BadInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    /// What stands behind the file's name.
    let message: String
    var testDescription: String { "\(name) \(message)" }

    init(_ name: String, _ text: String, _ message: String) { self.init(name, Array(text.utf8), message) }

    init(_ name: String, _ bytes: [UInt8], _ message: String) {
      self.name = name
      self.bytes = bytes
      self.message = message
    }
  }

  static let head = "packetwalk: 1\nvpcs:\n"
  static let deepBlock = (1..<2_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
  static let deepBrackets =
    String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)

  static let texts = [
    // Malformed, to the byte.
    Case("a.json", "{\n  \"Vpcs\": [\n    {\"VpcId\": }\n  ]\n}\n", ":3:15: expected a value, found '}'"),
    Case("b.json", "{\"Vpcs\": [\"é\", 01]}", ":1:18: a number may not begin with 0 and a digit"),
    Case(
      "c.json", "{\"Vpcs\": [{\"VpcId\": \"vpc-1\"",
      ":1:28: the text ends inside the object that begins at 1:11"),
    Case(
      "d.json", [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D], ":1:3: byte 0xFF begins no UTF-8 sequence here"),
    Case("e.json", "{} {}", ":1:4: expected nothing after the document's one value, found '{'"),
    Case(
      "a.yaml", head + "  prod: {cidr: 10.0.0.0/16\n",
      ":4:1: did not find expected ',' or '}', while parsing a flow mapping"),
    Case("b.yaml", head + "  é: {cidr: \"10.0.0.0/16}\n", ":3:14: the quote that opens here is never closed"),
    Case(
      "c.yaml", Array((head + "  pr").utf8) + [0xFF] + Array("od: {}\n".utf8),
      ":3:5: the file is not UTF-8 from here on"),
    Case("d.yaml", head + "\tprod: {}\n", ":3:1: a tab cannot start any token; indent with spaces"),
    Case(
      "e.yaml", head + "  a: {cidr: 10.0.0.0/16}\n  a: {cidr: 10.1.0.0/16}\n",
      ":3:3: “a” is written twice in one mapping"),
    Case(
      "f.yaml", head + "  a: {cdir: 10.0.0.0/16}\n", ":3:7: a VPC has no key “cdir”; did you mean “cidr”?"),
    Case("g.yaml", "packetwalk: 2\n", ":1:13: version 2 of the format is not known; this is packetwalk: 1"),
    Case(
      "h.yaml", head + "  a: {cidr: 10.0.0.0/33}\n",
      ":3:13: “10.0.0.0/33” is no CIDR such as 10.0.0.0/16 or 2001:db8::/56"),
    Case("i.yaml", head + "  a: {}\n", ":3:6: a VPC needs “cidr”"),
    Case(
      "j.yaml",
      head + "  a:\n    cidr: 10.0.0.0/16\n    security-groups: {w: {in: [tcp/443-80 from 0.0.0.0/0]}}\n",
      ":5:32: the ports of “tcp/443-80” stand the wrong way round: 80-443"),
    Case(
      "k.yaml",
      head
        + "  a:\n    cidr: 10.0.0.0/16\n    subnets: {x: {cidr: 10.0.1.0/24, zone: z, route-table: mein}}\n",
      ":5:60: no route table is named “mein”; did you mean “main”?"),
    // Deep, wide and malicious.
    Case("deep.json", deepBrackets, ":1:513: nested deeper than 512 levels"),
    Case("deeper.json", "{\"Vpcs\":" + deepBrackets + "}", ":1:520: nested deeper than 512 levels"),
    Case("flow.yaml", "packetwalk: 1\nvpcs: \(deepBrackets)\n", ":2:70: nested more than 64 levels deep"),
    Case("block.yaml", head + deepBlock, ":66:66: nested more than 64 levels deep"),
    Case(
      "dash.yaml", head + " a:\n" + String(repeating: "- ", count: 10_000) + "a\n",
      ":4:129: nested more than 64 levels deep"),
    Case(
      "dashes.yaml", head + " a:\n  " + String(repeating: "- ", count: 10_000) + "a\n",
      ":4:127: nested more than 64 levels deep"),
    Case(
      "bomb.yaml", "packetwalk: 1\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
      ":2:4: anchors (&) are not supported; put a text that begins with & in quotes"),
    Case("merge.yaml", head + "  a: {<<: {cidr: 10.0.0.0/16}}\n", ":3:7: merge keys (<<) are not supported"),
    Case(
      "tag.yaml", head + "  a: !!python/object {}\n",
      ":3:6: tags (!) are not supported; put a text that begins with ! in quotes"),
    // Nothing.
    Case("empty.json", "", ": the file is empty"), Case("empty.yaml", " \n\n", ": the file is empty"),
    Case("comment.yaml", "# nothing\n", ": the file is empty"),
    Case("empty.gz", packed(""), ": the file is empty"),
    Case(
      "null.json", "null",
      ": this is no topology: neither YAML with “packetwalk: 1” nor JSON from AWS's describe calls or Terraform"
    ),
    Case(
      "two.yaml", "packetwalk: 1\n---\npacketwalk: 1\n",
      ":2:1: expected a single document in the stream, but found another document"),
    // Something else.
    Case("main.tf", "resource \"aws_vpc\" \"a\" {}\n", terraform),
    Case("plan.tfplan", "PK\u{3}\u{4}...", zip), Case("plan.out", "PK\u{3}\u{4}...", zip),
    Case(
      "plan.json", #"{"format_version": "1.2", "terraform_version": "1.9", "planned_values": {}}"#,
      ":1:1: there is nothing of a network in it: no resource of the AWS provider is a part of one"),
    Case(
      "newer.json", #"{"format_version": "2.0", "planned_values": {}}"#,
      ":1:20: format_version 2.0 is newer than what is read (0.1 to 1.x)"),
    Case(
      "old.tfstate", #"{"version": 3, "serial": 1, "modules": []}"#,
      ":1:13: this state has version 3, and only 4 is read; terraform show -json prints it in a form that is"),
    Case(
      "log.json", #"{"@level": "info", "@message": "Terraform 1.9.5", "type": "version"}"#,
      ": this is the log of terraform plan -json; terraform plan -out=PLAN and terraform show -json PLAN > plan.json "
        + "print a plan that is read"),
    Case(
      "stack.yaml", "Resources:\n  V: &v {}\n",
      ":2:6: anchors (&) are not supported; put a text that begins with & in quotes"),
    Case(
      "stack.json", #"{"AWSTemplateFormatVersion": "2010-09-09", "Resources": []}"#,
      ":1:1: this is no CloudFormation template: it has no mapping Resources"),
    Case("policy.yaml", "packetwalk: 1\nassertions: []\n", ": this is a policy, not a topology"),
    Case(
      "notes.txt", "hello\n",
      ": this is no topology: neither YAML with “packetwalk: 1” nor JSON from AWS's describe calls or Terraform"
    ),
    // gzip that is none, or too much.
    Case("cut.yaml.gz", Array(packed(head).dropLast(4)), ": the gzip data is cut short"),
    Case("tail.yaml.gz", packed(head) + [1, 2, 3], ": something that is no gzip data follows it"),
    // Snapshots.
    Case(
      "vpcs.json", #"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}], "NextToken": "abc"}"#,
      ":1:73: the file holds one page of a longer answer (NextToken is set): "
        + "repeat the call without --max-items and --no-paginate"),
    Case(
      "subnets.json", #"{"Subnets": []}"#,
      ":1:1: the snapshot describes no network: there is no VPC in it; its file holds Subnets; "
        + "aws ec2 describe-vpcs would supply them"),
  ]

  static let terraform =
    ": this is Terraform's source, which only Terraform can evaluate; terraform plan -out=PLAN and "
    + "terraform show -json PLAN > plan.json print a plan that is read"
  static let zip =
    ": this is a zip archive, such as terraform plan -out writes; "
    + "terraform show -json PLAN > plan.json prints one that is read"

  private static func packed(_ text: String) -> [UInt8] { (try? Gzip.pack(Array(text.utf8))) ?? [] }

  @Test(arguments: texts) func files(test: Case) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(test.name, test.bytes)
    for command in [["doctor"], ["convert"], ["check", "a", "b"]] {
      let run = CommandRun(command + ["-t", path])
      #expect(run.code == 2 && run.out.isEmpty)
      #expect(run.error == "packetwalk: \(path)\(test.message)\n")
    }
  }

  /// In a folder, a bad file is named itself.
  @Test(arguments: [
    ("vpcs.json", "{\"Vpcs\": [}", "/vpcs.json:1:11: expected a value, found '}'"),
    (
      "net.yaml", "packetwalk: 1\nvpcs: {\n",
      "/net.yaml:3:1: did not find expected node content, while parsing a flow node"
    ),
    (
      "subnets.json", "{\"Subnets\": []}",
      "/subnets.json:1:1: the snapshot describes no network: "
        + "there is no VPC in it; its file holds Subnets; aws ec2 describe-vpcs would supply them"
    ),
    ("main.tf", "resource {}", "/main.tf" + terraform),
    (
      "stack.json", "{\"Resources\": {}}",
      "/stack.json: the template describes no network: none of its resources is a part of one"
    ),
    (
      "notes.txt", "hello",
      ": nothing in the folder is a topology: "
        + "neither a YAML file with “packetwalk: 1” nor JSON from AWS's describe calls"
    ),
    (".hidden.json", "{}", ": the folder has no files"),
  ])
  func folders(name: String, text: String, message: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(name, text)
    let run = CommandRun("doctor", "-t", folder.path)
    #expect(run.code == 2 && run.out.isEmpty)
    #expect(run.error == "packetwalk: \(folder.path)\(message)\n")
  }

  @Test func aFolderOfTwoTopologiesNamesThem() throws {
    let folder = try TemporaryFolder()
    let a = try folder.write("a.yaml", Street.text)
    let b = try folder.write("b/b.yaml", Street.text)
    let run = CommandRun("doctor", "-t", folder.path)
    #expect(run.code == 2 && run.out.isEmpty)
    #expect(
      run.error == """
        packetwalk: \(folder.path): the folder holds 2 native topologies; name the one to read, one of:
          \(a)
          \(b)

        """)
  }

  @Test(.timeLimit(.minutes(1))) func whatIsNoFileOrFolder() throws {
    let folder = try TemporaryFolder()
    let pipe = try folder.pipe("pipe")
    let circle = try folder.link("circle", to: "circle")
    let dangling = try folder.link("dangling", to: "nowhere")
    let empty = try folder.folder("empty")
    let loop = try folder.folder("loop/inner")
    try folder.link("loop/inner/again", to: "..")
    let long = String(repeating: "x", count: 5_000)
    for (path, message) in [
      ("\(folder.path)/absent", "no such file or folder"), (circle, "a symbolic link leads back to itself"),
      (dangling, "the symbolic link leads to nothing"), (empty, "the folder has no files"),
      (pipe, "a named pipe, which is no input; '-' reads standard input"),
      ("/dev/null", "a device, which is no input; '-' reads standard input"),
      ("/dev/zero", "a device, which is no input; '-' reads standard input"),
      (long, "the path is longer than any that can be"), ("a\u{0}b", "no file can have this name"),
    ] {
      let run = CommandRun("check", "-t", path, "a", "b")
      #expect(run.code == 2 && run.out.isEmpty)
      #expect(run.error == "packetwalk: \(path.replacing("\u{0}", with: "\\u{0}")): \(message)\n")
    }
    #expect(CommandRun("check", "-t", "", "a", "b").error == "packetwalk: no file can have this name\n")
    let run = CommandRun("check", "-t", loop, "a", "b")
    #expect(run.code == 2 && run.errorLines.count == 1)
    #expect(run.error.hasSuffix(": the folder contains itself through a symbolic link\n"), "\(run.error)")
  }

  /// 80 MiB of zeros in 80 KiB: no input is like that.
  @Test func zerosWithoutEnd() throws {
    let folder = try TemporaryFolder()
    let member = try Gzip.pack([UInt8](repeating: 0, count: 1 << 20))
    let bomb = Array(repeatElement(member, count: 80).joined())
    #expect(bomb.count < 100 << 10)
    for name in ["zeros.json.gz", "zeros.yaml", "zeros"] {
      let path = try folder.write(name, bomb)
      let run = CommandRun("doctor", "-t", path)
      #expect(run.code == 2 && run.out.isEmpty)
      #expect(run.error == "packetwalk: \(path): gzip data that unpacks to more than 64 MiB\n")
    }
  }

  /// What leaves the rest usable is a finding that `doctor` prints, and no reason to stop.
  @Test func findingsOfANativeFile() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "net.yaml",
      Self.head + "  a:\n    cidr: 10.0.0.0/16\n"
        + "    subnets: {x: {cidr: 10.0.1.0/24, zone: z}, y: {cidr: 10.0.1.128/25, zone: z}}\n")
    let run = CommandRun("doctor", "-t", path)
    #expect(run.code == 0 && run.error.isEmpty)
    #expect(run.out.contains("PW_OVERLAPPING_SUBNETS"))
    #expect(
      run.out.contains("y: 10.0.1.128/25 shares addresses with 10.0.1.0/24 of subnet x  \(path):5"),
      "\(run.out)")
  }

  /// Found by damage: each of these loads, and once ended in a crash behind the loader.
  @Test(arguments: [("[10.0.0.0/16, 2001:db8:1::/56]", "[10.0.0.0/16, 10.0.0.0/16]")])
  func oddNetworksAreAnswered(text: String, replacement: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("net.yaml", Street.text.replacing(text, with: replacement))
    let run = CommandRun("check", "-t", path, "web-2", "db", "tcp/5432")
    #expect(run.code == 0 && run.error.isEmpty, "\(run.error)")
  }

  /// Found by damage: what a snapshot leaves open can be converted, and read back.
  @Test(arguments: [
    (#"{"NatGateways": [{"NatGatewayId": "nat-1", "VpcId": "vpc-1"}]}"#, "subnet: unknown"),
    (
      #"{"NatGateways": [{"NatGatewayId": "nat-1", "VpcId": "vpc-1", "SubnetId": "subnet-1", "AvailabilityMode": "regional"}]}"#,
      "regional: true"
    ),
    (#"{"TargetGroups": [{"TargetGroupArn": "arn:tg", "TargetType": "ip"}]}"#, "protocol: tcp"),
  ])
  func gapsSurviveConversion(json: String, words: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("snapshot/vpcs.json", #"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}]}"#)
    try folder.write("snapshot/gap.json", json)
    let run = CommandRun("convert", "-t", "\(folder.path)/snapshot")
    #expect(run.code == 0 && run.out.contains(words), "\(run.out)\(run.error)")
    let again = CommandRun("convert", "-t", try folder.write("converted.yaml", run.out))
    #expect(again.code == 0 && again.out == run.out, "\(again.error)")
  }

  /// What could not be read is not the same as what is not there: no answer is built on its absence.
  @Test func whatCouldNotBeReadIsUnknown() throws {
    let folder = try TemporaryFolder()
    let whole = [
      "vpcs": #"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}]}"#,
      "subnets":
        #"{"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "eu-west-1a"}]}"#,
      "tables":
        #"{"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{"Main": true}], "Routes": [{"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active"}]}]}"#,
      "acls":
        #"{"NetworkAcls": [{"NetworkAclId": "acl-1", "VpcId": "vpc-1", "IsDefault": true, "Associations": [], "Entries": [{"RuleNumber": 100, "Protocol": "-1", "RuleAction": "allow", "Egress": true, "CidrBlock": "0.0.0.0/0"}]}]}"#,
      "groups":
        #"{"SecurityGroups": [{"GroupId": "sg-1", "VpcId": "vpc-1", "GroupName": "web", "IpPermissions": [], "IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}]}"#,
      "interfaces":
        #"{"NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1", "VpcId": "vpc-1", "PrivateIpAddress": "10.0.1.10", "Groups": [{"GroupId": "sg-1"}]}]}"#,
      "nat": #"{"NatGateways": []}"#,
    ]
    for (name, text) in whole { try folder.write("\(name).json", text) }
    #expect(CommandRun("check", "-t", folder.path, "eni-1", "internet", "https").code == 1)
    #expect(CommandRun("check", "-t", folder.path, "eni-1", "10.0.1.20", "https").code == 1)
    try folder.write("nat.json", #"{"NatGateways": [{"NatGatewayId": "nat-1"}]}"#)
    #expect(CommandRun("check", "-t", folder.path, "eni-1", "internet", "https").code == 3)
    try folder.write("more.json", #"{"NetworkInterfaces": [{"NetworkInterfaceId": "eni-2"}]}"#)
    #expect(CommandRun("check", "-t", folder.path, "eni-1", "10.0.1.20", "https").code == 3)
    let doctor = CommandRun("doctor", "-t", folder.path)
    #expect(doctor.out.contains("some could not be read; packetwalk doctor says why"), "\(doctor.out)")
    #expect(
      doctor.out.contains(
        "rtb-1: route table refers to NAT gateway nat-1, and not all NAT gateways could be read"),
      "\(doctor.out)")
  }

  /// One and the same thing wrong with every element: the first ten thousand are told, the rest counted.
  @Test func findingsHaveALimit() throws {
    let folder = try TemporaryFolder()
    let bad = Array(repeating: "{}", count: 10_050).joined(separator: ",")
    try folder.write("vpcs.json", #"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"},\#(bad)]}"#)
    let run = CommandRun("doctor", "--json", "-t", folder.path)
    let report = try #require(try run.objects().first)
    #expect(report["findings"].map { Array($0.elements).count } == 10_001)
    #expect(run.out.contains("there are 50 more findings, which are left out"))
  }

  @Test func findingsOfASnapshot() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "vpcs.json",
      #"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}, {"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/33"}]}"#
    )
    try folder.write(
      "subnets.json",
      #"{"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "eu-west-1a"}, {"SubnetId": "subnet-2", "VpcId": "vpc-9", "CidrBlock": "10.0.1.0/25", "AvailabilityZone": "eu-west-1a"}, {"SubnetId": "subnet-3", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/25", "AvailabilityZone": "eu-west-1a"}]}"#
    )
    try folder.write(
      "groups.json",
      #"{"SecurityGroups": [{"GroupId": "sg-1", "GroupName": "web", "VpcId": "vpc-1", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 80, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}]}"#
    )
    try folder.write(
      "interfaces.json",
      #"{"NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1", "VpcId": "vpc-1", "PrivateIpAddress": "10.0.1.200", "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.200", "Primary": true}], "Groups": [{"GroupId": "sg-1"}, {"GroupId": "sg-9"}]}]}"#
    )
    let run = CommandRun("doctor", "-t", folder.path)
    #expect(run.code == 0 && run.error.isEmpty, "\(run.error)")
    for word in ["sg-9", "vpc-9", "443", "PW_OVERLAPPING_SUBNETS", "10.0.0.0/33"] {
      #expect(run.out.contains(word), "\(word)\n\(run.out)")
    }
    let answer = CommandRun("check", "-t", folder.path, "eni-1", "10.0.1.201", "tcp/80")
    #expect([0, 1, 3].contains(answer.code), "\(answer.error)")
  }
}
