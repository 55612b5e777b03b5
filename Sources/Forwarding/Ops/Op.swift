package import PacketWalkAddressing

/// One step of a port's behaviour. Elements lower themselves to these; interpreters know nothing else.
///
/// Every op is readable without a concrete packet: which part of the header it looks at, and what it does
/// for each value, is in its operands.
package enum Op: Hashable, Sendable {
  /// A condition on the packet. A fatal one ends the walk; another is noted and passed over when all
  /// blockers are wanted.
  case require(Guard, Code, isFatal: Bool)
  /// An access list or a set of groups.
  case filter(FilterID, Tracking)
  /// The access list of the subnet that the packet leaves, unless the table leads to a neighbour in it.
  case leave(SubnetIndex, FilterID, TableID)
  /// The access list of the subnet that the packet enters, unless it comes from inside.
  case enter(SubnetIndex, FilterID)
  /// Sets the subnet and zone the packet is sent from; nil when it comes out of a gateway.
  case sent(from: SubnetIndex?)
  case identity(IdentityRule)
  /// A destination that no filter sees (A15): delivered at once, else the next op.
  case exempt(VPCIndex)
  /// A destination in the subnet's own ranges is handed to the neighbour that holds it, else the next op.
  case onLink(SubnetIndex)
  /// The destination's interface in the VPC, by its arrival port.
  case local(VPCIndex)
  /// The longest match: a port or a code.
  case lookup(TableID)
  /// Sets the zone the packet is sent from, for what has no subnet there.
  case zone(ZoneIndex)
  /// A packet that meets the condition goes on at the port, else the next op.
  case goIf(Guard, PortID)
  /// A port by the packet's zone.
  case byZone(ZoneTableID)
  case rewrite(RewriteID)
  /// Adds the packet to the trail; a matching reply goes on at the resume port.
  case remember(SessionKind, resume: PortID)
  /// Continues where a remembered session says, or at the port, if one matches; else the next op.
  case recall(SessionKind, at: PortID? = nil)
  /// What knows connections: notes the packet that begins one, passes what answers it by its state.
  case inspect(InspectorID)
  case choose(ChoiceID)
  /// A listener by protocol and destination port.
  case listen(ListenerID)
  /// This leg ends here and a new connection begins towards one of the choice's targets.
  case relay(ChoiceID, PlaceID)
  /// The answer rests on an assumption, which may stop the packet, unless the packet meets the condition.
  case assume(Assumption, unless: Guard?)
  /// The next op holds by an assumption only, unless the packet meets the condition, so that it makes no
  /// difference; who knows that the assumption is wrong goes past it.
  case ifAssumed(Assumption, unless: Guard)
  case go(PortID)
  /// A packet that answers another ends here, else the next op.
  case deliverIfReply(PlaceID)
  /// Delivered if the interface owns the destination, else the next op.
  case deliverIfOwn(InterfaceIndex, PlaceID)
  case deliver(PlaceID)
  case drop(Code)
  /// What happens from here depends on something the input does not hold.
  case missing(InputID)
}

/// Whether a filter keeps state.
package enum Tracking: Hashable, Sendable {
  case stateless
  /// State belongs to this interface (SG-14): a reply to what it let through passes by state.
  case interface(InterfaceIndex)
}

/// A condition on one packet.
package enum Guard: Hashable, Sendable {
  case sourceOwned(by: InterfaceIndex)
  case destinationOwned(by: InterfaceIndex)
  /// Source in the VPC's ranges and destination in the other's (PCX-2).
  case addressesIn(source: VPCIndex, destination: VPCIndex)
  case sourceIn(VPCIndex)
  /// The source is an address of some interface in the VPC.
  case sourceIsInterface(in: VPCIndex)
  case destinationIsInterface(in: VPCIndex)
  /// The IPv6 destination accepts traffic from the internet gateway (IGW-6).
  case destinationAcceptsInternetGateway(VPCIndex)
  case destinationNotPrivate
  case destinationNotShared
  case sourceNotPrivate
  case sourceNotShared
  /// TCP, UDP or ICMP (NAT-1).
  case natProtocol
  /// TCP, UDP or ICMPv6 echo: what has a counterpart in IPv4 (NAT-10).
  case nat64Protocol
  case isTCP
  /// TCP or ICMP echo (VPCE-2).
  case gatewayEndpointProtocol
  /// A filter without state lets it pass, whatever ports it may have.
  case passes(FilterID)
  case family4
  case family6
  case ipv6Supported(Bool)
  /// A packet that answers another.
  case isReply
  /// A packet that may begin a session: any but the answer of a connection-oriented protocol.
  case mayBeginSession
  case destinationIsNot(IPAddress)
  case destinationIn(IPPrefix)
  case sourceNotOwned(by: InterfaceIndex)
  /// A packet that answers nothing.
  case isRequest
  /// The source is not in a subnet that sends it itself while the gateway's table steers its traffic to a
  /// middlebox (RT-12).
  case notRedirected(by: TableID)
  /// A request, or a reply whose request passed here too.
  case cameThisWay(SessionKind)
  /// A carrier gateway lets it out to the internet, or in from there, whoever the far end is (OUT-1).
  case carrierCarriesOut
  case carrierCarriesIn
  /// Block public access lets the traffic pass (BPA-2).
  case publicAccess(PublicAccessSide)
  /// The input doesn't say whether it does.
  case publicAccessUnknown(PublicAccessSide)
}

/// Which traffic of a VPC's gateways to the internet Block Public Access is asked about, and so which subnet's:
/// that of the interface that exchanges it with the gateway (BPA-2).
package enum PublicAccessSide: Hashable, Sendable {
  case out(VPCIndex)
  /// Out, by a gateway through which sessions can only begin inside.
  case outbound(VPCIndex)
  /// In, to what holds the destination, or to where the gateway's own table leads.
  case `in`(VPCIndex, via: TableID?)
}

/// What happens to the identity that group references read (SG-8).
package enum IdentityRule: Hashable, Sendable {
  /// Kept by the interface that sends an address of its own, lost by one that forwards another's.
  case sender(InterfaceIndex)
  case lose(Code)
  case become(InterfaceIndex)
  /// The packet has arrived, so that rules which matched by reference have held; what goes on from here
  /// carries nobody's groups.
  case arrive(Code)
}

/// The stateful elements that are not filters.
package enum SessionKind: Hashable, Sendable {
  case nat(UInt32)
  /// An instance that translates.
  case natInstance(InterfaceIndex)
  case inspection(InspectorID)
  case egressOnly(VPCIndex)
  /// A Client VPN endpoint's translation of users' addresses.
  case clientVPN(UInt32)
  /// A network load balancer's node.
  case balancer(InterfaceIndex)
  /// An appliance-mode attachment of a VPC that two transit gateways reach (TGW-9).
  case transit(UInt32)
  /// A target's way back to the node (NLB-11).
  case steer(InterfaceIndex)
  /// An instance connect endpoint that keeps the client's address (MS-4).
  case connectEndpoint(InterfaceIndex)
  /// An interface endpoint, for packets that go on to its service.
  case privateLink(InterfaceIndex)
}
