import PacketWalkAddressing

/// Writes tables as lines of a prefix and a number, and keys as numbers of this machine (IPv6: as 16 bytes in order).
enum Prepare {
  static func run(folder: String, routes: String?, growth: Bool) {
    var tables = [10, 50, 200, 1_000].map { Table.vpc($0) } + [50, 1_000].map { Table.vpc6($0) }
    tables += (growth ? [3_000, 10_000, 30_000, 100_000, 300_000, 900_000] : [900_000]).map {
      Table.synthetic($0)
    }
    if let routes { tables += Table.real(Files.lines(routes)) }
    var names = ""
    for table in tables {
      names += "\(table.name)\n"
      var text = ""
      for route in table.routes { text += "\(route.prefix) \(route.nextHop)\n" }
      Files.write(Array(text.utf8), to: "\(folder)/\(table.name).routes")
      for kind in KeyKind.allCases {
        Files.write(bytes(kind.addresses(of: table)), to: "\(folder)/\(table.name).\(kind.rawValue)")
      }
    }
    Files.write(Array(names.utf8), to: "\(folder)/tables")
  }

  private static func bytes(_ addresses: [IPAddress]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(addresses.count * 16)
    for address in addresses {
      switch address {
      case .v4(let address): withUnsafeBytes(of: address.bits) { bytes += $0 }
      case .v6(let address): withUnsafeBytes(of: address.bits.bigEndian) { bytes += $0 }
      }
    }
    return bytes
  }
}
