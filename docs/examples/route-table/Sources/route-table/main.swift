import PacketWalkAddressing
import PacketWalkRouting

// A route table: what AWS would choose for an address, and what it would choose among.
let routes = [
  ("0.0.0.0/0", "internet gateway"), ("10.0.0.0/16", "local"), ("10.0.7.0/24", "appliance"),
  ("2001:db8::/32", "local"),
]
let table = RouteTrie(
  routes.compactMap { text, target in IPPrefix(text).map { (prefix: $0, value: target) } })

for text in ["10.0.7.9", "10.0.8.9", "192.0.2.1", "2001:db8::1", "2001:db9::1"] {
  guard let address = IPAddress(text) else { continue }
  let found = table.lookup(address).map { "\($0.prefix) to \($0.value)" } ?? "no route"
  print("\(address): \(found), of \(table.matches(address).count)")
}

// Many addresses at a time, in numbers: the fastest way, and what is kept for it fits a few kilobytes.
let forwarding = ForwardingTable(
  table.entries.enumerated().map { (prefix: $1.prefix, nextHop: UInt32($0)) }, budget: .fast)
let addresses = (0..<1_000 as Range<UInt32>).map { IPv4Address(bits: 0x0A00_0700 + $0) }
func nextHops(of addresses: [IPv4Address]) -> [UInt32] {
  var nextHops = [UInt32](repeating: 0, count: addresses.count)
  var room = nextHops.mutableSpan
  forwarding.lookup(addresses.span, into: &room)
  return nextHops
}
let found = nextHops(of: addresses)
print("\(found.count { $0 == 2 }) of 1000 addresses go to the appliance")

// As bytes, for another process.
let again = try ForwardingTable(serialized: forwarding.serialized())
print("loaded again: \(again.nextHop(addresses[0]) == found[0])")
