import PacketWalkTopology

/// Block Public Access, for whoever exchanges traffic with a gateway to the internet (BPA-1, BPA-2).
extension JudgedWalk {
  enum Access {
    case open
    case fromInside
    case gatewaysOnly
    case blocked
  }

  /// - Parameter isFirewalled: whether it is a network firewall's endpoint that exchanges it: no exclusion of its subnet
  ///   counts (BPA-3).
  func access(_ place: Place, isFirewalled: Bool = false) throws(Dropped) -> Access {
    var mode = topology.blockPublicAccessOptions.first?.mode ?? .off
    // What AWS says of the subnet has the exclusions in it.
    if let stated = place.subnet?.blockPublicAccess { mode = stated }
    if place.subnet == nil, topology.blockPublicAccessOptions.isEmpty {
      let stated = Set(topology.subnets.filter { $0.vpc == place.vpc }.map(\.blockPublicAccess))
      if stated.count == 1, let only = stated.first { mode = only ?? .off }
    }
    if isFirewalled {
      let others = Set(topology.subnets.filter { $0.vpc == place.vpc }.map(\.blockPublicAccess))
      if mode == .off, topology.blockPublicAccessOptions.isEmpty {
        // That it is on at all is seen in other subnets.
        mode = others.contains(.bidirectional) ? .bidirectional : others.contains(.ingress) ? .ingress : .off
      }
      return mode == .off ? .open : mode == .ingress ? .gatewaysOnly : .blocked
    }
    var allowed: Set<BlockPublicAccessExclusion.Mode> = []
    for exclusion in topology.blockPublicAccessExclusions where exclusion.isInForce {
      switch exclusion.scope {
      case .vpc(let id): if id == place.vpc { allowed.insert(exclusion.mode) }
      case .subnet(let id): if id == place.subnet?.id { allowed.insert(exclusion.mode) }
      }
    }
    if mode == .off || allowed.contains(.bidirectional) { return .open }
    if mode == .ingress { return .gatewaysOnly }
    return allowed.contains(.egress) ? .fromInside : .blocked
  }

  mutating func letOut(_ place: Place, _ packet: JudgedPacket) throws(Dropped) {
    switch try access(place, isFirewalled: isCarriedByFirewall) {
    case .open: return
    case .gatewaysOnly where isCarriedByNAT: return
    case .fromInside where !isReply: letOut.insert(packet)
    default: throw Dropped("BPA of \(place.subnet?.id.rawValue ?? place.vpc.rawValue)")
    }
  }

  func letIn(_ place: Place, _ packet: JudgedPacket, isFirewalled: Bool = false) throws(Dropped) {
    switch try access(place, isFirewalled: isFirewalled) {
    case .open: return
    case .fromInside where isReply && letOut.contains(packet.reply): return
    default: throw Dropped("BPA of \(place.subnet?.id.rawValue ?? place.vpc.rawValue)")
    }
  }
}
