/// Something the model takes for granted where AWS's documentation is silent: printed with every answer
/// that rests on it.
public enum Assumption: String, Hashable, Sendable, CaseIterable {
  /// SDC-2: what an appliance does inside is not visible from outside.
  case applianceForwards = "ASSUMED_APPLIANCE_FORWARDS"
  /// NLB-11: with client-IP preservation the reply goes back to the node by flow state.
  case preservedReplyReturnsToNode = "ASSUMED_NLB_REPLY_BY_FLOW_STATE"
  /// MS-4: the same for an instance connect endpoint.
  case preservedReplyReturnsToEndpoint = "ASSUMED_CONNECT_ENDPOINT_REPLY_BY_FLOW_STATE"
  /// ALB-3: host and path conditions are not evaluated.
  case listenerConditionsMatch = "ASSUMED_LISTENER_CONDITIONS_MATCH"
  /// MS-3: a pod's secondary address counts as its interface's for group rules.
  case secondaryAddressHoldsGroups = "ASSUMED_SECONDARY_ADDRESS_HOLDS_GROUPS"
  /// EIGW-1: in a VPC with both gateways, unsolicited IPv6 arrives by the internet gateway.
  case bothIPv6Gateways = "ASSUMED_IPV6_ARRIVES_BY_INTERNET_GATEWAY"
  /// VPCE-4: an interface endpoint is taken to answer whatever its group admits.
  case endpointAnswersProtocol = "ASSUMED_ENDPOINT_ANSWERS_PROTOCOL"
  /// RT-11: the VPC guide asks for a public address on an appliance behind an internet gateway's table.
  case edgeApplianceNeedsPublicAddress = "ASSUMED_EDGE_APPLIANCE_NEEDS_PUBLIC_ADDRESS"
  /// RT-12: the VPC guide does not support going round an appliance in one direction.
  case asymmetricEdgeRoutingFails = "ASSUMED_ASYMMETRIC_EDGE_ROUTING_FAILS"
  /// TGW-4: which of several equal-cost attachments carries a flow is not visible.
  case equalCostTransitPaths = "ASSUMED_ANY_EQUAL_COST_PATH"
  /// CVPN-1: which groups of the directory a remote user is in is not visible.
  case clientVPNUserInGroup = "ASSUMED_CLIENT_VPN_USER_IN_GROUP"
  /// NAT-9: a regional NAT gateway has no subnet, and so no network ACL.
  case regionalNATHasNoAccessList = "ASSUMED_REGIONAL_NAT_HAS_NO_ACL"
  /// NAT-10: what NAT64 does with ping is not said.
  case nat64TranslatesPing = "ASSUMED_NAT64_TRANSLATES_PING"
  /// NAT-11: what the proxy of a NAT gateway does with traffic that isn't sent to it is not said.
  case proxyLetsPass = "ASSUMED_NAT_PROXY_LETS_PASS"
  /// OUT-1: whether an address is a device's on the carrier's network is not visible.
  case carrierDevice = "ASSUMED_CARRIER_NETWORK_DEVICE"
  /// TGW-9: flows stick to a zone within one transit gateway only.
  case transitGatewaysAgreeOnZone = "ASSUMED_TRANSIT_GATEWAYS_AGREE_ON_ZONE"
  /// RT-14: how a route server's route ranks beside an equal static one is not said.
  case staticBeatsAdvertised = "ASSUMED_STATIC_ROUTE_BEATS_ADVERTISED"
  /// ORD-6: whether the ACL of a gateway load balancer endpoint's subnet sees what is routed to the endpoint.
  case endpointAccessListApplies = "ASSUMED_ENDPOINT_SUBNET_ACL_APPLIES"
  /// GWLB-2: what the appliances behind a gateway load balancer do is not visible.
  case gatewayBalancerReflects = "ASSUMED_GWLB_REFLECTS"

  /// Why a packet stops where the assumption holds; nil for those that let it pass.
  package var stops: Code? {
    switch self {
    case .edgeApplianceNeedsPublicAddress: .edgeApplianceWithoutPublicAddress
    case .asymmetricEdgeRoutingFails: .edgeRedirection
    default: nil
    }
  }

  /// One sentence for people.
  public var sentence: String {
    switch self {
    case .applianceForwards:
      "the appliance forwards packets unchanged; what runs on it is not visible in AWS's APIs (SDC-2)"
    case .preservedReplyReturnsToNode:
      "with client-IP preservation the target's reply returns to its load balancer node by flow state (NLB-11)"
    case .preservedReplyReturnsToEndpoint:
      "with PreserveClientIp the instance's reply returns to its instance connect endpoint by flow state (MS-4)"
    case .listenerConditionsMatch:
      "the request meets the listener rule's conditions; they are shown, not evaluated (ALB-3)"
    case .secondaryAddressHoldsGroups:
      "a secondary address, a pod's for example, counts as its interface's for group rules (MS-3)"
    case .bothIPv6Gateways:
      "in a VPC with both gateways, unsolicited IPv6 from the internet arrives by the internet gateway (EIGW-1)"
    case .endpointAnswersProtocol:
      "the interface endpoint answers every protocol that its group admits (VPCE-4)"
    case .edgeApplianceNeedsPublicAddress:
      "an appliance that the internet gateway's route table leads to gets no packets without a public address, as the "
        + "VPC guide says (RT-11)"
    case .asymmetricEdgeRoutingFails:
      "what leaves by the internet gateway directly is lost where what comes in passes an appliance; the VPC guide "
        + "does not support it (RT-12)"
    case .equalCostTransitPaths:
      "any of the route's equal-cost attachments may carry the packet (TGW-4)"
    case .clientVPNUserInGroup:
      "the remote user is in the group that the Client VPN endpoint's authorization rule asks for (CVPN-1)"
    case .regionalNATHasNoAccessList:
      "no network ACL judges what passes a regional NAT gateway, since it has no subnet (NAT-9)"
    case .nat64TranslatesPing:
      "the NAT gateway translates ping between IPv6 and IPv4 as it does TCP and UDP (NAT-10)"
    case .proxyLetsPass:
      "the proxy attached to the NAT gateway lets pass what is routed to the gateway; its rules are not modelled "
        + "(NAT-11)"
    case .carrierDevice:
      "the far end is a device on the carrier's network: with the internet a carrier gateway carries only TCP that "
        + "begins inside, and ping (OUT-1)"
    case .transitGatewaysAgreeOnZone:
      "two transit gateways send both directions of the flow to one zone of the VPC; each of them keeps to a zone only "
        + "for itself (TGW-9)"
    case .staticBeatsAdvertised:
      "a static route beats a route server's to the same prefix (RT-14)"
    case .endpointAccessListApplies:
      "the network ACL of a gateway load balancer endpoint's subnet judges what is routed through the endpoint (ORD-6)"
    case .gatewayBalancerReflects:
      "the appliances behind the gateway load balancer send packets back unchanged, which is not checked; "
        + "Reachability Analyzer's PATH_THROUGH_GWLB_NOT_CHECKED (GWLB-2)"
    }
  }
}
