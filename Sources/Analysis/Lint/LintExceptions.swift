package import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// What the input says that `lint` may pass over.
struct LintExceptions {
  private struct Entry {
    var check: LintCheck
    var exception: LintException
    var element: ElementRef
  }

  private var entries: [Entry] = []

  /// The checks that they are about.
  var checks: Set<LintCheck> { Set(entries.map(\.check)) }

  init(_ topology: Topology) throws(InputError) {
    try add(topology.vpcs, .vpc)
    try add(topology.subnets, .subnet)
    try add(topology.networkInterfaces, .networkInterface)
    try add(topology.routeTables, .routeTable)
    try add(topology.networkACLs, .networkACL)
    try add(topology.securityGroups, .securityGroup)
    try add(topology.internetGateways, .internetGateway)
    try add(topology.egressOnlyInternetGateways, .egressOnlyInternetGateway)
    try add(topology.natGateways, .natGateway)
    try add(topology.vpcPeeringConnections, .vpcPeeringConnection)
    try add(topology.transitGateways, .transitGateway)
    try add(topology.transitGatewayAttachments, .transitGatewayAttachment)
    try add(topology.transitGatewayRouteTables, .transitGatewayRouteTable)
    try add(topology.vpnGateways, .vpnGateway)
    try add(topology.vpnConnections, .vpnConnection)
    try add(topology.directConnectGateways, .directConnectGateway)
    try add(topology.clientVPNEndpoints, .clientVPNEndpoint)
    try add(topology.carrierGateways, .carrierGateway)
    try add(topology.networkFirewalls, .networkFirewall)
    try add(topology.firewallPolicies, .firewallPolicy)
    try add(topology.ruleGroups, .ruleGroup)
    try add(topology.externalNetworks, .externalNetwork)
    try add(topology.vpcEndpoints, .vpcEndpoint)
    try add(topology.endpointServices, .endpointService)
    try add(topology.resourceGateways, .resourceGateway)
    try add(topology.resourceConfigurations, .resourceConfiguration)
    try add(topology.serviceNetworkAssociations, .serviceNetworkAssociation)
    try add(topology.loadBalancers, .loadBalancer)
    try add(topology.targetGroups, .targetGroup)
    try add(topology.prefixLists, .prefixList)
  }

  private mutating func add<R: PacketWalkTopology.Resource>(_ resources: [R], _ kind: ElementRef.Kind)
    throws(InputError)
  {
    for (place, resource) in resources.enumerated() {
      for exception in resource.info.lintExceptions {
        entries.append(
          Entry(
            check: try LintCheck.named(exception.check, at: exception.origin), exception: exception,
            element: ElementRef(kind, place)))
      }
    }
  }

  /// Tells what is to be passed over from the rest, and adds a note for each exception that nothing needs.
  func report(
    _ found: [(element: ElementRef, finding: LintFinding)], checks: [LintCheck], _ graph: PacketGraph
  ) -> LintReport {
    var findings: [LintFinding] = []
    var ignored: [LintReport.Ignored] = []
    var used: Set<Int> = []
    for (element, finding) in found {
      guard let place = entries.firstIndex(where: { $0.element == element && $0.check == finding.check })
      else {
        if checks.contains(finding.check) { findings.append(finding) }
        continue
      }
      used.insert(place)
      guard checks.contains(finding.check) else { continue }
      ignored.append(LintReport.Ignored(finding: finding, exception: entries[place].exception))
    }
    if checks.contains(.unusedIgnore) {
      for (place, entry) in entries.enumerated() where !used.contains(place) {
        findings.append(
          LintFinding(
            check: .unusedIgnore, severity: .note, resource: graph.component(entry.element),
            message: "the exception for \(entry.check.rawValue) is not needed: there is nothing to pass over",
            evidence: [LintEvidence("“\(entry.exception.reason)”", entry.exception.origin)],
            fix: "take the exception out"))
      }
    }
    let order = Dictionary(uniqueKeysWithValues: LintCheck.allCases.enumerated().map { ($1, $0) })
    let sorted = findings.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.severity != b.severity { return a.severity > b.severity }
      return (order[a.check] ?? 0, left.offset) < (order[b.check] ?? 0, right.offset)
    }
    return LintReport(checks: checks, findings: sorted.map(\.element), ignored: ignored)
  }
}

extension LintCheck {
  /// The check with an identifier.
  ///
  /// - Throws: `noMatch` with the nearest identifiers.
  package static func named(_ text: String, at origin: Origin = .implied) throws(InputError) -> LintCheck {
    if let check = LintCheck(rawValue: text) { return check }
    let known = allCases.map(\.rawValue)
    let near = nearestNames(to: text, among: known)
    throw InputError(
      .noMatch, "'\(text)' is no check of lint", at: origin, candidates: near.isEmpty ? known : near)
  }
}
