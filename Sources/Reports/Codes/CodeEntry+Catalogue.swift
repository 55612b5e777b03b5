package import PacketWalkForwarding

extension CodeEntry {
  private static let analyzer = "Reachability Analyzer guide, explanation codes"

  /// The entry of a code: one switch, so that no code is without one.
  package static func of(_ code: Code) -> CodeEntry {
    func entry(
      _ meaning: String, do remedy: String, rules: String, source: String = analyzer, ask question: String?
    ) -> CodeEntry {
      CodeEntry(
        code: code, meaning: meaning, remedy: remedy, rules: rules.split(separator: " ").map(String.init),
        source: source, question: question)
    }
    switch code {
    case .groupRulesMismatch:
      return entry(
        "None of the interface's security groups has a rule for this protocol, port and peer in this "
          + "direction. Groups only allow: what no rule mentions is dropped.",
        do: "Add a rule to one of the groups, as narrow as the question; explain lists the near misses.",
        rules: "SG-1 SG-4 SG-5 SG-7", ask: "web db tcp/5432")
    case .groupHasNoRules:
      return entry(
        "The interface's security groups have no rule at all in this direction.",
        do: "Add a rule. A new group lets everything out, so an empty outbound side was emptied by somebody.",
        rules: "SG-1 SG-2", ask: "web db tcp/5432")
    case .groupReferenceNotPreserved:
      return entry(
        "A rule names a security group, and the packet would match it, had it not lost its sender's groups "
          + "on the way: gateways, NAT, middleboxes and peerings between Regions take them away.",
        do: "Name addresses instead of a group in the rule, or let the packet go the direct, private way.",
        rules: "SG-7 SG-8 PCX-5", ask: "web db@203.0.113.9 tcp/5432")
    case .groupReferencingUnsupported:
      return entry(
        "A rule names a security group of another VPC, and the transit gateway or its attachment does not "
          + "carry group identity.",
        do: "Turn on security group referencing for the transit gateway and for both attachments, or name "
          + "addresses in the rule. Only inbound rules may reference across a transit gateway.",
        rules: "SG-8 SG-9", source: "Transit gateway guide, VPC attachments", ask: "web db tcp/5432")
    case .accessListRestriction:
      return entry(
        "The subnet's network ACL denies the packet: by the entry that is named, or by `*`, the last entry "
          + "of every list. ACLs keep no state, so that replies need an entry of their own.",
        do: "Add an entry with a smaller number. For replies allow the client's ephemeral ports, not the "
          + "service's port.",
        rules: "ACL-2 ACL-3 ACL-6 ACL-11 ACL-12", ask: "web db tcp/5432")
    case .classicBalancerAccessList:
      return entry(
        "A classic load balancer's traffic passes the outbound side of its subnet's network ACL even where "
          + "the target is in the same subnet.",
        do: "Let the instance port out in the ACL of the balancer's subnet.",
        rules: "ACL-13", ask: "internet front.dmz@203.0.113.20 tcp/80 --through lb:front")
    case .sourceDestinationCheck:
      return entry(
        "The interface checks source and destination: it sends only from its own addresses and takes only "
          + "what is addressed to it. A route leads through it all the same.",
        do: "Turn the check off on an appliance that forwards; mend the route if it is none.",
        rules: "SDC-1", ask: "web db tcp/5432")

    case .noRoute:
      return entry(
        "The subnet's route table has no route for the destination. Routes of the other IP family do not "
          + "count.",
        do: "Add the route, or associate the subnet with the table that has it.",
        rules: "RT-1 RT-3 RT-4 RT-10", ask: "web internet tcp/443")
    case .badStateRoute:
      return entry(
        "The longest matching route leads to something that is gone, detached or not accepted. A shorter "
          + "prefix does not step in.",
        do: "Remove the route or give it a target that lives.",
        rules: "RT-4 RT-9 NAT-7 PCX-1", ask: "web internet tcp/443")
    case .badState:
      return entry(
        "The resource is there, but not in the state in which it forwards.",
        do: "Look at its state: an endpoint may wait for acceptance, a balancer may still be provisioning.",
        rules: "VPCE-9", ask: "web logs.app tcp/443")
    case .reservedRange:
      return entry(
        "The destination is in 169.254.168.0/22 or fd00:ec2::/32, which AWS keeps for services such as the resolver and "
          + "instance metadata. A route that covers the range does not forward it.",
        do: "Use another address; the services themselves are reached without any route.",
        rules: "RT-8", source: "VPC guide, route tables", ask: "web 169.254.169.200 tcp/443")
    case .noSuchInterface:
      return entry(
        "The destination is an address of the VPC that no network interface holds.",
        do: "Look for the address that the host has now; what was stopped or replaced may have a new one.",
        rules: "RT-2", source: "VPC guide, route tables", ask: "web 10.0.2.99 tcp/5432")
    case .edgeApplianceWithoutPublicAddress:
      return entry(
        "The internet gateway's route table leads to an appliance that has no public address.",
        do: "Associate an Elastic IP with the appliance's interface, or settle "
          + "ASSUMED_EDGE_APPLIANCE_NEEDS_PUBLIC_ADDRESS if yours is known to work.",
        rules: "RT-11", source: "VPC guide, gateway route tables", ask: "internet web tcp/443")
    case .edgeRedirection:
      return entry(
        "What comes in for the subnet passes an appliance, by the internet gateway's route table; what the subnet sends "
          + "goes round it.",
        do: "Point the subnet's own route at the same appliance.",
        rules: "RT-12", source: "VPC guide, gateway route tables", ask: "internet web tcp/443")
    case .loop:
      return entry(
        "The routes lead the packet round in a circle.",
        do: "Give the middlebox, NAT gateway or inspection attachment a table of its own: one that it "
          + "shares with what it serves leads back to it.",
        rules: "ORD-8 NAT-4 TGW-14", source: "AWS agent toolkit, transit gateways",
        ask: "web internet tcp/443")

    case .noPublicAddressForEgress:
      return entry(
        "The packet leaves by an internet gateway from a private address that has no public one. A public "
          + "subnet does not give one, nor does another address of the same interface.",
        do: "Associate an Elastic IP, or route through a NAT gateway.",
        rules: "IGW-1 IGW-2 NAT-5 MS-1", ask: "web internet tcp/443")
    case .noPublicAddressForIngress:
      return entry(
        "The packet comes in by an internet gateway, and its destination is no public address of an "
          + "interface behind it.",
        do:
          "Associate the Elastic IP with an interface, or ask for the public address instead of the private.",
        rules: "IGW-4", ask: "internet web@10.0.1.5 tcp/443")
    case .privateDestinationAtInternetGateway:
      return entry(
        "The packet is on its way out by an internet gateway to a private address (RFC 1918).",
        do: "Add a route for that range: a peering connection, a transit gateway, a VPN.",
        rules: "IGW-5", ask: "web 10.200.0.1 tcp/443")
    case .sharedDestinationAtInternetGateway:
      return entry(
        "The packet is on its way out by an internet gateway to a shared address (100.64.0.0/10, RFC 6598).",
        do: "Add a route for that range.", rules: "IGW-5", ask: "web 100.64.0.1 tcp/443")
    case .privateSourceAtInternetGateway:
      return entry(
        "The packet comes in by an internet gateway from a private address (RFC 1918).",
        do: "Ask from the client's public address; private clients come by peering, transit gateway or VPN.",
        rules: "IGW-5", ask: "192.168.7.7 203.0.113.5 tcp/443")
    case .sharedSourceAtInternetGateway:
      return entry(
        "The packet comes in by an internet gateway from a shared address (100.64.0.0/10, RFC 6598).",
        do: "Ask from the address that the client's provider translates to.",
        rules: "IGW-5", ask: "100.64.0.7 203.0.113.5 tcp/443")
    case .deniesInternetGatewayTraffic:
      return entry(
        "The interface refuses what comes from internet gateways (DenyAllIgwTraffic), as the nodes of an "
          + "internal dual-stack load balancer do.",
        do: "Make the balancer internet-facing if the internet is meant to reach it.",
        rules: "IGW-6", source: "EC2 API, NetworkInterface", ask: "internet web@2001:db8:1:1::5 tcp/443")
    case .noInternetGateway:
      return entry(
        "The address is public, but its VPC has no internet gateway for anything to come in by.",
        do: "Attach an internet gateway and route to it, if the internet is meant to reach the VPC.",
        rules: "IGW-1", source: "VPC guide, internet gateways", ask: "internet web tcp/443")
    case .unroutableOnTheInternet:
      return entry(
        "The internet carries no such address: loopback, link-local, multicast, reserved.",
        do: "Correct the address.", rules: "IGW-5", source: "IANA special-purpose address registries",
        ask: "web 240.0.0.1 tcp/443")
    case .publicAccessBlocked:
      return entry(
        "VPC Block Public Access is on for the subnet that exchanges packets with the internet gateway: the "
          + "NAT gateway's or the balancer node's, not the client's.",
        do: "Exclude that subnet or its VPC, or leave it: somebody decided that this is not public.",
        rules: "BPA-1 BPA-2", source: "VPC guide, block public access", ask: "internet web tcp/443")
    case .egressOnlyUnsolicited:
      return entry(
        "IPv6 reaches the VPC through an egress-only internet gateway, which admits only replies to what "
          + "began inside.",
        do: "Use an internet gateway for what the internet may begin.",
        rules: "EIGW-1", source: "VPC guide, egress-only internet gateways",
        ask: "internet web@2001:db8:1:1::5 tcp/443")
    case .egressOnlyFamily:
      return entry(
        "A route sends IPv4 to an egress-only internet gateway, which carries IPv6 alone.",
        do: "Route IPv4 to a NAT gateway.", rules: "EIGW-1",
        source: "VPC guide, egress-only internet gateways", ask: "web internet tcp/443")

    case .noCarrierAddress:
      return entry(
        "The packet leaves by a carrier gateway from a private address that has no carrier IP. An Elastic IP is none.",
        do: "Allocate an address from the zone's network border group and associate it with the interface.",
        rules: "OUT-1", source: "Wavelength developer guide", ask: "edge internet tcp/443")
    case .carrierFamily:
      return entry(
        "A route sends IPv6 to a carrier gateway, which carries IPv4 only.",
        do: "Use IPv4 in Wavelength Zones.",
        rules: "OUT-1", source: "Wavelength developer guide",
        ask: "edge@2001:db8:1:1::5 2001:db8:2::1 tcp/443")
    case .natUnsolicited:
      return entry(
        "The packet is addressed to a NAT gateway and answers nothing that went out through it.",
        do: "Ask for the host behind it. Nothing can begin a connection through a NAT gateway from outside.",
        rules: "NAT-3", source: "VPC guide, NAT gateways", ask: "internet 203.0.113.9 tcp/443")
    case .natWithoutSession:
      return entry(
        "A reply is routed to a NAT gateway that never saw the request: the request came another way.",
        do: "Make request and reply go the same way, mostly by routing the reply to the internet gateway.",
        rules: "NAT-3 ORD-5", source: "VPC guide, NAT gateways", ask: "internet web tcp/443")
    case .natFamily:
      return entry(
        "A route sends IPv6 to a NAT gateway, which translates only what is addressed to 64:ff9b::/96 (NAT64).",
        do: "Route other IPv6 to an egress-only internet gateway.",
        rules: "NAT-10", source: "VPC guide, NAT64 and DNS64",
        ask: "web@2001:db8:1:1::5 2001:db8:2::1 tcp/443")
    case .regionalNATZone:
      return entry(
        "The regional NAT gateway serves only the zones that its owner gave it, and the packet comes from another.",
        do: "Associate an Elastic IP with it for that zone, or let AWS manage its zones.",
        rules: "NAT-9", ask: "web internet tcp/443")
    case .protocolRestriction:
      return entry(
        "NAT gateways carry TCP, UDP and ICMP, and this is another protocol.",
        do: "Give the sender a public address of its own, or use a tunnel over UDP.",
        rules: "NAT-1", ask: "web internet proto/47")

    case .firewallRules:
      return entry(
        "A rule of a network firewall, or the default action of its policy, drops the packet. Rules are asked in "
          + "the policy's order: stateless ones first, then stateful ones by action or, in strict order, by "
          + "priority and place.",
        do: "Add a rule that passes the traffic, ahead of the one that is named.", rules: "NFW-2",
        ask: "web 192.0.2.7 tcp/443")
    case .gatewayBalancerPort:
      return entry(
        "A gateway load balancer hands packets to its targets wrapped in GENEVE, by UDP on port 6081. The "
          + "target is registered under another port, or its security groups don't admit that one from the "
          + "balancer's nodes.",
        do: "Admit udp/6081 from the subnets of the balancer; register targets on port 6081.",
        rules: "GWLB-1",
        ask: "web 192.0.2.7 tcp/443")
    case .gatewayBalancerProtocol:
      return entry(
        "The target group behind a gateway load balancer speaks another protocol than GENEVE.",
        do: "Forward to a target group with protocol GENEVE on port 6081.", rules: "GWLB-1",
        ask: "web 192.0.2.7 tcp/443")
    case .middleboxDrops:
      return entry(
        "A route leads to an appliance of which the topology says that it drops what is not addressed to it.",
        do: "Correct the route, or the interface's `middlebox` if the appliance does something else.",
        rules: "SDC-2", source: "VPC guide, middlebox routing", ask: "web db tcp/5432")
    case .inspectionWithoutSession:
      return entry(
        "The reply meets something that inspects connections and never saw the request: they took different "
          + "ways, as happens where each zone has its own firewall.",
        do: "Route both directions past the same one; on a transit gateway turn appliance mode on for the "
          + "attachment of the inspecting VPC.",
        rules: "SDC-2 NFW-1 TGW-8", source: "Network Firewall guide, asymmetric routing",
        ask: "web db tcp/5432")
    case .inspectedOneWay:
      return entry(
        "Something that inspects connections saw the request, and the reply goes past it. It sees the rest of "
          + "a connection that for it was never answered, and drops it.",
        do: "Add the route that leads replies the same way back.",
        rules: "SDC-2 NFW-1", source: "Network Firewall guide, asymmetric routing", ask: "web db tcp/5432")
    case .peeringAddress:
      return entry(
        "A peering connection carries packets between its two VPCs' own ranges only: nothing to the peer's "
          + "gateways, endpoints, or a third VPC.",
        do: "Peer with the VPC that holds the destination, or use a transit gateway.",
        rules: "PCX-2", ask: "web internet tcp/443")
    case .transitGatewayZone:
      return entry(
        "The transit gateway's attachment has no subnet in the sender's Availability Zone.",
        do: "Add a subnet of that zone to the attachment.",
        rules: "TGW-1", ask: "web db tcp/5432")
    case .transitGatewayNoAssociation:
      return entry(
        "The attachment is associated with no transit gateway route table, so that nothing it sends goes on.",
        do: "Associate it with a table.", rules: "TGW-2", ask: "web db tcp/5432")
    case .transitGatewayNoRoute:
      return entry(
        "The table that the sender's attachment is associated with has no route for the destination. What "
          + "is propagated to another table does not count.",
        do: "Propagate the destination's attachment to this table, or add a static route.",
        rules: "TGW-3 TGW-4 TGW-5 TGW-6", ask: "web db tcp/5432")
    case .transitGatewayBlackhole:
      return entry(
        "The winning route of the transit gateway's table is a blackhole; of equal prefixes a static one "
          + "beats a propagated one.",
        do: "Remove the blackhole, or leave it: they are mostly there on purpose.",
        rules: "TGW-4", ask: "web db tcp/5432")
    case .transitGatewayFamily:
      return entry(
        "The packet is IPv6, and the transit gateway's attachment has IPv6 support off.",
        do: "Enable IPv6 support for the attachment.", rules: "TGW-10",
        source: "EC2 API, transit gateway VPC attachment options",
        ask: "web@2001:db8:1:1::5 db@2001:db8:2:1::5 tcp/5432")
    case .badStateAttachment:
      return entry(
        "The transit gateway's attachment on the way is not available.",
        do: "Accept it, or wait until it has been made.", rules: "TGW-1", ask: "web db tcp/5432")

    case .gatewayEndpointProtocol:
      return entry(
        "Gateway endpoints carry TCP and ping only.",
        do: "Use the service by TCP, which is how S3 and DynamoDB are used.",
        rules: "VPCE-2", ask: "web service:s3 udp/443")
    case .gatewayEndpointSource:
      return entry(
        "The packet came from outside the endpoint's VPC, and a gateway endpoint serves its own VPC only.",
        do: "Make an endpoint in the sender's VPC, or use an interface endpoint.",
        rules: "VPCE-2", source: "VPC guide, gateway endpoints", ask: "web service:s3 tcp/443")
    case .serviceNotInZone:
      return entry(
        "The endpoint's service has no load balancer node in the zone of the endpoint's interface.",
        do: "Enable the zone for the service's load balancer, or ask an interface in a zone that it is in.",
        rules: "VPCE-9", ask: "web partner.app-b tcp/443")
    case .resourcePort:
      return entry(
        "The resource endpoint leads to a resource configuration that does not share this port; resources are TCP.",
        do: "Ask for a port in the configuration's ranges, or add one.",
        rules: "VPCE-7", source: "VPC Lattice guide, resource configurations",
        ask: "web db-door.app tcp/3306")
    case .connectEndpointProtocol:
      return entry(
        "The sender is an EC2 Instance Connect Endpoint, which is a proxy for TCP.",
        do: "Ask for a TCP service.",
        rules: "MS-4", source: "EC2 guide, Instance Connect Endpoint", ask: "door.app web udp/53")
    case .latticeProtocol:
      return entry(
        "The packet goes to VPC Lattice, whose services are HTTP, HTTPS and TLS: all of them TCP.",
        do: "Use TCP.", rules: "LAT-1", source: "VPC Lattice guide, listeners",
        ask: "web 169.254.171.5 udp/443")
    case .endpointInitiates:
      return entry(
        "The sender is a VPC endpoint's interface, and an endpoint answers but begins nothing.",
        do: "Ask the other way round.", rules: "VPCE-4", ask: "logs.app web tcp/443")

    case .noListener:
      return entry(
        "The load balancer has no listener of this protocol.",
        do: "Add the listener, or use the protocol of one that is there.",
        rules: "ALB-3 NLB-9", ask: "internet lb:front udp/443")
    case .noClassicListener:
      return entry(
        "The classic load balancer has no listener of this protocol.",
        do: "Use TCP, which is all that classic load balancers take.",
        rules: "CLB-1", ask: "internet lb:front udp/80")
    case .otherListenerPort:
      return entry(
        "The load balancer listens for this protocol, and on another port.",
        do: "Add the listener, or use the port of one that is there.",
        rules: "ALB-3", ask: "internet lb:front tcp/8443")
    case .otherClassicPort:
      return entry(
        "The classic load balancer has listeners, and none on this port.",
        do: "Add the listener; it maps the balancer's port to the instances'.",
        rules: "CLB-1", ask: "internet lb:front tcp/8080")
    case .listenerWithoutTargets:
      return entry(
        "The listener is there, and nothing is registered behind it.",
        do: "Register targets. A listener that redirects or answers by itself needs none: then ask for the "
          + "balancer without --through.",
        rules: "ALB-3", ask: "internet lb:front tcp/443 --through lb:front")
    case .notCrossZone:
      return entry(
        "The node that takes the packet has no target in its own Availability Zone, and cross-zone load "
          + "balancing is off.",
        do: "Register a target in every zone of the balancer, or turn cross-zone on.",
        rules: "NLB-7 ALB-2", ask: "internet lb:front tcp/443")
    case .zoneNotEnabled:
      return entry(
        "The targets are in zones in which the load balancer has no node.",
        do: "Enable the zone for the balancer, or register targets elsewhere.",
        rules: "NLB-7", ask: "internet lb:front tcp/443")
    case .notATarget:
      return entry(
        "The question asks for one target through a balancer, and the listener never chooses it.",
        do: "Register it, or ask for one that is registered.",
        rules: "NLB-8 ALB-3", ask: "internet other tcp/443 --through lb:front")
    case .acceleratorListener:
      return entry(
        "The Global Accelerator accelerator has no listener for this protocol and port.",
        do: "Add the listener, or use the protocol and port of one that is there.",
        rules: "MS-6", source: "Global Accelerator guide, listeners", ask: "internet fast tcp/80")
    case .acceleratorEndpoint:
      return entry(
        "The accelerator's listener has no endpoint of the packet's address family that its weight lets through.",
        do: "Add an endpoint, or raise its weight and its group's traffic dial above zero.",
        rules: "MS-6", source: "Global Accelerator guide, endpoint groups", ask: "internet fast tcp/443")
    case .targetUnhealthy:
      return entry(
        "The question respects health (--respect-health), and the target was unhealthy when the input was taken "
          + "while others of its group were not, so that the balancer passes it over.",
        do: "Find out why its health checks fail: mostly a group or an ACL that does not let them in.",
        rules: "LB-2", source: "ELB guide, target group health",
        ask: "internet sick tcp/443 --through lb:front --respect-health")
    case .targetOutsideVPC:
      return entry(
        "The target is outside the balancer's VPC, and the target group keeps the client's address, which "
          + "works inside the VPC only.",
        do: "Turn client-IP preservation off for the group.",
        rules: "NLB-3", source: "NLB guide, target groups", ask: "web front.dmz@10.0.1.20 tcp/443")
    case .targetIsClient:
      return entry(
        "The balancer would hand the packet back to its own sender, with the sender's address kept: a host "
          + "drops what comes from itself.",
        do: "Turn client-IP preservation off, or register a second target.",
        rules: "NLB-3", source: "NLB guide, troubleshooting", ask: "web front.dmz@10.0.1.20 tcp/443")

    case .replyRewritten:
      return entry(
        "The reply comes back from another address than the one that was asked, so the client ignores it.",
        do: "Make the reply go the way of the request; mostly a NAT gateway sits on the reply's way only.",
        rules: "ORD-5 NAT-2", source: "VPC guide, NAT gateways", ask: "internet web udp/53")
    case .replyMisdelivered:
      return entry(
        "The reply is routed to another host that has the client's address: ranges overlap.",
        do: "Route the reply by a prefix of its own, or renumber one of the overlapping VPCs.",
        rules: "ORD-5 PCX-4", source: "VPC peering guide, overlapping ranges", ask: "west-web hub tcp/443")

    case .vpnGatewayEgress:
      return entry(
        "A virtual private gateway carries only what the interfaces of its own VPC send. The packet's source "
          + "is none of their addresses: it came from another VPC, by a transit gateway or an appliance.",
        do: "Give the other VPC a way of its own: a gateway and a connection, or the VPN on the transit "
          + "gateway instead.",
        rules: "VPN-1", ask: "web 192.168.7.7 tcp/443")
    case .vpnGatewayIngress:
      return entry(
        "A virtual private gateway delivers only to the interfaces of its own VPC, and the destination is no "
          + "address of theirs.",
        do: "Ask for an address that somebody holds. Another VPC needs a way of its own.",
        rules: "VPN-1", ask: "external:office 10.0.3.99 tcp/443")
    case .badStateVPN:
      return entry(
        "All tunnels of the virtual private gateway's VPN connection were down when the input was taken, or "
          + "the connection is not available.",
        do: "Bring a tunnel up; one is enough. Take a fresh snapshot: tunnels change without a change of "
          + "configuration.",
        rules: "VPN-2", ask: "web external:office tcp/443")
    case .transitGatewayBadStateVPN:
      return entry(
        "All tunnels of the VPN connection that is attached to the transit gateway were down when the input "
          + "was taken, or the connection is not available.",
        do: "Bring a tunnel up; one is enough. Take a fresh snapshot: tunnels change without a change of "
          + "configuration.",
        rules: "VPN-2", ask: "web external:office tcp/443")
    case .directConnectDown:
      return entry(
        "Every virtual interface of the Direct Connect gateway was down when the input was taken.",
        do: "Bring an interface or its BGP session up; one is enough. Take a fresh snapshot: sessions change "
          + "without a change of configuration.",
        rules: "VPN-4", source: "Direct Connect guide, virtual interfaces", ask: "web external:office tcp/443"
      )
    case .vpnFamily:
      return entry(
        "The packet is IPv6, and VPN connections of a virtual private gateway carry IPv4 only.",
        do: "Attach the VPN connection to a transit gateway, which carries both families.",
        rules: "VPN-2", source: "VPC guide, routing options; Site-to-Site VPN guide",
        ask: "web@2001:db8:1:3::10 2001:db8:ff::9 tcp/443")
    case .vpnGatewayNoRoute:
      return entry(
        "The VPN connection has static routes, and none of them holds the destination: a virtual private "
          + "gateway sends nothing that way but what its static routes or BGP tell it of.",
        do: "Add the range to the connection's static routes.",
        rules: "VPN-2 RT-10", source: "Site-to-Site VPN guide, routing options",
        ask: "web 192.168.200.9 tcp/443")
    case .clientVPNNotAuthorized:
      return entry(
        "A Client VPN endpoint lets users to nothing but what an authorization rule names.",
        do: "Add a rule for the destination, for all users or for a group of theirs.",
        rules: "CVPN-1", source: "Client VPN guide, authorization rules", ask: "users db tcp/5432")
    case .clientVPNNoRoute:
      return entry(
        "The Client VPN endpoint's own route table has no route for the destination.",
        do: "Add a route through an associated subnet; the VPC's own range is routed by the association.",
        rules: "CVPN-1", source: "Client VPN guide, routes", ask: "users 10.9.0.9 tcp/5432")
    case .externalNoRoute:
      return entry(
        "The external network, as it is declared, routes no such destination towards AWS: none of the "
          + "gateways it hangs behind tells it of the range, or its `routes` leave it out.",
        do: "For a reply: let the gateway advertise the range, or mend the network's own routes. If the "
          + "declaration is wrong, mend `external`.",
        rules: "VPN-1 VPN-4", source: "assumption", ask: "web external:office tcp/443")
    case .externalDown:
      return entry(
        "The external network is declared with `state: down`.",
        do: "Declare it as up, or look for another way.",
        rules: "VPN-1", source: "assumption", ask: "web external:office tcp/443")

    case .assumedNo:
      return entry(
        "The answer would rest on an assumption of which the question says that it does not hold "
          + "(--assume ID=no); the packet is taken to stop there.",
        do: "Nothing, if that is so. `docs/assumptions.md` says how to find out.",
        rules: "SDC-2", source: "assumption",
        ask: "web db tcp/5432 --assume ASSUMED_APPLIANCE_FORWARDS=no")

    case .unknownDestination:
      return entry(
        "Nobody is known at the destination. packetwalk answers `undetermined` instead and names what is "
          + "missing, so that no answer gives this code.",
        do: "Nothing; `missing` in the answer says what would settle it.", rules: "RT-6", ask: nil)
    case .choiceLimit:
      return entry(
        "The network has more than 4,096 distinct ways for this packet; the answer is undetermined.",
        do: "Ask for less at once: one target, one source port, one address instead of a range.",
        rules: "NAT-8", source: "assumption", ask: "web internet tcp/443 --source-port 40000")
    }
  }
}
