/// What Block Public Access leaves of the traffic between a subnet and its VPC's gateways to the internet: mode
/// and exclusions together (BPA-2).
package enum PublicAccess: Hashable, Sendable {
  case open
  /// What begins inside, and its replies.
  case fromInside
  /// What passes NAT and egress-only gateways, since nothing begins outside there.
  case gatewaysOnly
  case blocked
  /// The input has the mode of other accounts or Regions, or not the exclusions.
  case unknown

  package init(_ mode: BlockPublicAccess) {
    switch mode {
    case .off: self = .open
    case .ingress: self = .gatewaysOnly
    case .bidirectional: self = .blocked
    }
  }
}

/// Works out what Block Public Access does where.
///
/// What AWS says of a subnet itself comes first: it counts the mode and exclusions of the subnet's owner, whoever
/// asked (BPA-4). Where it says nothing, the owner's mode and exclusions decide.
package struct PublicAccessRules {
  private let options: [BlockPublicAccessOptions]
  private let areExclusionsMissing: Bool
  private var vpcs: [VPCID: BlockPublicAccessExclusion.Mode] = [:]
  private var subnets: [SubnetID: BlockPublicAccessExclusion.Mode] = [:]

  package init(_ topology: Topology) {
    options = topology.blockPublicAccessOptions
    areExclusionsMissing = topology.isMissing(.publicAccessExclusions)
    for exclusion in topology.blockPublicAccessExclusions where exclusion.isInForce {
      // Of two for one thing the wider counts.
      switch exclusion.scope {
      case .vpc(let id) where vpcs[id] != .bidirectional: vpcs[id] = exclusion.mode
      case .subnet(let id) where subnets[id] != .bidirectional: subnets[id] = exclusion.mode
      default: break
      }
    }
  }

  package func access(of subnet: Subnet) -> PublicAccess {
    let exclusion = wider(subnets[subnet.id], vpcs[subnet.vpc])
    let derived = derive(subnet.info, exclusion)
    guard let stated = subnet.blockPublicAccess else { return derived ?? .open }
    // AWS's three words have none for an exclusion of what begins inside.
    if stated == .ingress, derived == .fromInside { return .fromInside }
    return PublicAccess(stated)
  }

  /// What holds for a subnet whose exclusion does not count. Where the input says nothing of modes, that blocking
  /// is on at all is seen in the VPC's other subnets.
  package func accessDespiteExclusion(of subnet: Subnet, _ topology: Topology) -> PublicAccess {
    if let mode = options.first(where: { $0.govern(subnet.info) })?.mode { return PublicAccess(mode) }
    let stated = access(of: subnet)
    guard stated == .open else { return stated }
    let modes = topology.subnets.filter { $0.vpc == subnet.vpc }.map(\.blockPublicAccess)
    return [.bidirectional, .ingress].first { modes.contains($0) }.map(PublicAccess.init) ?? stated
  }

  /// Where there is no subnet: what holds for the whole VPC.
  package func access(of vpc: VPC, _ topology: Topology) -> PublicAccess {
    if let derived = derive(vpc.info, vpcs[vpc.id]) { return derived }
    let stated = Set(topology.subnets.lazy.filter { $0.vpc == vpc.id }.map(\.blockPublicAccess))
    if stated.count == 1, case let mode?? = stated.first { return PublicAccess(mode) }
    return .open
  }

  /// What the owner's mode and an exclusion make together; nil where the input says nothing of modes at all.
  package func derive(_ info: ResourceInfo, _ exclusion: BlockPublicAccessExclusion.Mode?) -> PublicAccess? {
    guard !options.isEmpty else { return nil }
    guard let mode = options.first(where: { $0.govern(info) })?.mode else { return .unknown }
    switch (mode, exclusion) {
    case (.off, _), (_, .bidirectional): return .open
    case (_, nil) where areExclusionsMissing: return .unknown
    case (.bidirectional, .egress): return .fromInside
    default: return PublicAccess(mode)
    }
  }

  /// What mode and exclusions alone say of a subnet.
  package func derived(of subnet: Subnet) -> PublicAccess? {
    derive(subnet.info, wider(subnets[subnet.id], vpcs[subnet.vpc]))
  }

  private func wider(
    _ left: BlockPublicAccessExclusion.Mode?, _ right: BlockPublicAccessExclusion.Mode?
  ) -> BlockPublicAccessExclusion.Mode? {
    left == .bidirectional || right == nil ? left : right == .bidirectional || left == nil ? right : left
  }
}
