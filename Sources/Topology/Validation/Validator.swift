import PacketWalkDiagnostics

/// The state of one validation: the topology by identifiers, and what was found so far.
///
/// Where an identifier stands for two resources, it means the first.
struct Validator {
  let topology: Topology
  private(set) var findings: [Finding] = []

  private(set) var vpcs: [VPCID: Int] = [:]
  private(set) var subnets: [SubnetID: Int] = [:]
  private(set) var routeTables: [RouteTableID: Int] = [:]
  private(set) var networkACLs: [NetworkACLID: Int] = [:]
  private(set) var securityGroups: [SecurityGroupID: Int] = [:]
  private(set) var prefixLists: [PrefixListID: Int] = [:]
  private(set) var networkInterfaces: [NetworkInterfaceID: Int] = [:]
  private(set) var instances: [InstanceID: Int] = [:]
  private(set) var internetGateways: [InternetGatewayID: Int] = [:]
  private(set) var egressOnlyInternetGateways: [EgressOnlyInternetGatewayID: Int] = [:]
  private(set) var carrierGateways: [CarrierGatewayID: Int] = [:]
  private(set) var natGateways: [NATGatewayID: Int] = [:]
  private(set) var vpcPeeringConnections: [VPCPeeringConnectionID: Int] = [:]
  private(set) var transitGateways: [TransitGatewayID: Int] = [:]
  private(set) var transitGatewayAttachments: [TransitGatewayAttachmentID: Int] = [:]
  private(set) var transitGatewayRouteTables: [TransitGatewayRouteTableID: Int] = [:]
  private(set) var vpnGateways: [VPNGatewayID: Int] = [:]
  private(set) var vpnConnections: [VPNConnectionID: Int] = [:]
  private(set) var directConnectGateways: [DirectConnectGatewayID: Int] = [:]
  private(set) var clientVPNEndpoints: [ClientVPNEndpointID: Int] = [:]
  private(set) var externalNetworks: [ExternalNetworkID: Int] = [:]
  private(set) var vpcEndpoints: [VPCEndpointID: Int] = [:]
  private(set) var endpointServices: [EndpointServiceID: Int] = [:]
  private(set) var resourceGateways: [ResourceGatewayID: Int] = [:]
  private(set) var resourceConfigurations: [ResourceConfigurationID: Int] = [:]
  private(set) var networkFirewalls: [NetworkFirewallID: Int] = [:]
  private(set) var firewallPolicies: [FirewallPolicyID: Int] = [:]
  private(set) var ruleGroups: [RuleGroupID: Int] = [:]
  private(set) var loadBalancers: [LoadBalancerID: Int] = [:]
  private(set) var targetGroups: [TargetGroupID: Int] = [:]

  /// Instances that an interface names, there or not: enough to be a target.
  private(set) lazy var attachedInstances = Set(topology.networkInterfaces.lazy.compactMap(\.instance))
  /// Identifiers of what is in the network without a model.
  private(set) lazy var unmodelled = Set(topology.unmodelled.lazy.map(\.id))

  /// The references that were reported, so that a hundred rules naming one lost group are one finding.
  private var reported: Set<Dangling> = []

  private struct Dangling: Hashable {
    var kind: String
    var id: String
    var targetKind: String
    var target: String
  }

  /// Indexes the topology, and finds duplicate identifiers on the way.
  init(_ topology: Topology) {
    self.topology = topology
    vpcs = index(topology.vpcs)
    subnets = index(topology.subnets)
    routeTables = index(topology.routeTables)
    networkACLs = index(topology.networkACLs)
    securityGroups = index(topology.securityGroups)
    prefixLists = index(topology.prefixLists)
    networkInterfaces = index(topology.networkInterfaces)
    instances = index(topology.instances)
    internetGateways = index(topology.internetGateways)
    egressOnlyInternetGateways = index(topology.egressOnlyInternetGateways)
    carrierGateways = index(topology.carrierGateways)
    natGateways = index(topology.natGateways)
    vpcPeeringConnections = index(topology.vpcPeeringConnections)
    transitGateways = index(topology.transitGateways)
    transitGatewayAttachments = index(topology.transitGatewayAttachments)
    transitGatewayRouteTables = index(topology.transitGatewayRouteTables)
    vpnGateways = index(topology.vpnGateways)
    vpnConnections = index(topology.vpnConnections)
    directConnectGateways = index(topology.directConnectGateways)
    clientVPNEndpoints = index(topology.clientVPNEndpoints)
    externalNetworks = index(topology.externalNetworks)
    vpcEndpoints = index(topology.vpcEndpoints)
    endpointServices = index(topology.endpointServices)
    resourceGateways = index(topology.resourceGateways)
    resourceConfigurations = index(topology.resourceConfigurations)
    _ = index(topology.instanceConnectEndpoints)
    _ = index(topology.managedServices)
    _ = index(topology.serviceNetworkAssociations)
    networkFirewalls = index(topology.networkFirewalls)
    firewallPolicies = index(topology.firewallPolicies)
    ruleGroups = index(topology.ruleGroups)
    loadBalancers = index(topology.loadBalancers)
    targetGroups = index(topology.targetGroups)
  }

  private mutating func index<R: Resource>(_ resources: [R]) -> [ResourceID<R>: Int] {
    var places: [ResourceID<R>: Int] = [:]
    places.reserveCapacity(resources.count)
    // By place, since a copy of a whole resource would count references to all that it holds.
    for place in resources.indices {
      guard let first = places.updateValue(place, forKey: resources[place].id) else { continue }
      let resource = resources[place]
      places[resource.id] = first
      let other = resources[first].info.origin.description
      report(
        .duplicateIdentifier, about: resource,
        "another \(R.kindName) has the identifier \(resource.id)" + (other.isEmpty ? "" : ", at \(other)"))
    }
    return places
  }

  /// Collects a finding about a resource, at the resource's place unless a part of it has its own.
  mutating func report<R: Resource>(
    _ code: ValidationCode, _ severity: Finding.Severity = .warning, about resource: R, _ message: String,
    at origin: Origin = .implied
  ) {
    findings.append(
      Finding(
        code: code.rawValue, severity: severity, subject: resource.displayName, message: message,
        origin: origin == .implied ? resource.info.origin : origin))
  }

  /// Collects the finding that an unmodelled resource's VPC is not there.
  mutating func report(_ resource: UnmodelledResource, without vpc: VPCID) {
    findings.append(
      Finding(
        code: ValidationCode.danglingReference.rawValue, severity: .note,
        subject: resource.info.name.map { "\($0) (\(resource.id))" } ?? resource.id,
        message: "\(resource.kind) refers to VPC \(vpc), which the input does not hold",
        origin: resource.info.origin))
  }

  /// Reports the reference if it leads nowhere, once for a resource and its target.
  ///
  /// - Parameter kind: what `coverage` calls the target's kind; nil where no answer depends on that kind
  ///   being there as a whole.
  mutating func expect<R: Resource, Target: Resource>(
    _ target: ResourceID<Target>, in index: [ResourceID<Target>: Int], _ kind: ResourceKind?,
    from resource: R, at origin: Origin = .implied, otherwise severity: Finding.Severity = .warning
  ) {
    guard index[target] == nil else { return }
    reportDangling(
      target.rawValue, Target.kindName, kind, from: resource, at: origin, otherwise: severity)
  }

  mutating func reportDangling<R: Resource>(
    _ target: String, _ targetKind: String, _ kind: ResourceKind?, from resource: R,
    at origin: Origin = .implied, otherwise severity: Finding.Severity = .warning
  ) {
    let dangling = Dangling(
      kind: R.kindName, id: resource.id.rawValue, targetKind: targetKind, target: target)
    guard reported.insert(dangling).inserted else { return }
    guard let kind, topology.isMissing(kind) else {
      report(
        .danglingReference, severity, about: resource,
        "\(R.kindName) refers to \(targetKind) \(target), which the input does not hold", at: origin)
      return
    }
    let isPartial = topology.coverage.missing.contains { $0.kind == kind && $0.isPartial }
    let why =
      isPartial ? "not all \(kind.rawValue) could be read" : "the input holds no \(kind.rawValue) at all"
    report(
      .danglingReference, .note, about: resource,
      "\(R.kindName) refers to \(targetKind) \(target), and \(why)", at: origin)
  }
}
