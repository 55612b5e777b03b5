import PacketWalkTopology

/// A virtual private gateway: carries only what the VPC's own interfaces send and receive, to and from the
/// networks behind its VPN connections (VPN-1, VPN-2).
extension GraphBuilder {
  mutating func allocateVPNGateways() {
    for place in topology.vpnGateways.indices {
      vpnGatewayOut.append(makePort(ElementRef(.vpnGateway, place)))
      vpnGatewayIn.append(makePort(ElementRef(.vpnGateway, place)))
    }
  }

  mutating func lowerVPNGateway(_ place: Int) {
    let gateway = topology.vpnGateways[place]
    let element = ElementRef(.vpnGateway, place)
    guard let id = gateway.vpc, let vpc = vpcIndex(id) else {
      define(vpnGatewayOut[place], [.drop(.badStateRoute)])
      define(vpnGatewayIn[place], [.drop(.badState)])
      return
    }
    // Who holds which address is not known of a VPC without interfaces; the router says so itself.
    let knowsOwners = vpcs[vpc.value].missingOwner == nil
    let source: [Op] =
      knowsOwners ? [.require(.sourceIsInterface(in: vpc), .vpnGatewayEgress, isFatal: true)] : []
    let destination: [Op] =
      knowsOwners ? [.require(.destinationIsInterface(in: vpc), .vpnGatewayIngress, isFatal: true)] : []
    define(vpnGatewayOut[place], source + beyondGateway(place, element))
    // An edge table steers what comes in (RT-11); without one the VPC delivers.
    let edge = topology.routeTables.firstIndex {
      $0.vpc == id && $0.gateways.contains(gateway.id.rawValue)
    }
    .map { table(compiling: $0) }
    define(vpnGatewayIn[place], [.sent(from: nil)] + destination + [edge.map { .lookup($0) } ?? .local(vpc)])
  }

  /// On to the network that holds the destination; what is not declared is not known, unless it can't be
  /// reached at all.
  private mutating func beyondGateway(_ place: Int, _ element: ElementRef) -> [Op] {
    let gateway = topology.vpnGateways[place]
    let connections = topology.vpnConnections.indices.filter {
      topology.vpnConnections[$0].vpnGateway == gateway.id
    }
    let names = connections.map { topology.vpnConnections[$0].displayName }.joined(separator: ", ")
    let input = missingInput(
      connections.isEmpty
        ? "the VPN connection or Direct Connect behind virtual private gateway \(gateway.shortName)"
        : "what lies behind VPN connection \(names) of virtual private gateway \(gateway.shortName)",
      remedy: Self.externalRemedy(gateway.shortName), element)
    let onward: Op =
      beyond(.vpnGateway(place), element, unknown: input).map { .lookup($0) } ?? .missing(input)
    guard let first = connections.first, hasOnlyVPN(gateway.id) else { return [onward] }
    // VPN-2
    let family = Op.require(.family4, .vpnFamily, isFatal: true)
    guard !connections.contains(where: { topology.vpnConnections[$0].isUp }) else { return [family, onward] }
    return [family, .go(port(ElementRef(.vpnConnection, first), .drop(.badStateVPN)))]
  }

  /// Whether the input says that no Direct Connect ends at the gateway.
  private func hasOnlyVPN(_ id: VPNGatewayID) -> Bool {
    !topology.isMissing(.directConnectGateways)
      && !topology.directConnectGateways.contains { direct in
        direct.associations.contains { $0.gateway == .vpnGateway(id) }
      }
  }

  /// What a user can do about a network of which nothing is known.
  static func externalRemedy(_ name: String) -> String {
    "external: {NAME: {ranges: [CIDR], via: \(name)}}, in the topology or in a file for --with"
  }
}
