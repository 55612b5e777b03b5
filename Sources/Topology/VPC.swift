package import PacketWalkAddressing

/// A virtual private cloud (`describe-vpcs`).
package struct VPC: Resource, Hashable {
  package static let kindName = "VPC"
  package var id: VPCID
  package var info: ResourceInfo
  /// Every associated range of both families; the first IPv4 one is the primary (EX-3).
  package var prefixes: [IPPrefix]
  /// `enableDnsSupport`: whether the resolver at the primary range's base + 2 answers.
  package var isDNSSupported: Bool
  /// Nil where encryption is neither monitored nor enforced (ENC-1).
  package var encryption: EncryptionControls?

  package init(
    id: VPCID, info: ResourceInfo = ResourceInfo(), prefixes: [IPPrefix], isDNSSupported: Bool = true,
    encryption: EncryptionControls? = nil
  ) {
    self.id = id
    self.info = info
    self.prefixes = prefixes
    self.isDNSSupported = isDNSSupported
    self.encryption = encryption
  }

  /// The range whose base + 2 is the Amazon DNS server.
  package var primaryPrefix: IPPrefix? { prefixes.first { $0.family == .ipv4 } }
}

/// An Availability Zone. Zones compare by identifier, since names differ between accounts.
package struct AvailabilityZone: Hashable, Sendable, CustomStringConvertible {
  /// `us-east-1a`.
  package var name: String
  /// `use1-az4`, the same in every account; nil when the input does not say.
  package var zoneID: String?

  package init(name: String, zoneID: String? = nil) {
    self.name = name
    self.zoneID = zoneID
  }

  /// What zones compare by: the identifier if known.
  package var identity: String { zoneID ?? name }
  package var description: String { name.isEmpty ? zoneID ?? "" : name }
}

/// A subnet (`describe-subnets`).
package struct Subnet: Resource, Hashable {
  package static let kindName = "subnet"
  package var id: SubnetID
  package var info: ResourceInfo
  package var vpc: VPCID
  /// Its IPv4 and IPv6 ranges.
  package var prefixes: [IPPrefix]
  package var zone: AvailabilityZone
  /// What AWS says that Block Public Access does here (`BlockPublicAccessStates`), exclusions already counted;
  /// nil where it doesn't say.
  package var blockPublicAccess: BlockPublicAccess?

  package init(
    id: SubnetID, info: ResourceInfo = ResourceInfo(), vpc: VPCID, prefixes: [IPPrefix],
    zone: AvailabilityZone, blockPublicAccess: BlockPublicAccess? = nil
  ) {
    self.id = id
    self.info = info
    self.vpc = vpc
    self.prefixes = prefixes
    self.zone = zone
    self.blockPublicAccess = blockPublicAccess
  }
}
