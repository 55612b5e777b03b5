/// Places of service classes, in as many words as the highest needs.
struct ServiceClassSet: Hashable, Sendable {
  /// Of the first 256 places, which are enough for all but very fine rules about ICMP.
  private var low = SIMD4<UInt64>()
  private var high: [UInt64] = []

  init(_ places: some Sequence<Int>) {
    for place in places {
      guard place >= 256 else {
        low[place / 64] |= 1 << UInt64(place % 64)
        continue
      }
      let word = place / 64 - 4
      while high.count <= word { high.append(0) }
      high[word] |= 1 << UInt64(place % 64)
    }
  }

  var isEmpty: Bool { low == .zero && high.allSatisfy { $0 == 0 } }

  func contains(_ place: Int) -> Bool {
    let bit: UInt64 = 1 << UInt64(place % 64)
    if place < 256 { return low[place / 64] & bit != 0 }
    let word = place / 64 - 4
    return word < high.count && high[word] & bit != 0
  }

  mutating func formIntersection(_ other: Self) {
    low &= other.low
    for word in high.indices { high[word] &= word < other.high.count ? other.high[word] : 0 }
  }

  mutating func subtract(_ other: Self) {
    low &= ~other.low
    for word in high.indices where word < other.high.count { high[word] &= ~other.high[word] }
  }
}
