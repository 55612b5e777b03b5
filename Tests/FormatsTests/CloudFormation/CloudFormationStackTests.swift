import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// Several templates together, parameters, and templates that are damaged.
@Suite struct CloudFormationStackTests {
  private static let network = """
    Resources:
      V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
    Outputs:
      Vpc: {Value: !Ref V, Export: {Name: !Sub "${AWS::StackName}:vpc"}}
    """

  @Test func exportsAreFound() throws {
    let group = """
      Parameters: {Net: {Type: String}}
      Resources:
        G:
          Type: AWS::EC2::SecurityGroup
          Properties: {VpcId: {"Fn::ImportValue": !Sub "${Net}:vpc"}}
      """
    let read = try readTemplates(["a/app.yaml": group, "a/net.yaml": Self.network], ["Net": "net"])
    #expect(read.topology.securityGroups.first?.vpc == "cfn:net/V")
    let alone = try readTemplates(["a/app.yaml": group], ["Net": "net"])
    #expect(alone.findings.contains { $0.code == "PW_UNRESOLVED_IMPORT" && $0.message.contains("net:vpc") })
    #expect(alone.topology.isMissing(.securityGroups))
  }

  @Test func nestedStacksGetValuesAndGiveOutputs() throws {
    let child = """
      Parameters: {Cidr: {Type: String}}
      Resources:
        V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Cidr}}
      Outputs:
        Id: {Value: !Ref V}
      """
    let parent = """
      Parameters: {Bucket: {Type: String}}
      Resources:
        Net:
          Type: AWS::CloudFormation::Stack
          Properties:
            TemplateURL: !Sub "https://${Bucket}.s3.amazonaws.com/templates/child.yaml"
            Parameters: {Cidr: 10.7.0.0/16}
        S:
          Type: AWS::EC2::Subnet
          Properties: {VpcId: !GetAtt Net.Outputs.Id, CidrBlock: 10.7.1.0/24}
        Lost:
          Type: AWS::CloudFormation::Stack
          Properties: {TemplateURL: "https://example.com/lost.yaml"}
      """
    let read = try readTemplates(["x/child.yaml": child, "x/parent.yaml": parent])
    #expect(read.topology.vpcs.map(\.id) == ["cfn:parent-Net/V"])
    #expect(try read.topology.vpcs.first?.prefixes == [prefix("10.7.0.0/16")])
    #expect(read.topology.subnets.first?.vpc == "cfn:parent-Net/V")
    #expect(read.findings.contains { $0.code == "PW_NESTED_STACK_NOT_IN_INPUT" && $0.subject == "Lost" })
  }

  /// Templates that nest each other end in a finding.
  @Test func ringsEnd() throws {
    func template(_ other: String) -> String {
      """
      Resources:
        N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: "s3://b/\(other)"}}
        V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !GetAtt N.Outputs.X}}
      Outputs: {X: {Value: !GetAtt N.Outputs.X}}
      """
    }
    let read = try readTemplates(["a.yaml": template("b.yaml"), "b.yaml": template("a.yaml")])
    #expect(read.topology.vpcs.isEmpty)
  }

  @Test func parametersAndConditions() throws {
    let text = """
      Parameters:
        Cidr: {Type: String}
        Key: {Type: String}
        Second: {Type: String, Default: "no"}
        Third: {Type: String}
      Conditions:
        HasSecond: !Equals [!Ref Second, "yes"]
        HasThird: !Equals [!Ref Third, "yes"]
      Resources:
        V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Cidr}}
        W: {Type: AWS::EC2::VPC, Condition: HasSecond, Properties: {CidrBlock: 10.1.0.0/16}}
        X: {Type: AWS::EC2::VPC, Condition: HasThird, Properties: {CidrBlock: 10.2.0.0/16}}
      """
    let bare = try readTemplates(["t.yaml": text])
    #expect(bare.topology.vpcs.isEmpty)
    #expect(
      bare.findings.filter { $0.code == "PW_MISSING_PARAMETER" }.map(\.subject).sorted() == ["Cidr", "Third"])
    #expect(
      bare.findings.contains {
        $0.code == "PW_UNREADABLE_RESOURCE" && $0.subject == "X" && $0.message.contains("HasThird")
      })
    let given = try readTemplates(
      ["t.yaml": text], ["Cidr": "10.0.0.0/16", "Second": "yes", "Third": "no", "Typo": "x"])
    #expect(given.topology.vpcs.map(\.id) == ["cfn:t/V", "cfn:t/W"])
    #expect(given.findings.map(\.code) == ["PW_UNKNOWN_PARAMETER"])
  }

  /// A rule or a route in doubt leaves its group or its table open.
  @Test func partsInDoubt() throws {
    let text = """
      Parameters: {P: {Type: String}}
      Conditions: {C: !Equals [!Ref P, x]}
      Resources:
        V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
        G: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref V}}
        GI:
          Type: AWS::EC2::SecurityGroupIngress
          Condition: C
          Properties: {GroupId: !Ref G, IpProtocol: -1, CidrIp: 0.0.0.0/0}
        T: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref V}}
        R:
          Type: AWS::EC2::Route
          Condition: C
          Properties: {RouteTableId: !Ref T, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: nat-1}
      """
    let read = try readTemplates(["t.yaml": text])
    let group = try #require(read.topology.securityGroups.first { $0.id == "cfn:t/G" })
    #expect(group.rules.map(\.direction) == [.egress] && group.unreadableRules.map(\.direction) == [.ingress])
    let table = try #require(read.topology.routeTables.first { $0.id == "cfn:t/T" })
    #expect(table.routes.isEmpty && !table.isComplete)
    let given = try readTemplates(["t.yaml": text], ["P": "x"])
    #expect(given.topology.routeTables.first { $0.id == "cfn:t/T" }?.routes.count == 1)
  }

  /// The CDK's nested stacks say which file is theirs.
  @Test func nestedStacksOfTheCDK() throws {
    let parent = #"""
      {"Resources": {"N": {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "A.nested.template.json"},
       "Properties": {"TemplateURL": {"Fn::Join": ["", ["https://s3.", {"Ref": "AWS::URLSuffix"}, "/b/0123abcd.json"]]}}}}}
      """#
    let child =
      #"{"Resources": {"V": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}}}"#
    let read = try readTemplates(["A.nested.template.json": child, "P.template.json": parent])
    #expect(read.topology.vpcs.map(\.id) == ["cfn:P-N/V"])
  }

  @Test func parametersFromFiles() throws {
    let folder = try TemporaryFolder()
    let forms = [
      #"[{"ParameterKey": "A", "ParameterValue": "1"}, {"ParameterKey": "B", "ParameterValue": "x,y"}]"#,
      #"["A=1", "B=x,y"]"#, #"{"A": 1, "B": ["x", "y"]}"#,
      #"{"Parameters": {"A": "1", "B": "x,y"}, "Tags": {}}"#,
    ]
    for form in forms {
      let path = try folder.write("p.json", Array(form.utf8))
      #expect(try CloudFormationParameters.read([path]) == ["A": "1", "B": "x,y"])
      #expect(try CloudFormationParameters.read([path, "A=2=3"]) == ["A": "2=3", "B": "x,y"])
    }
    let bad = try folder.write("p.json", Array("[1]".utf8))
    #expect(throws: InputError(.malformed, "")) { try CloudFormationParameters.read([bad]) }
    #expect(throws: InputError(.missing, "")) { try CloudFormationParameters.read(["/nowhere.json"]) }
  }

  // MARK: Damage

  @Test(
    arguments: [
      ("Resources:\n  A: &x {B: c}\n", "anchors"), ("Resources:\n  A: {B: *x}\n", "aliases"),
      ("Resources:\n  <<: {B: c}\n", "merge keys"), ("Resources:\n  A: 1\n  A: 2\n", "twice"),
      ("Resources: []\n", "no mapping Resources"), ("Resources:\n  A: !Ref\"x\"\n", "no tag"),
      ("Resources:\n  A: |x\n    b\n", "may follow"), (deep, "levels deep"),
      ("{\"Resources\": {", "ends inside"),
    ])
  func refused(_ text: String, _ words: String) {
    let error = #expect(throws: InputError.self) { try readTemplates(["t.yaml": text]) }
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    #expect(error?.origin.position != nil)
  }

  private static let deep = "Resources:\n  A: " + String(repeating: "!Sub [", count: 200) + "\n"

  /// Block texts, folded texts and plain ones over several lines hold no keys, whatever stands in them.
  @Test func textsOverSeveralLines() throws {
    let text = """
      Description: one
        two *three* &four
      Resources:
        V:
          Type: AWS::EC2::VPC
          Properties:
            CidrBlock: >-
              10.0.0.0/16
            Script: !Sub |
              #!/bin/bash
                *) echo "&x: *y" ;;

              a: {b: [
            Other: |2
                indented
              not
            EnableDnsSupport: false
      """
    let read = try readTemplates(["t.yaml": text])
    #expect(try read.topology.vpcs.first?.prefixes == [prefix("10.0.0.0/16")])
    #expect(read.topology.vpcs.first?.isDNSSupported == false)
  }

  @Test(arguments: ["network.yaml", "Shop.template.json"])
  func damagedTemplates(_ name: String) throws {
    let bytes = try ByteInput.read(Fixtures.path("cloudformation/\(name)"))
    let other = try ByteInput.read(Fixtures.path("cloudformation/network.yaml"))
    let seed = Fuzzing.seed()
    let tokens =
      Mutator.jsonTokens + [
        "!Ref ", "!Sub ", "!GetAtt ", "!If ", "!Select ", "!Cidr ", "${", "}", "|\n", ">-\n",
        "Fn::ForEach::X:",
        "Vpc", "Fn::ImportValue", "AWS::NoValue", "-1", "999999999999999999999", "0.0.0.0/0", "::/0",
      ]
    for turn in 0..<Fuzzing.iterations(default: 250) {
      var mutator = Mutator(seed: seed &+ UInt64(turn), tokens: tokens)
      let damaged = turn % 2 == 0 ? mutator.exchangeWords(bytes) : mutator.mutate(bytes)
      try use(damaged, name, other, "seed \(seed), turn \(turn)")
    }
    for length in stride(from: 0, to: bytes.count, by: 97) {
      try use(Array(bytes.prefix(length)), name, other, "\(length) bytes")
    }
  }

  private func use(_ bytes: [UInt8], _ name: String, _ other: [UInt8], _ comment: Comment) throws {
    do throws(InputError) {
      let read = try CloudFormation.read([(name, bytes), ("network.yaml", other)], parameters: [:])
      _ = read.topology.validate()
      _ = NativeTopologyWriter.write(read.topology)
    } catch {
      #expect(error.origin.file == name && !error.message.isEmpty, comment)
    }
  }
}
