package import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkTopology

/// What packets may pass on their way: endpoints of firewalls, NAT gateways, appliances.
package struct Waypoints: Hashable, Sendable {
  var elements: Set<ElementRef> = []

  /// Nothing.
  package init() {}

  package mutating func formUnion(_ other: Waypoints) { elements.formUnion(other.elements) }
}

extension Network {
  /// What a selector stands for on the way of packets: `endpoint:fw-*`, `firewall:`, `nat:`, `tgw:`, `peering:` and `lb:`
  /// by name, and interfaces by any other selector.
  ///
  /// - Throws: an `InputError` for one that stands for nothing.
  package func waypoints(_ text: String) throws(InputError) -> Waypoints {
    var found = Waypoints()
    guard let colon = text.firstIndex(of: ":") else {
      for kind in Self.waypointKinds { found.elements.formUnion(elements(kind, text) ?? []) }
      if found.elements.isEmpty { found.elements = try interfaces(text) }
      return found
    }
    let (kind, name) = (String(text[..<colon]), String(text[text.index(after: colon)...]))
    guard let elements = elements(kind, name) else {
      found.elements = try interfaces(text)
      return found
    }
    guard !elements.isEmpty else {
      throw InputError(.noMatch, "'\(text)' is nothing that packets pass in this network")
    }
    found.elements = elements
    return found
  }

  private static let waypointKinds = ["endpoint", "firewall", "nat", "tgw", "peering", "lb"]

  /// Nil for a word that is none of the kinds.
  private func elements(_ kind: String, _ name: String) -> Set<ElementRef>? {
    switch kind {
    case "endpoint": return Set(matching(topology.vpcEndpoints, name).map { ElementRef(.vpcEndpoint, $0) })
    case "nat": return Set(matching(topology.natGateways, name).map { ElementRef(.natGateway, $0) })
    case "lb": return Set(matching(topology.loadBalancers, name).map { ElementRef(.loadBalancer, $0) })
    case "peering":
      return Set(matching(topology.vpcPeeringConnections, name).map { ElementRef(.vpcPeeringConnection, $0) })
    case "tgw":
      return Set(
        matching(topology.transitGateways, name).flatMap { place in
          let id = topology.transitGateways[place].id
          let attachments = topology.transitGatewayAttachments.indices.filter {
            topology.transitGatewayAttachments[$0].transitGateway == id
          }
          return [ElementRef(.transitGateway, place)]
            + attachments.map { ElementRef(.transitGatewayAttachment, $0) }
        })
    case "firewall":
      return Set(
        matching(topology.networkFirewalls, name).flatMap { place in
          let firewall = topology.networkFirewalls[place]
          let endpoints = topology.vpcEndpoints.indices.filter {
            firewall.endpoints.contains(topology.vpcEndpoints[$0].id)
          }
          let attachments = topology.transitGatewayAttachments.indices.filter {
            topology.transitGatewayAttachments[$0].id == firewall.attachment
          }
          return [ElementRef(.networkFirewall, place)] + endpoints.map { ElementRef(.vpcEndpoint, $0) }
            + attachments.map { ElementRef(.transitGatewayAttachment, $0) }
        })
    default: return nil
    }
  }

  private func interfaces(_ text: String) throws(InputError) -> Set<ElementRef> {
    let places = try resolve(text).compactMap { endpoint in
      if case .interface(let interface, _) = endpoint.target { return interface.value }
      return nil
    }
    guard !places.isEmpty else {
      throw InputError(.noMatch, "'\(text)' is nothing that packets pass in this network")
    }
    return Set(places.map { ElementRef(.networkInterface, $0) })
  }
}
