import PacketWalkAddressing
import PacketWalkTestSupport
import Testing

@testable import PacketWalkRouting

/// Every form of a table, with every kernel that this processor can run, against a table that looks at every prefix.
@Suite struct TableFormTests {
  private func prefixes4(_ prefixes: [IPPrefix], label: (Int) -> UInt32) -> [RoutePrefix<UInt32>] {
    let of4 = prefixes.filter { $0.family == .ipv4 }
    let (order, _) = RouteOrder.ascending(of4)
    return order.map { of4[$0].ipv4(label: label($0)) }
  }

  private func prefixes6(_ prefixes: [IPPrefix], label: (Int) -> UInt32) -> [RoutePrefix<UInt128>] {
    let of6 = prefixes.filter { $0.family == .ipv6 }
    let (order, _) = RouteOrder.ascending(of6)
    return order.map { of6[$0].ipv6(label: label($0)) }
  }

  /// The slow answer: the longest of all prefixes that contain the address.
  private func golden<Bits>(_ prefixes: [RoutePrefix<Bits>], _ address: Bits) -> UInt32 {
    prefixes.filter { $0.bits <= address && address <= $0.last }.max { $0.length < $1.length }?.label ?? .max
  }

  private func edges<Bits>(_ prefixes: [RoutePrefix<Bits>], _ random: inout SplitMix64) -> [Bits] {
    var addresses: Set<Bits> = [0, .max]
    for prefix in prefixes {
      addresses.formUnion([prefix.bits, prefix.last, prefix.bits &- 1, prefix.last &+ 1])
      addresses.insert(
        prefix.bits | (prefix.last ^ prefix.bits) & Bits.random(in: 0 ... .max, using: &random))
    }
    return addresses.sorted()
  }

  private func expect(
    _ table: FamilyTable<UInt32>, at addresses: [UInt32], equal expected: [UInt32], _ note: String
  ) {
    #expect(addresses.map { table.label($0) } == expected, "\(note), one by one")
    let keys = addresses.map { IPv4Address(bits: $0) }
    for level in KernelLevel.available {
      var labels = [UInt32](repeating: 12_345, count: keys.count)
      var span = labels.mutableSpan
      table.lookup(keys.span, into: &span, level: level)
      #expect(labels == expected, "\(note), kernels \(level)")
    }
  }

  private func expect(
    _ table: FamilyTable<UInt128>, at addresses: [UInt128], equal expected: [UInt32], _ note: String
  ) {
    #expect(addresses.map { table.label($0) } == expected, "\(note), one by one")
    let keys = addresses.map { IPv6Address(bits: $0) }
    for level in KernelLevel.available {
      var labels = [UInt32](repeating: 12_345, count: keys.count)
      var span = labels.mutableSpan
      table.lookup(keys.span, into: &span, level: level)
      #expect(labels == expected, "\(note), kernels \(level)")
    }
  }

  /// All forms; in short runs all but the one that always fills 16 MB, which other tests have.
  private var forms: [TableForm] { TableForm.allCases.filter { TestLength.isLong || $0 != .direct } }

  private func expectAllForms(
    _ prefixes: [RoutePrefix<UInt32>], at addresses: [UInt32], _ note: String, forms: [TableForm]? = nil
  ) {
    let labelCount = (prefixes.map(\.label).max() ?? 0) + 1
    let expected = addresses.map { golden(prefixes, $0) }
    for form in forms ?? self.forms {
      guard let table = FamilyTable.build(prefixes, labelCount: labelCount, form: form) else { continue }
      #expect(table.memory.layout.form == form)
      expect(table, at: addresses, equal: expected, "\(note), \(form)")
    }
  }

  @Test(arguments: PrefixShape.allCases, TestLength.seeds)
  func formsAgreeWithTheGoldenTable(shape: PrefixShape, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let drawn = shape.draw(using: &random)
    // Few answers, so that neighbours are alike; all shapes at once have distinct ones.
    let of4 = prefixes4(drawn) { UInt32($0 % 3) }
    expectAllForms(of4, at: edges(of4, &random), "\(shape), seed \(seed)")
    let of6 = prefixes6(drawn) { UInt32($0 % 3) }
    let addresses = edges(of6, &random)
    expect(
      .build(of6, labelCount: 3), at: addresses, equal: addresses.map { golden(of6, $0) },
      "\(shape), seed \(seed)")
  }

  /// All shapes in one table, so that trees have several levels.
  @Test(arguments: TestLength.seeds) func formsAgreeOnAllShapesAtOnce(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let drawn = (0..<2).flatMap { _ in PrefixShape.allCases.flatMap { $0.draw(using: &random) } }
    let of4 = prefixes4(drawn) { UInt32($0) }
    expectAllForms(of4, at: edges(of4, &random), "seed \(seed)", forms: TableForm.allCases)
    let of6 = prefixes6(drawn) { UInt32($0) }
    let addresses = edges(of6, &random)
    expect(
      .build(of6, labelCount: UInt32(drawn.count)), at: addresses, equal: addresses.map { golden(of6, $0) },
      "seed \(seed)")
  }

  /// What a /16 holds, painted: shorter prefixes first, longer ones over them. At the top of the address space, in its
  /// middle and at its end, so that root, inner levels and tails all are asked for every one of their cells.
  @Test(arguments: [0, 8, 16] as [UInt32]) func formsAgreeOnAWholeToySpace(shift: UInt32) {
    var random = SplitMix64(seed: UInt64(shift) + 5)
    let base: UInt32 = shift == 16 ? 0 : shift == 8 ? 0x0A00_0000 : 0x0A14_0000
    let top = 16 - Int(shift)
    var prefixes: [RoutePrefix<UInt32>] = []
    for label in 0..<300 as Range<UInt32> {
      let length = top + Int.random(in: 0...16, using: &random)
      let mask: UInt32 = length == 0 ? 0 : .max << UInt32(32 - length)
      let bits = (base | UInt32.random(in: 0...65_535, using: &random) << shift) & mask
      prefixes.append(RoutePrefix(bits: bits, length: UInt8(length), label: label))
    }
    let (order, _) = RouteOrder.ascending(
      prefixes.map { IPPrefix(.v4(IPv4Address(bits: $0.bits)), length: Int($0.length)) })
    prefixes = order.map { prefixes[$0] }
    var painted = [UInt32](repeating: .max, count: 65_536)
    for prefix in prefixes.sorted(by: { $0.length < $1.length }) {
      for place in Int((prefix.bits - base) >> shift)...Int((prefix.last - base) >> shift) {
        painted[place] = prefix.label
      }
    }
    let addresses = (0..<65_536 as Range<UInt32>).map { base | $0 << shift }
    let keys = addresses.map { IPv4Address(bits: $0) }
    for form in forms {
      guard let table = FamilyTable.build(prefixes, labelCount: 300, form: form) else { continue }
      for level in KernelLevel.available {
        var labels = [UInt32](repeating: 0, count: 65_536)
        var span = labels.mutableSpan
        table.lookup(keys.span, into: &span, level: level)
        let wrong = labels.indices.first { labels[$0] != painted[$0] }
        #expect(wrong == nil, "\(form), kernels \(level), at \(wrong ?? 0)")
      }
      for place in Swift.stride(from: 0, to: 65_536, by: 97) {
        #expect(table.label(addresses[place]) == painted[place], "\(form), one by one, at \(place)")
      }
    }
  }

  /// Codes of one, two and four bytes.
  @Test(arguments: [254, 255, 65_535] as [UInt32]) func codesOfEveryWidth(labelCount: UInt32) {
    var prefixes: [RoutePrefix<UInt32>] = [RoutePrefix(bits: 0, length: 0, label: labelCount - 1)]
    for index in 0..<200 as Range<UInt32> {
      prefixes.append(
        RoutePrefix(
          bits: 0x0A00_0000 + index << 7, length: 25, label: labelCount - 1 - index * (labelCount / 200)))
    }
    var random = SplitMix64(seed: 3)
    let addresses = edges(prefixes, &random)
    let expected = addresses.map { golden(prefixes, $0) }
    for form in forms {
      guard let table = FamilyTable.build(prefixes, labelCount: labelCount, form: form) else { continue }
      expect(table, at: addresses, equal: expected, "\(form), \(labelCount) labels")
    }
  }

  @Test func budgetsChooseForms() {
    let few = (0..<20 as Range<UInt32>).map {
      RoutePrefix(bits: 0x0A00_0000 + $0 << 12, length: 20, label: $0)
    }
    func form(_ prefixes: [RoutePrefix<UInt32>], _ budget: MemoryBudget) -> TableForm {
      FamilyTable.build(prefixes, labelCount: 20, budget: budget).memory.layout.form
    }
    #expect(form(few, .fast) == .stride)
    #expect(form(few, .compact) == .search)
    let many = (0..<6_000 as Range<UInt32>).map {
      RoutePrefix(bits: 0x0A00_0000 + $0 << 8, length: 24, label: $0 % 20)
    }
    #expect(form(many, .fast) == .direct)
    #expect(form(many, .bytes(1 << 20)) == .paged)
    #expect(form(many, .bytes(100_000)) == .search)
    for bytes in [0, 1_000, 50_000, 280_000, 400_000] {
      let table = FamilyTable.build(many, labelCount: 20, budget: .bytes(bytes))
      let least = FamilyTable.build(many, labelCount: 20, budget: .compact)
      #expect(table.memory.byteCount <= max(bytes, least.memory.byteCount), "\(bytes)")
    }
  }

  @Test func emptyAndWholeTables() {
    var random = SplitMix64(seed: 1)
    expectAllForms([], at: [0, 1, .max], "empty")
    let all = [RoutePrefix<UInt32>(bits: 0, length: 0, label: 0)]
    expectAllForms(all, at: edges(all, &random), "default alone")
    let both = [
      RoutePrefix<UInt32>(bits: 0, length: 1, label: 0), RoutePrefix(bits: 1 << 31, length: 1, label: 1),
    ]
    expectAllForms(both, at: edges(both, &random), "two halves")
    let last = [RoutePrefix<UInt32>(bits: .max, length: 32, label: 0)]
    expectAllForms(last, at: edges(last, &random), "last address")
  }
}
