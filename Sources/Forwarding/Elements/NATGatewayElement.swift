import PacketWalkAddressing
import PacketWalkTopology

/// A NAT gateway: rewrites the source to its own private address and a fresh port, forwards by its own
/// subnet's table, brings replies back by its state, and drops what it doesn't know (A6). A regional one is in
/// `NATGatewayElement+Regional.swift`.
extension GraphBuilder {
  mutating func allocateNATGateways() {
    for (place, gateway) in topology.natGateways.enumerated() {
      let element = ElementRef(.natGateway, place)
      let subnet = gateway.subnet.flatMap { subnetIndex($0) }
      natArrival.append(makePort(element, subnet: subnet))
      natNeighbour.append(makePort(element, subnet: subnet))
      guard let vpc = index.vpcs[gateway.vpc] else { continue }
      for address in gateway.allAddresses {
        if let outside = address.publicAddress {
          vpcs[vpc].publicAddress[address.address] = outside
          vpcs[vpc].privateAddress[outside] = address.address
        }
        if gateway.isAvailable, subnet != nil || gateway.isRegional {
          vpcs[vpc].owners[address.address] = Owner(
            arrival: natArrival[place], neighbour: natNeighbour[place], interface: nil)
        }
      }
    }
  }

  mutating func lowerNATGateway(_ place: Int) {
    let gateway = topology.natGateways[place]
    if gateway.isRegional {
      lowerRegionalNATGateway(place)
      return
    }
    guard let id = gateway.subnet, let subnet = subnetIndex(id), !gateway.addresses.isEmpty else {
      leaveOpen(place, missing: "the subnet or address of NAT gateway \(gateway.displayName)")
      return
    }
    let out = subnets[subnet.value].out
    let entrance: Op = .enter(subnet, accessFilters(of: subnet).ingress)
    let (six, four) = (
      translation(.six, place, gateway.addresses, out), translation(.four, place, gateway.addresses, out)
    )
    define(natArrival[place], [entrance] + natBehaviour(place, six: six, four: [.go(four)]))
    ports[natNeighbour[place].value].start = ports[natArrival[place].value].start + 1
  }

  /// A gateway of which the input holds too little.
  mutating func leaveOpen(_ place: Int, missing what: String) {
    let input = missingInput(what, ElementRef(.natGateway, place))
    define(natArrival[place], [.missing(input)])
    define(natNeighbour[place], [.missing(input)])
  }

  /// What the gateway does with what it receives: replies by its state, IPv6 to 64:ff9b::/96 by NAT64, else IPv4.
  func natBehaviour(_ place: Int, six: PortID, four: [Op]) -> [Op] {
    let gateway = topology.natGateways[place]
    var behaviour: [Op] = [.recall(.nat(UInt32(place)))]
    behaviour += gateway.allAddresses.map {
      .require(.destinationIsNot($0.address), .natUnsolicited, isFatal: true)  // NAT-3
    }
    if !gateway.proxies.isEmpty { behaviour.append(.assume(.proxyLetsPass, unless: nil)) }  // NAT-11
    return behaviour + [
      .goIf(.destinationIn(SpecialRanges.nat64), six),
      .require(.natProtocol, .protocolRestriction, isFatal: true),  // NAT-1
      .require(.family4, .natFamily, isFatal: true),
      .require(.mayBeginSession, .natWithoutSession, isFatal: true),
    ] + four
  }

  /// The family of the packets that a translation is for.
  enum TranslatedFamily {
    case four
    case six
  }

  /// Rewrites the source to any of the addresses (NAT-8) and goes on.
  mutating func translation(
    _ family: TranslatedFamily, _ place: Int, _ addresses: [InterfaceAddress], _ out: PortID
  ) -> PortID {
    let element = ElementRef(.natGateway, place)
    let translations = addresses.map { address in
      port(
        element,
        rewrite(
          Rewrite(
            source: .constant(address.address), destination: family == .six ? .embeddedIPv4 : .keep,
            sourcePort: .fresh(.anyEphemeral))),
        .identity(.lose(.groupReferenceNotPreserved)), .remember(.nat(UInt32(place)), resume: out), .go(out))
    }
    var behaviour: [Op] = []
    if family == .six {
      behaviour = [
        .require(.nat64Protocol, .protocolRestriction, isFatal: true),
        .require(.mayBeginSession, .natWithoutSession, isFatal: true),
        .assume(.nat64TranslatesPing, unless: .natProtocol),  // NAT-10
      ]
    }
    if translations.count == 1 {
      behaviour.append(.go(translations[0]))
    } else {
      let alternatives = zip(translations, addresses).map { port, address in
        Choice.Alternative(port: port, element: element, address: address.address, rule: 0)
      }
      behaviour.append(
        .choose(
          choice(
            Choice(
              kind: .natAddress, element: element, alternatives: alternatives, isPerDirection: false,
              emptyCode: .badState))))
    }
    let start = makePort(element)
    define(start, behaviour)
    return start
  }
}
