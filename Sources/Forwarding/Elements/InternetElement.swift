import PacketWalkAddressing
import PacketWalkRouting
import PacketWalkTopology

/// The internet: delivers to the public addresses of the model, and everything else to the outside.
extension GraphBuilder {
  mutating func allocateInternet() {
    internetPort = makePort(.internet)
    internetPlace = place(.internet, reply: internetPort)
  }

  mutating func lowerInternet() {
    var entries: [IPPrefix: PortID] = [:]
    let outside = port(.internet, .deliver(internetPlace))
    for family in AddressFamily.allCases { entries[.all(family)] = outside }
    if let unknown = unknownHolder() { entries[.all(.ipv4)] = port(.internet, unknown) }
    let unroutable = port(.internet, .drop(.unroutableOnTheInternet))
    for prefix in SpecialRanges.all { entries[prefix] = unroutable }

    enterPublicPools(into: &entries)
    let doubtful = topology.publicAddressPools.filter { $0.isAdvertised != true }.flatMap(\.prefixes)
    for (place, vpc) in topology.vpcs.enumerated() {
      let ingress = internetIngress(of: place)
      vpcs[place].internetIngress = ingress
      let ingress6 = ipv6Ingress(of: place, ingress)
      for prefix in vpc.prefixes where prefix.family == .ipv6 {
        entries[prefix] = advertised(prefix, doubtful, ingress6)
      }
      for address in vpcs[place].privateAddress.keys {
        entries[IPPrefix(host: address)] = advertised(IPPrefix(host: address), doubtful, ingress)
      }
    }
    for (place, network) in topology.externalNetworks.enumerated() {
      // Its public addresses are in it, whichever way packets come.
      for range in network.ranges where SpecialRanges.isPublic(range.address) {
        entries[range] = externalIn[place]
      }
    }
    for place in topology.vpcs.indices where !vpcs[place].carrierPrivateAddress.isEmpty {
      let ingress = carrierIngress(of: VPCIndex(place))
      for address in vpcs[place].carrierPrivateAddress.keys { entries[IPPrefix(host: address)] = ingress }
    }
    for (place, accelerator) in topology.accelerators.enumerated() {
      let ingress = acceleratorIn(place)
      for address in accelerator.addresses { entries[IPPrefix(host: address)] = ingress }
    }
    for address in topology.unassociatedAddresses {
      entries[IPPrefix(host: address.publicAddress)] = port(.internet, .drop(.noPublicAddressForIngress))
    }
    let sorted = entries.keys.sorted().map { prefix in
      ForwardingTable.Entry(prefix: prefix, port: entries[prefix] ?? outside, route: nil, beaten: [])
    }
    tables.append(
      ForwardingTable(
        element: .internet, entries: sorted,
        trie: RouteTrie(sorted.enumerated().lazy.map { (prefix: $1.prefix, value: UInt32($0)) }),
        missCode: .unroutableOnTheInternet))
    define(internetPort, [.sent(from: nil), .lookup(TableID(tables.count - 1))])
  }

  /// IGW-10: towards an owner's range that may not be advertised.
  private mutating func advertised(_ prefix: IPPrefix, _ doubtful: [IPPrefix], _ ingress: PortID) -> PortID {
    guard doubtful.contains(where: { $0.overlaps(prefix) }) else { return ingress }
    return port(.internet, .assume(.ownRangeAdvertised, unless: nil), .go(ingress))
  }

  /// Set where the input leaves out what may hold a public IPv4 address. IPv6 addresses of the network are in the
  /// ranges of its VPCs.
  private mutating func unknownHolder() -> Op? {
    guard let kind = [ResourceKind.networkInterfaces, .subnets].first(where: { topology.isMissing($0) })
    else {
      return nil
    }
    return .missing(
      missingInput("whether the address is one of the network's own", remedy: remedy(for: kind), .internet))
  }

  /// Where traffic for a VPC's public addresses enters it.
  private mutating func internetIngress(of vpc: Int) -> PortID {
    let id = topology.vpcs[vpc].id
    let element = ElementRef(.vpc, vpc)
    if let gateway = topology.internetGateways.firstIndex(where: { $0.vpc == id }) {
      return port(element, .go(internetGatewayIn[gateway]))
    }
    guard topology.isMissing(.internetGateways) else { return port(element, .drop(.noInternetGateway)) }
    let input = missingInput(
      "the internet gateway of VPC \(topology.vpcs[vpc].displayName)", remedy: remedy(for: .internetGateways),
      element)
    return port(element, .missing(input))
  }

  /// The same for its IPv6 addresses: replies to what left by an egress-only gateway come back through it,
  /// anything else takes the internet gateway, if there is one (EIGW-1).
  private mutating func ipv6Ingress(of vpc: Int, _ ingress: PortID) -> PortID {
    let id = topology.vpcs[vpc].id
    guard let egressOnly = topology.egressOnlyInternetGateways.firstIndex(where: { $0.vpc == id }) else {
      return ingress
    }
    let element = ElementRef(.egressOnlyInternetGateway, egressOnly)
    let recall = Op.recall(.egressOnly(VPCIndex(vpc)))
    guard topology.internetGateways.contains(where: { $0.vpc == id }) || topology.isMissing(.internetGateways)
    else { return port(element, recall, .drop(.egressOnlyUnsolicited)) }
    return port(element, recall, .assume(.bothIPv6Gateways, unless: .isReply), .go(ingress))
  }
}
