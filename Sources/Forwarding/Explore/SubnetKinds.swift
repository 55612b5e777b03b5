import PacketWalkAddressing
import PacketWalkTopology

/// Sorts subnets into kinds that nothing tells apart but which addresses they hold.
///
/// Swapping two subnets of a kind, with all their hosts, changes nothing in the network: they have one VPC, zone,
/// route table and access list, and nothing outside them names either. What lies between two hosts then depends
/// on the kinds of their subnets and on whether both are in one.
struct SubnetKinds {
  private struct Key: Hashable {
    var vpc: VPCIndex
    var zone: ZoneIndex
    var families: [AddressFamily]
    var publicAccess: PublicAccess
    var behaviour: [Op]
  }

  private let graph: PacketGraph
  private var kinds: [Int?]

  /// - Complexity: O(*n*) for *n* ops and interfaces.
  init(_ graph: PacketGraph, _ mentions: InterfaceMentions) {
    self.graph = graph
    kinds = Array(repeating: nil, count: graph.subnets.count)
    let named = Self.named(graph, mentions)
    var numbers: [Key: Int] = [:]
    for place in graph.topology.subnets.indices where !named.contains(SubnetIndex(place)) {
      let subnet = SubnetIndex(place)
      let facts = graph.subnets[place]
      let key = Key(
        vpc: facts.vpc, zone: facts.zone, families: facts.prefixes.map(\.family),
        publicAccess: facts.publicAccess,
        behaviour: graph.operations(at: facts.out).map { $0.standingIn(for: subnet, facts.out) })
      let kind = numbers[key] ?? numbers.count
      numbers[key] = kind
      kinds[place] = kind
    }
  }

  /// The kind of a subnet; nil for one that is like no other.
  subscript(subnet: SubnetIndex) -> Int? { kinds[subnet.value] }

  /// Subnets that more than their own routes, access list and ordinary hosts know of.
  private static func named(_ graph: PacketGraph, _ mentions: InterfaceMentions) -> Set<SubnetIndex> {
    var named: Set<SubnetIndex> = []
    for (place, facts) in graph.interfaces.enumerated() {
      let interface = InterfaceIndex(place)
      if mentions.singled.contains(interface) || mentions.memberships[interface] != nil {
        named.insert(facts.subnet)
      }
    }
    for (place, port) in graph.ports.enumerated() {
      let owner = graph.subnet(ofOrdinary: PortID(place))
      if let subnet = port.subnet, subnet != owner { named.insert(subnet) }
      for op in graph.operations(at: PortID(place)) {
        if let subnet = op.subnet, subnet != owner { named.insert(subnet) }
      }
    }
    // Whether an address is a neighbour's is asked of every packet, whoever holds the address.
    let outside = graph.topology.externalNetworks.flatMap(\.ranges)
    for (place, facts) in graph.subnets.enumerated() {
      let foreign =
        outside + graph.vpcs.indices.lazy.filter { $0 != facts.vpc.value }.flatMap { graph.vpcs[$0].prefixes }
      if facts.prefixes.contains(where: { own in foreign.contains { own.overlaps($0) } }) {
        named.insert(SubnetIndex(place))
      }
    }
    return named
  }
}

extension PacketGraph {
  /// What a port's packets go through in its place.
  func operations(at port: PortID) -> ArraySlice<Op> {
    let start = Int(ports[port.value].start)
    var end = start
    // Until what cannot be gone past: the next port's ops follow directly.
    while end < ops.count, !ops[end].isLast { end += 1 }
    return ops[start..<min(end + 1, ops.count)]
  }

  /// The subnet whose own port it is, or in which the host is whose port it is.
  fileprivate func subnet(ofOrdinary port: PortID) -> SubnetIndex? {
    let element = ports[port.value].element
    switch element.kind {
    case .subnet: return SubnetIndex(Int(element.index))
    case .networkInterface: return interfaces[Int(element.index)].subnet
    default: return nil
    }
  }
}

extension Op {
  /// The subnet that the op names.
  fileprivate var subnet: SubnetIndex? {
    switch self {
    case .leave(let subnet, _, _), .enter(let subnet, _), .onLink(let subnet): subnet
    case .sent(let subnet): subnet
    case .require, .filter, .identity, .exempt, .local, .lookup, .zone, .goIf, .byZone, .rewrite, .remember,
      .recall, .inspect, .choose, .listen, .relay, .assume, .ifAssumed, .go, .deliverIfReply, .deliverIfOwn,
      .deliver, .drop, .missing:
      nil
    }
  }
}
