import PacketWalkAddressing
import PacketWalkRouting
import PacketWalkTopology

/// A Client VPN endpoint: lets remote users to what its rules authorize, by its own routes, under the address of
/// its interface in the route's subnet; what answers comes back by state (CVPN-1).
extension GraphBuilder {
  mutating func allocateClientVPNEndpoints() {
    for (place, endpoint) in topology.clientVPNEndpoints.enumerated() {
      clientVPNIn.append(makePort(ElementRef(.clientVPNEndpoint, place)))
      for id in endpoint.interfaces {
        if let interface = index.interfaces[id] { clientVPNOfInterface[interface] = place }
      }
    }
  }

  mutating func lowerClientVPNEndpoint(_ place: Int) {
    let endpoint = topology.clientVPNEndpoints[place]
    let element = ElementRef(.clientVPNEndpoint, place)
    guard endpoint.isAvailable else {
      // Not the first op, so that no table that leads here is to blame.
      define(clientVPNIn[place], [.sent(from: nil), .drop(.badState)])
      return
    }
    guard let rules = endpoint.authorizationRules else {
      let input = missingInput(
        "the authorization rules of Client VPN endpoint \(endpoint.displayName)",
        remedy: "aws ec2 describe-client-vpn-authorization-rules", element)
      define(clientVPNIn[place], [.missing(input)])
      return
    }
    let onward = routed(endpoint, place, element)
    let inGroup = port(element, .assume(.clientVPNUserInGroup, unless: nil), .go(onward))
    // The longest rule decides; of several for one range, one without a group is enough.
    var ports: [IPPrefix: PortID] = [:]
    for rule in rules where ports[rule.destination] != onward {
      ports[rule.destination] = rule.group == nil ? onward : inGroup
    }
    let table = append(ports, element, missCode: .clientVPNNotAuthorized)
    define(clientVPNIn[place], [.sent(from: nil), .lookup(table)])
  }

  private mutating func routed(_ endpoint: ClientVPNEndpoint, _ place: Int, _ element: ElementRef) -> PortID {
    guard let routes = endpoint.routes else {
      let input = missingInput(
        "the routes of Client VPN endpoint \(endpoint.displayName)",
        remedy: "aws ec2 describe-client-vpn-routes", element)
      return port(element, .missing(input))
    }
    var subnets: [IPPrefix: [SubnetID]] = [:]
    for route in routes where subnets[route.destination]?.contains(route.subnet) != true {
      subnets[route.destination, default: []].append(route.subnet)
    }
    var ports: [IPPrefix: PortID] = [:]
    for destination in subnets.keys.sorted() {
      ports[destination] = leaving(
        by: subnets[destination] ?? [], destination.family, endpoint, place, element)
    }
    let table = append(ports, element, missCode: .clientVPNNoRoute)
    return port(element, .lookup(table))
  }

  /// Out of any of the endpoint's interfaces in the subnets, under its address.
  private mutating func leaving(
    by subnets: [SubnetID], _ family: AddressFamily, _ endpoint: ClientVPNEndpoint, _ place: Int,
    _ element: ElementRef
  ) -> PortID {
    var alternatives: [Choice.Alternative] = []
    let session = SessionKind.clientVPN(UInt32(place))
    for id in endpoint.interfaces {
      guard let interface = index.interfaces[id],
        subnets.contains(topology.networkInterfaces[interface].subnet),
        let address = topology.networkInterfaces[interface].addresses.first(where: {
          $0.address.family == family
        })?.address
      else { continue }
      let translated = port(
        element, rewrite(Rewrite(source: .constant(address), sourcePort: .fresh(.anyEphemeral))),
        .remember(session, resume: back(place, element)), .go(interfaces[interface].start))
      alternatives.append(
        Choice.Alternative(
          port: translated, element: ElementRef(.networkInterface, interface), address: address, rule: 0))
    }
    guard let first = alternatives.first else {
      let names = subnets.map { id in
        index.subnets[id].map { topology.subnets[$0].displayName } ?? id.rawValue
      }
      let input = missingInput(
        "the interface of Client VPN endpoint \(endpoint.displayName) in subnet "
          + names.joined(separator: ", "),
        remedy: remedy(for: .networkInterfaces), element)
      return port(element, .missing(input))
    }
    guard alternatives.count > 1 else { return first.port }
    let choice = choice(
      Choice(
        kind: .clientVPNInterface, element: element, alternatives: alternatives, isPerDirection: false,
        emptyCode: .badState))
    return port(element, .choose(choice))
  }

  /// Where answers go once they have the user's address again.
  private mutating func back(_ place: Int, _ element: ElementRef) -> PortID {
    let input = missingInput(
      "the users of Client VPN endpoint \(topology.clientVPNEndpoints[place].displayName)",
      remedy: Self.externalRemedy(topology.clientVPNEndpoints[place].shortName), element)
    guard let beyond = beyond(.clientVPN(place), element, unknown: input) else {
      return port(element, .missing(input))
    }
    return port(element, .lookup(beyond))
  }

  private mutating func append(
    _ ports: [IPPrefix: PortID], _ element: ElementRef, missCode: Code
  ) -> TableID {
    let entries = ports.sorted { $0.key < $1.key }.map { prefix, port in
      ForwardingTable.Entry(prefix: prefix, port: port, route: nil, beaten: [])
    }
    return append(entries, element, missCode: missCode, unknown: nil)
  }
}
