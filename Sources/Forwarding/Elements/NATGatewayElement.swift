import PacketWalkAddressing
import PacketWalkTopology

/// A NAT gateway: rewrites the source to its own private address and a fresh port, forwards by its own
/// subnet's table, brings replies back by its state, and drops what it doesn't know (A6).
extension GraphBuilder {
  mutating func allocateNATGateways() {
    for (place, gateway) in topology.natGateways.enumerated() {
      let element = ElementRef(.natGateway, place)
      let subnet = gateway.subnet.flatMap { subnetIndex($0) }
      natArrival.append(makePort(element, subnet: subnet))
      natNeighbour.append(makePort(element, subnet: subnet))
      guard let vpc = index.vpcs[gateway.vpc] else { continue }
      for address in gateway.addresses {
        if let outside = address.publicAddress {
          vpcs[vpc].publicAddress[address.address] = outside
          vpcs[vpc].privateAddress[outside] = address.address
        }
        if gateway.isAvailable, subnet != nil {
          vpcs[vpc].owners[address.address] = Owner(
            arrival: natArrival[place], neighbour: natNeighbour[place], interface: nil)
        }
      }
    }
  }

  mutating func lowerNATGateway(_ place: Int) {
    let gateway = topology.natGateways[place]
    let element = ElementRef(.natGateway, place)
    guard let id = gateway.subnet, let subnet = subnetIndex(id), !gateway.addresses.isEmpty else {
      let what =
        gateway.isRegional
        ? "how regional NAT gateway \(gateway.displayName) forwards (not modelled yet)"
        : "the subnet or address of NAT gateway \(gateway.displayName)"
      let input = missingInput(what, element)
      define(natArrival[place], [.missing(input)])
      define(natNeighbour[place], [.missing(input)])
      return
    }
    let session = SessionKind.nat(UInt32(place))
    let out = subnets[subnet.value].out
    var behaviour: [Op] = [.enter(subnet, accessFilters(of: subnet).ingress), .recall(session)]
    behaviour += gateway.addresses.map {
      .require(.destinationIsNot($0.address), .natUnsolicited, isFatal: true)  // NAT-3
    }
    behaviour += [
      .require(.natProtocol, .protocolRestriction, isFatal: true),  // NAT-1
      .require(.family4, .natFamily, isFatal: true),
      .require(.mayBeginSession, .natWithoutSession, isFatal: true),
    ]
    let translations = gateway.addresses.map { address in
      port(
        element,
        rewrite(Rewrite(source: .constant(address.address), sourcePort: .fresh(.anyEphemeral))),
        .identity(.lose(.groupReferenceNotPreserved)), .remember(session, resume: out), .go(out))
    }
    if translations.count == 1 {
      behaviour.append(.go(translations[0]))
    } else {
      // Any of its addresses may become the source (NAT-8).
      let alternatives = zip(translations, gateway.addresses).map { port, address in
        Choice.Alternative(port: port, element: element, address: address.address, rule: 0)
      }
      behaviour.append(
        .choose(
          choice(
            Choice(
              kind: .natAddress, element: element, alternatives: alternatives, isPerDirection: false,
              emptyCode: .badState))))
    }
    define(natArrival[place], behaviour)
    ports[natNeighbour[place].value].start = ports[natArrival[place].value].start + 1
  }
}
