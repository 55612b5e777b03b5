/// The codes of `Topology.validate()`; they never change their meaning.
package enum ValidationCode: String, Sendable, CaseIterable {
  /// Two resources of one kind have one identifier.
  case duplicateIdentifier = "PW_DUPLICATE_ID"
  /// A resource refers to one that the input doesn't hold.
  case danglingReference = "PW_DANGLING_REFERENCE"
  /// A subnet's range lies in none of its VPC's.
  case subnetOutsideVPC = "PW_SUBNET_OUTSIDE_VPC"
  /// Two subnets of one VPC share addresses.
  case overlappingSubnets = "PW_OVERLAPPING_SUBNETS"
  /// Both ends of a peering connection share addresses (PCX-4).
  case overlappingPeering = "PW_OVERLAPPING_PEERING"
  /// An interface's or a NAT gateway's private address lies in none of its subnet's ranges.
  case addressOutsideSubnet = "PW_ADDRESS_OUTSIDE_SUBNET"
  /// Two interfaces of one VPC have one address.
  case duplicateAddress = "PW_DUPLICATE_ADDRESS"
  /// A VPC has more than one main route table (RT-1).
  case severalMainRouteTables = "PW_SEVERAL_MAIN_ROUTE_TABLES"
  /// A VPC has no main route table (RT-1).
  case noMainRouteTable = "PW_NO_MAIN_ROUTE_TABLE"
  /// A subnet is associated with more than one route table.
  case severalRouteTables = "PW_SEVERAL_ROUTE_TABLES"
  /// A VPC has more than one default network ACL (ACL-1).
  case severalDefaultNetworkACLs = "PW_SEVERAL_DEFAULT_NETWORK_ACLS"
  /// A VPC has no default network ACL (ACL-1).
  case noDefaultNetworkACL = "PW_NO_DEFAULT_NETWORK_ACL"
  /// A subnet is associated with more than one network ACL.
  case severalNetworkACLs = "PW_SEVERAL_NETWORK_ACLS"
  /// What AWS says of a subnet's public access is not what its owner's mode and exclusions make (BPA-1).
  case publicAccessDisagrees = "PW_PUBLIC_ACCESS_DISAGREES"
  /// An interface holds a group of a VPC that is not its own and not associated with it (SG-13).
  case groupOutsideVPC = "PW_GROUP_OUTSIDE_VPC"
  /// VPCs attached to one transit gateway share addresses, so that the later one's routes are not propagated
  /// (TGW-5).
  case overlappingAttachments = "PW_OVERLAPPING_ATTACHMENTS"
  /// An interface or a NAT gateway has one of the addresses that AWS keeps in every subnet (EX-3).
  case reservedAddress = "PW_RESERVED_ADDRESS"
  /// Two entries of a network ACL have one number in one direction (ACL-2).
  case duplicateNetworkACLNumber = "PW_DUPLICATE_ACL_NUMBER"
  /// An external network is declared behind what leads to none.
  case noWayOut = "PW_NO_WAY_TO_EXTERNAL_NETWORK"
}
