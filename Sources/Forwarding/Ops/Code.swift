/// Why a packet stops. Reachability Analyzer's own word where it has one, `PW_…` where it has none.
package enum Code: String, Hashable, Sendable, CaseIterable {
  // Groups and access lists.
  case groupRulesMismatch = "ENI_SG_RULES_MISMATCH"
  case groupHasNoRules = "SG_HAS_NO_RULES"
  case groupReferenceNotPreserved = "SG_REFERENCES_NOT_PRESERVED"
  case groupReferencingUnsupported = "SG_REFERENCING_SUPPORT"
  case accessListRestriction = "SUBNET_ACL_RESTRICTION"
  case classicBalancerAccessList = "ELB_ACL_RESTRICTION"
  case sourceDestinationCheck = "ENI_SOURCE_DEST_CHECK_RESTRICTION"

  // Routes.
  case noRoute = "NO_ROUTE_TO_DESTINATION"
  case badStateRoute = "BAD_STATE_ROUTE"
  case badState = "BAD_STATE"
  case edgeApplianceWithoutPublicAddress = "INGRESS_RTB_NO_PUBLIC_IP"
  case edgeRedirection = "INGRESS_RTB_TRAFFIC_REDIRECTION"
  case reservedRange = "PW_RESERVED_RANGE"
  case noSuchInterface = "PW_NO_INTERFACE_HAS_ADDRESS"
  case loop = "PW_LOOP"

  // Internet gateways.
  case noPublicAddressForEgress = "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"
  case noPublicAddressForIngress = "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"
  case privateDestinationAtInternetGateway = "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS"
  case sharedDestinationAtInternetGateway = "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS"
  case privateSourceAtInternetGateway = "IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS"
  case sharedSourceAtInternetGateway = "IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS"
  case deniesInternetGatewayTraffic = "PW_DENY_ALL_IGW_TRAFFIC"
  case noInternetGateway = "PW_NO_INTERNET_GATEWAY"
  case unroutableOnTheInternet = "PW_NOT_ROUTABLE_ON_INTERNET"
  case publicAccessBlocked = "VPC_BLOCK_PUBLIC_ACCESS_ENABLED"
  case egressOnlyUnsolicited = "PW_EGRESS_ONLY_UNSOLICITED"
  case egressOnlyFamily = "PW_EGRESS_ONLY_IPV6_ONLY"
  case noCarrierAddress = "PW_CARRIER_IP_ASSOCIATION"
  case carrierFamily = "PW_CARRIER_IPV4_ONLY"

  // NAT gateways.
  case natUnsolicited = "PW_NAT_UNSOLICITED"
  case natWithoutSession = "PW_NAT_NO_SESSION"
  case natFamily = "PW_NAT_IPV4_ONLY"
  case regionalNATZone = "REGIONAL_NGW_ROUTE_AZ_RESTRICTION"
  case protocolRestriction = "PROTOCOL_RESTRICTION"

  // Appliances.
  case firewallRules = "FIREWALL_RULES_RESTRICTION"
  case gatewayBalancerPort = "GWLB_DESTINATION_PORT_RESTRICTION"
  case gatewayBalancerProtocol = "GWLB_PROTOCOL_RESTRICTION"
  case middleboxDrops = "PW_MIDDLEBOX_DROPS"
  case inspectionWithoutSession = "PW_INSPECTION_NO_SESSION"
  case inspectedOneWay = "PW_INSPECTED_ONE_WAY"

  // Peering and transit gateways.
  case peeringAddress = "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR"
  case transitGatewayZone = "TGW_ROUTE_AZ_RESTRICTION"
  case transitGatewayNoAssociation = "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION"
  case transitGatewayNoRoute = "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT"
  case transitGatewayBlackhole = "TGW_RTB_BAD_STATE_ROUTE"
  case transitGatewayFamily = "PW_TGW_IPV6_SUPPORT"
  case badStateAttachment = "BAD_STATE_ATTACHMENT"

  // VPN, Direct Connect and what lies behind.
  case vpnGatewayEgress = "VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS"
  case vpnGatewayIngress = "VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"
  case badStateVPN = "BAD_STATE_VPN"
  case transitGatewayBadStateVPN = "TGW_BAD_STATE_VPN"
  case directConnectDown = "PW_DIRECT_CONNECT_DOWN"
  case vpnFamily = "PW_VPN_IPV4_ONLY"
  case vpnGatewayNoRoute = "PW_VGW_NO_ROUTE"
  case clientVPNNotAuthorized = "PW_CLIENT_VPN_NOT_AUTHORIZED"
  case clientVPNNoRoute = "PW_CLIENT_VPN_NO_ROUTE"
  case externalNoRoute = "PW_EXTERNAL_NO_ROUTE"
  case externalDown = "PW_EXTERNAL_NETWORK_DOWN"

  // Endpoints.
  case gatewayEndpointProtocol = "VPCE_GATEWAY_PROTOCOL_RESTRICTION"
  case gatewayEndpointSource = "PW_VPCE_GATEWAY_SOURCE_OUTSIDE_VPC"
  case serviceNotInZone = "VPCE_SERVICE_NOT_INSTALLED_IN_AZ"
  case resourcePort = "PW_RESOURCE_PORT"
  case connectEndpointProtocol = "PW_CONNECT_ENDPOINT_TCP_ONLY"
  case latticeProtocol = "PW_LATTICE_TCP_ONLY"
  case endpointInitiates = "VPCE_INTRA_VPC_TRAFFIC"

  // Load balancers.
  case noListener = "ELBV2_LISTENERS_MISMATCH"
  case noClassicListener = "ELB_LISTENERS_MISMATCH"
  case otherListenerPort = "ELBV2_LISTENER_PORT_RESTRICTION"
  case otherClassicPort = "ELB_LISTENER_PORT_RESTRICTION"
  case listenerWithoutTargets = "ELBV2_LISTENER_HAS_NO_TG"
  case notCrossZone = "ELB_NOT_CROSSZONE"
  case zoneNotEnabled = "ELB_INSTALLED_AZ_RESTRICTION"
  case notATarget = "TARGET_ADDRESS_RESTRICTION"
  case targetUnhealthy = "PW_TARGET_UNHEALTHY"
  case targetOutsideVPC = "PW_NLB_TARGET_OUTSIDE_VPC"
  case targetIsClient = "PW_NLB_HAIRPIN"

  // Replies.
  case replyRewritten = "PW_REPLY_SOURCE_REWRITTEN"
  case replyMisdelivered = "PW_REPLY_DELIVERED_ELSEWHERE"

  // What the question itself settled.
  case assumedNo = "PW_ASSUMED_NO"

  // What the walk itself cannot go past.
  case unknownDestination = "UNKNOWN_DESTINATION"
  case choiceLimit = "PW_CHOICE_LIMIT"
}
