import PacketWalkTopology

extension SnapshotReader {
  /// What was read and modelled by key, and which kinds the input doesn't hold at all.
  func settleCoverage(documents: Int) {
    topology.coverage.documents = documents
    topology.coverage.entries = counts.sorted { $0.key < $1.key }.map { key, count in
      Coverage.Entry(
        kind: key, read: count.read, modelled: count.modelled,
        reason: count.read == count.modelled ? "" : Self.reason(key),
        isNetwork: key.hasPrefix("AWS::")
          ? CloudFormationTypes.isNetwork(key) : !SnapshotKeys.notNeeded.contains(key))
    }
    for (kind, keys, remedy) in SnapshotKeys.needed {
      guard let gap = firstGap(keys) else {
        // What refers to one of those that could not be read doesn't refer to nothing.
        let classic = kind == .loadBalancers ? ["LoadBalancerDescriptions"] : []
        if !lostKeys.isDisjoint(with: keys + classic) {
          topology.coverage.missing.append(
            MissingKind(
              kind: kind, remedy: "some could not be read; packetwalk doctor says why", isPartial: true))
        }
        continue
      }
      let suffix = gap.isEmpty ? "" : " in \(gap)"
      topology.coverage.missing.append(MissingKind(kind: kind, remedy: remedy + suffix))
    }
    addConditional()
    addPartial()
  }

  private static func reason(_ key: String) -> String {
    if let words = SnapshotKeys.unmodelled[key] { return "\(words.kind): no model" }
    if SnapshotKeys.notNeeded.contains(key) { return "says nothing that answers need" }
    if key.hasPrefix("AWS::") {
      return CloudFormationTypes.isNetwork(key)
        ? "AWS Config's items of this type have no model" : "says nothing that answers need"
    }
    if key == "AcceleratorListeners" { return "some can't be read" }
    if SnapshotKeys.modelled.contains(key) || SnapshotKeys.details.contains(key) {
      return "some can't be read"
    }
    return "no AWS call that is known prints it"
  }

  /// Nil when a kind was collected wherever VPCs were; else the first place where it wasn't, empty when it
  /// is nowhere.
  private func firstGap(_ keys: [String]) -> String? {
    let present = Set(keys.flatMap { sections[$0, default: []].map { Self.place($0.scope) } })
    if present.isEmpty { return "" }
    if present.contains("") { return nil }
    return sections["Vpcs", default: []].lazy.map { Self.place($0.scope) }.first {
      !present.contains($0)
    }
  }

  private static func place(_ scope: Scope) -> String {
    [scope.account, scope.region].compactMap(\.self).joined(separator: "/")
  }

  /// Calls that only some networks need: where a gateway for connections is in the input.
  private func addConditional() {
    func need(_ kind: ResourceKind, _ key: String, _ remedy: String, _ isNeeded: Bool) {
      guard isNeeded, let gap = firstGap([key]) else { return }
      let suffix = gap.isEmpty ? "" : " in \(gap)"
      topology.coverage.missing.append(MissingKind(kind: kind, remedy: remedy + suffix))
    }
    let hasVPNAttachments = topology.transitGatewayAttachments.contains {
      if case .other("vpn", _) = $0.kind { true } else { false }
    }
    let hasDirectConnectAttachments = topology.transitGatewayAttachments.contains {
      if case .other("direct-connect-gateway", _) = $0.kind { true } else { false }
    }
    need(
      .directConnectGateways, "directConnectGatewayAssociations",
      "aws directconnect describe-direct-connect-gateway-associations",
      hasDirectConnectAttachments || topology.vpnGateways.contains { $0.vpc != nil }
        || !topology.directConnectGateways.isEmpty)
    need(.vpnGateways, "VpnGateways", "aws ec2 describe-vpn-gateways", !topology.vpnGateways.isEmpty)
    need(
      .vpnConnections, "VpnConnections", "aws ec2 describe-vpn-connections",
      hasVPNAttachments || topology.vpnGateways.contains { $0.vpc != nil })
  }

  /// Calls that only together say what answers need.
  private func addPartial() {
    let attachments = topology.transitGatewayAttachments
    let needsSubnets = attachments.contains {
      if case .vpc(_, let subnets) = $0.kind { return subnets.isEmpty && $0.isAvailable && $0.edge == nil }
      return false
    }
    if needsSubnets, !topology.isMissing(.transitGatewayAttachments) {
      topology.coverage.missing.append(
        MissingKind(
          kind: .transitGatewayAttachments, remedy: "aws ec2 describe-transit-gateway-vpc-attachments"))
    }
    let usesCarriers = topology.routeTables.contains {
      $0.routes.contains { if case .carrierGateway = $0.target { true } else { false } }
    }
    if usesCarriers, sections["CarrierGateways"] == nil {
      topology.coverage.missing.append(
        MissingKind(kind: .carrierGateways, remedy: "aws ec2 describe-carrier-gateways"))
    }
    let blocks = topology.blockPublicAccessOptions.contains { $0.mode != .off }
    if blocks, sections["VpcBlockPublicAccessExclusions"] == nil,
      topology.subnets.contains(where: { $0.blockPublicAccess == nil })
    {
      topology.coverage.missing.append(
        MissingKind(
          kind: .publicAccessExclusions, remedy: "aws ec2 describe-vpc-block-public-access-exclusions"))
    }
    let knowsAssociations = sections["TransitGatewayAttachments"] != nil || sections["Associations"] != nil
    if attachments.contains(where: { $0.edge == nil }), !knowsAssociations,
      !topology.isMissing(.transitGatewayRouteTables)
    {
      topology.coverage.missing.append(
        MissingKind(
          kind: .transitGatewayRouteTables, remedy: "aws ec2 get-transit-gateway-route-table-associations"))
    }
  }
}
