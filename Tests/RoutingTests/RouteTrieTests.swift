import PacketWalkAddressing
import PacketWalkTestSupport
import Testing

@testable import PacketWalkRouting

@Suite struct RouteTrieTests {
  /// Compares every answer about this address with the golden model's.
  private func expectAgreement(
    _ trie: RouteTrie<Int>, _ golden: LinearRouteTable, at address: IPAddress, seed: UInt64
  ) {
    let expected = golden.matches(address)
    let matches = trie.matches(address)
    #expect(matches.map(\.prefix) == expected.map(\.prefix), "seed \(seed), address \(address)")
    #expect(matches.map(\.value) == expected.map(\.value), "seed \(seed), address \(address)")
    let found = trie.lookup(address)
    #expect(found?.prefix == expected.first?.prefix, "seed \(seed), address \(address)")
    #expect(found?.value == expected.first?.value, "seed \(seed), address \(address)")
    let indexed = trie.lookupIndex(address).map { trie.entries[$0].prefix }
    #expect(indexed == found?.prefix, "seed \(seed), address \(address)")
  }

  /// The first and the last address of each prefix, and their neighbours outside it.
  private func boundaries(_ prefixes: [IPPrefix]) -> Set<IPAddress> {
    var addresses: Set<IPAddress> = []
    for prefix in prefixes {
      let (first, last) = (prefix.address, prefix.lastAddress)
      addresses.formUnion([first, last])
      if first.bits > 0 { addresses.insert(IPAddress(family: prefix.family, bits: first.bits - 1)) }
      if let after = last.advanced(by: 1) { addresses.insert(after) }
    }
    return addresses
  }

  private func numbered(_ prefixes: [IPPrefix]) -> [(prefix: IPPrefix, value: Int)] {
    prefixes.enumerated().map { (prefix: $0.element, value: $0.offset) }
  }

  @Test(arguments: PrefixShape.allCases, Array<UInt64>(1...6))
  func agreesWithTheGoldenTable(shape: PrefixShape, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let prefixes = shape.draw(using: &random)
    let routes = numbered(prefixes.shuffled(using: &random))
    let (trie, golden) = (RouteTrie(routes), LinearRouteTable(routes))
    trie._invariantCheck()
    #expect(trie.entries.map(\.prefix) == golden.entries.map(\.prefix), "seed \(seed)")
    #expect(trie.entries.map(\.value) == golden.entries.map(\.value), "seed \(seed)")
    #expect(trie.count == golden.entries.count && trie.isEmpty == golden.entries.isEmpty)
    for address in boundaries(prefixes) { expectAgreement(trie, golden, at: address, seed: seed) }
    for prefix in prefixes + (0..<50).map({ _ in PrefixShape.prefix(using: &random) }) {
      #expect(trie.value(for: prefix) == golden.value(for: prefix), "seed \(seed), prefix \(prefix)")
      let inside = IPPrefix(prefix.lastAddress, length: max(0, Int(prefix.length) - 1))
      #expect(trie.value(for: inside) == golden.value(for: inside), "seed \(seed), prefix \(inside)")
    }
  }

  @Test(arguments: TestLength.seeds)
  func agreesOnAllShapesAtOnce(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let prefixes = PrefixShape.allCases.flatMap { $0.draw(using: &random) }
    let routes = numbered(prefixes.shuffled(using: &random))
    let (trie, golden) = (RouteTrie(routes), LinearRouteTable(routes))
    trie._invariantCheck()
    for address in boundaries(prefixes) { expectAgreement(trie, golden, at: address, seed: seed) }
  }

  /// All 65,536 addresses of one /16, in a table of prefixes inside it. The golden answers come from
  /// painting: shorter prefixes first, longer ones over them.
  @Test(arguments: [AddressFamily.ipv4, .ipv6], TestLength.seeds)
  func agreesOnAWholeSpace(family: AddressFamily, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let base = try #require(IPAddress(family == .ipv4 ? "10.20.0.0" : "2001:db8::")).bits
    let shift = family.bitWidth - 16
    let prefixes = (0..<600).map { _ in
      // Lengths near the host's end are as likely as short ones, though they cover less.
      let length = shift + Int.random(in: 0...16, using: &random)
      return IPPrefix(
        IPAddress(family: family, bits: base + UInt128.random(in: 0...0xFFFF, using: &random)), length: length
      )
    }
    let routes = numbered(prefixes)
    let trie = RouteTrie(routes)
    var painted = [Int?](repeating: nil, count: 65_536)
    for route in routes.sorted(by: { ($0.prefix.length, $0.value) < ($1.prefix.length, $1.value) }) {
      let low = Int(route.prefix.address.bits - base)
      for place in low...low + Int(route.prefix.sizeMinusOne) { painted[place] = route.value }
    }
    let wrong = (0..<65_536).filter {
      let address = IPAddress(family: family, bits: base + UInt128($0))
      return trie.lookup(address)?.value != painted[$0]
    }
    #expect(wrong.isEmpty, "seed \(seed), first at offset \(wrong.first ?? 0)")
    let before = IPAddress(family: family, bits: base - 1)
    let after = IPAddress(family: family, bits: base + 65_536)
    #expect(trie.lookup(before) == nil && trie.lookup(after) == nil, "seed \(seed)")
  }

  @Test func emptyTableMatchesNothing() throws {
    let trie = RouteTrie<String>([])
    #expect(trie.isEmpty && trie.entries.isEmpty)
    for text in ["0.0.0.0", "255.255.255.255", "::", "2001:db8::1"] {
      let address = try #require(IPAddress(text))
      #expect(trie.lookup(address) == nil && trie.lookupIndex(address) == nil)
      #expect(trie.matches(address).isEmpty)
      #expect(trie.value(for: IPPrefix(host: address)) == nil)
    }
  }

  @Test func defaultsOfAFamilyMatchItAlone() throws {  // RT-3
    let v4 = try #require(IPAddress("10.0.0.1"))
    let v6 = try #require(IPAddress("::ffff:10.0.0.1"))
    let only4 = RouteTrie([(prefix: .all(.ipv4), value: "v4")])
    #expect(only4.lookup(v4)?.value == "v4" && only4.lookup(v6) == nil)
    let only6 = RouteTrie([(prefix: .all(.ipv6), value: "v6")])
    #expect(only6.lookup(v6)?.value == "v6" && only6.lookup(v4) == nil)
  }

  @Test func laterEntryReplacesEarlierOne() throws {
    let prefix = try #require(IPPrefix("10.0.0.0/8"))
    let trie = RouteTrie([(prefix: prefix, value: 1), (.all(.ipv4), 2), (prefix, 3)])
    #expect(trie.count == 2)
    #expect(trie.value(for: prefix) == 3)
    #expect(trie.matches(prefix.address).map(\.value) == [3, 2])
  }

  @Test func exactValueIgnoresCoveringPrefixes() throws {
    let outer = try #require(IPPrefix("10.0.0.0/8"))
    let inner = try #require(IPPrefix("10.0.0.0/16"))
    let trie = RouteTrie([(prefix: outer, value: "outer")])
    #expect(trie.value(for: outer) == "outer")
    #expect(trie.value(for: inner) == nil)
    #expect(trie.lookup(inner.address)?.prefix == outer)
  }

  @Test(arguments: Array<UInt64>(1...4))
  func subtreesAreWhatLiesWithin(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let prefixes = PrefixShape.allCases.flatMap { $0.draw(using: &random) }
    let trie = RouteTrie(numbered(prefixes))
    for prefix in prefixes.prefix(60) + (0..<30).map({ _ in PrefixShape.prefix(using: &random) }) {
      let expected = trie.entries.filter { prefix.contains($0.prefix) }.map(\.value)
      #expect(trie.subtree(of: prefix).map(\.value) == expected, "seed \(seed), prefix \(prefix)")
    }
  }

  @Test(arguments: TestLength.seeds) func updatesMakeTheTableThatOneWouldBuild(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var routes = numbered(
      PrefixShape.nestedChain.draw(using: &random) + PrefixShape.scattered.draw(using: &random))
    var trie = RouteTrie(routes)
    for step in 0..<40 {
      let prefix = routes[Int.random(in: 0..<routes.count, using: &random)].prefix
      let other = Bool.random(using: &random) ? prefix : PrefixShape.prefix(using: &random)
      if step % 3 == 0 {
        trie = trie.removing(other)
        routes.removeAll { $0.prefix == other }
      } else {
        trie = trie.inserting(1_000 + step, for: other)
        routes.append((other, 1_000 + step))
      }
      let golden = LinearRouteTable(routes)
      #expect(trie.entries.map(\.value) == golden.entries.map(\.value), "seed \(seed), step \(step)")
      for address in [other.address, other.lastAddress, prefix.address] {
        expectAgreement(trie, golden, at: address, seed: seed)
      }
    }
  }
}
