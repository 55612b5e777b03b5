import PacketWalkDiagnostics
import PacketWalkTopology

@testable import PacketWalkFormats

/// Reads templates that stand in the test.
func readTemplates(
  _ files: KeyValuePairs<String, String>, _ parameters: [String: String] = [:]
) throws -> (topology: Topology, findings: [Finding]) {
  try CloudFormation.read(files.map { ($0.key, Array($0.value.utf8)) }, parameters: parameters)
}

/// Reads resources of a template, given as YAML with two blanks of indentation, beside a VPC `V` with the subnets `A`
/// and `B`.
func readResources(
  _ resources: String, _ parameters: [String: String] = [:]
) throws -> (topology: Topology, findings: [Finding]) {
  try readTemplates(["t.yaml": templateHead + resources], parameters)
}

let templateHead = """
  Resources:
    V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
    A:
      Type: AWS::EC2::Subnet
      Properties: {VpcId: !Ref V, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}
    B:
      Type: AWS::EC2::Subnet
      Properties: {VpcId: !Ref V, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1b}

  """
