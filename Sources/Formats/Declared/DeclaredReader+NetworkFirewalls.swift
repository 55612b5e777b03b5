import PacketWalkAddressing
import PacketWalkTopology

/// Network Firewall: firewalls with their endpoints, and policies (NFW-1 to NFW-4).
extension DeclaredReader {
  func mapNetworkFirewall(_ resource: DeclaredResource) {
    network.map(resource, .vpcEndpoints) { () throws(DeclaredError) in
      let properties = resource.properties
      let transit: TransitGatewayID? = try properties.id(key("TransitGatewayId"))
      let vpc: VPCID? = transit == nil ? try properties.requiredID(key("VpcId")) : nil
      var firewall = NetworkFirewall(
        id: NetworkFirewallID(resource.id),
        info: info(resource, name: name(resource, key("FirewallName", "name"))), vpc: vpc,
        policy: try properties.requiredID(key("FirewallPolicyArn")))
      if let transit {
        // AWS names the attachment; templates refer to it by the firewall.
        let attachment = TransitGatewayAttachmentID(resource.id)
        firewall.attachment = attachment
        network.attach(
          TransitGatewayAttachment(
            id: attachment, info: firewall.info, transitGateway: transit,
            kind: .other(TransitGatewayAttachment.networkFunction, resource: resource.id),
            isApplianceMode: true), at: resource.origin)
      } else if let vpc {
        firewall.endpoints = try endpoints(
          of: resource, in: properties.list(key("SubnetMappings", "subnet_mapping")), vpc, firewall.info)
      }
      network.topology.networkFirewalls.append(firewall)
    }
  }

  /// A further endpoint, in this VPC or another (NFW-4).
  func mapFirewallAssociation(_ resource: DeclaredResource) {
    network.map(resource, .vpcEndpoints) { () throws(DeclaredError) in
      let properties = resource.properties
      let id: NetworkFirewallID = try properties.requiredID(key("FirewallArn"))
      guard let place = network.place(of: id, in: \.networkFirewalls) else {
        throw DeclaredError("its firewall \(id) is not in the input", at: resource.origin)
      }
      network.topology.networkFirewalls[place].endpoints += try endpoints(
        of: resource, in: properties.list(key("SubnetMapping")), try properties.requiredID(key("VpcId")),
        info(resource, name: nil))
    }
  }

  private func endpoints(
    of owner: DeclaredResource, in mappings: [DeclaredField], _ vpc: VPCID, _ info: ResourceInfo
  ) throws(DeclaredError) -> [VPCEndpointID] {
    let known = try knownEndpoints(of: owner)
    var endpoints: [VPCEndpointID] = []
    for mapping in mappings {
      let subnet: SubnetID = try mapping.requiredID(key("SubnetId"))
      let id = known[subnet] ?? endpoint(of: owner.id, in: subnet)
      endpoints.append(id)
      network.topology.vpcEndpoints.append(
        VPCEndpoint(
          id: id, info: network.info(info, in: subnet), vpc: vpc, kind: .gatewayLoadBalancer,
          serviceName: "", subnets: [subnet]))
    }
    return endpoints
  }

  // MARK: Policies

  func mapFirewallPolicy(_ resource: DeclaredResource) {
    network.map(resource, .vpcEndpoints) { () throws(DeclaredError) in
      let body = try resource.properties.block(key("FirewallPolicy"))
      let options = try body.block(key("StatefulEngineOptions"))
      let midstream = try options.declaredText(key("StreamExceptionPolicy"))?.lowercased() ?? "drop"
      guard let exception = FirewallPolicy.StreamException(rawValue: midstream) else {
        throw DeclaredError("what it does midstream, \(midstream), is unknown", at: options.origin)
      }
      var defaults: [String] = []
      for word in try body.list(key("StatefulDefaultActions")) {
        guard let text = try word.text(named: "an action") else { continue }
        defaults.append(text.hasPrefix("aws:") ? String(text.dropFirst(4)) : text)
      }
      let variables = try body.block(key("PolicyVariables"))
      network.topology.firewallPolicies.append(
        FirewallPolicy(
          id: FirewallPolicyID(resource.id),
          info: info(resource, name: name(resource, key("FirewallPolicyName", "name"))),
          statelessGroups: try groupReferences(
            body, key("StatelessRuleGroupReferences", "stateless_rule_group_reference")),
          statelessDefault: try firewallAction(body, key("StatelessDefaultActions")),
          statefulGroups: try groupReferences(
            body, key("StatefulRuleGroupReferences", "stateful_rule_group_reference")),
          isStrict: try options.declaredText(key("RuleOrder")) == "STRICT_ORDER",
          statefulDefaults: defaults, streamException: exception,
          addressSets: try definitions(variables[key("RuleVariables")], "ip_set")))
    }
  }

  private func groupReferences(
    _ body: DeclaredField, _ list: String
  ) throws(DeclaredError) -> [FirewallPolicy.GroupReference] {
    var references: [FirewallPolicy.GroupReference] = []
    for element in try body.list(list) {
      let override = try element.block(key("Override"))
      references.append(
        FirewallPolicy.GroupReference(
          group: try element.requiredID(key("ResourceArn")),
          priority: element[key("Priority")].isComputed ? nil : try element.number(key("Priority")),
          dropsToAlert: try override.declaredText(key("Action")) == "DROP_TO_ALERT"))
    }
    return references
  }

  /// Actions are AWS's own and names of custom ones, which only count packets.
  func firewallAction(_ field: DeclaredField, _ list: String) throws(DeclaredError) -> StatelessRule.Action {
    for word in try field.list(list) {
      switch try word.text(named: "an action") {
      case "aws:pass": return .pass
      case "aws:drop": return .drop
      case "aws:forward_to_sfe": return .forward
      default: continue
      }
    }
    throw DeclaredError(
      "its \(list) name none of aws:pass, aws:drop and aws:forward_to_sfe", at: field.origin)
  }

  /// Sets by name: an object, or blocks with a `key` and the set in a block of its own.
  func definitions(_ sets: DeclaredField, _ inner: String) throws(DeclaredError) -> [String: [String]] {
    var found: [String: [String]] = [:]
    func add(_ name: String, _ set: DeclaredField) throws(DeclaredError) {
      var texts: [String] = []
      for element in try set.list(key("Definition")) {
        if let text = try element.text(named: "a part of \(name)") { texts.append(text) }
      }
      found[name] = texts
    }
    if spelling == .aws, case .object(let members) = sets.value {
      for name in members.keys.sorted() { try add(name, sets[name]) }
      return found
    }
    guard !sets.isAbsent, !sets.isComputed else { return found }
    let holder = DeclaredField(.object(["sets": sets]), at: sets.origin)
    for set in try holder.list("sets") { try add(try set.required("key"), try set.block(inner)) }
    return found
  }
}
