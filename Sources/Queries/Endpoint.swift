public import PacketWalkAddressing
package import PacketWalkForwarding

/// One end of an answer: what a selector was taken to mean.
public struct Endpoint: Hashable, Sendable {
  /// What the user wrote.
  public var text: String
  /// The resource, where there is one.
  public var component: Component?
  /// The address used, where one was settled on.
  public var address: IPAddress?
  /// Where it is: the subnet, or nil outside.
  public var subnet: String?

  package var target: EndpointTarget
}

/// What an end is in the graph's terms.
package enum EndpointTarget: Hashable, Sendable {
  case interface(InterfaceIndex, address: IPAddress?)
  /// The outside: one address, any of a prefix, or any public one.
  case internet(IPPrefix?)
  /// An external network, by its place in the topology: all of it, or a part.
  case external(Int, IPPrefix?)
  /// Whatever holds the address.
  case address(IPAddress)
  /// A load balancer, by its place in the topology.
  case balancer(Int)
  /// The name that a service goes by in VPCs where an endpoint has private DNS, and outside everywhere else.
  case privateName(String)
  /// The service behind a gateway endpoint.
  case service(endpoint: Int, address: IPAddress)
}
