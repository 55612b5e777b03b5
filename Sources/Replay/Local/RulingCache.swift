import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Rulings that were made, by what they depend on.
///
/// Tables of a fixed size in which a newer answer takes an older one's place, so that memory does not grow with what is
/// read.
struct RulingCache {
  let model: LocalModel
  /// Each that was made, once.
  private(set) var rulings: [LocalRuling] = []
  private var numbers: [LocalRuling: UInt32] = [:]
  private var keys: [UInt64]
  private var values: [UInt32]
  /// Far ends' classes by VPC and address.
  private var farKeys: [UInt64]
  private var farValues: [UInt32]
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
    /// The interfaces whose groups its packets may carry, and the subnet that it is in.
    var owners: [InterfaceIndex]
    var subnet: Int?
  }

  private static let size = 1 << 15
  private static let nothing = UInt64.max

  init(_ model: LocalModel) {
    self.model = model
    keys = Array(repeating: Self.nothing, count: Self.size)
    values = Array(repeating: 0, count: Self.size)
    farKeys = keys
    farValues = values
  }

  // MARK: Far ends

  /// The class of an IPv4 address as an interface's VPC sees it.
  mutating func farClass(of bits: UInt32, in vpc: Int) -> UInt32 {
    let key = UInt64(vpc) << 32 | UInt64(bits)
    let slot = Self.slot(key)
    if farKeys[slot] == key { return farValues[slot] }
    let value = farClass(of: .v4(IPv4Address(bits: bits)), in: vpc)
    farKeys[slot] = key
    farValues[slot] = value
    return value
  }

  mutating func farClass(of bits: UInt128, in vpc: Int) -> UInt32 {
    let key = FarKey(vpc: vpc, address: bits)
    if let known = far6[key] { return known }
    if far6.count >= Self.size { far6.removeAll(keepingCapacity: true) }
    let value = farClass(of: .v6(IPv6Address(bits: bits)), in: vpc)
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
    let isInside = facts.prefixes.contains { $0.contains(address) }
    let subnet =
      isInside
      ? graph.subnets.firstIndex { $0.vpc.value == vpc && $0.prefixes.contains { $0.contains(address) } }
      : nil
    let key = FarClass(
      vpc: vpc, atom: graph.atoms.atom(of: address), owners: owners, subnet: subnet)
    if let known = farClasses[key] { return known }
    let number = UInt32(examples.count)
    farClasses[key] = number
    examples.append(address)
    return number
  }

  // MARK: Rulings

  /// The number of the ruling on packets of a protocol to a port, in a direction between an interface and a far end.
  mutating func ruling(
    at interface: Int, _ side: RuleDirection, _ protocolNumber: UInt8, far: UInt32, port: UInt16
  ) -> UInt32 {
    let portClass = model.portClasses[Int(port)]
    // 22 bits of interface, 1 of direction, 8 of protocol, 16 of port, 17 of the far end.
    let high = UInt64(interface) << 42 | (side == .ingress ? 1 << 41 : 0) | UInt64(protocolNumber) << 33
    let key = high | UInt64(portClass) << 17 | UInt64(far)
    let fits = interface < 1 << 22 && far < 1 << 17
    let slot = Self.slot(key)
    if fits, keys[slot] == key { return values[slot] }
    let made = model.ruling(
      at: interface, side, IPProtocol(rawValue: protocolNumber), remote: examples[Int(far)],
      port: model.firstPorts[Int(portClass)])
    let number = numbers[made] ?? UInt32(rulings.count)
    if Int(number) == rulings.count {
      numbers[made] = number
      rulings.append(made)
    }
    if fits {
      keys[slot] = key
      values[slot] = number
    }
    return number
  }

  private static func slot(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> 49)
  }
}
