import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// NAT gateways whose own subnet leads nowhere: what they translate is dropped there.
extension Linter {
  mutating func checkNATGateways() {
    for (place, gateway) in topology.natGateways.enumerated() where gateway.isAvailable && !gateway.isRegional
    {
      guard let id = gateway.subnet, let subnet = index.subnets[id], let table = facts.tableOfSubnet[subnet],
        topology.routeTables[table].isComplete
      else { continue }
      let routes = topology.routeTables[table].routes.filter { $0.state == .active }
      // A route to whatever else may be inspection on the way out, or a network beyond.
      guard !routes.contains(where: { leadsOut($0, for: gateway) }) else { continue }
      let uses = topology.routeTables.flatMap { table in
        table.routes.filter { $0.target == .natGateway(gateway.id) }
      }
      // A private one may stand between parts of its own VPC, which the local route serves (RT-5).
      guard gateway.connectivity == .public || uses.contains(where: { leadsBeyond($0, gateway.vpc) }) else {
        continue
      }
      let isUsed = !uses.isEmpty
      let wanted =
        gateway.connectivity == .public
        ? "no route to an internet gateway" : "no route beyond the VPC"
      report(
        .natWithoutWayOut, isUsed ? .error : .warning, about: ElementRef(.natGateway, place),
        "the route table of its subnet \(topology.subnets[subnet].displayName) has \(wanted), so what it"
          + " translates goes nowhere",
        evidence: [
          LintEvidence("NAT gateway \(gateway.displayName)", gateway.info.origin),
          LintEvidence(
            "route table \(topology.routeTables[table].displayName)", topology.routeTables[table].info.origin),
        ],
        fix: gateway.connectivity == .public
          ? "put it in a subnet with a route to an internet gateway"
          : "give its subnet a route to the transit gateway or virtual private gateway that it is for")
    }
  }

  private func leadsBeyond(_ route: Route, _ vpc: VPCID) -> Bool {
    guard case .prefix(let prefix) = route.destination, let place = index.vpcs[vpc] else { return false }
    return !topology.vpcs[place].prefixes.contains { $0.contains(prefix) }
  }

  private func leadsOut(_ route: Route, for gateway: NATGateway) -> Bool {
    switch route.target {
    case .internetGateway, .carrierGateway: gateway.connectivity == .public
    case .local, .egressOnlyInternetGateway: false
    case .natGateway(let id): id != gateway.id
    case .vpcEndpoint(let id):
      index.endpoints[id].map { topology.vpcEndpoints[$0].kind != .gateway } ?? true
    case .networkInterface, .vpcPeeringConnection, .transitGateway, .vpnGateway, .address, .unmodelled: true
    }
  }
}
