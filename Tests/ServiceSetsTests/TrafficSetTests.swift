import PacketWalkAddressing
import PacketWalkServiceSets
import PacketWalkTestSupport
import Testing

@Suite struct TrafficSetTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func agreesWithPlainSets(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var store = ServiceSetStore()
    var sets: [(set: TrafficSet, plain: Set<ToySpace.Packet>)] = [(TrafficSet(), [])]
    for _ in 0..<40 {
      let left = sets[Int.random(in: 0..<sets.count, using: &random)]
      let right = sets[Int.random(in: 0..<sets.count, using: &random)]
      switch Int.random(in: 0..<5, using: &random) {
      case 0, 1:
        let made = TrafficSet(
          AddressSet([ToySpace.addressRange(&random)]), ToySpace.random(&random, &store))
        sets.append((made, ToySpace.members(made, store)))
      case 2: sets.append((left.set.union(right.set, in: &store), left.plain.union(right.plain)))
      case 3:
        sets.append((left.set.intersection(right.set, in: &store), left.plain.intersection(right.plain)))
      default:
        sets.append((left.set.subtracting(right.set, in: &store), left.plain.subtracting(right.plain)))
      }
    }
    for (set, plain) in sets {
      #expect(ToySpace.members(set, store) == plain, "seed \(seed)")
      for (other, members) in sets {
        #expect((set == other) == (plain == members), "seed \(seed)")
      }
    }
  }

  /// A cover covers, nothing of it can be left out, and there is none only where all others together fail.
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func findsSmallestCovers(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var store = ServiceSetStore()
    for _ in 0..<10 {
      func some() -> TrafficSet {
        TrafficSet(AddressSet([ToySpace.addressRange(&random)]), ToySpace.random(&random, &store))
      }
      let wanted = some()
      let others = (0..<10).map { _ in some() }
      let plain = ToySpace.members(wanted, store)
      let members = others.map { ToySpace.members($0, store) }
      let isCovered = plain.isSubset(of: members.reduce([]) { $0.union($1) })
      let cover = wanted.cover(among: others, in: &store)
      #expect((cover != nil) == isCovered, "seed \(seed)")
      guard let cover else { continue }
      #expect(plain.isSubset(of: cover.reduce([]) { $0.union(members[$1]) }), "seed \(seed)")
      for place in cover {
        let without = cover.filter { $0 != place }.reduce(Set()) { $0.union(members[$1]) }
        #expect(!plain.isSubset(of: without), "seed \(seed)")
      }
    }
  }

  @Test func namesTheRulesThatCover() throws {
    var store = ServiceSetStore()
    func rule(_ prefix: String, _ ports: String) throws -> TrafficSet {
      TrafficSet(
        AddressSet(try #require(IPPrefix(prefix))), store.ports(.tcp, try #require(PortRange(ports))))
    }
    let wanted = try rule("10.0.0.0/24", "80-90")
    let others = [
      try rule("10.0.0.0/25", "80-85"), try rule("192.0.2.0/24", "0-65535"), try rule("10.0.0.0/25", "86-90"),
      try rule("10.0.0.128/25", "1-100"), try rule("10.0.0.0/25", "80-82"),
    ]
    #expect(wanted.cover(among: others, in: &store) == [0, 2, 3])
    #expect(wanted.cover(among: Array(others.dropLast(2)), in: &store) == nil)
    #expect(wanted.cover(among: others + [try rule("10.0.0.0/8", "80-90")], in: &store) == [5])
  }
}
