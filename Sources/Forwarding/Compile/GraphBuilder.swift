import PacketWalkAddressing
import PacketWalkTopology

/// The mutable side of compilation: elements append their ports and ops here (`Elements/`), and
/// `PacketGraph(compiling:)` freezes the result.
struct GraphBuilder {
  let topology: Topology
  let index: TopologyIndex
  let atoms: AtomIndex

  var ops: [Op] = []
  var ports: [Port] = []
  var filters: [Filter] = []
  var tables: [ForwardingTable] = []
  var zoneTables: [ZoneTable] = []
  var listeners: [ListenerTable] = []
  var choices: [Choice] = []
  var rewrites: [Rewrite] = []
  var inspectors: [Inspector] = []
  var firewallOfEndpoint: [Int: Int] = [:]
  var firewallStages: [Int: FirewallStages] = [:]
  /// By instance, since the interfaces of one appliance share its sessions.
  var inspectorOfInstance: [InstanceID: InspectorID] = [:]
  var places: [Place] = []
  var missing: [MissingInput] = []
  var missingIDs: [MissingInput: InputID] = [:]

  var vpcs: [VPCFacts] = []
  var subnets: [SubnetFacts] = []
  var interfaces: [InterfaceFacts] = []
  var zoneNames: [String] = []
  var zoneIDs: [String: ZoneIndex] = [:]

  // Ports that other elements lead to, allocated before any is defined.
  var vpcLocal: [PortID] = []
  var natArrival: [PortID] = []
  var natNeighbour: [PortID] = []
  var internetGatewayOut: [PortID] = []
  var internetGatewayIn: [PortID] = []
  var egressOnlyOut: [PortID] = []
  var carrierOut: [PortID] = []
  var peeringPorts: [[VPCID: PortID]] = []
  var attachmentOut: [PortID] = []
  var attachmentIn: [PortID] = []
  var vpnGatewayOut: [PortID] = []
  var vpnGatewayIn: [PortID] = []
  var clientVPNIn: [PortID] = []
  var clientVPNOfInterface: [Int: Int] = [:]
  var externalIn: [PortID] = []
  var externals: [ExternalFacts] = []
  /// Where each external network meets AWS.
  var doors: [[ExternalDoor]] = []
  var endpointOut: [PortID] = []
  var internetPort = PortID(0)
  var internetPlace = PlaceID(0)

  // Tables compiled once.
  var routeTableOfSubnet: [Int?] = []
  var accessListOfSubnet: [Int?] = []
  var compiledRouteTables: [Int: TableID] = [:]
  var compiledBeyond: [ExternalDoor.Place: TableID] = [:]
  var compiledTransitTables: [TransitTableKey: TableID] = [:]
  var accessFilters: [Int: (ingress: FilterID, egress: FilterID)] = [:]
  var unknownAccessFilters: [Int: (ingress: FilterID, egress: FilterID)] = [:]
  var groupFilters: [[UInt32]: (ingress: FilterID, egress: FilterID)] = [:]
  var groupNumbers: [SecurityGroupID: UInt32] = [:]
  var balancerOfNode: [Int: Int] = [:]
  var endpointOfInterface: [Int: Int] = [:]
  /// Where packets from interface endpoints enter a network balancer's node.
  var privateLinkEntries: [Int: PortID] = [:]
  /// The interfaces of endpoints by the balancers that they lead to.
  var privateLinkClients: [Int: [Int]] = [:]
  var resourceGatewayOfInterface: [Int: Int] = [:]
  /// The interfaces of resource endpoints by the gateways that they lead to.
  var resourceClients: [Int: [Int]] = [:]
  var connectEndpointOfInterface: [Int: Int] = [:]
  /// By VPC, the interfaces of instance connect endpoints that keep the client's address.
  var preservingEndpoints: [VPCIndex: [Int]] = [:]
  /// VPC Lattice's ranges, and by VPC where packets to them go; empty without service networks.
  var lattice: [IPPrefix] = []
  var latticeOut: [PortID] = []
  /// The interfaces that an accelerator keeps the client's address for.
  var acceleratedTargets: Set<Int> = []
  var steeredTargets: Set<Int> = []

  /// - Parameter atoms: those of the mentions, if they are made already.
  init(_ topology: Topology, _ index: TopologyIndex, _ mentions: Mentions, atoms: AtomIndex? = nil) {
    self.topology = topology
    self.index = index
    self.atoms = atoms ?? AtomIndex(mentioned: mentions.routed.union(mentions.ruled))
    for id in mentions.absentGroups { _ = groupNumber(id) }
  }

  // MARK: Ports and ops

  mutating func makePort(_ element: ElementRef, subnet: SubnetIndex? = nil) -> PortID {
    ports.append(Port(element: element, start: .max, subnet: subnet))
    return PortID(ports.count - 1)
  }

  mutating func define(_ port: PortID, _ behaviour: [Op]) {
    ports[port.value].start = UInt32(ops.count)
    ops.append(contentsOf: behaviour)
  }

  /// A port that does one thing.
  mutating func port(_ element: ElementRef, _ behaviour: Op...) -> PortID {
    let port = makePort(element)
    define(port, behaviour)
    return port
  }

  mutating func place(_ element: ElementRef, reply: PortID?, interface: InterfaceIndex? = nil) -> PlaceID {
    places.append(Place(element: element, replyPort: reply, interface: interface))
    return PlaceID(places.count - 1)
  }

  mutating func rewrite(_ rewrite: Rewrite) -> Op {
    rewrites.append(rewrite)
    return .rewrite(RewriteID(rewrites.count - 1))
  }

  mutating func choice(_ choice: Choice) -> ChoiceID {
    choices.append(choice)
    return ChoiceID(choices.count - 1)
  }

  mutating func missingInput(_ what: String, remedy: String = "", _ element: ElementRef) -> InputID {
    let input = MissingInput(what: what, remedy: remedy, element: element)
    if let known = missingIDs[input] { return known }
    missing.append(input)
    let id = InputID(missing.count - 1)
    missingIDs[input] = id
    return id
  }

  /// What would supply a kind of resource that the input leaves out.
  func remedy(for kind: ResourceKind) -> String {
    topology.coverage.missing.first { $0.kind == kind }?.remedy ?? ""
  }

  mutating func zoneIndex(of zone: AvailabilityZone) -> ZoneIndex {
    if let known = zoneIDs[zone.identity] { return known }
    zoneNames.append(zone.description)
    let id = ZoneIndex(zoneNames.count - 1)
    zoneIDs[zone.identity] = id
    return id
  }

  func vpcIndex(_ id: VPCID) -> VPCIndex? { index.vpcs[id].map { VPCIndex($0) } }
  /// Stands for the VPCs and subnets that the input refers to and does not hold: nothing is in their ranges, and what
  /// leaves the subnet depends on what is missing. One place after the input's own.
  var strayVPC: VPCIndex { VPCIndex(topology.vpcs.count) }
  var straySubnet: SubnetIndex { SubnetIndex(topology.subnets.count) }

  mutating func strayInput() -> InputID { missingInput("a subnet", remedy: remedy(for: .subnets), .internet) }

  func subnetIndex(_ id: SubnetID) -> SubnetIndex? { index.subnets[id].map { SubnetIndex($0) } }
}
