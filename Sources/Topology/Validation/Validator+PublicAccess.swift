import PacketWalkDiagnostics

extension Validator {
  /// AWS's own word about a subnet beside what mode and exclusions say: taken at different times, or by somebody
  /// who sees only some of the exclusions (BPA-1, BPA-4).
  mutating func checkPublicAccess() {
    for exclusion in topology.blockPublicAccessExclusions {
      switch exclusion.scope {
      case .vpc(let id): expect(id, in: vpcs, nil, from: exclusion, otherwise: .note)
      case .subnet(let id): expect(id, in: subnets, .subnets, from: exclusion, otherwise: .note)
      }
    }
    guard !topology.blockPublicAccessOptions.isEmpty else { return }
    let rules = PublicAccessRules(topology)
    for subnet in topology.subnets {
      guard let stated = subnet.blockPublicAccess, let derived = rules.derived(of: subnet),
        derived != .unknown,
        PublicAccess(stated) != derived, rules.access(of: subnet) != derived
      else { continue }
      report(
        .publicAccessDisagrees, .note, about: subnet,
        "the subnet's own state of VPC Block Public Access is \(stated.rawValue), which is used, although the mode"
          + " and exclusions of its owner make something else")
    }
  }
}
