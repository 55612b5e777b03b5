import PacketWalkAddressing
import PacketWalkServiceSets
import PacketWalkTestSupport
import Testing

/// What is printed of a set says all of it, and no more.
@Suite struct ServiceSetTextTests {
  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func readsBackAsTheSame(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var store = ServiceSetStore()
    var sets: [ServiceSet] = [.none, .any]
    for _ in 0..<120 {
      let left = sets[Int.random(in: 0..<sets.count, using: &random)]
      let right = sets[Int.random(in: 0..<sets.count, using: &random)]
      switch Int.random(in: 0..<6, using: &random) {
      case 0: sets.append(Self.ports(&random, &store))
      case 1: sets.append(Self.types(&random, &store))
      case 2: sets.append(store.union(left, right))
      case 3: sets.append(store.intersection(left, right))
      case 4: sets.append(store.subtracting(left, right))
      default: sets.append(store.complement(left))
      }
    }
    for set in sets {
      let text = store.text(set)
      let read = store.read(text)
      #expect(read == set, "seed \(seed): \(text)")
    }
  }

  /// Of what is held and what is left out the shorter list is printed; the other is not shorter.
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func printsTheShorterForm(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var store = ServiceSetStore()
    let prefix = "any except "
    for _ in 0..<60 {
      var set = ServiceSet.none
      for _ in 0..<3 { set = store.union(set, Self.ports(&random, &store)) }
      if random.oneIn(2) { set = store.complement(set) }
      guard set != .any, set != .none else { continue }
      let rest = store.complement(set)
      let (own, other) = (store.text(set), store.text(rest))
      // Both texts may use the form without "any except": then what is left out was longer either way.
      if own.hasPrefix(prefix) == other.hasPrefix(prefix) { continue }
      if own.hasPrefix(prefix) {
        #expect(
          own.utf8.count <= other.utf8.count + prefix.utf8.count || other.contains(" except "), "\(own)")
      } else {
        #expect(own.utf8.count + prefix.utf8.count <= other.utf8.count + 2 * prefix.utf8.count, "\(own)")
      }
    }
  }

  @Test func anExceptionHasNone() {
    var store = ServiceSetStore()
    let open = store.subtracting(store.all(of: .tcp), store.ports(.tcp, PortRange(22)))
    #expect(store.text(store.complement(open)) == "any except tcp/0-21, tcp/23-65535")
    var types = store.all(of: .icmp)
    types = store.subtracting(types, store.icmp(type: 3, code: 4))
    types = store.subtracting(types, store.icmp(type: 8))
    #expect(store.text(types) == "all icmp except 3/4,8")
    #expect(
      store.text(store.union(types, store.ports(.tcp, PortRange(80)))) == "all icmp except 3/4,8, tcp/80")
  }

  private static func ports(_ random: inout SplitMix64, _ store: inout ServiceSetStore) -> ServiceSet {
    let cuts: [UInt16] = [0, 1, 22, 23, 80, 443, 1024, 8080, 65534, 65535]
    func range() -> PortRange {
      let ends = [cuts.randomElement(using: &random) ?? 0, cuts.randomElement(using: &random) ?? 0].sorted()
      return PortRange(ends[0], ends[1]) ?? .all
    }
    let known: IPProtocol = random.oneIn(2) ? .tcp : .udp
    return store.ports(known, range(), from: random.oneIn(3) ? range() : .all)
  }

  private static func types(_ random: inout SplitMix64, _ store: inout ServiceSetStore) -> ServiceSet {
    let known: IPProtocol = random.oneIn(2) ? .icmp : .icmpv6
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return store.all(of: known)
    case 1:
      return store.all(
        of: IPProtocol(rawValue: [0, 2, 5, 7, 47, 57, 59, 255].randomElement(using: &random) ?? 0))
    case 2: return store.icmp(known, type: UInt8.random(in: 0...9, using: &random))
    default:
      return store.icmp(
        known, type: [0, 3, 4, 8, 128, 255].randomElement(using: &random) ?? 0,
        code: [0, 1, 4, 254, 255].randomElement(using: &random) ?? 0)
    }
  }
}
