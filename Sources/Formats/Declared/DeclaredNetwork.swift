import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// A network that is put together from declarations: what they say, and what AWS makes besides.
///
/// Readers of plans, states and templates add what they map; `finish` adds what is implied and settles what could
/// only be known at the end.
final class DeclaredNetwork {
  /// A propagation into a transit gateway's table, which becomes routes once all ranges are known.
  struct Propagation {
    var table: TransitGatewayRouteTableID
    var attachment: TransitGatewayAttachmentID
    var origin: Origin
  }

  var topology = Topology()
  private(set) var findings: [Finding] = []
  private(set) var hosts: [DeclaredHost] = []
  private var hostPlaces: [NetworkInterfaceID: Int] = [:]
  /// The interfaces of NAT gateways, whose addresses the gateways take over.
  var gatewayHosts: [(gateway: NATGatewayID, host: DeclaredHost)] = []
  /// What AWS calls the things that it makes with a VPC, where the input says it.
  var mainTables: [VPCID: RouteTableID] = [:]
  var defaultACLs: [VPCID: NetworkACLID] = [:]
  var defaultGroups: [VPCID: SecurityGroupID] = [:]
  /// VPCs that others declare: what they made of the tables and groups that AWS gave them is not in the input.
  var foreignVPCs: Set<VPCID> = []
  var propagations: [Propagation] = []
  var transitDefaults: [TransitGatewayID: TransitDefaults] = [:]
  var vpnPropagations: [VPNPropagation] = []
  /// What customer gateways are called, by identifier.
  var customerGateways: [String: String] = [:]
  var clientVPNGroups: [ClientVPNEndpointID: [SecurityGroupID]] = [:]
  /// Groups of subnets, by type, and by identifier or name.
  var subnetGroups: [String: [String: [SubnetID]]] = [:]
  /// The groups that AWS makes with EKS clusters, by the cluster's identifier or name.
  var clusterGroups: [String: SecurityGroupID] = [:]
  /// Classic load balancers by identifier or name, and the target groups of their listeners.
  var balancerNames: [String: LoadBalancerID] = [:]
  var classicGroups: [LoadBalancerID: [TargetGroupID]] = [:]
  /// Target groups' own ports, and hosts whose address is a target as soon as it is known.
  var targetPorts: [TargetGroupID: UInt16] = [:]
  var hostTargets: [HostTarget] = []
  /// Places in the topology's lists, as far as they were looked up.
  private var places: [AnyKeyPath: (count: Int, byID: [String: Int])] = [:]
  /// What was read of each type, and how much of it is in the model.
  private var counts: [String: Coverage.Entry] = [:]
  private var lost: Set<ResourceKind> = []

  /// How many findings are told one by one.
  private static let maximumFindings = 10_000
  private var untoldFindings = 0

  // MARK: Findings

  func report(
    _ code: String, _ severity: Finding.Severity, _ subject: String, _ message: String, at origin: Origin
  ) {
    guard findings.count < Self.maximumFindings else {
      untoldFindings += 1
      return
    }
    findings.append(
      Finding(code: code, severity: severity, subject: subject, message: message, origin: origin))
  }

  /// Counts a resource as read; one in the model unless a reason is given.
  func count(_ type: String, modelled: Bool = true, isNetwork: Bool = true, reason: String = "") {
    var entry = counts[type] ?? Coverage.Entry(kind: type, read: 0, modelled: 0, isNetwork: isNetwork)
    entry.read += 1
    if modelled { entry.modelled += 1 } else { entry.reason = reason }
    counts[type] = entry
  }

  /// Maps a resource, or leaves it out with a finding and notes that the input holds more of the kind.
  func map(
    _ resource: DeclaredResource, _ kind: ResourceKind? = nil, _ body: () throws(DeclaredError) -> Void
  ) {
    do throws(DeclaredError) {
      try body()
      count(resource.type)
    } catch {
      count(resource.type, modelled: false, reason: "some can't be read")
      if let kind { lost.insert(kind) }
      report(
        "PW_UNREADABLE_RESOURCE", .error, resource.address, "this resource is left out: \(error.message)",
        at: error.origin)
    }
  }

  /// Maps a rule, or says that it is left out and what it would decide unknown.
  ///
  /// - Returns: false if it could not be read.
  func mapRule(_ what: String, of subject: String, _ body: () throws(DeclaredError) -> Void) -> Bool {
    do throws(DeclaredError) {
      try body()
      return true
    } catch {
      report(
        "PW_UNREADABLE_RULE", .error, subject,
        "\(what) is left out, and what it would decide is unknown: \(error.message)", at: error.origin)
      return false
    }
  }

  // MARK: Hosts

  /// Adds an interface, unless it is there already.
  func add(_ host: DeclaredHost) {
    guard hostPlaces[host.interface.id] == nil else { return }
    hostPlaces[host.interface.id] = hosts.count
    hosts.append(host)
  }

  func host(_ id: NetworkInterfaceID) -> DeclaredHost? { hostPlaces[id].map { hosts[$0] } }

  /// Changes an interface, if it is declared.
  ///
  /// - Returns: false if it is not.
  @discardableResult
  func change(_ id: NetworkInterfaceID, _ body: (inout DeclaredHost) -> Void) -> Bool {
    guard let place = hostPlaces[id] else { return false }
    body(&hosts[place])
    return true
  }

  // MARK: Names

  func info(_ resource: DeclaredResource, name: String? = nil, tags: [String: String] = [:]) -> ResourceInfo {
    var tags = tags
    let tagged = tags.removeValue(forKey: "Name").flatMap { $0.isEmpty ? nil : $0 }
    return ResourceInfo(
      name: tagged ?? name ?? resource.address, address: resource.address, tags: tags,
      account: resource.account,
      region: resource.region,
      origin: resource.origin)
  }

  /// Of one of several interfaces of a resource: named by the subnet, too, so that the resource's name means all.
  func info(_ info: ResourceInfo, in subnet: SubnetID) -> ResourceInfo {
    var own = info
    let place = self.subnet(subnet)?.shortName ?? subnet.rawValue
    own.name = info.name.map { "\($0)/\(place)" }
    own.address = nil
    return own
  }

  /// Where in one of the topology's lists a resource stands; the first of several with one identifier.
  ///
  /// - Complexity: O(1), and O(*n*) once for those that were added since the last call.
  func place<R: Resource>(of id: ResourceID<R>, in list: KeyPath<Topology, [R]>) -> Int? {
    let all = topology[keyPath: list]
    let known = places[list]?.count ?? 0
    if known < all.count {
      for place in known..<all.count {
        let id = all[place].id.rawValue
        if places[list]?.byID[id] == nil { places[list, default: (0, [:])].byID[id] = place }
      }
      places[list]?.count = all.count
    }
    return places[list]?.byID[id.rawValue]
  }

  func subnet(_ id: SubnetID) -> Subnet? { place(of: id, in: \.subnets).map { topology.subnets[$0] } }

  func mainTable(of vpc: VPCID) -> RouteTableID { mainTables[vpc] ?? RouteTableID("\(vpc)#main-route-table") }
  func defaultACL(of vpc: VPCID) -> NetworkACLID { defaultACLs[vpc] ?? NetworkACLID("\(vpc)#default-acl") }
  func defaultGroup(of vpc: VPCID) -> SecurityGroupID {
    defaultGroups[vpc] ?? SecurityGroupID("\(vpc)#default-group")
  }

  // MARK: The end

  /// Everything that is left to do when all is mapped.
  func finish(documents: Int) {
    addImplied()
    settleHosts()
    settleHostTargets()
    settleVPNPropagations()
    settlePropagations()
    if untoldFindings > 0 {
      findings.append(
        Finding(
          code: "PW_MORE_FINDINGS", severity: .error, subject: "",
          message: "there are \(untoldFindings) more findings, which are left out", origin: .implied))
    }
    topology.coverage.documents = documents
    topology.coverage.entries = counts.values.sorted { $0.kind < $1.kind }
    for kind in ResourceKind.allCases where lost.contains(kind) {
      topology.coverage.missing.append(
        MissingKind(
          kind: kind, remedy: "some could not be read; packetwalk doctor says why", isPartial: true))
    }
  }
}
