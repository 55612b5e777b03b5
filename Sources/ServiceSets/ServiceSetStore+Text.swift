import PacketWalkAddressing

extension ServiceSetStore {
  /// The set as the shorter of two lists: what it holds (`tcp/80, tcp/443`), or what it leaves out (`any except
  /// tcp/22`, `all tcp except 22`).
  package mutating func text(_ set: ServiceSet) -> String {
    if set == .none { return "nothing" }
    if set == .any { return "any" }
    let held = items(set)
    let rest = complement(set)
    let left = items(rest)
    return left.count < held.count
      ? "any except \(left.joined(separator: ", "))" : held.joined(separator: ", ")
  }

  private func items(_ set: ServiceSet) -> [String] {
    segments(set.id, .protocols).held.flatMap { range, middle -> [String] in
      range.count == 1
        ? items(IPProtocol(rawValue: UInt8(range.lowerBound)), middle) : run(range, middle)
    }
  }

  /// Neighbouring protocols with one value: named ones by their names.
  private func run(_ range: ClosedRange<UInt16>, _ middle: UInt32) -> [String] {
    let isNamed = { (number: UInt16) in
      let known = IPProtocol(rawValue: UInt8(number))
      return known.hasPorts || known.hasICMPType
    }
    var items: [String] = []
    var first: UInt16?
    func close(_ last: UInt16) {
      if let first { items.append(first == last ? "proto/\(first)" : "proto/\(first)-\(last)") }
      first = nil
    }
    for number in range {
      if isNamed(number) {
        if number > 0 { close(number - 1) }
        items += self.items(IPProtocol(rawValue: UInt8(number)), middle)
      } else if first == nil {
        first = number
      }
    }
    close(range.upperBound)
    return items
  }

  private func items(_ protocol: IPProtocol, _ middle: UInt32) -> [String] {
    let isPortless = !`protocol`.hasPorts && !`protocol`.hasICMPType
    if middle == 1 { return [isPortless ? "proto/\(`protocol`)" : "all \(`protocol`)"] }
    let held = segments(middle, .destinations).held
    guard `protocol`.hasPorts else { return held.flatMap { types($0.range, `protocol`) } }
    if held.allSatisfy({ $0.value == 1 }) {
      let missing = PortSet(PortRange.all.subtracting(held.map { $0.range }))
      if missing.ranges.count < held.count { return ["all \(`protocol`) except \(missing)"] }
    }
    return held.map { range, inner in
      let ports = PortSet([range].compactMap { PortRange($0.lowerBound, $0.upperBound) })
      let sources = segments(inner, .sources).held.compactMap {
        PortRange($0.range.lowerBound, $0.range.upperBound)
      }
      let limit = inner == 1 ? "" : " from ports \(PortSet(sources))"
      return (ports.ranges == [.all] ? "all \(`protocol`)" : "\(`protocol`)/\(ports)") + limit
    }
  }

  /// Types and codes: whole types as one, the rest code by code.
  private func types(_ range: ClosedRange<UInt16>, _ protocol: IPProtocol) -> [String] {
    var items: [String] = []
    for type in (range.lowerBound >> 8)...(range.upperBound >> 8) {
      let first = max(range.lowerBound, type << 8) & 255
      let last = min(range.upperBound, type << 8 | 255) & 255
      switch (first, last) {
      case (0, 255): items.append("\(`protocol`)/\(type)")
      case _ where first == last: items.append("\(`protocol`)/\(type)/\(first)")
      default: items.append("\(`protocol`)/\(type)/\(first)-\(last)")
      }
    }
    return items
  }
}

extension PortRange {
  fileprivate func subtracting(_ others: [ClosedRange<UInt16>]) -> [PortRange] {
    others.reduce(PortSet(self)) { left, other in
      PortRange(other.lowerBound, other.upperBound).map(left.subtracting) ?? left
    }.ranges
  }
}
