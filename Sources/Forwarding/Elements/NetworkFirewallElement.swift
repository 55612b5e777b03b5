import PacketWalkAddressing
import PacketWalkTopology

/// AWS Network Firewall: packets pass its policy's stages at each of its endpoints, or at its attachment to a
/// transit gateway; each endpoint knows its own connections (NFW-1 to NFW-4).
extension GraphBuilder {
  /// Notes which endpoints are a firewall's.
  mutating func findFirewalls() {
    let rules = PublicAccessRules(topology)
    for (place, firewall) in topology.networkFirewalls.enumerated() {
      for id in firewall.endpoints {
        guard let endpoint = index.endpoints[id] else { continue }
        firewallOfEndpoint[endpoint] = place
        guard let subnet = steeringSubnet(endpoint) else { continue }
        // BPA-3: a firewall's traffic is blocked even where its subnet is excluded.
        subnets[subnet.value].publicAccess = rules.accessDespiteExclusion(
          of: topology.subnets[subnet.value], topology)
      }
    }
  }

  func firewall(attachedBy attachment: TransitGatewayAttachmentID) -> Int? {
    topology.networkFirewalls.firstIndex { $0.attachment == attachment }
  }

  /// What a firewall does with a packet at one of its places.
  mutating func firewallPasses(_ place: Int, at element: ElementRef) -> [Op] {
    let firewall = topology.networkFirewalls[place]
    guard firewall.isAvailable else { return [.drop(.badState)] }
    guard let stages = stages(ofFirewall: place) else {
      let input = missingInput(
        "the policy of network firewall \(firewall.displayName)",
        remedy: "aws network-firewall describe-firewall-policy", ElementRef(.networkFirewall, place))
      return [.missing(input)]
    }
    inspectors.append(Inspector(element: element, strangers: stages.strangers, stages: stages))
    return [
      .identity(.lose(.groupReferenceNotPreserved)), .inspect(InspectorID(inspectors.count - 1)),
    ]
  }

  /// The stages of the firewall's policy, compiled once for all its endpoints.
  private mutating func stages(ofFirewall place: Int) -> FirewallStages? {
    if let known = firewallStages[place] { return known }
    let firewall = topology.networkFirewalls[place]
    guard let policy = topology.firewallPolicies.firstIndex(where: { $0.id == firewall.policy }) else {
      return nil
    }
    let home = firewall.vpc.flatMap { index.vpcs[$0] }.map { topology.vpcs[$0].prefixes }
    let stages = compile(policy, home: home)
    firewallStages[place] = stages
    return stages
  }
}
