import PacketWalkAddressing

/// Somebody's claim to a range of addresses.
struct AddressClaim {
  /// Claims of different scopes, such as VPCs, never meet.
  var scope: Int
  var prefix: IPPrefix
  var owner: Int
}

/// Finds claims to the same addresses.
enum OverlapScan {
  /// For every claim that shares addresses with one of another owner: the pair of them, the wider first.
  /// Of several wider ones the narrowest counts. In the order of scopes and prefixes, then of owners.
  ///
  /// - Complexity: O(*n* log *n*) for *n* claims.
  static func pairs(_ claims: [AddressClaim]) -> [(outer: AddressClaim, inner: AddressClaim)] {
    var pairs: [(outer: AddressClaim, inner: AddressClaim)] = []
    // Two prefixes are disjoint or one holds the other, and a wider one sorts first; so the open ones are
    // a chain, no longer than an address has bits, since equal ones aren't pushed twice.
    var open: [AddressClaim] = []
    for claim in claims.sorted(by: precedes) {
      while let last = open.last, last.scope != claim.scope || !last.prefix.contains(claim.prefix) {
        open.removeLast()
      }
      if let outer = open.last(where: { $0.owner != claim.owner }) { pairs.append((outer, claim)) }
      if open.last?.prefix != claim.prefix { open.append(claim) }
    }
    return pairs
  }

  private static func precedes(_ left: AddressClaim, _ right: AddressClaim) -> Bool {
    if left.scope != right.scope { return left.scope < right.scope }
    if left.prefix != right.prefix { return left.prefix < right.prefix }
    return left.owner < right.owner
  }
}
