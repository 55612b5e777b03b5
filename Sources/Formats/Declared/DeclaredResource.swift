import PacketWalkDiagnostics

/// A resource as a plan, a state or a template declares it.
struct DeclaredResource: Sendable {
  /// The identifier: AWS's own where the input has it, else made of the address (`tf:aws_subnet.web[0]`,
  /// `cfn:network/WebSubnet`).
  var id: String
  /// What its author calls it: `module.vpc.aws_subnet.web[0]`, `WebSubnet`.
  var address: String
  /// The format's word for the kind: `aws_subnet`, `AWS::EC2::Subnet`.
  var type: String
  var account: String?
  var region: String?
  var properties: DeclaredField

  var origin: Origin { properties.origin }
}
