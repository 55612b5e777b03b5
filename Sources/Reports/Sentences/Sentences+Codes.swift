import PacketWalkForwarding

extension Sentences {
  /// What a code says about a packet, in one short phrase; a code that is not known says itself.
  package static func meaning(of code: String) -> String {
    Code(rawValue: code).map(meaning) ?? code
  }

  private static func meaning(of code: Code) -> String {
    switch code {
    case .groupRulesMismatch: "no rule matches (implicit deny)"
    case .groupHasNoRules: "there are no rules in this direction (implicit deny)"
    case .groupReferenceNotPreserved:
      "the rule names a security group, and the packet no longer carries its sender's groups here"
    case .groupReferencingUnsupported:
      "the rule names a security group of another VPC, and the way between them does not support that"
    case .accessListRestriction: "the network ACL denies it"
    case .classicBalancerAccessList: "the network ACL of the classic load balancer's subnet denies it"
    case .sourceDestinationCheck:
      "the source/destination check is on, and neither end is an address of this interface"

    case .noRoute: "no route leads to the destination"
    case .badStateRoute: "the longest matching route is a blackhole"
    case .badState: "the resource is not in a state in which it forwards"
    case .reservedRange: "AWS keeps the range for services of its own, and no route forwards it"
    case .noSuchInterface: "no network interface has the destination address"
    case .edgeApplianceWithoutPublicAddress:
      "the appliance behind the internet gateway's route table has no public address"
    case .edgeRedirection:
      "what comes in for this subnet passes an appliance, what it sends cannot go round it"
    case .loop: "the routes send it round in a circle"

    case .noPublicAddressForEgress: "the source has no public address, which an internet gateway needs"
    case .noPublicAddressForIngress: "no network interface has the public address that it was sent to"
    case .privateDestinationAtInternetGateway:
      "the destination is a private address (RFC 1918), which internet gateways do not carry"
    case .sharedDestinationAtInternetGateway:
      "the destination is a shared address (RFC 6598), which internet gateways do not carry"
    case .privateSourceAtInternetGateway:
      "the source is a private address (RFC 1918), which internet gateways do not carry"
    case .sharedSourceAtInternetGateway:
      "the source is a shared address (RFC 6598), which internet gateways do not carry"
    case .deniesInternetGatewayTraffic: "the interface refuses traffic from internet gateways"
    case .noInternetGateway: "the VPC has no internet gateway"
    case .unroutableOnTheInternet: "the internet carries no such address"
    case .publicAccessBlocked: "VPC block public access is on"
    case .egressOnlyUnsolicited: "an egress-only internet gateway admits replies only"
    case .egressOnlyFamily: "an egress-only internet gateway carries IPv6 only"
    case .noCarrierAddress: "no carrier IP belongs to the address, which a carrier gateway needs"
    case .carrierFamily: "a carrier gateway carries IPv4 only"

    case .natUnsolicited: "a NAT gateway admits nothing that was not asked for from inside"
    case .natWithoutSession: "NAT knows no session that this packet belongs to"
    case .natFamily: "NAT translates IPv4 only, and a NAT gateway IPv6 to 64:ff9b::/96"
    case .regionalNATZone: "the regional NAT gateway does not serve the sender's zone"
    case .protocolRestriction: "NAT gateways carry TCP, UDP and ICMP only"

    case .firewallRules: "the network firewall's rules drop it"
    case .gatewayBalancerPort:
      "the gateway load balancer's appliance does not take GENEVE on UDP port 6081"
    case .gatewayBalancerProtocol: "the gateway load balancer's target group does not speak GENEVE"
    case .middleboxDrops: "the appliance is declared to drop what is not addressed to it"
    case .inspectionWithoutSession: "the inspection knows no connection that this packet belongs to"
    case .inspectedOneWay: "the reply came another way than past the inspection, which breaks the connection"

    case .peeringAddress: "a peering connection carries only packets between its two VPCs' own ranges"
    case .transitGatewayZone: "the transit gateway's attachment has no subnet in the sender's zone"
    case .transitGatewayNoAssociation:
      "the transit gateway's attachment is associated with no route table"
    case .transitGatewayNoRoute: "no route of the transit gateway leads to the destination"
    case .transitGatewayBlackhole: "the transit gateway's longest matching route is a blackhole"
    case .transitGatewayFamily: "the transit gateway's attachment does not carry IPv6"
    case .badStateAttachment: "the transit gateway's attachment is not available"

    case .vpnGatewayEgress:
      "a virtual private gateway carries only what its VPC's own interfaces send, and the source is none of theirs"
    case .vpnGatewayIngress:
      "a virtual private gateway delivers only to its VPC's own interfaces, and the destination is none of theirs"
    case .badStateVPN: "the VPN connection is down"
    case .transitGatewayBadStateVPN: "the transit gateway's VPN connection is down"
    case .directConnectDown: "no virtual interface of the Direct Connect gateway is up"
    case .vpnFamily: "VPN connections of a virtual private gateway carry IPv4 only"
    case .vpnGatewayNoRoute: "no static route of the VPN connection leads to the destination"
    case .clientVPNNotAuthorized: "no authorization rule of the Client VPN endpoint admits the destination"
    case .clientVPNNoRoute: "no route of the Client VPN endpoint leads to the destination"
    case .externalNoRoute: "the external network has no route to the destination"
    case .externalDown: "the external network is declared as down"

    case .gatewayEndpointProtocol: "a gateway endpoint carries TCP and ICMP echo only"
    case .gatewayEndpointSource: "a gateway endpoint serves only its own VPC"
    case .serviceNotInZone: "the endpoint's service has no load balancer node in the endpoint's zone"
    case .resourcePort: "the resource configuration shares no such port, or the packet is not TCP"
    case .connectEndpointProtocol: "an instance connect endpoint opens TCP connections only"
    case .latticeProtocol: "VPC Lattice carries TCP only"
    case .endpointInitiates: "a VPC endpoint never begins a connection"

    case .noListener: "the load balancer has no listener for this protocol and port"
    case .noClassicListener: "the classic load balancer has no listener for this port"
    case .otherListenerPort: "the load balancer's listeners of this protocol are on other ports"
    case .otherClassicPort: "the classic load balancer's listeners are on other ports"
    case .listenerWithoutTargets: "the listener has no registered target"
    case .notCrossZone: "the targets are in other zones than the load balancer's node, and cross-zone is off"
    case .zoneNotEnabled: "the targets are in zones that the load balancer is not enabled for"
    case .notATarget: "the destination is no target of the listener"
    case .targetUnhealthy: "the target was unhealthy when the input was taken, and others were not"
    case .targetOutsideVPC: "the target is outside the VPC, where client addresses cannot be preserved"
    case .targetIsClient: "the client is the target itself, which fails where client addresses are preserved"

    case .assumedNo: "the question says that this assumption does not hold"

    case .replyRewritten: "the reply does not come from the address that was asked"
    case .replyMisdelivered: "the reply arrives at somebody else"

    case .unknownDestination: "nobody is known at the destination"
    case .choiceLimit: "the network has more distinct ways than are walked"
    }
  }
}
