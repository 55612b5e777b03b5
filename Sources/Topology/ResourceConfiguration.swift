package import PacketWalkAddressing

/// A resource that endpoints of other VPCs lead to (`vpc-lattice get-resource-configuration`): TCP only.
package struct ResourceConfiguration: Resource, Hashable {
  package static let kindName = "resource configuration"

  /// `resourceConfigurationDefinition`.
  package enum Definition: Hashable, Sendable {
    case address(IPAddress)
    case domainName(String)
    /// A database's ARN.
    case resource(String)
  }

  package var id: ResourceConfigurationID
  package var info: ResourceInfo
  /// The gateway that leads to the resource.
  package var gateway: ResourceGatewayID?
  /// `portRanges`.
  package var ports: [PortRange]
  /// Nil when the input does not say what the resource is.
  package var definition: Definition?
  /// Whether `status` is `ACTIVE`.
  package var isAvailable: Bool

  package init(
    id: ResourceConfigurationID, info: ResourceInfo = ResourceInfo(), gateway: ResourceGatewayID?,
    ports: [PortRange], definition: Definition?, isAvailable: Bool = true
  ) {
    self.id = id
    self.info = info
    self.gateway = gateway
    self.ports = ports
    self.definition = definition
    self.isAvailable = isAvailable
  }
}
