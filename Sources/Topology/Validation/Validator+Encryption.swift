import PacketWalkDiagnostics

extension Validator {
  /// What a VPC that enforces encryption cannot hold without an exclusion: AWS refuses it, so that the input was taken
  /// at different times or misread (ENC-1).
  mutating func checkEncryption() {
    var enforced: [VPCID: EncryptionControls] = [:]
    for vpc in topology.vpcs {
      if let controls = vpc.encryption, controls.mode == .enforce { enforced[vpc.id] = controls }
    }
    guard !enforced.isEmpty else { return }
    func excludes(_ vpc: VPCID?, _ exclusion: EncryptionControls.Exclusion) -> Bool {
      vpc.flatMap { enforced[$0] }.map { $0.exclusions.contains(exclusion) } ?? true
    }
    for gateway in topology.internetGateways where !excludes(gateway.vpc, .internetGateway) {
      reportEnforced(gateway, gateway.vpc)
    }
    for gateway in topology.egressOnlyInternetGateways
    where !excludes(gateway.vpc, .egressOnlyInternetGateway) {
      reportEnforced(gateway, gateway.vpc)
    }
    for gateway in topology.natGateways where !excludes(gateway.vpc, .natGateway) {
      reportEnforced(gateway, gateway.vpc)
    }
    for gateway in topology.vpnGateways where !excludes(gateway.vpc, .virtualPrivateGateway) {
      reportEnforced(gateway, gateway.vpc)
    }
    for place in topology.networkInterfaces.indices {
      guard let home = subnets[topology.networkInterfaces[place].subnet] else { continue }
      let vpc = topology.subnets[home].vpc
      let exclusion: EncryptionControls.Exclusion
      switch topology.networkInterfaces[place].kind {
      case .lambda: exclusion = .lambda
      case .other("efs"): exclusion = .elasticFileSystem
      default: continue
      }
      if !excludes(vpc, exclusion) { reportEnforced(topology.networkInterfaces[place], vpc) }
    }
    for endpoint in topology.vpcEndpoints
    where endpoint.kind == .gatewayLoadBalancer && enforced[endpoint.vpc] != nil {
      reportEnforced(endpoint, endpoint.vpc)
    }
    checkPeerings(enforced)
  }

  /// Two VPCs peer without an exclusion only in one Region and where both enforce without any exclusion.
  private mutating func checkPeerings(_ enforced: [VPCID: EncryptionControls]) {
    for peering in topology.vpcPeeringConnections where peering.isActive {
      for (near, far) in [(peering.requester, peering.accepter), (peering.accepter, peering.requester)] {
        guard let controls = enforced[near.vpc], !controls.exclusions.contains(.vpcPeering) else { continue }
        guard !peering.isSameRegion || enforced[far.vpc]?.exclusions.isEmpty != true else { continue }
        reportEnforced(peering, near.vpc)
      }
    }
  }

  private mutating func reportEnforced<R: Resource>(_ resource: R, _ vpc: VPCID?) {
    report(
      .encryptionEnforced, about: resource,
      "VPC \(vpc?.rawValue ?? "") enforces encryption, and this \(R.kindName) is not among its exclusions")
  }
}
