/// Values by VPC and address: a table with open addressing, where a lookup mostly reads one line of memory.
struct AddressMap<Value: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
  // Not private: Swift 6.3 breaks off where a private type is in an array that can't be copied.
  struct Slot: BitwiseCopyable, Sendable {
    var high: UInt64
    var low: UInt64
    /// The VPC and the family, or `empty`.
    var tag: UInt32
    var value: Value

    @inline(__always)
    func isFor(_ tag: UInt32, _ address: FlatAddress) -> Bool {
      low == address.low && self.tag == tag && high == address.high
    }
  }

  private static var empty: UInt32 { .max }

  private let slots: FlatArray<Slot>
  private let mask: Int

  /// - Complexity: O(*n*) for *n* entries; of several for one key the first counts.
  init(_ entries: [(vpc: Int, address: FlatAddress, value: Value)], filler: Value) {
    var capacity = 8
    while capacity < entries.count * 2 { capacity *= 2 }
    let mask = capacity - 1
    var slots = Array(repeating: Slot(high: 0, low: 0, tag: Self.empty, value: filler), count: capacity)
    for entry in entries {
      let tag = Self.tag(entry.vpc, entry.address)
      var place = Self.hash(tag, entry.address) & mask
      while slots[place].tag != Self.empty, !slots[place].isFor(tag, entry.address) {
        place = (place + 1) & mask
      }
      guard slots[place].tag == Self.empty else { continue }
      slots[place] = Slot(high: entry.address.high, low: entry.address.low, tag: tag, value: entry.value)
    }
    self.slots = FlatArray(slots)
    self.mask = mask
  }

  /// Where an entry is, for `touch`; nil for none.
  func place(_ vpc: Int, _ address: FlatAddress) -> Int? {
    let tag = Self.tag(vpc, address)
    var place = Self.hash(tag, address) & mask
    while slots[place].tag != Self.empty {
      if slots[place].isFor(tag, address) { return place }
      place = (place + 1) & mask
    }
    return nil
  }

  /// Reads an entry's memory, so that it is at hand when it is asked for.
  @inline(__always)
  func touch(_ place: Int) -> UInt32 { slots[place].tag }

  @inline(__always)
  func value(_ vpc: Int, _ address: FlatAddress) -> Value? {
    let tag = Self.tag(vpc, address)
    var place = Self.hash(tag, address) & mask
    while true {
      let slot = slots[place]
      if slot.isFor(tag, address) { return slot.value }
      if slot.tag == Self.empty { return nil }
      place = (place + 1) & mask
    }
  }

  private static func tag(_ vpc: Int, _ address: FlatAddress) -> UInt32 {
    UInt32(vpc) << 1 | (address.isIPv6 ? 1 : 0)
  }

  @inline(__always)
  private static func hash(_ tag: UInt32, _ address: FlatAddress) -> Int {
    // Multiplication mixes upwards, the fold brings the upper half down again.
    let mixed =
      (address.low ^ (address.high &* 0xC2B2_AE3D_27D4_EB4F) ^ UInt64(tag) << 40) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: (mixed ^ (mixed >> 32)) & 0x7FFF_FFFF)
  }
}
