import PacketWalkAddressing

extension ServiceSetStore {
  /// The set as the shorter of two lists: what it holds (`tcp/80, tcp/443`), or what it leaves out (`any except
  /// tcp/22`, `all tcp except 22`).
  package mutating func text(_ set: ServiceSet) -> String {
    if set == .none { return "nothing" }
    if set == .any { return "any" }
    let held = items(set, allowsExcept: true)
    let rest = complement(set)
    // An exception has none of its own: nobody could read it.
    let left = items(rest, allowsExcept: false)
    let (inclusive, exclusive) = (held.joined(separator: ", "), "any except \(left.joined(separator: ", "))")
    return exclusive.utf8.count < inclusive.utf8.count ? exclusive : inclusive
  }

  private func items(_ set: ServiceSet, allowsExcept: Bool) -> [String] {
    segments(set.id, .protocols).held.flatMap { range, middle -> [String] in
      range.count == 1
        ? items(IPProtocol(rawValue: UInt8(range.lowerBound)), middle, allowsExcept)
        : run(range, middle, allowsExcept)
    }
  }

  /// Neighbouring protocols with one value: named ones by their names.
  private func run(_ range: ClosedRange<UInt16>, _ middle: UInt32, _ allowsExcept: Bool) -> [String] {
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
        items += self.items(IPProtocol(rawValue: UInt8(number)), middle, allowsExcept)
      } else if first == nil {
        first = number
      }
    }
    close(range.upperBound)
    return items
  }

  private func items(_ protocol: IPProtocol, _ middle: UInt32, _ allowsExcept: Bool) -> [String] {
    let isPortless = !`protocol`.hasPorts && !`protocol`.hasICMPType
    if middle == 1 { return [isPortless ? "proto/\(`protocol`)" : "all \(`protocol`)"] }
    let held = segments(middle, .destinations).held
    guard `protocol`.hasPorts else { return types(middle, `protocol`, allowsExcept) }
    if allowsExcept, held.allSatisfy({ $0.value == 1 }) {
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

  /// Types and codes: whole types as one, the rest code by code; or what is missing where that is shorter.
  private func types(_ middle: UInt32, _ protocol: IPProtocol, _ allowsExcept: Bool) -> [String] {
    let held = segments(middle, .destinations).held.map(\.range)
    let own = Self.typeNames(held).map { "\(`protocol`)/\($0)" }
    guard allowsExcept else { return own }
    let missing = PortRange.all.subtracting(held).map { $0.first...$0.last }
    let left = "all \(`protocol`) except \(Self.typeNames(missing).joined(separator: ","))"
    return left.utf8.count < own.joined(separator: ", ").utf8.count ? [left] : own
  }

  /// Runs of whole types as `3-8`, single codes as `3/4`.
  private static func typeNames(_ ranges: [ClosedRange<UInt16>]) -> [String] {
    var names: [String] = []
    for range in ranges {
      let (first, last) = (range.lowerBound, range.upperBound)
      let types = (first >> 8, last >> 8)
      // Parts of types at either end, and whole ones between them.
      var whole = types
      if first & 255 != 0 || types.0 == types.1 && last & 255 != 255 {
        names.append(name(types.0, first & 255, types.0 == types.1 ? last & 255 : 255))
        if types.0 == types.1 { continue }
        whole.0 += 1
      }
      let isLastWhole = last & 255 == 255
      if whole.0 <= whole.1, isLastWhole || whole.0 < whole.1 {
        let end = isLastWhole ? whole.1 : whole.1 - 1
        names.append(whole.0 == end ? "\(end)" : "\(whole.0)-\(end)")
      }
      if !isLastWhole { names.append(name(types.1, 0, last & 255)) }
    }
    return names
  }

  private static func name(_ type: UInt16, _ first: UInt16, _ last: UInt16) -> String {
    first == last ? "\(type)/\(first)" : "\(type)/\(first)-\(last)"
  }
}

extension PortRange {
  fileprivate func subtracting(_ others: [ClosedRange<UInt16>]) -> [PortRange] {
    others.reduce(PortSet(self)) { left, other in
      PortRange(other.lowerBound, other.upperBound).map(left.subtracting) ?? left
    }.ranges
  }
}
