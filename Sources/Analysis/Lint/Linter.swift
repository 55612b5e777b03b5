package import PacketWalkDiagnostics
import PacketWalkForwarding
package import PacketWalkQueries
import PacketWalkServiceSets
import PacketWalkTopology

extension Network {
  /// What no one would want in the network.
  ///
  /// - Throws: `noMatch` for an exception in the input that names no check, with the nearest names.
  /// - Complexity: linear in resources, quadratic in the rules of one group or access list, and a walk for each
  ///   pair of subnets and groups that a walked check compares.
  package func lint(_ checks: Set<LintCheck> = Set(LintCheck.allCases)) throws(InputError) -> LintReport {
    let exceptions = try LintExceptions(topology)
    // Whether an exception is needed shows only when its check is made.
    let made = checks.contains(.unusedIgnore) ? checks.union(exceptions.checks) : checks
    var linter = Linter(self, made)
    for check in LintCheck.allCases where made.contains(check) { linter.run(check) }
    return exceptions.report(linter.findings, checks: LintCheck.allCases.filter(checks.contains), graph)
  }
}

/// Runs checks over one network and collects what they find; each check is an extension in `Checks/`.
struct Linter {
  let network: Network
  // Held here, since a network hands out copies, which count references to all that they hold.
  let topology: Topology
  let graph: PacketGraph
  let index: TopologyIndex
  let facts: LintFacts
  /// Findings for other checks than these are dropped, since some checks find two kinds of things.
  private let checks: Set<LintCheck>
  var services = ServiceSetStore()
  private(set) var findings: [(element: ElementRef, finding: LintFinding)] = []
  private var done: Set<LintCheck> = []

  init(_ network: Network, _ checks: Set<LintCheck>) {
    self.network = network
    self.checks = checks
    topology = network.topology
    graph = network.graph
    index = network.index
    facts = LintFacts(network)
  }

  mutating func run(_ check: LintCheck) {
    switch check {
    case .adminPortExposed, .adminPortOpen:
      once([.adminPortExposed, .adminPortOpen]) { $0.checkAdminPorts() }
    case .targetRefused: checkTargets()
    case .aclBlocksReplies: checkReplies()
    case .blackholeInUse: checkBlackholes()
    case .middleboxChecked: checkMiddleboxes()
    case .natWithoutWayOut: checkNATGateways()
    case .zoneWithoutAttachment: checkAttachmentZones()
    case .asymmetricPath: checkAsymmetry()
    case .peeringOverlap: checkPeeringOverlaps()
    case .staleGroupReference: checkStaleReferences()
    case .emptyGroupReference: checkEmptyReferences()
    case .aclEntryNeverMatches, .aclEntryRedundant:
      once([.aclEntryNeverMatches, .aclEntryRedundant]) { $0.checkACLEntries() }
    case .groupRuleRedundant: checkGroupRules()
    case .routeNeverUsed: checkRoutes()
    case .unusedGroup: checkUnusedGroups()
    case .unusedACL: checkUnusedACLs()
    case .aclQuota: checkACLQuotas()
    case .groupQuota: checkGroupQuotas()
    case .routeQuota: checkRouteQuotas()
    case .rangeOverRoute: checkRangesOverRoutes()
    // Known only when all others are done.
    case .unusedIgnore: break
    }
  }

  /// For checks that are made together.
  private mutating func once(_ together: Set<LintCheck>, _ body: (inout Self) -> Void) {
    guard done.isDisjoint(with: together) else { return }
    done.formUnion(together)
    body(&self)
  }

  mutating func report(
    _ check: LintCheck, _ severity: Finding.Severity, about element: ElementRef, _ message: String,
    evidence: [LintEvidence] = [], fix: String
  ) {
    guard checks.contains(check) else { return }
    findings.append(
      (
        element,
        LintFinding(
          check: check, severity: severity, resource: graph.component(element), message: message,
          evidence: evidence, fix: fix)
      ))
  }
}
