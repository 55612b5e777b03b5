import PacketWalkTopology

/// Network Firewall, and Block Public Access.
extension TerraformReader {
  func readNetworkFirewalls() {
    for resource in all("aws_networkfirewall_rule_group") { mapRuleGroup(resource) }
    for resource in all("aws_networkfirewall_firewall_policy") { mapFirewallPolicy(resource) }
    for resource in all("aws_networkfirewall_firewall") { mapNetworkFirewall(resource) }
    for resource in all("aws_networkfirewall_vpc_endpoint_association") { mapFirewallAssociation(resource) }
  }

  /// `firewall_status`, where it is known.
  func knownEndpoints(of firewall: DeclaredResource) throws(DeclaredError) -> [SubnetID: VPCEndpointID] {
    var known: [SubnetID: VPCEndpointID] = [:]
    for (status, states) in [
      ("firewall_status", "sync_states"),
      ("vpc_endpoint_association_status", "association_sync_state"),
    ] where !firewall.properties[status].isUnknown {
      for status in try firewall.properties.list(status) where !status[states].isUnknown {
        for state in try status.list(states) where !state["attachment"].isUnknown {
          for attachment in try state.list("attachment") {
            guard let subnet = attachment.knownText("subnet_id"),
              let endpoint = attachment.knownText("endpoint_id")
            else { continue }
            known[SubnetID(subnet)] = VPCEndpointID(endpoint)
          }
        }
      }
    }
    return known
  }

  func endpoint(of owner: String, in subnet: SubnetID) -> VPCEndpointID {
    VPCEndpointID(TerraformReferences.firewallEndpoint(of: owner, in: subnet.rawValue))
  }

  func readPublicAccess() {
    for resource in all("aws_vpc_block_public_access_options") { mapPublicAccessOptions(resource) }
    for resource in all("aws_vpc_block_public_access_exclusion") { mapPublicAccessExclusion(resource) }
  }
}
