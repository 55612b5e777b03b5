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
    let unroutable = port(.internet, .drop(.unroutableOnTheInternet))
    for prefix in SpecialRanges.all { entries[prefix] = unroutable }

    for (place, vpc) in topology.vpcs.enumerated() {
      let ingress = internetIngress(of: place)
      vpcs[place].internetIngress = ingress
      for prefix in vpc.prefixes where prefix.family == .ipv6 { entries[prefix] = ingress }
      for address in vpcs[place].privateAddress.keys { entries[IPPrefix(host: address)] = ingress }
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

  /// Where traffic for a VPC's public and IPv6 addresses enters it. Replies to what left by an egress-only
  /// gateway come back through it; anything else takes the internet gateway (EIGW-1).
  private mutating func internetIngress(of vpc: Int) -> PortID {
    let id = topology.vpcs[vpc].id
    let gateway = topology.internetGateways.firstIndex { $0.vpc == id }
    let egressOnly = topology.egressOnlyInternetGateways.firstIndex { $0.vpc == id }
    let element = ElementRef(.vpc, vpc)
    let onward: Op =
      if let gateway {
        .go(internetGatewayIn[gateway])
      } else if egressOnly != nil {
        .drop(.egressOnlyUnsolicited)
      } else if topology.isMissing(.internetGateways) {
        .missing(
          missingInput(
            "the internet gateway of VPC \(topology.vpcs[vpc].displayName)",
            remedy: remedy(for: .internetGateways), element))
      } else {
        .drop(.noInternetGateway)
      }
    guard let egressOnly else { return port(element, onward) }
    return port(
      ElementRef(.egressOnlyInternetGateway, egressOnly), .recall(.egressOnly(VPCIndex(vpc))), onward)
  }
}
