/// A service of AWS's that has interfaces in a VPC: a database, a cache, a file system (MS-2).
package struct ManagedService: Resource, Hashable {
  package static let kindName = "managed service"

  /// The ARN where it has one.
  package var id: ManagedServiceID
  package var info: ResourceInfo
  /// The field's word: `DB instance`, `cache cluster`.
  package var kind: String
  /// The VPC it is in; nil when the input does not say.
  package var vpc: VPCID?
  /// What answers now.
  package var interfaces: [NetworkInterfaceID]
  /// The names that it is called by.
  package var hosts: [String]
  /// The subnets that it may move to when it fails over.
  package var failoverSubnets: [SubnetID]

  package init(
    id: ManagedServiceID, info: ResourceInfo = ResourceInfo(), kind: String, vpc: VPCID?,
    interfaces: [NetworkInterfaceID] = [], hosts: [String] = [], failoverSubnets: [SubnetID] = []
  ) {
    self.id = id
    self.info = info
    self.kind = kind
    self.vpc = vpc
    self.interfaces = interfaces
    self.hosts = hosts
    self.failoverSubnets = failoverSubnets
  }

  /// Whether a host name, in small letters, is one of its own.
  package func answers(to host: String) -> Bool { hosts.contains { $0.lowercased() == host } }
}
