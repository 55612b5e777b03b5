package import PacketWalkAddressing

/// A Global Accelerator accelerator with its listeners and endpoint groups: public addresses that lead to
/// load balancers and instances, in private subnets too (MS-6).
package struct Accelerator: Resource, Hashable {
  package static let kindName = "accelerator"

  package struct Listener: Hashable, Sendable {
    package var `protocol`: IPProtocol
    package var ports: PortRange
    /// Those of all its endpoint groups.
    package var endpoints: [Endpoint]

    package init(`protocol`: IPProtocol, ports: PortRange, endpoints: [Endpoint]) {
      self.protocol = `protocol`
      self.ports = ports
      self.endpoints = endpoints
    }
  }

  package struct Endpoint: Hashable, Sendable {
    package enum Target: Hashable, Sendable {
      case loadBalancer(LoadBalancerID)
      case instance(InstanceID)
      /// An Elastic IP address's allocation.
      case other(String)
    }

    package var target: Target
    /// `ClientIPPreservationEnabled`.
    package var preservesClientIP: Bool
    /// `PortOverrides` of its group: the listener's port to the endpoint's.
    package var portOverrides: [UInt16: UInt16]
    /// Whether its weight and its group's traffic dial let anything through.
    package var isUsed: Bool

    package init(
      target: Target, preservesClientIP: Bool, portOverrides: [UInt16: UInt16] = [:], isUsed: Bool = true
    ) {
      self.target = target
      self.preservesClientIP = preservesClientIP
      self.portOverrides = portOverrides
      self.isUsed = isUsed
    }
  }

  /// The ARN.
  package var id: AcceleratorID
  package var info: ResourceInfo
  /// `IpSets`.
  package var addresses: [IPAddress]
  package var dnsName: String?
  package var isEnabled: Bool
  package var listeners: [Listener]

  package init(
    id: AcceleratorID, info: ResourceInfo = ResourceInfo(), addresses: [IPAddress], dnsName: String? = nil,
    isEnabled: Bool = true, listeners: [Listener] = []
  ) {
    self.id = id
    self.info = info
    self.addresses = addresses
    self.dnsName = dnsName
    self.isEnabled = isEnabled
    self.listeners = listeners
  }
}
