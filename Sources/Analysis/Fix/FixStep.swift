package import PacketWalkAddressing
package import PacketWalkTopology

/// One thing to do of a fix.
package enum FixStep: Hashable, Sendable {
  case edit(Edit)
  /// Give the private address an Elastic IP address, which nobody can name yet: any public address that no
  /// rule singles out, and the walks were made with `standIn`.
  case associateAddress(NetworkInterfaceID, private: IPAddress, standIn: IPAddress)

  /// What the step does to a topology.
  package var edit: Edit {
    switch self {
    case .edit(let edit): edit
    case .associateAddress(let interface, let `private`, let standIn):
      .setPublicAddress(interface, private: `private`, public: standIn)
    }
  }
}

extension FixStep {
  /// What a step is about: fixes that are about the same are no alternatives of each other.
  enum Subject: Hashable {
    case group(SecurityGroupID, RuleDirection)
    case accessList(NetworkACLID, RuleDirection)
    case route(RouteTableID, RouteTarget?)
    case address(NetworkInterfaceID)
    case membership(NetworkInterfaceID)
    case other(Edit)
  }

  var subject: Subject {
    switch edit {
    case .addSecurityGroupRule(let group, let rule), .removeSecurityGroupRule(let group, let rule):
      .group(group, rule.direction)
    case .setNetworkACLEntry(let acl, let entry): .accessList(acl, entry.direction)
    case .removeNetworkACLEntry(let acl, let direction, _): .accessList(acl, direction)
    case .setRoute(let table, let route): .route(table, route.target)
    case .removeRoute(let table, _): .route(table, nil)
    case .setPublicAddress(let interface, _, _): .address(interface)
    case .attachSecurityGroup(_, let interface), .detachSecurityGroup(_, let interface):
      .membership(interface)
    case .associateRouteTable, .disassociateRouteTable, .associateNetworkACL, .addNetworkInterface,
      .removeNetworkInterface, .addVPNGateway, .addUnmodelledResource:
      .other(edit)
    }
  }
}
