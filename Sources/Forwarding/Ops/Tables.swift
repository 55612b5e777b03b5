package import PacketWalkAddressing
package import PacketWalkRouting

/// A compiled route table: longest match to a port. Compiled once a table, whatever subnets use it.
package struct ForwardingTable: Sendable {
  package struct Entry: Equatable, Sendable {
    package var prefix: IPPrefix
    package var port: PortID
    /// The route in the table's array, or nil for an implied local route.
    package var route: Int?
    /// What lost against this entry for the same prefix.
    package var beaten: [Int]
  }

  package var element: ElementRef
  package var entries: [Entry]
  /// Prefix to index in `entries`.
  package var trie: RouteTrie<UInt32>
  /// What a lookup without a match means.
  package var missCode: Code
  /// Set when a prefix list of the table has unknown entries: addresses outside the local ranges may
  /// match it.
  package var unknown: InputID?
}

/// Where a packet goes by the zone it comes from.
package struct ZoneTable: Equatable, Sendable {
  /// The VPC the ports lead to or from.
  package var vpc: VPCIndex
  package var ports: [(zone: ZoneIndex, port: PortID)]
  package var otherwise: Otherwise
  /// The choice made once for both directions (appliance mode), or for each of them anew.
  package var isSticky: Bool

  package enum Otherwise: Equatable, Sendable {
    case drop(Code)
    /// Any of the ports (TGW-8).
    case any(ChoiceID)
    /// The input does not hold all of the zones.
    case missing(InputID)
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.vpc == right.vpc && left.otherwise == right.otherwise && left.isSticky == right.isSticky
      && left.ports.elementsEqual(right.ports, by: ==)
  }
}

/// What takes packets by protocol and port: a load balancer node's listeners, a resource's ports.
package struct ListenerTable: Equatable, Sendable {
  package struct Entry: Equatable, Sendable {
    package var `protocol`: IPProtocol
    package var ports: PortRange
    /// Of the packets it takes; nil for both.
    package var family: AddressFamily?
    package var target: PortID
    /// The listener's, or range's, place in its owner's array.
    package var listener: Int
  }

  package var element: ElementRef
  package var entries: [Entry]
  /// Why nothing takes the packet: no listener of its protocol, or none of its port.
  package var missCode: Code
  package var portCode: Code
}

/// Alternatives of which the network takes one.
package struct Choice: Equatable, Sendable {
  package enum Kind: Hashable, Sendable {
    case target
    case zone
    case ambiguousRoute
    case equalCostPath
    case natAddress
    /// One of a gateway load balancer's targets.
    case appliance
    /// A balancer's node that an endpoint leads to.
    case node
    /// The zone from which a regional NAT gateway serves one where it isn't yet (NAT-9).
    case natZone
    /// Under which of its interfaces a Client VPN endpoint sends.
    case clientVPNInterface
    /// Which of several gateways an external network sends by.
    case externalWay
  }

  package struct Alternative: Equatable, Sendable {
    package var port: PortID
    /// What the alternative is: a target's interface, a subnet, a gateway.
    package var element: ElementRef
    /// The target's address and port, for targets.
    package var address: IPAddress?
    package var targetPort: UInt16?
    /// Index of the listener rule that leads here.
    package var rule: Int
    /// A target that was unhealthy while others were not (LB-2).
    package var isUnhealthy = false
    /// Whether it is one at all depends on the choice's doubt.
    package var isDoubtful = false
  }

  package var kind: Kind
  package var element: ElementRef
  package var alternatives: [Alternative]
  /// Whether the reply makes the choice anew.
  package var isPerDirection: Bool
  /// Why there is no alternative, when there is none.
  package var emptyCode: Code
  /// Set when the alternatives are not all known.
  package var unknown: InputID?
  /// What the input would have to hold to tell whether doubtful alternatives are any.
  package var doubt: InputID?
}

/// A change of header fields.
package struct Rewrite: Equatable, Sendable {
  package enum Source: Equatable, Sendable {
    case keep
    case constant(IPAddress)
    /// Private to public by the VPC's map; a code where there is none.
    case publicAddress(VPCIndex, Code)
    /// Likewise to the carrier's.
    case carrierAddress(VPCIndex, Code)
  }

  package enum Destination: Equatable, Sendable {
    case keep
    case constant(IPAddress)
    /// From 64:ff9b::/96 to IPv4, ping included (NAT-10).
    case embeddedIPv4
    /// Public to private by the VPC's map.
    case privateAddress(VPCIndex, Code)
    /// Likewise from the carrier's.
    case carrierPrivateAddress(VPCIndex, Code)
  }

  package enum SourcePort: Equatable, Sendable {
    case keep
    /// Any port of the range, chosen by the element.
    case fresh(PortRange)
  }

  package var source: Source = .keep
  package var destination: Destination = .keep
  package var sourcePort: SourcePort = .keep
  package var destinationPort: UInt16?
}

/// Something that knows connections and must see both directions of each.
package struct Inspector: Equatable, Sendable {
  /// What becomes of an answer whose question it has not seen.
  package enum Strangers: Sendable {
    case refused
    /// Only connections have a beginning that can be missed.
    case refusedIfTCP
    case judged
  }

  package var element: ElementRef
  package var strangers = Strangers.refused
  /// A network firewall's stages; nil for what inspects without rules that are known.
  package var stages: FirewallStages?
}

/// The rules of a network firewall by the packets that meet them.
package struct FirewallStages: Equatable, Sendable {
  /// Every packet, by itself.
  package var stateless: FilterID
  /// The packet that begins something.
  package var opening: FilterID
  /// What follows it both ways; a connection is of use only if that passes too.
  package var established: FilterID
  package var strangers: Inspector.Strangers
}

/// Where a packet can end, and how its answer leaves.
package struct Place: Equatable, Sendable {
  package var element: ElementRef
  /// Where the reply begins; nil where an answer needs no path of its own (exempt services).
  package var replyPort: PortID?
  package var interface: InterfaceIndex?
}

/// Something the input does not hold and an answer may depend on.
package struct MissingInput: Hashable, Sendable {
  /// One phrase: `the routes of transit gateway route table tgw-rtb-1`.
  package var what: String
  /// What would supply it: a command or a section; empty when nothing would.
  package var remedy: String
  package var element: ElementRef
}
