package import PacketWalkAddressing

/// One change to a topology: the single currency of fix, what-if, diff's causes and mutation.
package enum Edit: Hashable, Sendable {
  case addSecurityGroupRule(SecurityGroupID, SecurityGroupRule)
  /// Removes every rule that admits the same, wherever it was written and whatever its identifier.
  case removeSecurityGroupRule(SecurityGroupID, SecurityGroupRule)
  case attachSecurityGroup(SecurityGroupID, to: NetworkInterfaceID)
  case detachSecurityGroup(SecurityGroupID, from: NetworkInterfaceID)
  /// Adds the entry, or replaces the one with its number and direction.
  case setNetworkACLEntry(NetworkACLID, NetworkACLEntry)
  case removeNetworkACLEntry(NetworkACLID, RuleDirection, number: Int)
  /// Adds the route, or replaces the one with its destination.
  case setRoute(RouteTableID, Route)
  case removeRoute(RouteTableID, RouteDestination)
  /// Makes a subnet use the route table, in the place of any other (`ReplaceRouteTableAssociation`).
  case associateRouteTable(RouteTableID, with: SubnetID)
  /// Takes a subnet's own route table from it, so that it uses the main one of its VPC (RT-1).
  case disassociateRouteTable(from: SubnetID)
  /// Makes a subnet use the access list, in the place of any other: a subnet is never without one (ACL-1).
  case associateNetworkACL(NetworkACLID, with: SubnetID)
  /// Gives a private address a public one, or takes it away.
  case setPublicAddress(NetworkInterfaceID, private: IPAddress, public: IPAddress?)
  case addNetworkInterface(NetworkInterface)
  case removeNetworkInterface(NetworkInterfaceID)
  case addVPNGateway(VPNGateway)
  case addUnmodelledResource(UnmodelledResource)
}
