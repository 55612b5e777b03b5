import PacketWalkAddressing
import PacketWalkTopology

/// Why a packet went no further; for people who look into a disagreement.
struct Dropped: Error {
  var reason: String
  init(_ reason: String) { self.reason = reason }
}

/// Where a packet ended.
enum Arrival {
  case host(NetworkInterface, JudgedPacket)
  case internet(JudgedPacket)
  case service(VPCID, JudgedPacket)
  case external(ExternalNetworkID, JudgedPacket)
  /// A service that neither groups nor access lists filter (EX-1).
  case exempt
}

/// One packet and its reply under one combination of choices, by the rules of the AWS documentation and
/// nothing else: every lookup is a loop over the topology.
struct JudgedWalk {
  /// State of a group at an interface: a flow that was let through one way (SG-14).
  struct Tracked: Hashable {
    var interface: NetworkInterfaceID
    var direction: RuleDirection
    var packet: JudgedPacket
  }

  /// State of a middlebox, by the packet that it sent on.
  struct Masqueraded: Hashable {
    var interface: NetworkInterfaceID
    var packet: JudgedPacket
  }

  /// State of a NAT gateway, by the packet that it sent.
  struct Translated: Hashable {
    var gateway: NATGatewayID
    var packet: JudgedPacket
  }

  let topology: Topology
  let chooser: Chooser
  /// Of which a port is chosen: the first of each run of ports that no rule tells apart.
  let portCuts: [UInt16]

  var tracked: Set<Tracked> = []
  var translated: [Translated: JudgedPacket] = [:]
  /// What middleboxes sent from their own addresses, and what it was before (SDC-2).
  var masqueraded: [Masqueraded: JudgedPacket] = [:]
  /// What middleboxes and firewalls that know connections saw of requests, and what of that is unanswered.
  var inspected: Set<Masqueraded> = []
  var unanswered: Set<Masqueraded> = []
  /// Connections that network firewalls know, and those of them that a pass rule let through.
  var firewalled: Set<Firewalled> = []
  var passedByRule: Set<Firewalled> = []
  var unseen: Set<Firewalled> = []
  /// What began inside and left by an internet gateway.
  var letOut: Set<JudgedPacket> = []
  /// Flows that left through an egress-only gateway.
  var egressOnly: Set<JudgedPacket> = []
  /// What a target of a client-address-preserving balancer answers: the node and its own reply (NLB-11).
  var balanced: [Tracked: (node: NetworkInterface, reply: JudgedPacket)] = [:]

  /// The interface whose groups the packet still carries (SG-8).
  var identity: NetworkInterfaceID?
  /// Groups of egress rules that alone let the packet out: the receiver must hold one of each.
  var obligations: [Set<SecurityGroupID>] = []
  /// The interface that last sent the packet.
  var carrier: NetworkInterfaceID?
  var isCarriedByNAT = false { didSet { isCarriedByFirewall = false } }
  var isCarriedByFirewall = false
  var hops = 0
  var isReply = false
  /// Whether the question is what stands behind a balancer.
  var isThrough = false
  /// Whether it came to where the input says nothing: then there is no opinion.
  var isUndecided = false
  /// Whether to write down what happens.
  var isNoting = false
  var notes: [String] = []

  init(topology: Topology, chooser: Chooser, portCuts: [UInt16]) {
    self.topology = topology
    self.chooser = chooser
    self.portCuts = portCuts
  }

  /// - Parameter isOnward: whether it goes on with the request, from behind a balancer.
  mutating func begin(isReply: Bool = false, isOnward: Bool = false) {
    self.isReply = isReply
    if !isReply, !isOnward {
      unanswered = []
      unseen = []
    }
    identity = nil
    obligations = []
    carrier = nil
    isCarriedByNAT = false
    hops = 0
  }

  mutating func hop(_ note: @autoclosure () -> String) throws(Dropped) {
    hops += 1
    if isNoting { notes.append(note()) }
    if hops > 64 { throw Dropped("loop (ORD-8)") }
  }

  func port(in range: PortRange, named name: String? = nil) -> UInt16 {
    let ports = [range.first] + portCuts.filter { range.contains($0) && $0 != range.first }
    return ports[chooser.choose(ports.count, named: name)]
  }

  // MARK: Finding things

  func subnet(_ id: SubnetID) throws(Dropped) -> Subnet {
    guard let found = topology.subnets.first(where: { $0.id == id }) else { throw Dropped("no subnet \(id)") }
    return found
  }

  func vpc(_ id: VPCID) throws(Dropped) -> VPC {
    guard let found = topology.vpcs.first(where: { $0.id == id }) else { throw Dropped("no VPC \(id)") }
    return found
  }

  func vpc(of interface: NetworkInterface) throws(Dropped) -> VPCID { try subnet(interface.subnet).vpc }

  enum Owner {
    case interface(NetworkInterface)
    case gateway(NATGateway)
  }

  func owner(of address: IPAddress, in vpc: VPCID) -> Owner? {
    for interface in topology.networkInterfaces where interface.owns(address) {
      if (try? self.vpc(of: interface)) == vpc { return .interface(interface) }
    }
    for gateway in topology.natGateways where gateway.vpc == vpc {
      if gateway.allAddresses.contains(where: { $0.address == address }) { return .gateway(gateway) }
    }
    return nil
  }

  func publicAddress(of address: IPAddress, in vpc: VPCID) -> IPAddress? {
    let addresses: [InterfaceAddress]
    switch owner(of: address, in: vpc) {
    case .interface(let interface)?: addresses = interface.addresses
    case .gateway(let gateway)?: addresses = gateway.allAddresses
    case nil: return nil
    }
    return addresses.first { $0.address == address }?.publicAddress
  }

  // MARK: Filters

  /// The subnet's one access list, its entries by number, the first match (ACL-1, ACL-2, ACL-3).
  func checkACL(_ subnet: Subnet, _ direction: RuleDirection, _ packet: JudgedPacket) throws(Dropped) {
    let acl =
      topology.networkACLs.first { $0.subnets.contains(subnet.id) }
      ?? topology.networkACLs.first { $0.vpc == subnet.vpc && $0.isDefault }
    guard let acl else { throw Dropped("\(subnet.id) has no ACL") }
    let remote = direction == .ingress ? packet.source : packet.destination
    let entries = acl.entries.filter { $0.direction == direction }.sorted { $0.number < $1.number }
    for entry in entries where entry.prefix.contains(remote) && matches(entry.traffic, packet) {
      if entry.isAllow { return }
      throw Dropped("\(acl.id) \(direction.rawValue) \(entry.number) of \(subnet.id)")
    }
    throw Dropped("\(acl.id) \(direction.rawValue) * of \(subnet.id)")
  }

  func matches(_ traffic: TrafficSelector, _ packet: JudgedPacket) -> Bool {
    guard let wanted = traffic.protocol else { return true }
    guard wanted == packet.protocol else { return false }
    if wanted == .tcp || wanted == .udp {
      return traffic.ports.map { $0.first <= packet.destinationPort && packet.destinationPort <= $0.last }
        ?? true
    }
    if wanted == .icmp || wanted == .icmpv6 {
      return (traffic.icmpType == nil || traffic.icmpType == packet.icmpType)
        && (traffic.icmpCode == nil || traffic.icmpCode == packet.icmpCode)
    }
    return true
  }

  /// The union of the interface's groups, unless the packet answers a flow that it let through (SG-1,
  /// SG-14).
  mutating func checkGroups(
    _ interface: NetworkInterface, _ direction: RuleDirection, _ packet: JudgedPacket
  ) throws(Dropped) {
    let opposite: RuleDirection = direction == .ingress ? .egress : .ingress
    if tracked.contains(Tracked(interface: interface.id, direction: opposite, packet: packet.reply)) {
      return
    }
    // A network load balancer made without groups filters nothing (NLB-1).
    if interface.kind == .networkLoadBalancer, interface.securityGroups.isEmpty { return }
    let remote = direction == .ingress ? packet.source : packet.destination
    var referenced: Set<SecurityGroupID> = []
    var isAdmitted = false
    for group in topology.securityGroups where interface.securityGroups.contains(group.id) {
      for rule in group.rules where rule.direction == direction && matches(rule.traffic, packet) {
        switch rule.peer {
        case .prefix(let prefix):
          if prefix.contains(remote) { isAdmitted = true }
        case .prefixList(let id):
          let list = topology.prefixLists.first { $0.id == id }
          if list?.entries?.contains(where: { $0.contains(remote) }) ?? false { isAdmitted = true }
        case .group(let id):
          if direction == .egress {
            referenced.insert(id)
          } else if let sender = topology.networkInterfaces.first(where: { $0.id == identity }),
            sender.securityGroups.contains(id)
          {
            isAdmitted = true
          }
        }
      }
    }
    if !isAdmitted {
      guard !referenced.isEmpty else { throw Dropped("groups of \(interface.id) \(direction.rawValue)") }
      obligations.append(referenced)
    }
    tracked.insert(Tracked(interface: interface.id, direction: direction, packet: packet))
  }

  /// Who sent it is no longer known: references match nothing from here on, and those that let it out
  /// earlier matched nothing either (SG-8).
  mutating func loseIdentity(_ place: String) throws(Dropped) {
    identity = nil
    if !obligations.isEmpty { throw Dropped("egress reference lost at \(place)") }
  }

  // MARK: Hosts

  /// An interface sends a packet of its own (ORD-1).
  mutating func send(_ interface: NetworkInterface, _ packet: JudgedPacket) throws(Dropped) -> Arrival {
    guard interface.isAttached else { throw Dropped("\(interface.id) is detached") }
    let subnet = try subnet(interface.subnet)
    if let exempt = try exempt(packet.destination, subnet) { return exempt }
    identity = interface.id
    return try emit(interface, subnet, packet)
  }

  mutating func emit(_ interface: NetworkInterface, _ subnet: Subnet, _ packet: JudgedPacket)
    throws(Dropped) -> Arrival
  {
    try hop("\(interface.id) sends \(packet)")
    if interface.isSourceDestChecked, !isBalancer(interface), !interface.owns(packet.source) {
      throw Dropped("source check of \(interface.id)")
    }
    try checkGroups(interface, .egress, packet)
    carrier = interface.id
    isCarriedByNAT = false
    if let (node, reply) = balanced[Tracked(interface: interface.id, direction: .egress, packet: packet)] {
      return try answer(to: node, reply, from: subnet, packet)
    }
    return try leave(subnet, packet, isFilteredInside: interface.kind == .classicLoadBalancer && !isReply)
  }

  func isBalancer(_ interface: NetworkInterface) -> Bool {
    [.networkLoadBalancer, .applicationLoadBalancer, .classicLoadBalancer].contains(interface.kind)
  }

  /// Amazon's own addresses (EX-1, EX-2, EX-3).
  func exempt(_ address: IPAddress, _ subnet: Subnet) throws(Dropped) -> Arrival? {
    let services = [
      "169.254.169.253", "169.254.169.254", "169.254.169.123", "169.254.170.2", "169.254.169.250",
      "169.254.169.251", "fd00:ec2::253", "fd00:ec2::254", "fd00:ec2::123",
    ].compactMap(IPAddress.init)
    let vpc = try vpc(subnet.vpc)
    let isResolver =
      vpc.primaryPrefix?.address.advanced(by: 2) == address || address == services[0]
      || address == services[6]
    if isResolver {
      guard vpc.isDNSSupported else { throw Dropped("no DNS") }
      return .exempt
    }
    return services.contains(address) ? .exempt : nil
  }

  // MARK: Subnets

  /// A packet is in a subnet and goes where the subnet's router sends it; inside the subnet there is neither
  /// router nor access list (ORD-1, ACL-13).
  mutating func leave(_ subnet: Subnet, _ packet: JudgedPacket, isFilteredInside: Bool = false)
    throws(Dropped) -> Arrival
  {
    if subnet.prefixes.contains(where: { $0.contains(packet.destination) }) {
      if isFilteredInside { try checkACL(subnet, .egress, packet) }
      return try arrive(subnet.vpc, packet, from: subnet)
    }
    let table =
      topology.routeTables.first { $0.subnets.contains(subnet.id) }
      ?? topology.routeTables.first { $0.vpc == subnet.vpc && $0.isMain }
    guard let table else { throw Dropped("\(subnet.id) has no table") }
    let target = try lookup(table, packet.destination)
    // What has its next hop in the subnet doesn't leave it (ORD-6).
    if try place(of: target, in: subnet.vpc) != subnet.id { try checkACL(subnet, .egress, packet) }
    return try follow(target, packet, Place(subnet))
  }

  private func place(of target: RouteTarget, in vpc: VPCID) throws(Dropped) -> SubnetID? {
    switch target {
    case .natGateway(let id): return topology.natGateways.first { $0.id == id }?.subnet
    case .networkInterface(let id): return topology.networkInterfaces.first { $0.id == id }?.subnet
    case .address(let hop):
      guard case .interface(let interface)? = owner(of: hop, in: vpc) else { return nil }
      return interface.subnet
    case .vpcEndpoint(let id):
      return topology.vpcEndpoints.first { $0.id == id && $0.kind == .gatewayLoadBalancer }?.subnets.first
    default: return nil
    }
  }

  /// The VPC's router hands a packet to the holder of its destination (ORD-2).
  mutating func arrive(_ vpc: VPCID, _ packet: JudgedPacket, from previous: Subnet?)
    throws(Dropped) -> Arrival
  {
    switch owner(of: packet.destination, in: vpc) {
    case .interface(let interface)?: return try receive(interface, packet, from: previous)
    case .gateway(let gateway)?: return try answer(gateway, packet, from: previous)
    case nil: throw Dropped("\(vpc) has no \(packet.destination)")
    }
  }

  mutating func receive(_ interface: NetworkInterface, _ packet: JudgedPacket, from previous: Subnet?)
    throws(Dropped) -> Arrival
  {
    try hop("\(interface.id) receives \(packet)")
    let subnet = try subnet(interface.subnet)
    if subnet.id != previous?.id { try checkACL(subnet, .ingress, packet) }
    guard interface.isAttached, !interface.kind.isGateway else { throw Dropped("\(interface.id) is no host") }
    try checkGroups(interface, .ingress, packet)
    guard interface.owns(packet.destination) else { return try transit(interface, subnet, packet) }
    if let original = masqueraded[Masqueraded(interface: interface.id, packet: packet.reply)] {
      return try unmask(interface, subnet, original)
    }
    for groups in obligations where groups.isDisjoint(with: interface.securityGroups) {
      throw Dropped("egress reference: \(interface.id) holds none of \(groups.map(\.rawValue).sorted())")
    }
    obligations = []
    return .host(interface, packet)
  }
}
