import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// A further range of a VPC as large as a route's destination, or larger: AWS refuses to add it while the route
/// is there (RT-16; VPC user guide, "VPC CIDR blocks").
extension Linter {
  mutating func checkRangesOverRoutes() {
    for (place, vpc) in topology.vpcs.enumerated() {
      for (table, routes) in topology.routeTables.enumerated() where routes.vpc == vpc.id {
        for route in routes.routes where route.source == .static && mayNotBeInside(route.target) {
          guard case .prefix(let destination) = route.destination,
            let range = furtherRanges(of: vpc).first(where: { $0.contains(destination) })
          else { continue }
          report(
            .rangeOverRoute, .warning, about: ElementRef(.vpc, place),
            "its range \(range) holds the destination of route \(network.text(route)) of route table"
              + " \(topology.routeTables[table].displayName): AWS refuses to add such a range",
            evidence: [LintEvidence(network.text(route), route.origin)],
            fix: "take the route out, or add a smaller range")
        }
      }
    }
  }

  /// All but the one it was made with.
  private func furtherRanges(of vpc: VPC) -> [IPPrefix] { vpc.prefixes.filter { $0 != vpc.primaryPrefix } }

  /// Targets that a route within the VPC's own ranges can't have (RT-5).
  private func mayNotBeInside(_ target: RouteTarget) -> Bool {
    switch target {
    case .internetGateway, .egressOnlyInternetGateway, .carrierGateway, .vpcPeeringConnection,
      .transitGateway,
      .vpnGateway:
      true
    case .local, .natGateway, .networkInterface, .vpcEndpoint, .address, .unmodelled: false
    }
  }
}
