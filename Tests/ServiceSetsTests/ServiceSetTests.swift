import PacketWalkAddressing
import PacketWalkServiceSets
import PacketWalkTestSupport
import Testing

@Suite struct ServiceSetTests {
  /// Sets grown by random operations, beside plain sets of tuples.
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func agreesWithPlainSets(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var store = ServiceSetStore()
    var sets: [(set: ServiceSet, plain: Set<ToySpace.Service>)] = [
      (.none, []), (.any, Set(ToySpace.services)),
    ]
    for _ in 0..<80 {
      let left = sets[Int.random(in: 0..<sets.count, using: &random)]
      let right = sets[Int.random(in: 0..<sets.count, using: &random)]
      switch Int.random(in: 0..<5, using: &random) {
      case 0:
        let made = ToySpace.random(&random, &store)
        sets.append((made, ToySpace.members(made, store)))
      case 1: sets.append((store.union(left.set, right.set), left.plain.union(right.plain)))
      case 2: sets.append((store.intersection(left.set, right.set), left.plain.intersection(right.plain)))
      case 3: sets.append((store.subtracting(left.set, right.set), left.plain.subtracting(right.plain)))
      default: sets.append((store.complement(left.set), Set(ToySpace.services).subtracting(left.plain)))
      }
    }
    for (set, plain) in sets {
      #expect(ToySpace.members(set, store) == plain, "seed \(seed)")
      for (other, members) in sets {
        #expect((set == other) == (plain == members), "equal sets are one handle, seed \(seed)")
        #expect(store.isSubset(set, of: other) == plain.isSubset(of: members), "seed \(seed)")
      }
    }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func keepsTheLawsOfSets(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var store = ServiceSetStore()
    func some() -> ServiceSet {
      (0..<3).reduce(.none) { set, _ in store.union(set, ToySpace.random(&random, &store)) }
    }
    for _ in 0..<40 {
      let (a, b, c) = (some(), some(), some())
      #expect(store.union(a, b) == store.union(b, a))
      #expect(store.intersection(a, b) == store.intersection(b, a))
      #expect(store.union(a, store.union(b, c)) == store.union(store.union(a, b), c))
      #expect(
        store.intersection(a, store.union(b, c))
          == store.union(store.intersection(a, b), store.intersection(a, c)))
      #expect(
        store.complement(store.union(a, b)) == store.intersection(store.complement(a), store.complement(b)))
      #expect(store.complement(store.complement(a)) == a)
      #expect(store.union(store.subtracting(a, b), store.intersection(a, b)) == a)
      #expect(store.union(a, store.complement(a)) == .any)
      #expect(store.intersection(a, store.complement(a)) == .none)
    }
  }

  /// However a set came about, it is one handle.
  @Test func hasOneFormOnly() throws {
    var store = ServiceSetStore()
    let halves = store.union(
      store.ports(.tcp, try #require(PortRange(0, 1023))),
      store.ports(.tcp, try #require(PortRange(1024, 65535))))
    #expect(halves == store.all(of: .tcp))
    var all = ServiceSet.none
    for number in (0...255).reversed() {
      all = store.union(all, store.all(of: IPProtocol(rawValue: UInt8(number))))
    }
    #expect(all == .any)
    var types = ServiceSet.none
    for type in 0...255 { types = store.union(types, store.icmp(type: UInt8(type))) }
    #expect(types == store.all(of: .icmp))
  }

  @Test func prints() throws {
    var store = ServiceSetStore()
    func ports(_ text: String) -> ServiceSet {
      text.split(separator: ",").compactMap { PortRange(String($0)) }
        .reduce(.none) { store.union($0, store.ports(.tcp, $1)) }
    }
    let open = store.subtracting(store.all(of: .tcp), ports("22"))
    let printed: KeyValuePairs<String, ServiceSet> = [
      "nothing": .none, "any": .any, "tcp/80, tcp/443": ports("80,443"), "tcp/80-81": ports("80,81"),
      "all udp": store.all(of: .udp), "all tcp except 22": open,
      "any except tcp/22": store.complement(ports("22")), "icmp/8": store.icmp(type: 8),
      "icmp/3/4": store.icmp(type: 3, code: 4), "all icmpv6": store.all(of: .icmpv6),
      "proto/47": store.all(of: IPProtocol(rawValue: 47)),
      "tcp/1024-65535 from ports 443": store.ports(.tcp, .anyEphemeral, from: PortRange(443)),
      "icmp/8, tcp/22": store.union(ports("22"), store.icmp(type: 8)),
    ]
    for (text, set) in printed { #expect(store.text(set) == text) }
  }
}
