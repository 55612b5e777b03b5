/// A code of Reachability Analyzer that no answer of ours has, and why.
package struct UnusedCode: Sendable {
  package let code: String
  package let reason: String

  /// All of them, in the order of their subjects.
  package static let all: [UnusedCode] = groups.flatMap { group in
    group.codes.split(separator: " ").map { UnusedCode(code: String($0), reason: group.reason) }
  }

  private static let groups: [(codes: String, reason: String)] = [
    (
      "CANNOT_ROUTE HIGHER_PRIORITY_ROUTE MORE_SPECIFIC_ROUTE VPC_LOCAL_ROUTE_CIDR_RESTRICTION "
        + "TGW_RTB_CANNOT_ROUTE TGW_RTB_HIGHER_PRIORITY_ROUTE TGW_RTB_MORE_SPECIFIC_ROUTE",
      "it says why a route that lost was not taken; explain shows the route that won and what it beat"
    ),
    (
      "NGW_DEST_ADDRESS_PRESERVATION NGW_SOURCE_ADDRESS_REASSIGN REMAP_EPHEMERAL_PORT "
        + "ELBV2_SOURCE_ADDRESS_PRESERVATION",
      "it describes a translation, which is a hop of the explanation and stops nothing"
    ),
    (
      "ENI_ADDRESS_RESTRICTION",
      "addresses that are not the interface's are ENI_SOURCE_DEST_CHECK_RESTRICTION or "
        + "PW_NO_INTERFACE_HAS_ADDRESS here"
    ),
    (
      "GATEWAY_REJECTS_SPOOFED_TRAFFIC",
      "a source that is nobody's stops at the interface's own check (ENI_SOURCE_DEST_CHECK_RESTRICTION)"
    ),
    (
      "IGW_DESTINATION_ADDRESS_IN_VPC_CIDRS",
      "a destination that is no interface's public address is IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS here"
    ),
    ("IGW_NAT_REFLECTION", "packets that turn round at an internet gateway are modelled, not refused"),
    (
      "NGW_REQUIRES_SOURCE_IN_VPC",
      "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR stops what would reach a NAT gateway over a peering"
    ),
    (
      "TARGET_PORT_RESTRICTION ELBV2_LISTENER_REQUIRES_TG_ACCEPT",
      "AWS lets a listener forward only to groups of its own protocol, and a target receives on the port it is "
        + "registered under: no configuration provokes it"
    ),
    (
      "ELBV2_NO_TARGETS_IN_AZ",
      "targets in other zones are ELB_NOT_CROSSZONE, in zones that are not enabled ELB_INSTALLED_AZ_RESTRICTION, "
        + "and none at all is ELBV2_LISTENER_HAS_NO_TG"
    ),
    (
      "TGW_ATTACH_VPC_AZ_RESTRICTION",
      "the zones that a transit gateway may choose are choices: an answer that depends on them is intermittent"
    ),
    (
      "FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULE_GROUP_TYPE "
        + "FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULES FIREWALL_UNSUPPORTED_RULE_OPTIONS",
      "rules that look into packets leave an answer undetermined; the word stands beside what is missing"
    ),
    (
      "PATH_THROUGH_GWLB_NOT_CHECKED",
      "it is an assumption that the answer prints, ASSUMED_GWLB_REFLECTS"
    ),
    (
      "VPCE_GATEWAY_EGRESS_SOURCE_ADDRESS_RESTRICTION",
      "replies of a gateway endpoint come from the address that was asked, which is in its list"
    ),
    (
      "NO_POSSIBLE_DESTINATION TGW_RTB_ROUTES_ARE_UNKNOWN UNKNOWN_PEERED_SGS UNKNOWN_RESOURCE",
      "what the input does not hold makes an answer undetermined and is listed as missing"
    ),
    (
      "DISCONNECTED_VPCS NO_PATH NO_SOURCE_OR_DESTINATION UNASSOCIATED_COMPONENT UNSUPPORTED_COMPONENT",
      "it is about the question; here a question that cannot be asked is an input error, exit code 2"
    ),
    (
      "COMPONENT_FILTER_RESTRICTION COMPONENT_FILTER_RESTRICTION_REMOVED_COMPONENT "
        + "FILTER_AT_SOURCE_SOURCE_ADDRESS FILTER_AT_SOURCE_DESTINATION_ADDRESS "
        + "FILTER_AT_SOURCE_SOURCE_PORT_RANGE FILTER_AT_SOURCE_DESTINATION_PORT_RANGE "
        + "FILTER_AT_SOURCE_PROTOCOL FILTER_AT_DESTINATION_SOURCE_ADDRESS "
        + "FILTER_AT_DESTINATION_DESTINATION_ADDRESS FILTER_AT_DESTINATION_SOURCE_PORT_RANGE "
        + "FILTER_AT_DESTINATION_DESTINATION_PORT_RANGE FILTER_AT_DESTINATION_PROTOCOL "
        + "IGW_EXPECTS_PUBLIC_ADDRESS",
      "it belongs to the analyzer's search filters, which the question itself replaces"
    ),
    (
      "ASSUMPTION_PRESERVE_CLIENT_IP_IS_DISABLED ASSUMPTION_PRESERVE_CLIENT_IP_IS_ENABLED "
        + "MISSING_TARGET_GROUP_ATTRIBUTES",
      "an attribute that the input does not hold has AWS's default for the kind of target"
    ),
    (
      "AVAILABILITY_ZONE_CROSSED TRANSIT_GATEWAY_APPLIANCE_MODE_RECOMMENDED",
      "it is advice and stops nothing"
    ),
    (
      "RESPONSE_RTB_HAS_NO_ROUTE_TO_TRANSIT_GATEWAY UNIDIRECTIONAL_PATH_ANALYSIS_ONLY",
      "replies are walked across transit gateways too, and what stops one has its own code"
    ),
  ]
}
