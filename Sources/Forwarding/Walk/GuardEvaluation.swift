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
    case .destinationAcceptsInternetGateway(let vpc):
      guard let owner = graph.vpcs[vpc.value].owner(of: header.destination)?.interface else { return true }
      return !graph.topology.networkInterfaces[owner.value].deniesInternetGatewayTraffic
    case .destinationNotPrivate: return !SpecialRanges.isPrivate(header.destination)
    case .destinationNotShared: return !SpecialRanges.isShared(header.destination)
    case .sourceNotPrivate: return !SpecialRanges.isPrivate(header.source)
    case .sourceNotShared: return !SpecialRanges.isShared(header.source)
    case .natProtocol: return [.tcp, .udp, .icmp].contains(header.protocol)
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
    case .notRedirected(let table): return !isRedirected(by: table, state)
    case .publicAccessOut(let vpc):
      return passesPublicAccess(state.link, isGateway: isHeldByGateway(header.source, vpc))
    case .publicAccessIn(let vpc):
      guard let owner = graph.vpcs[vpc.value].owner(of: header.destination) else { return true }
      return passesPublicAccess(graph.ports[owner.arrival.value].subnet, isGateway: owner.interface == nil)
    case .publicAccessOutbound:
      return passesPublicAccess(state.link, isGateway: true)
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
    guard let entry = table.trie.lookupIndex(source) else { return false }
    let next = graph.ports[table.entries[entry].port.value].element
    if next.kind == .vpcEndpoint { return true }
    return next.kind == .networkInterface && !owns(InterfaceIndex(Int(next.index)), source)
  }

  private func contains(_ vpc: VPCIndex, _ address: IPAddress) -> Bool {
    graph.vpcs[vpc.value].prefixes.contains { $0.contains(address) }
  }

  private func isHeldByGateway(_ address: IPAddress, _ vpc: VPCIndex) -> Bool {
    guard let owner = graph.vpcs[vpc.value].owner(of: address) else { return false }
    return owner.interface == nil
  }

  /// BPA-2: under `block-ingress` only what NAT and egress-only gateways began passes.
  private func passesPublicAccess(_ subnet: SubnetIndex?, isGateway: Bool) -> Bool {
    guard let subnet else { return true }
    let mode = graph.firewallSubnets[subnet] ?? graph.topology.subnets[subnet.value].blockPublicAccess
    switch mode {
    case .off: return true
    case .ingress: return isGateway
    case .bidirectional: return false
    }
  }
}
