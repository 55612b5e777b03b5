public import PacketWalkAddressing

extension RouteTrie {
  /// The table with this value for this prefix, in place of another or in addition.
  ///
  /// Where the prefix was there already, all that lookups read is shared with this table. Else it is built again, which
  /// costs less than it takes to find the places in four forms that would change.
  ///
  /// - Complexity: O(*n*) for *n* entries; for a prefix that is there a copy of the entries, no more.
  public func inserting(_ value: Value, for prefix: IPPrefix) -> RouteTrie {
    let place = entries.partitioningIndex { !($0.prefix < prefix) }
    var changed = entries
    if place < changed.count, changed[place].prefix == prefix {
      changed[place].value = value
      return RouteTrie(entries: changed, parents: parents, budget: budget, places: places)
    }
    changed.insert((prefix, value), at: place)
    return rebuilt(changed)
  }

  /// The table without this prefix; itself where it doesn't hold it.
  ///
  /// - Complexity: O(*n*) for *n* entries: the table is built again.
  public func removing(_ prefix: IPPrefix) -> RouteTrie {
    let place = entries.partitioningIndex { !($0.prefix < prefix) }
    guard place < entries.count, entries[place].prefix == prefix else { return self }
    var changed = entries
    changed.remove(at: place)
    return rebuilt(changed)
  }

  private func rebuilt(_ ascending: [(prefix: IPPrefix, value: Value)]) -> RouteTrie {
    RouteTrie(
      ascending: ascending, ipv4Count: ascending.partitioningIndex { $0.prefix.family == .ipv6 },
      budget: budget)
  }
}
