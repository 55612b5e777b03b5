package import PacketWalkAddressing
import PacketWalkRouting

/// The address space cut at every prefix that a rule or a route mentions, and nowhere else.
///
/// An atom is named by the most specific mentioned prefix that covers its addresses. Prefixes are numbered
/// in `IPPrefix` order, in which everything inside a prefix follows it directly: so the atoms inside a
/// prefix are an interval of numbers, IPv4 below IPv6.
package struct AtomIndex: Sendable {
  /// Mentioned prefixes in order; 0.0.0.0/0 and ::/0 are always among them.
  package let prefixes: [IPPrefix]
  private let lastInside: [UInt32]
  private let trie: RouteTrie<UInt32>

  /// - Complexity: O(*n* log *n*) for *n* mentions.
  package init(mentioned: Set<IPPrefix>) {
    let prefixes = mentioned.union([.all(.ipv4), .all(.ipv6)]).sorted()
    var last = Array(prefixes.indices.map(UInt32.init))
    var open: [Int] = []
    for index in prefixes.indices {
      while let top = open.last, !prefixes[top].contains(prefixes[index]) { open.removeLast() }
      for outer in open { last[outer] = UInt32(index) }
      open.append(index)
    }
    self.prefixes = prefixes
    lastInside = last
    trie = RouteTrie(prefixes.enumerated().lazy.map { (prefix: $1, value: UInt32($0)) })
  }

  /// The number of atoms.
  package var count: Int { prefixes.count }

  /// The atom that holds the address.
  package func atom(of address: IPAddress) -> UInt32 {
    // Both default prefixes are in the trie: every address has an atom.
    UInt32(trie.lookupIndex(address) ?? 0)
  }

  /// The atoms inside a mentioned prefix, or nil if it was not mentioned.
  package func atoms(in prefix: IPPrefix) -> ClosedRange<UInt32>? {
    guard let index = trie.value(for: prefix) else { return nil }
    return index...lastInside[Int(index)]
  }

  /// The last address after this one up to which all are of the same atom as it is.
  ///
  /// - Complexity: O(log *n*) for *n* mentions.
  package func end(of atom: UInt32, from address: IPAddress) -> IPAddress {
    // The next mentioned prefix that begins later ends the run, if it begins before the atom's own prefix does.
    var (low, high) = (Int(atom) + 1, Int(lastInside[Int(atom)]) + 1)
    while low < high {
      let middle = (low + high) / 2
      if prefixes[middle].address <= address { low = middle + 1 } else { high = middle }
    }
    guard low <= Int(lastInside[Int(atom)]) else { return prefixes[Int(atom)].lastAddress }
    let next = prefixes[low].address
    return IPAddress(family: next.family, bits: next.bits - 1)
  }

  /// An address of the atom that lies in none of the prefixes nested in it, if there is one.
  package func witness(of atom: UInt32, avoiding isExcluded: (IPAddress) -> Bool) -> IPAddress? {
    let prefix = prefixes[Int(atom)]
    var candidate: IPAddress? = prefix.address
    var inner = Int(atom) + 1
    let end = Int(lastInside[Int(atom)])
    var tries = 0
    while let address = candidate, prefix.contains(address), tries < 4096 {
      tries += 1
      while inner <= end, prefixes[inner].lastAddress < address { inner += 1 }
      if inner <= end, prefixes[inner].contains(address) {
        candidate = prefixes[inner].lastAddress.advanced(by: 1)
        continue
      }
      if !isExcluded(address) { return address }
      candidate = address.advanced(by: 1)
    }
    return nil
  }
}
