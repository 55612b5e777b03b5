import PacketWalkDiagnostics
import Testing

@testable import PacketWalkFormats

/// Each intrinsic function, in the forms that templates write it.
@Suite struct CloudFormationFunctionTests {
  private static let head = """
    Parameters:
      Text: {Type: String, Default: web}
      List: {Type: CommaDelimitedList, Default: "a, b,c"}
      Zones: {Type: "List<AWS::EC2::AvailabilityZone::Name>"}
      Ami: {Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", Default: /ami}
      Missing: {Type: String}
      Given: {Type: String, Default: usual}
    Mappings:
      Map: {one: {two: deep, list: [x, y]}}
    Conditions:
      Yes: !Equals [!Ref Text, web]
      No: !Not [!Condition Yes]
      Open: !Equals [!Ref Missing, web]
      Loop: !Not [!Condition Loop]
    Resources:
      V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
      Range: {Type: AWS::EC2::VPCCidrBlock, Properties: {VpcId: !Ref V, AmazonProvidedIpv6CidrBlock: true}}
      S: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref V, CidrBlock: !GetAtt V.CidrBlock}}
      Eip: {Type: AWS::EC2::EIP}
      Gone: {Type: AWS::EC2::EIP, Condition: No}
      Host: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref S, PrivateIpAddress: 10.0.0.9}}
      Other: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref S}}
      Ring: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref V, CidrBlock: !GetAtt Ring.CidrBlock}}
      End: {Type: AWS::EC2::VPCEndpoint, Properties: {SubnetIds: [!Ref S], VpcEndpointType: Interface}}
    Outputs:
      Out:
        Value:
    """

  private func evaluate(_ expression: String) throws -> String {
    let text = Self.head + " " + expression + "\n"
    let template = try CloudFormationTemplate(Array(text.utf8), file: "net/stack.yaml")
    let set = CloudFormationStacks([template], parameters: ["Given": "given", "AWS::Region": "eu-west-1"])
    let stack = try #require(set.stacks.first)
    return Self.shown(stack.output("Out"))
  }

  private static func shown(_ field: DeclaredField) -> String {
    switch field.value {
    case .null: "nothing"
    case .boolean(let flag): "\(flag)"
    case .text(let text): text
    case .list(let elements): "[" + elements.map { shown($0) }.joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.sorted { $0.key < $1.key }.map { "\($0.key): \(shown($0.value))" }.joined(separator: ", ")
        + "}"
    case .unknown(let reason): "? \(reason)"
    }
  }

  @Test(
    arguments: [
      // References.
      ("!Ref Text", "web"), ("{Ref: Text}", "web"), ("!Ref List", "[a, b, c]"), ("!Ref Given", "given"),
      ("!Ref V", "cfn:stack/V"), ("!Ref AWS::StackName", "stack"), ("!Ref AWS::Region", "eu-west-1"),
      ("!Ref AWS::Partition", "aws"), ("!Ref AWS::URLSuffix", "amazonaws.com"),
      ("[a, !Ref AWS::NoValue, b]", "[a, b]"), ("!Ref Missing", "? the parameter Missing has no value"),
      ("!Ref Ami", "? the parameter Ami is looked up in Parameter Store"),
      ("!Ref Nobody", "? there is no parameter and no resource Nobody"),
      ("!Ref Gone", "? Gone does not exist under these conditions"),
      ("!Ref AWS::AccountId", "? no account is given; --parameters AWS::AccountId=… names it"),
      ("'{{resolve:ssm:/a}}'", "? {{resolve:ssm:/a}} is not in a template"),
      // Attributes.
      ("!GetAtt V.CidrBlock", "10.0.0.0/16"), ("{'Fn::GetAtt': [V, CidrBlock]}", "10.0.0.0/16"),
      ("!GetAtt [V, VpcId]", "cfn:stack/V"), ("!GetAtt S.VpcId", "cfn:stack/V"),
      ("!GetAtt S.CidrBlock", "10.0.0.0/16"), ("!GetAtt V.DefaultSecurityGroup", "cfn:stack/V#default-group"),
      ("!GetAtt V.DefaultNetworkAcl", "cfn:stack/V#default-acl"),
      ("!Select [0, !GetAtt V.Ipv6CidrBlocks]", "2001:db8:1::/56"),
      ("!GetAtt Eip.AllocationId", "cfn:stack/Eip"), ("!GetAtt Host.PrivateIp", "10.0.0.9"),
      ("!GetAtt Other.PrivateIp", "? AWS chooses the address of Other"),
      ("!GetAtt Host.PublicDnsName", "? only AWS knows PublicDnsName of Host"),
      ("!GetAtt End.NetworkInterfaceIds", "[cfn:stack/End#S]"),
      ("!GetAtt Ring.CidrBlock", "? it refers to itself (Ring.CidrBlock)"),
      ("!GetAtt Nobody.Arn", "? there is no resource Nobody"),
      // Texts.
      ("!Sub '${Text}-${V}-${V.CidrBlock}-${!Text}'", "web-cfn:stack/V-10.0.0.0/16-${Text}"),
      ("!Sub ['${A}/${Text}', {A: !Ref Given}]", "given/web"), ("!Sub 'a $ {b} ${'", "a $ {b} ${"),
      ("!Sub '${Missing}'", "? the parameter Missing has no value"),
      ("!Join ['-', [a, !Ref Text, b]]", "a-web-b"), ("!Join ['', !Ref List]", "abc"),
      ("!Split [',', 'a,b,,c']", "[a, b, , c]"), ("!Select [1, !Split ['--', a--b]]", "b"),
      ("!Select ['2', !Ref List]", "c"),
      ("!Select [0, !Ref Missing]", "? the parameter Missing has no value"),
      ("!Base64 hello", "aGVsbG8="), ("!Base64 ab", "YWI="), ("!Base64 {'Fn::Sub': '${Text}'}", "d2Vi"),
      ("!ToJsonString {b: [1, x], a: !Ref Text}", #"{"a":"web","b":["1","x"]}"#),
      ("!Length [1, 2, 3]", "3"), ("!Length {Ref: List}", "3"),
      // Maps, zones and ranges.
      ("!FindInMap [Map, one, two]", "deep"), ("!FindInMap [Map, one, list]", "[x, y]"),
      ("!FindInMap [Map, one, three, {DefaultValue: usual}]", "usual"),
      ("!FindInMap [Map, one, three]", "? the map Map has no one, three"),
      ("!Select [1, !GetAZs '']", "eu-west-1b"), ("!Select [0, !GetAZs us-west-2]", "us-west-2a"),
      ("!Select [2, !GetAZs {Ref: 'AWS::Region'}]", "eu-west-1c"),
      ("!Cidr [10.0.0.0/16, 3, 8]", "[10.0.0.0/24, 10.0.1.0/24, 10.0.2.0/24]"),
      ("!Cidr ['2001:db8:0:100::/56', 2, 64]", "[2001:db8:0:100::/64, 2001:db8:0:101::/64]"),
      ("!Cidr [10.0.0.0/28, 2, 8]", "? Fn::Cidr cannot cut ranges of 8 host bits out of 10.0.0.0/28"),
      ("!Cidr [10.0.0.0/24, 5, 6]", "? 10.0.0.0/24 has no room for 5 ranges of 6 host bits"),
      ("!Cidr [!Ref Missing, 5, 6]", "? the parameter Missing has no value"),
      // Conditions.
      ("!If [Yes, a, b]", "a"), ("!If [No, a, b]", "b"), ("!If [No, a, !Ref AWS::NoValue]", "nothing"),
      ("!If [Open, a, b]", "? the parameter Missing has no value"),
      ("!Equals [1, '1']", "true"), ("!And [{Condition: Yes}, {Condition: No}]", "false"),
      ("!Or [!Condition Open, !Condition Yes]", "true"), ("!And [!Condition Open, !Condition No]", "false"),
      ("!Or [!Condition Open, !Condition No]", "? the parameter Missing has no value"),
      ("!If [Loop, a, b]", "? it refers to itself (condition Loop)"),
      ("!If [Nobody, a, b]", "? there is no condition Nobody"),
      // What runs elsewhere, and what is no function.
      ("!Transform {Name: X}", "? Fn::Transform is not evaluated here"),
      ("!ImportValue gone", "? no template of the input exports gone"), ("{a: !Ref Text}", "{a: web}"),
      ("!Select [9, [a]]", "? Fn::Select asks for element 9 of a list of 1"),
      ("!Join x", "? Fn::Join needs a delimiter and a list"),
      ("!GetAtt V", "? Fn::GetAtt needs a resource and an attribute"),
    ])
  func value(_ expression: String, _ expected: String) throws {
    #expect(try evaluate(expression) == expected, "\(expression)")
  }

  /// A pair of references at each of many levels is evaluated once a level.
  @Test func doublingIsNoTrouble() throws {
    var text = "Conditions:\n  C0: !Equals [a, a]\n"
    for level in 1...400 {
      text += "  C\(level): !And [!Condition C\(level - 1), !Condition C\(level - 1)]\n"
    }
    text += "Resources: {}\nOutputs: {Out: {Value: !If [C60, yes, no]}, Deep: {Value: !If [C400, yes, no]}}\n"
    let template = try CloudFormationTemplate(Array(text.utf8), file: "t.yaml")
    let set = CloudFormationStacks([template], parameters: [:])
    let stack = try #require(set.stacks.first)
    #expect(Self.shown(stack.output("Out")) == "yes")
    #expect(Self.shown(stack.output("Deep")).contains("too deeply"))
  }

  @Test func loopsUnroll() throws {
    let text = """
      Resources:
        Fn::ForEach::Outer:
          - X
          - [a-1, b]
          - Fn::ForEach::Inner:
              - Y
              - ["1", "2"]
              - "Eip&{X}${Y}": {Type: AWS::EC2::EIP, Properties: {Tags: [{Key: Name, Value: !Sub "${X}/${Y}"}]}}
      """
    let template = try CloudFormationTemplate(Array(text.utf8), file: "t.yaml")
    let set = CloudFormationStacks([template], parameters: [:])
    let stack = try #require(set.stacks.first)
    #expect(stack.resources.map(\.key) == ["Eipa11", "Eipa12", "Eipb1", "Eipb2"])
  }

  /// JSON and YAML, short and long forms are one tree, with places.
  @Test func placesAreKept() throws {
    let json =
      #"{"Resources": {"S": {"Type": "AWS::EC2::Subnet",\#n "Properties": {"VpcId": {"Ref": "V"}}}}}"#
    let template = try CloudFormationTemplate(Array(json.utf8), file: "t.json")
    let value = try #require(template.root["Resources"]?["S"]?["Properties"]?["VpcId"])
    #expect("\(value.origin)" == "t.json:2:26")
    let yaml = "Resources:\n  S:\n    Properties:\n      VpcId: !Ref V\n"
    let other = try CloudFormationTemplate(Array(yaml.utf8), file: "t.yaml")
    let tagged = try #require(other.root["Resources"]?["S"]?["Properties"]?["VpcId"])
    #expect("\(tagged.origin)" == "t.yaml:4:14")
    #expect(tagged["Ref"]?.text == "V")
  }
}
