import PacketWalkAddressing
import PacketWalkRouting
import PacketWalkTopology

/// A regional NAT gateway: one for the VPC, without a subnet and so without a network ACL; it serves each zone
/// with the zone's own addresses and forwards by a table of its own (NAT-9).
extension GraphBuilder {
  mutating func lowerRegionalNATGateway(_ place: Int) {
    let gateway = topology.natGateways[place]
    let zones = zones(ofRegional: gateway)
    guard !zones.isEmpty, zones.allSatisfy({ !$0.addresses.isEmpty }) else {
      leaveOpen(place, missing: "the addresses of regional NAT gateway \(gateway.displayName)")
      return
    }
    let onward = regionalTable(place)
    var fours: [PortID] = []
    var sixes: [PortID] = []
    for zone in zones {
      let out = port(
        ElementRef(.natGateway, place), .sent(from: nil), .zone(zoneIndex(of: zone.zone)),
        .assume(.regionalNATHasNoAccessList, unless: nil), onward)
      fours.append(translation(.four, place, zone.addresses, out))
      sixes.append(translation(.six, place, zone.addresses, out))
    }
    let six = byZone(place, zones, sixes)
    let four = byZone(place, zones, fours)
    define(natArrival[place], natBehaviour(place, six: six, four: [.go(four)]))
    ports[natNeighbour[place].value].start = ports[natArrival[place].value].start
  }

  /// The zones that it serves, each with its addresses. Where the input names none, all zones of the VPC's subnets
  /// have all addresses.
  private func zones(ofRegional gateway: NATGateway) -> [NATGateway.Zone] {
    if !gateway.zones.isEmpty {
      return gateway.zones.map {
        NATGateway.Zone(zone: known($0.zone, in: gateway.vpc), addresses: $0.addresses + gateway.addresses)
      }
    }
    var seen: Set<String> = []
    return topology.subnets.filter { $0.vpc == gateway.vpc && seen.insert($0.zone.identity).inserted }
      .map { NATGateway.Zone(zone: $0.zone, addresses: gateway.addresses) }
  }

  /// Under the identifier by which the VPC's subnets know it.
  private func known(_ zone: AvailabilityZone, in vpc: VPCID) -> AvailabilityZone {
    guard zone.zoneID == nil else { return zone }
    return topology.subnets.first { $0.vpc == vpc && $0.zone.name == zone.name }?.zone ?? zone
  }

  /// The sender's zone; one where the gateway isn't is served from any other, unless its owner manages the zones.
  private mutating func byZone(_ place: Int, _ zones: [NATGateway.Zone], _ ports: [PortID]) -> PortID {
    let gateway = topology.natGateways[place]
    let element = ElementRef(.natGateway, place)
    var otherwise = ZoneTable.Otherwise.drop(.regionalNATZone)
    if gateway.isAutomatic {
      let alternatives = zip(zones, ports).map { zone, port in
        Choice.Alternative(port: port, element: element, address: zone.addresses.first?.address, rule: 0)
      }
      otherwise = .any(
        choice(
          Choice(
            kind: .natZone, element: element, alternatives: alternatives, isPerDirection: false,
            emptyCode: .regionalNATZone)))
    }
    let numbered = zip(zones, ports).map { (zone: zoneIndex(of: $0.zone), port: $1) }
    zoneTables.append(
      ZoneTable(
        vpc: vpcIndex(gateway.vpc) ?? strayVPC, ports: numbered, otherwise: otherwise, isSticky: false))
    return port(element, .byZone(ZoneTableID(zoneTables.count - 1)))
  }

  /// Its own table, or the one that AWS makes with it: local routes and one to the internet gateway.
  private mutating func regionalTable(_ place: Int) -> Op {
    let gateway = topology.natGateways[place]
    let element = ElementRef(.natGateway, place)
    if let id = gateway.routeTable {
      if let known = topology.routeTables.firstIndex(where: { $0.id == id }) {
        return .lookup(table(compiling: known))
      }
      return .missing(
        missingInput(
          "route table \(id) of regional NAT gateway \(gateway.displayName)",
          remedy: remedy(for: .routeTables),
          element))
    }
    var entries: [ForwardingTable.Entry] = []
    func add(_ prefix: IPPrefix, _ port: PortID) {
      entries.append(ForwardingTable.Entry(prefix: prefix, port: port, route: nil, beaten: []))
    }
    if let vpc = index.vpcs[gateway.vpc] {
      for prefix in Set(topology.vpcs[vpc].prefixes) { add(prefix, vpcLocal[vpc]) }
    }
    if let outside = topology.internetGateways.firstIndex(where: { $0.vpc == gateway.vpc }) {
      add(.all(.ipv4), internetGatewayOut[outside])
    } else if topology.isMissing(.internetGateways) {
      add(
        .all(.ipv4), unknownTarget("the internet gateway of VPC \(gateway.vpc)", .internetGateways, element))
    }
    entries.sort { $0.prefix < $1.prefix }
    tables.append(
      ForwardingTable(
        element: element, entries: entries,
        trie: RouteTrie(entries.enumerated().lazy.map { (prefix: $1.prefix, value: UInt32($0)) }),
        missCode: .noRoute))
    return .lookup(TableID(tables.count - 1))
  }
}
