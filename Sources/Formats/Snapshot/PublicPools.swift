import PacketWalkAddressing
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-public-ipv4-pools`, `describe-byoip-cidrs`.
  func readPublicPools() {
    collect("PublicIpv4Pools", into: \.publicAddressPools) { item throws(Unreadable) in
      var pool = PublicAddressPool(
        id: try item.json.requiredID("PoolId"), info: info(item), prefixes: [])
      for range in try item.json.list("PoolAddressRanges") {
        guard let first = try range.address("FirstAddress"), let last = try range.address("LastAddress")
        else {
          throw Unreadable("one of its ranges has no FirstAddress or no LastAddress", at: range)
        }
        pool.prefixes += Self.prefixes(first, last)
      }
      return pool
    }
    for item in items("ByoipCidrs") {
      do throws(Unreadable) {
        guard let prefix = try item.json.prefix("Cidr") else {
          throw Unreadable("it has no Cidr", at: item.json)
        }
        count("ByoipCidrs", read: 1, modelled: 1)
        let isAdvertised = item.json.has("State", "advertised")
        let places = topology.publicAddressPools.indices.filter {
          topology.publicAddressPools[$0].prefixes.contains { $0.overlaps(prefix) }
        }
        for place in places { topology.publicAddressPools[place].isAdvertised = isAdvertised }
        if places.isEmpty {
          topology.publicAddressPools.append(
            PublicAddressPool(
              id: PublicAddressPoolID(prefix.description), info: info(item), prefixes: [prefix],
              isAdvertised: isAdvertised))
        }
      } catch {
        count("ByoipCidrs", read: 1)
        reportLost("range of an owner", item.json.text("Cidr") ?? "", error)
      }
    }
    readPoolsOfAddresses()
  }

  /// Elastic IPs say which pool they are of, whether or not the pool's own call was made.
  private func readPoolsOfAddresses() {
    for item in items("Addresses") {
      guard let pool = item.json.text("PublicIpv4Pool"), pool != "amazon",
        let text = item.json.text("PublicIp"),
        let address = IPAddress(text),
        !topology.publicAddressPools.contains(where: { $0.prefixes.contains { $0.contains(address) } })
      else { continue }
      let id = PublicAddressPoolID(pool)
      if let place = topology.publicAddressPools.firstIndex(where: { $0.id == id }) {
        topology.publicAddressPools[place].prefixes.append(IPPrefix(host: address))
      } else {
        topology.publicAddressPools.append(
          PublicAddressPool(id: id, info: info(item), prefixes: [IPPrefix(host: address)]))
      }
    }
  }

  /// The fewest prefixes that make up a range.
  private static func prefixes(_ first: IPAddress, _ last: IPAddress) -> [IPPrefix] {
    guard first.family == last.family, first <= last else { return [] }
    var prefixes: [IPPrefix] = []
    var next: IPAddress? = first
    while let start = next, start <= last {
      var length = start.family.bitWidth
      while length > 0 {
        let wider = IPPrefix(start, length: length - 1)
        guard wider.address == start, wider.lastAddress <= last else { break }
        length -= 1
      }
      let prefix = IPPrefix(start, length: length)
      prefixes.append(prefix)
      next = prefix.lastAddress.advanced(by: 1)
    }
    return prefixes
  }
}
