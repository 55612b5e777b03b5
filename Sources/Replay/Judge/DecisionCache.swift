import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Decisions that were made, by what they depend on.
///
/// Tables of a fixed size in which a newer answer takes an older one's place, so that memory does not grow with what is
/// read; what they refer to is as much as the model has of it.
struct DecisionCache {
  let model: LocalModel
  /// Each that was made, once.
  private(set) var rulings: [LocalRuling] = []
  private var rulingNumbers: [LocalRuling: UInt32] = [:]
  private(set) var decisions: [Decision] = []
  private var decisionNumbers: [Decision: UInt32] = [:]
  private var entries: [Entry]
  private var rulingEntries: [Entry]
  /// Far ends' classes by VPC and interval, one more than their number; 0 where it is not known yet.
  private var farValues: [UInt32]
  private let hasFarTable: Bool
  private var far6: [FarKey: UInt32] = [:]
  private var farClasses: [FarClass: UInt32] = [:]
  private var examples: [IPAddress] = []

  private struct FarKey: Hashable {
    var vpc: Int
    var address: UInt128
  }

  /// Far ends that no group and no access list of a VPC tells apart.
  private struct FarClass: Hashable {
    var vpc: Int
    var atom: UInt32
    /// The groups that its packets carry; or the interfaces, where there are several that may have sent them.
    var groups: [UInt32]
    var owners: [InterfaceIndex]
    var subnet: Int?
  }

  private struct Entry {
    /// Profile and far end; all ones for none.
    var place = UInt64.max
    /// Direction, protocol, and the classes of both ports.
    var service: UInt64 = 0
    var number: UInt32 = 0
  }

  private static let bits = 14
  private static let rulingBits = 16
  private static let farLimit = 1 << 22

  init(_ model: LocalModel) {
    self.model = model
    entries = Array(repeating: Entry(), count: 1 << Self.bits)
    rulingEntries = Array(repeating: Entry(), count: 1 << Self.rulingBits)
    let count = model.network.graph.vpcs.count * model.intervals.count
    hasFarTable = count <= Self.farLimit
    farValues = Array(repeating: 0, count: hasFarTable ? count : 0)
  }

  // MARK: Far ends

  /// The class of an IPv4 address as an interface's VPC sees it.
  @inline(__always)
  mutating func farClass(of bits: UInt32, in vpc: Int) -> UInt32 {
    guard hasFarTable else { return farClass(of: UInt128(bits), in: vpc, isIPv6: false) }
    let place = vpc &* model.intervals.count &+ model.intervals.interval(of: bits)
    let known = farValues[place]
    if known > 0 { return known &- 1 }
    let value = farClass(of: .v4(IPv4Address(bits: bits)), in: vpc)
    farValues[place] = value + 1
    return value
  }

  mutating func farClass(of bits: UInt128, in vpc: Int, isIPv6: Bool) -> UInt32 {
    let key = FarKey(vpc: isIPv6 ? vpc : -1 - vpc, address: bits)
    if let known = far6[key] { return known }
    if far6.count >= 1 << 15 { far6.removeAll(keepingCapacity: true) }
    let address: IPAddress =
      isIPv6
      ? .v6(IPv6Address(bits: bits)) : .v4(IPv4Address(bits: UInt32(truncatingIfNeeded: bits)))
    let value = farClass(of: address, in: vpc)
    far6[key] = value
    return value
  }

  private mutating func farClass(of address: IPAddress, in vpc: Int) -> UInt32 {
    let graph = model.network.graph
    let facts = graph.vpcs[vpc]
    var owners = [facts.owner(of: address)?.interface].compactMap(\.self)
    if owners.isEmpty {
      // References reach over peerings, each its own way.
      let others = graph.referencingVPCs.compactMap { pair in
        pair.first.value == vpc ? pair.second : pair.second.value == vpc ? pair.first : nil
      }
      owners = others.compactMap { graph.vpcs[$0.value].owner(of: address)?.interface }
    }
    var groups: [UInt32] = []
    if owners.count == 1, let owner = owners.first, facts.owner(of: address)?.interface != nil {
      // Nothing else of it is ever asked.
      groups = graph.interfaces[owner.value].groups
      owners = []
    }
    let isInside = facts.prefixes.contains { $0.contains(address) }
    let subnet =
      isInside
      ? graph.subnets.firstIndex { $0.vpc.value == vpc && $0.prefixes.contains { $0.contains(address) } }
      : nil
    let key = FarClass(
      vpc: vpc, atom: graph.atoms.atom(of: address), groups: groups, owners: owners, subnet: subnet)
    if let known = farClasses[key] { return known }
    let number = UInt32(examples.count)
    farClasses[key] = number
    examples.append(address)
    return number
  }

  // MARK: Decisions

  /// The number of the decision on packets of a protocol from port to port, in a direction between an interface and a
  /// far end.
  @inline(__always)
  mutating func decision(
    at interface: Int, _ side: RuleDirection, _ protocolNumber: UInt8, far: UInt32, from sourcePort: UInt16,
    to destinationPort: UInt16
  ) -> UInt32 {
    let place = UInt64(model.profiles.numbers[interface]) << 32 | UInt64(far)
    let source = model.portClasses[Int(sourcePort)]
    let destination = model.portClasses[Int(destinationPort)]
    let way: UInt64 = side == .ingress ? 1 << 40 : 0
    let service =
      way | UInt64(protocolNumber) << 32 | UInt64(source) << 16 | UInt64(destination)
    let slot = Self.slot(place, service, Self.bits)
    let entry = entries[slot]
    if entry.place == place, entry.service == service { return entry.number }
    let number = decide(at: interface, side, protocolNumber, far, source, destination)
    entries[slot] = Entry(place: place, service: service, number: number)
    return number
  }

  @inline(never)
  private mutating func decide(
    at interface: Int, _ side: RuleDirection, _ protocolNumber: UInt8, _ far: UInt32, _ source: UInt16,
    _ destination: UInt16
  ) -> UInt32 {
    let own = ruling(at: interface, side, protocolNumber, far, destination)
    let asked = ruling(
      at: interface, side == .ingress ? .egress : .ingress, protocolNumber, far, source)
    let made = Decision(
      own, rulings[Int(own)], rulings[Int(asked)],
      isBesideForwarder: (side == .ingress ? model.hasSender : model.hasTaker)[interface])
    if let known = decisionNumbers[made] { return known }
    let number = UInt32(decisions.count)
    decisionNumbers[made] = number
    decisions.append(made)
    return number
  }

  /// The number of the ruling on packets to a class of ports.
  private mutating func ruling(
    at interface: Int, _ side: RuleDirection, _ protocolNumber: UInt8, _ far: UInt32, _ portClass: UInt16
  ) -> UInt32 {
    let place = UInt64(model.profiles.numbers[interface]) << 32 | UInt64(far)
    let way: UInt64 = side == .ingress ? 1 << 40 : 0
    let service = way | UInt64(protocolNumber) << 32 | UInt64(portClass)
    let slot = Self.slot(place, service, Self.rulingBits)
    let entry = rulingEntries[slot]
    if entry.place == place, entry.service == service { return entry.number }
    let made = model.ruling(
      at: interface, side, IPProtocol(rawValue: protocolNumber), remote: examples[Int(far)],
      port: model.firstPorts[Int(portClass)])
    let number = rulingNumbers[made] ?? UInt32(rulings.count)
    if Int(number) == rulings.count {
      rulingNumbers[made] = number
      rulings.append(made)
    }
    rulingEntries[slot] = Entry(place: place, service: service, number: number)
    return number
  }

  @inline(__always)
  private static func slot(_ place: UInt64, _ service: UInt64, _ bits: Int) -> Int {
    let mixed = (place &* 0x9E37_79B9_7F4A_7C15) ^ (service &* 0xD6E8_FEB8_6659_FD93)
    let spread = (mixed ^ mixed >> 32) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: spread >> UInt64(64 - bits))
  }
}
