/// VPC encryption controls (`describe-vpc-encryption-controls`, ENC-1).
package struct EncryptionControls: Hashable, Sendable {
  package enum Mode: String, Hashable, Sendable {
    case monitor
    case enforce
  }

  /// What may be left out of enforcement.
  package enum Exclusion: String, Hashable, Sendable, CaseIterable {
    case internetGateway = "InternetGateway"
    case egressOnlyInternetGateway = "EgressOnlyInternetGateway"
    case natGateway = "NatGateway"
    case virtualPrivateGateway = "VirtualPrivateGateway"
    case vpcPeering = "VpcPeering"
    case lambda = "Lambda"
    case vpcLattice = "VpcLattice"
    case elasticFileSystem = "ElasticFileSystem"
  }

  package var mode: Mode
  package var exclusions: Set<Exclusion>

  package init(mode: Mode, exclusions: Set<Exclusion> = []) {
    self.mode = mode
    self.exclusions = exclusions
  }
}
