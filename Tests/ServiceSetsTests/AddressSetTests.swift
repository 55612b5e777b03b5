import PacketWalkAddressing
import PacketWalkServiceSets
import PacketWalkTestSupport
import Testing

@Suite struct AddressSetTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func agreesWithPlainSets(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let all = Set(ToySpace.addresses)
    var sets: [(set: AddressSet, plain: Set<IPAddress>)] = [(AddressSet(), []), (.all, all)]
    for _ in 0..<60 {
      let left = sets[Int.random(in: 0..<sets.count, using: &random)]
      let right = sets[Int.random(in: 0..<sets.count, using: &random)]
      switch Int.random(in: 0..<5, using: &random) {
      case 0:
        let made = AddressSet([ToySpace.addressRange(&random)])
        sets.append((made, all.filter(made.contains)))
      case 1: sets.append((left.set.union(right.set), left.plain.union(right.plain)))
      case 2: sets.append((left.set.intersection(right.set), left.plain.intersection(right.plain)))
      case 3: sets.append((left.set.subtracting(right.set), left.plain.subtracting(right.plain)))
      default: sets.append((left.set.complement, all.subtracting(left.plain)))
      }
    }
    for (set, plain) in sets {
      #expect(all.filter(set.contains) == plain, "seed \(seed)")
      #expect(AddressSet(set.prefixes) == set, "seed \(seed)")
      for (other, members) in sets {
        #expect((set == other) == (plain == members), "seed \(seed)")
        #expect(set.isSubset(of: other) == plain.isSubset(of: members), "seed \(seed)")
      }
    }
  }

  @Test(
    arguments: [
      (["10.0.0.0/25", "10.0.0.128/25"], "10.0.0.0/24"), (["10.0.0.0/24", "10.0.0.7/32"], "10.0.0.0/24"),
      (["0.0.0.0/1", "128.0.0.0/1"], "0.0.0.0/0"), (["::/1", "8000::/1", "0.0.0.0/0"], "0.0.0.0/0, ::/0"),
      (["10.0.0.1/32", "10.0.0.2/31"], "10.0.0.1/32, 10.0.0.2/31"), ([], ""),
    ] as [([String], String)])
  func printsTheFewestPrefixes(prefixes: [String], expected: String) {
    #expect(AddressSet(prefixes.compactMap { IPPrefix($0) }).description == expected)
  }

  @Test func leavesOutWhatIsTakenAway() throws {
    let left = AddressSet(try #require(IPPrefix("10.0.0.0/24")))
      .subtracting(AddressSet(try #require(IPPrefix("10.0.0.64/26"))))
    #expect(left.description == "10.0.0.0/26, 10.0.0.128/25")
  }
}
