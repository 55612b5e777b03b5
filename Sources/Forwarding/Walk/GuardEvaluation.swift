import PacketWalkAddressing
import PacketWalkRouting
import PacketWalkTopology

extension Walker {
  /// Whether the packet meets a condition.
  func holds(_ condition: Guard, _ state: WalkState) -> Bool {
    let header = state.header
    switch condition {
    case .sourceOwned(let interface): return owns(interface, header.source)
    case .sourceNotOwned(let interface): return !owns(interface, header.source)
    case .destinationOwned(let interface): return owns(interface, header.destination)
    case .addressesIn(let source, let destination):
      return contains(source, header.source) && contains(destination, header.destination)
    case .sourceIn(let vpc): return contains(vpc, header.source)
    case .sourceIsInterface(let vpc): return graph.vpcs[vpc.value].owner(of: header.source) != nil
    case .destinationIsInterface(let vpc): return graph.vpcs[vpc.value].owner(of: header.destination) != nil
    case .destinationAcceptsInternetGateway(let vpc):
      guard let owner = graph.vpcs[vpc.value].owner(of: header.destination)?.interface else { return true }
      return !graph.topology.networkInterfaces[owner.value].deniesInternetGatewayTraffic
    case .destinationNotPrivate: return !SpecialRanges.isPrivate(header.destination)
    case .destinationNotShared: return !SpecialRanges.isShared(header.destination)
    case .sourceNotPrivate: return !SpecialRanges.isPrivate(header.source)
    case .sourceNotShared: return !SpecialRanges.isShared(header.source)
    case .natProtocol: return [.tcp, .udp, .icmp].contains(header.protocol)
    case .nat64Protocol:
      return [.tcp, .udp].contains(header.protocol)
        || header.protocol == .icmpv6 && [128, 129].contains(header.icmpType)
    case .isTCP: return header.protocol == .tcp
    case .gatewayEndpointProtocol:
      return header.protocol == .tcp || header.protocol == .icmp && [0, 8].contains(header.icmpType)
    case .passes(let filter):
      let outcome = evaluate(filter, state, at: nil)
      return outcome.denied == nil && outcome.unknown == nil
    case .family4: return header.source.family == .ipv4
    case .family6: return header.source.family == .ipv6
    case .ipv6Supported(let isSupported): return isSupported || header.source.family == .ipv4
    case .isReply: return state.isReply
    case .isRequest: return !state.isReply
    case .mayBeginSession: return !state.isReply || header.protocol == .udp
    case .destinationIsNot(let address): return header.destination != address
    case .destinationIn(let prefix): return prefix.contains(header.destination)
    case .notRedirected(let table): return !isRedirected(by: table, state)
    case .cameThisWay(let kind):
      let request = header.reversed
      return !state.isReply || state.trail.contains { $0.key == .element(kind) && $0.after == request }
    case .carrierCarriesOut: return state.isReply || [.tcp, .icmp].contains(header.protocol)
    case .carrierCarriesIn: return state.isReply || header.protocol == .icmp
    case .publicAccess(let side):
      return passesPublicAccess(side, state)
    case .publicAccessUnknown(let side):
      return publicAccess(side, state).access == .unknown
    }
  }

  func owns(_ interface: InterfaceIndex, _ address: IPAddress) -> Bool {
    graph.topology.networkInterfaces[interface.value].owns(address)
  }

  /// What a middlebox forwards leaves the middlebox's subnet, not the one that holds its source.
  private func isRedirected(by table: TableID, _ state: WalkState) -> Bool {
    let source = state.header.source
    guard let link = state.link, graph.subnets[link.value].prefixes.contains(where: { $0.contains(source) })
    else { return false }
    let table = graph.tables[table.value]
    guard let entry = table.trie.lookupIndex(source), let route = table.entries[entry].route else {
      return false
    }
    let sender = graph.vpcs[graph.subnets[link.value].vpc.value].owner(of: source)?.interface
    // The route tells, not its port: the port may ask for a public address first (RT-11).
    switch graph.topology.routeTables[Int(table.element.index)].routes[route].target {
    case .vpcEndpoint: return true
    case .networkInterface(let id):
      return sender.map { graph.topology.networkInterfaces[$0.value].id != id } ?? true
    case .address(let hop): return sender.map { !owns($0, hop) } ?? true
    default: return false
    }
  }

  private func contains(_ vpc: VPCIndex, _ address: IPAddress) -> Bool {
    graph.vpcs[vpc.value].prefixes.contains { $0.contains(address) }
  }

  private func isHeldByGateway(_ address: IPAddress, _ vpc: VPCIndex) -> Bool {
    guard let owner = graph.vpcs[vpc.value].owner(of: address) else { return false }
    return owner.interface == nil
  }

  // MARK: Block public access

  /// BPA-2: what is open where, and what only NAT and egress-only gateways began.
  private func passesPublicAccess(_ side: PublicAccessSide, _ state: WalkState) -> Bool {
    let (access, isGateway) = publicAccess(side, state)
    switch access {
    case .open, .unknown: return true
    case .gatewaysOnly: return isGateway
    case .blocked: return false
    case .fromInside:
      if case .in = side { return isGateway || state.isReply }
      return isGateway || !state.isReply
    }
  }

  /// What holds for the subnet whose interface meets the gateway, and whether that is a gateway's own.
  private func publicAccess(_ side: PublicAccessSide, _ state: WalkState) -> (
    access: PublicAccess, isGateway: Bool
  ) {
    func access(_ subnet: SubnetIndex?, _ vpc: VPCIndex) -> PublicAccess {
      subnet.map { graph.subnets[$0.value].publicAccess } ?? graph.vpcs[vpc.value].publicAccess
    }
    switch side {
    case .out(let vpc):
      return (access(state.link, vpc), isHeldByGateway(state.header.source, vpc))
    case .outbound(let vpc):
      return (access(state.link, vpc), true)
    case .in(let vpc, let via):
      let destination = state.header.destination
      if let via, let entry = graph.tables[via.value].trie.lookupIndex(destination) {
        let next = graph.ports[graph.tables[via.value].entries[entry].port.value]
        if next.element.kind != .vpc { return (access(next.subnet, vpc), next.element.kind == .natGateway) }
      }
      guard let owner = graph.vpcs[vpc.value].owner(of: destination) else { return (.open, false) }
      return (access(graph.ports[owner.arrival.value].subnet, vpc), owner.interface == nil)
    }
  }
}
