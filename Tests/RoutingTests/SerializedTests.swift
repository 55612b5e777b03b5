import PacketWalkAddressing
import PacketWalkTestSupport
import Testing

@testable import PacketWalkRouting

/// Tables as bytes: they come back as they were, and no other bytes become a table.
@Suite struct SerializedTests {
  private func routes(_ count: Int, seed: UInt64) -> [(prefix: IPPrefix, nextHop: UInt32)] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { (prefix: PrefixShape.prefix(using: &random), nextHop: UInt32($0 % 40)) }
  }

  /// The table with its part of IPv4 in this form.
  private func table(_ form: TableForm, _ count: Int = 24) -> ForwardingTable? {
    let routes = routes(count, seed: 9)
    let (order, ipv4Count) = RouteOrder.ascending(routes.map(\.prefix))
    let prefixes = order[..<ipv4Count].map { routes[$0].prefix.ipv4(label: routes[$0].nextHop) }
    let ipv6 = order[ipv4Count...].map { routes[$0].prefix.ipv6(label: routes[$0].nextHop) }
    return FamilyTable.build(prefixes, labelCount: 40, form: form).map {
      ForwardingTable(ipv4: $0, ipv6: .build(ipv6, labelCount: 40))
    }
  }

  private func answers(_ table: ForwardingTable) -> [UInt32] {
    var random = SplitMix64(seed: 4)
    return (0..<2_000).map { _ in
      switch PrefixShape.address(Bool.random(using: &random) ? .ipv4 : .ipv6, using: &random) {
      case .v4(let address): table.nextHop(address)
      case .v6(let address): table.nextHop(address)
      }
    }
  }

  @Test(arguments: [TableForm.search, .stride, .paged, .blocks]) func comesBackAsItWas(form: TableForm) throws
  {
    let table = try #require(self.table(form))
    let bytes = table.serialized()
    let again = try ForwardingTable(serialized: bytes)
    #expect(again.form(of: .ipv4) == form)
    #expect(answers(again) == answers(table))
    #expect(again.serialized() == bytes)
  }

  @Test func everyTruncationIsAnError() throws {
    let bytes = try #require(table(.search)).serialized()
    for count in 0..<bytes.count {
      #expect(throws: SerializedError.self) { try ForwardingTable(serialized: Array(bytes[..<count])) }
    }
    #expect(throws: SerializedError.self) { try ForwardingTable(serialized: bytes + [0]) }
  }

  /// Of small tables every bit; of large ones some.
  @Test(arguments: [TableForm.search, .stride, .paged, .blocks]) func everyBitFlipIsAnError(form: TableForm)
    throws
  {
    var bytes = try #require(self.table(form)).serialized()
    let step = TestLength.isLong || bytes.count < 3_000 ? 1 : bytes.count * 8 / 30
    for bit in stride(from: 0, to: bytes.count * 8, by: step) {
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: SerializedError.self, "bit \(bit)") { try ForwardingTable(serialized: bytes) }
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    }
  }

  /// Bytes that somebody changed and summed again either are no table, or one whose answers are next hops or none:
  /// nothing reads outside the memory, which asserts in this build.
  @Test(arguments: [TableForm.search, .stride, .paged, .blocks]) func forgedTablesStayInBounds(
    form: TableForm
  ) throws {
    let original = try #require(self.table(form)).serialized()
    var random = SplitMix64(seed: 11)
    var refused = 0
    let rounds = TestLength.isLong ? 2_000 : original.count < 20_000 ? 60 : 4
    for _ in 0..<rounds {
      var bytes = original
      for _ in 0..<2 {
        // The headers and the beginnings of sections most often: that is where places stand.
        let end = Bool.random(using: &random) ? min(700, bytes.count - 8) : bytes.count - 8
        bytes[Int.random(in: 16..<end, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      var sum = ByteChecksum.of(bytes.span.extracting(0..<bytes.count - 8))
      for index in bytes.count - 8..<bytes.count {
        bytes[index] = UInt8(truncatingIfNeeded: sum)
        sum >>= 8
      }
      guard let forged = try? ForwardingTable(serialized: bytes) else {
        refused += 1
        continue
      }
      #expect(answers(forged).allSatisfy { $0 < 1 << 26 || $0 == ForwardingTable.none })
    }
    #expect(refused > 0)
  }

  @Test func saysWhatIsWrong() throws {
    let bytes = try #require(table(.search)).serialized()
    func error(_ bytes: [UInt8]) -> SerializedError? {
      do {
        _ = try ForwardingTable(serialized: bytes)
        return nil
      } catch {
        return error
      }
    }
    #expect(error([]) == .notATable)
    #expect(error(Array("PWROUTES".utf8)) == .length)
    var other = bytes
    other[8] = 2
    #expect(error(other) == .version(2))
    other = bytes
    other[200] ^= 1
    #expect(error(other) == .checksum)
  }

  @Test func triesComeBackWithTheirEntries() throws {
    let routes = routes(60, seed: 5)
    let trie = RouteTrie(routes.map { (prefix: $0.prefix, value: "to \($0.nextHop)") })
    let bytes = trie.serialized { Array($0.utf8) }
    let again = try RouteTrie<String>(serialized: bytes) { String(validating: $0, as: UTF8.self) }
    #expect(again.entries.map(\.prefix) == trie.entries.map(\.prefix))
    #expect(again.entries.map(\.value) == trie.entries.map(\.value))
    for entry in trie.entries {
      #expect(
        again.matches(entry.prefix.lastAddress).map(\.value)
          == trie.matches(entry.prefix.lastAddress).map(\.value))
    }
    #expect(throws: SerializedError.contents) { try RouteTrie<Int>(serialized: bytes) { _ in nil } }
    for count in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: SerializedError.self) {
        try RouteTrie<Int>(serialized: Array(bytes[..<count])) { _ in 1 }
      }
    }
  }
}
