import FoundationEssentials

/// A made-up CloudFormation template of up to 500 resources, the quota, at about 2 KB each: a VPC, subnets, groups that
/// refer to each other, and instances with long user data.
public struct SyntheticTemplate {
  let resources: Int

  /// - Parameter resources: from 30 to 500.
  public init(resources: Int) {
    precondition((30...500).contains(resources), "30 to 500 resources")
    self.resources = resources
  }

  /// Writes `folder/template.json` and `folder/template.yaml`, and a question.
  public func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let document = template
    try Data(document.printed).write(to: URL(filePath: folder + "/template.json"))
    try Data(document.yaml).write(to: URL(filePath: folder + "/template.yaml"))
    try Data("host-0\nhost-1\ntcp/8001\n".utf8).write(to: URL(filePath: folder + "/question.txt"))
  }

  private var template: JSON {
    var all: [(key: String, value: JSON)] = []
    func add(_ name: String, _ type: String, _ properties: [(key: String, value: JSON)]) {
      all.append(
        (
          name,
          .object([
            ("Type", .text("AWS::EC2::\(type)")), ("Properties", .object(properties)),
            ("Metadata", ["aws:cdk:path": .text("Stack/\(name)/Resource")]),
          ])
        ))
    }
    func reference(_ name: String) -> JSON { ["Ref": .text(name)] }
    func attribute(_ name: String, _ attribute: String) -> JSON { ["Fn::GetAtt": .texts([name, attribute])] }
    func tags(_ name: String) -> (key: String, value: JSON) {
      ("Tags", [["Key": "Name", "Value": .text(name)]])
    }
    add("Vpc", "VPC", [("CidrBlock", "10.0.0.0/16"), tags("big")])
    add("Table", "RouteTable", [("VpcId", reference("Vpc")), tags("all")])
    for place in 0..<6 {
      let ranges: JSON = ["Fn::Cidr": [attribute("Vpc", "CidrBlock"), 16, "12"]]
      add(
        "Subnet\(place)", "Subnet",
        [
          ("VpcId", reference("Vpc")), ("CidrBlock", ["Fn::Select": [.number(place), ranges]]),
          ("AvailabilityZone", ["Fn::Select": [.number(place % 3), ["Fn::GetAZs": ""]]]),
          tags("subnet-\(place)"),
        ])
      add(
        "Uses\(place)", "SubnetRouteTableAssociation",
        [
          ("SubnetId", reference("Subnet\(place)")), ("RouteTableId", reference("Table")),
        ])
    }
    let groups = resources / 20
    for group in 0..<groups {
      add(
        "Group\(group)", "SecurityGroup",
        [
          ("GroupDescription", .text("tier \(group)")), ("VpcId", reference("Vpc")), tags("tier-\(group)"),
          (
            "SecurityGroupEgress",
            [
              [
                "IpProtocol": "-1", "CidrIp": "0.0.0.0/0",
                "Description": "Allow all outbound traffic by default",
              ]
            ]
          ),
          (
            "SecurityGroupIngress",
            .list(
              (0..<12).map {
                [
                  "IpProtocol": "tcp", "FromPort": .number(9000 + $0), "ToPort": .number(9000 + $0),
                  "CidrIp": .text("10.0.\($0 * 16).0/20"),
                  "Description": "from another subnet",
                ]
              })
          ),
        ])
      add(
        "From\(group)", "SecurityGroupIngress",
        [
          ("GroupId", attribute("Group\(group)", "GroupId")), ("IpProtocol", "tcp"),
          ("FromPort", .number(8000 + group)), ("ToPort", .number(8000 + group)),
          ("SourceSecurityGroupId", attribute("Group\((group + groups - 1) % groups)", "GroupId")),
        ])
    }
    var host = 0
    while all.count < resources {
      let words = (0..<24).map {
        JSON.text("echo step \($0) of the long way to a running service, with its options")
      }
      let data: JSON = ["Fn::Base64": ["Fn::Join": [" && ", .list(words + [reference("AWS::Region")])]]]
      add(
        "Host\(host)", "Instance",
        [
          ("ImageId", reference("Image")), ("SubnetId", reference("Subnet\(host % 6)")),
          ("PrivateIpAddress", .text("10.0.\(host % 6 * 16 + host / 6 / 200).\(host / 6 % 200 + 10)")),
          ("SecurityGroupIds", [attribute("Group\(host % groups)", "GroupId")]), ("UserData", data),
          tags("host-\(host)"),
        ])
      host += 1
    }
    return .object([
      ("Description", "A big template"),
      ("Parameters", ["Image": ["Type": "String", "Default": "ami-0123456789abcdef0"]]),
      ("Resources", .object(all)),
    ])
  }
}
