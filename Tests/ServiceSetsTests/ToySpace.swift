import PacketWalkAddressing
import PacketWalkServiceSets
import PacketWalkTestSupport

/// A space so small that every member of a set can be listed: a few protocols, and ports and addresses between
/// a few cuts, each interval standing for one value.
enum ToySpace {
  struct Service: Hashable {
    var number: UInt8
    var destination: UInt16
    var source: UInt16
  }

  struct Packet: Hashable {
    var address: IPAddress
    var service: Service
  }

  /// Where ranges begin; one ends right before the next begins.
  static let ports: [UInt16] = [0, 1, 22, 1024, 65535]
  static let protocols: [UInt8] = [0, 1, 6, 17, 47, 58, 255]
  static let sources: [UInt16] = [0, 1024, 32768]

  static let services: [Service] = (protocols + [2]).flatMap { number in
    ports.flatMap { port in sources.map { Service(number: number, destination: port, source: $0) } }
  }

  /// The first addresses of cells, of both families and with their ends.
  static let addresses: [IPAddress] = [
    "0.0.0.0", "10.0.0.0", "10.0.0.128", "10.0.1.0", "255.255.255.255", "::", "2001:db8::",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  ].compactMap { IPAddress($0) }

  static func random(_ random: inout SplitMix64, _ store: inout ServiceSetStore) -> ServiceSet {
    let number = protocols.randomElement(using: &random) ?? 0
    let known = IPProtocol(rawValue: number)
    guard known.hasPorts else {
      return Int.random(in: 0..<8, using: &random) == 0 ? .any : store.all(of: known)
    }
    return store.ports(known, range(ports, &random), from: range(sources, &random))
  }

  private static func range(_ cuts: [UInt16], _ random: inout SplitMix64) -> PortRange {
    let first = Int.random(in: 0..<cuts.count, using: &random)
    let end = Int.random(in: first + 1...cuts.count, using: &random)
    return PortRange(cuts[first], end == cuts.count ? .max : cuts[end] - 1) ?? .all
  }

  static func addressRange(_ random: inout SplitMix64) -> AddressRange {
    while true {
      let first = Int.random(in: 0..<addresses.count, using: &random)
      let family = addresses[first].family
      let ends = addresses.indices.filter { $0 > first && addresses[$0].family == family }
      let end = ends.randomElement(using: &random)
      let last =
        end.map { IPAddress(family: family, bits: addresses[$0].bits - 1) }
        ?? IPPrefix.all(family).lastAddress
      if let range = AddressRange(addresses[first], last) { return range }
    }
  }

  static func members(_ set: ServiceSet, _ store: ServiceSetStore) -> Set<Service> {
    Set(
      services.filter {
        store.contains(set, IPProtocol(rawValue: $0.number), destination: $0.destination, source: $0.source)
      })
  }

  static func members(_ set: TrafficSet, _ store: ServiceSetStore) -> Set<Packet> {
    Set(
      addresses.flatMap { address in
        members(set.services(of: address), store).map { Packet(address: address, service: $0) }
      })
  }
}
