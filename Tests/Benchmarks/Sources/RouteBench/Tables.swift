import PacketWalkAddressing

/// A table to look addresses up in: prefixes, each once, with the number of a next hop.
struct Table {
  var name: String
  var routes: [(prefix: IPPrefix, nextHop: UInt32)]

  var family: AddressFamily { routes.first?.prefix.family ?? .ipv4 }

  /// A route table as VPCs have them: a default, the VPC's own range, peers' and transit gateways' ranges around it,
  /// prefix lists of services, single hosts. Every route has a next hop of its own.
  static func vpc(_ count: Int) -> Table {
    var random = SplitMix64(seed: 42 &+ UInt64(count))
    func prefix(_ bits: UInt32, _ length: Int) -> IPPrefix {
      IPPrefix(.v4(IPv4Address(bits: bits)), length: length)
    }
    let services: [UInt32] = [0x3400_0000, 0x2CC0_0000, 0x12E0_0000, 0x0300_0000, 0x3600_0000]
    var prefixes: Set<IPPrefix> = [prefix(0, 0), prefix(0x0A00_0000, 16)]
    while prefixes.count < count {
      let private10 = 0x0A00_0000 | UInt32(truncatingIfNeeded: random.next() & 0xFF_FFFF)
      switch random.next() % 100 {
      case 0..<20: prefixes.insert(prefix(private10, 16))
      case 20..<50: prefixes.insert(prefix(private10, 12 + Int(random.next() % 13)))
      case 50..<90:
        let service = services[Int(random.next() % 5)] | private10 & 0xFF_FFFF
        prefixes.insert(prefix(service, 24 + Int(random.next() % 5)))
      default: prefixes.insert(prefix(private10, 32))
      }
    }
    return Table(
      name: "vpc\(count)",
      routes: prefixes.sorted().enumerated().map { (prefix: $1, nextHop: UInt32($0)) })
  }

  /// One like it of IPv6: subnets and VPCs of a few regions, and a default.
  static func vpc6(_ count: Int) -> Table {
    var random = SplitMix64(seed: 43 &+ UInt64(count))
    var prefixes: Set<IPPrefix> = [.all(.ipv6)]
    while prefixes.count < count {
      let region =
        UInt128([0x2600_1F14, 0x2600_1F18, 0x2A05_D018, 0x2406_DA1C][Int(random.next() % 4)]) << 96
      let bits = region | UInt128(random.next() >> 32) << 64
      let length = [56, 56, 56, 64, 64, 48, 44, 128][Int(random.next() % 8)]
      prefixes.insert(IPPrefix(.v6(IPv6Address(bits: bits)), length: length))
    }
    return Table(
      name: "vpc\(count)-v6",
      routes: prefixes.sorted().enumerated().map { (prefix: $1, nextHop: UInt32($0)) })
  }

  /// A table of the internet that was made up: so many prefixes, lengths as they are distributed there, in clusters.
  static func synthetic(_ count: Int) -> Table {
    var random = SplitMix64(seed: 44)
    var prefixes: Set<IPPrefix> = []
    while prefixes.count < count {
      var bits = UInt32(truncatingIfNeeded: random.next())
      // Runs of /24 and their covering prefixes, as holders of address space announce them.
      for _ in 0..<Int(1 + random.next() % 12) where prefixes.count < count {
        let draw = random.next() % 100
        let length =
          draw < 60 ? 24 : draw < 72 ? 22 : draw < 80 ? 23 : draw < 98 ? 15 + Int(random.next() % 7) : 10
        prefixes.insert(IPPrefix(.v4(IPv4Address(bits: bits)), length: length))
        bits &+= 0x100
      }
    }
    return Table(
      name: "synthetic\(count / 1_000)k", routes: prefixes.sorted().map { (prefix: $0, nextHop: hashed($0)) })
  }

  /// One of 62 next hops: those of a real table are not known, and those of neighbours would be alike more often.
  static func hashed(_ prefix: IPPrefix) -> UInt32 {
    let bits = UInt64(truncatingIfNeeded: prefix.address.bits >> (prefix.family == .ipv4 ? 0 : 64))
    let mixed = bits &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(prefix.length) &* 0xD6E8_FEB8_6659_FD93
    return UInt32((mixed >> 17) % 62)
  }

  /// The tables of both families in a file with a prefix a line.
  static func real(_ lines: [Substring]) -> [Table] {
    let prefixes = lines.compactMap { IPPrefix(String($0)) }
    return AddressFamily.allCases.compactMap { family in
      let own = Set(prefixes.filter { $0.family == family }).sorted()
      guard !own.isEmpty else { return nil }
      return Table(
        name: family == .ipv4 ? "real" : "real-v6", routes: own.map { (prefix: $0, nextHop: hashed($0)) })
    }
  }
}
