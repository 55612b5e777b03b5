/// A place in one of the graph's flat arrays; `Kind` keeps the arrays apart.
package struct GraphIndex<Kind>: Hashable, Sendable {
  package var rawValue: UInt32

  package init(_ value: Int) { rawValue = UInt32(value) }

  package var value: Int { Int(rawValue) }
}

package typealias PortID = GraphIndex<Port>
package typealias FilterID = GraphIndex<Filter>
package typealias TableID = GraphIndex<ForwardingTable>
package typealias RewriteID = GraphIndex<Rewrite>
package typealias ChoiceID = GraphIndex<Choice>
package typealias PlaceID = GraphIndex<Place>
package typealias ListenerID = GraphIndex<ListenerTable>
package typealias InspectorID = GraphIndex<Inspector>
package typealias ZoneTableID = GraphIndex<ZoneTable>
package typealias InputID = GraphIndex<MissingInput>
/// Index into `Topology.vpcs`, `.subnets`, `.networkInterfaces` and `.externalNetworks`.
package typealias VPCIndex = GraphIndex<VPCTag>
package typealias SubnetIndex = GraphIndex<SubnetTag>
package typealias InterfaceIndex = GraphIndex<InterfaceTag>
package typealias ExternalIndex = GraphIndex<ExternalTag>
package typealias ZoneIndex = GraphIndex<ZoneTag>

package enum VPCTag {}
package enum SubnetTag {}
package enum InterfaceTag {}
package enum ExternalTag {}
package enum ZoneTag {}

/// A node of the graph: an element and the side on which a packet enters it, with the ops that follow.
package struct Port: Hashable, Sendable {
  package var element: ElementRef
  /// Where its ops begin in `PacketGraph.ops`.
  package var start: UInt32
  /// The subnet a packet is in when it arrives here, for ports of interfaces and NAT gateways.
  package var subnet: SubnetIndex?
}
