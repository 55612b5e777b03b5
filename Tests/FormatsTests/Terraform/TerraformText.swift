import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkJSONScan
import PacketWalkTopology

/// States and plans for tests, from what matters of them.
enum TerraformText {
  typealias Read = (topology: Topology, findings: [Finding])

  static func read(_ text: String, moment: String? = nil) throws -> Read {
    try Terraform.read(JSONDocument(parsing: Array(text.utf8), file: "t.json"), moment: moment)
  }

  /// A raw state of resources by address (`aws_vpc.main`), each with its attributes as JSON.
  static func state(_ resources: [(address: String, attributes: String)]) throws -> Read {
    let parts = resources.map { resource in
      let words = resource.address.split(separator: ".").map(String.init)
      let isData = words[0] == "data"
      return """
        {"mode": "\(isData ? "data" : "managed")", "type": "\(words[isData ? 1 : 0])",
         "name": "\(words[isData ? 2 : 1])", "instances": [{"attributes": \(resource.attributes)}]}
        """
    }
    return try read(
      #"{"version": 4, "terraform_version": "1.9.5", "serial": 1, "resources": [\#(parts.joined(separator: ", "))]}"#
    )
  }

  /// A network that most resources need: a VPC with two subnets.
  static let base: [(address: String, attributes: String)] = [
    (
      "aws_vpc.main",
      #"{"id": "vpc-1", "cidr_block": "10.0.0.0/16", "main_route_table_id": "rtb-main", "default_network_acl_id": "acl-main", "default_security_group_id": "sg-main"}"#
    ),
    (
      "aws_subnet.a",
      #"{"id": "subnet-a", "vpc_id": "vpc-1", "cidr_block": "10.0.1.0/24", "availability_zone": "eu-west-1a"}"#
    ),
    (
      "aws_subnet.b",
      #"{"id": "subnet-b", "vpc_id": "vpc-1", "cidr_block": "10.0.2.0/24", "availability_zone": "eu-west-1b"}"#
    ),
  ]

  static func based(_ resources: [(String, String)]) throws -> Read { try state(base + resources) }
}
