import PacketWalkAddressing
import PacketWalkTopology

/// Reads addresses and ports as Suricata writes them: `any`, `!x`, `[a,b,!c]`, `$SET`, `@LIST`, ranges.
struct FirewallTerms {
  typealias Atoms = [ClosedRange<UInt32>]

  let atoms: AtomIndex
  /// The rule group's own definitions, and the policy's, which hold where it has none.
  var addressSets: [String: [String]]
  var sharedSets: [String: [String]]
  var portSets: [String: [String]]
  /// The ranges behind `@NAME`, as far as they are known.
  var references: [String: [IPPrefix]]
  /// The VPC of the firewall: what `$HOME_NET` means where nobody says (Network Firewall API, PolicyVariables).
  var home: [IPPrefix]?

  /// Sets may name sets, not without end.
  private static let depthLimit = 8

  var everything: Atoms { [0...UInt32(atoms.count - 1)] }

  /// The atoms that an expression means; nil where that cannot be told.
  func addresses(_ text: String) -> Atoms? { addresses(text[...], 0) }

  private func addresses(_ text: Substring, _ depth: Int) -> Atoms? {
    guard depth < Self.depthLimit, let first = text.first else { return nil }
    if text.lowercased() == "any" { return everything }
    switch first {
    case "!": return addresses(text.dropFirst(), depth + 1).map(complement)
    case "[": return Self.items(text).flatMap { list($0, depth) }
    case "$": return set(String(text.dropFirst()), depth)
    case "@": return references[String(text.dropFirst())].map(union)
    default: return SuricataRule.prefix(String(text)).map { union([$0]) }
    }
  }

  /// The union of what is named, without what is negated.
  private func list(_ items: [Substring], _ depth: Int) -> Atoms? {
    var named: Atoms = []
    var negated: Atoms = []
    for item in items {
      let isNegated = item.first == "!"
      guard let found = addresses(isNegated ? item.dropFirst() : item, depth + 1) else { return nil }
      if isNegated { negated += found } else { named += found }
    }
    let isOnlyNegated = items.allSatisfy { $0.first == "!" }
    return intersection(Self.merged(isOnlyNegated ? everything : named), complement(negated))
  }

  private func set(_ name: String, _ depth: Int) -> Atoms? {
    if let definition = addressSets[name] { return defined(definition, depth) }
    if let definition = sharedSets[name] { return defined(definition, depth) }
    switch name {
    case "HOME_NET": return home.map(union)
    case "EXTERNAL_NET":
      // What the policy's home is not, whatever the group's is (Network Firewall guide, caveats).
      return (sharedSets["HOME_NET"].map { defined($0, depth) } ?? home.map(union)).map(complement)
    default: return nil
    }
  }

  private func defined(_ definition: [String], _ depth: Int) -> Atoms? {
    addresses("[\(definition.joined(separator: ","))]"[...], depth + 1)
  }

  /// The ports that an expression means; nil within for all of them, nil without where that cannot be told.
  func ports(_ text: String) -> PortSet?? {
    guard let ports = ports(text[...], 0) else { return nil }
    return ports.count == 65536 ? .some(nil) : .some(ports)
  }

  private func ports(_ text: Substring, _ depth: Int) -> PortSet? {
    guard depth < Self.depthLimit, let first = text.first else { return nil }
    let all = PortSet(.all)
    if text.lowercased() == "any" { return all }
    switch first {
    case "!": return ports(text.dropFirst(), depth + 1).map { all.subtracting($0) }
    case "[":
      guard let items = Self.items(text) else { return nil }
      var named = PortSet([])
      var negated = PortSet([])
      for item in items {
        let isNegated = item.first == "!"
        guard let found = ports(isNegated ? item.dropFirst() : item, depth + 1) else { return nil }
        if isNegated { negated = negated.union(found) } else { named = named.union(found) }
      }
      return (items.allSatisfy { $0.first == "!" } ? all : named).subtracting(negated)
    case "$":
      guard let definition = portSets[String(text.dropFirst())] else { return nil }
      return ports("[\(definition.joined(separator: ","))]"[...], depth + 1)
    default:
      let ends = text.split(separator: ":", omittingEmptySubsequences: false)
      guard ends.count <= 2, let low = ends[0].isEmpty ? 0 : UInt16(ends[0]) else { return nil }
      let last: Substring = ends.count == 2 ? ends[1] : ends[0]
      guard let high = last.isEmpty ? UInt16.max : UInt16(last), let range = PortRange(low, high) else {
        return nil
      }
      return PortSet(range)
    }
  }

  // MARK: Sets of atoms

  func union(_ prefixes: [IPPrefix]) -> Atoms { Self.merged(prefixes.compactMap { atoms.atoms(in: $0) }) }

  private static func merged(_ ranges: Atoms) -> Atoms {
    var merged: Atoms = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound &+ 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  private func complement(_ ranges: Atoms) -> Atoms {
    var rest: Atoms = []
    var next: UInt32 = 0
    for range in Self.merged(ranges) {
      if range.lowerBound > next { rest.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next < UInt32(atoms.count) { rest.append(next...UInt32(atoms.count - 1)) }
    return rest
  }

  private func intersection(_ left: Atoms, _ right: Atoms) -> Atoms {
    left.flatMap { one in right.filter { $0.overlaps(one) }.map { $0.clamped(to: one) } }
  }

  /// The items of a list in brackets, by the commas that stand in no further ones; nil where they don't close.
  private static func items(_ text: Substring) -> [Substring]? {
    guard text.first == "[", text.last == "]" else { return nil }
    var items: [Substring] = []
    var depth = 0
    let inner = text.dropFirst().dropLast()
    var start = inner.startIndex
    for at in inner.indices {
      switch inner[at] {
      case "[": depth += 1
      case "]": depth -= 1
      case "," where depth == 0:
        items.append(inner[start..<at])
        start = inner.index(after: at)
      default: break
      }
    }
    items.append(inner[start...])
    let trimmed = items.map { item -> Substring in
      var item = item
      while item.first == " " { item.removeFirst() }
      while item.last == " " { item.removeLast() }
      return item
    }
    return depth == 0 ? trimmed.filter { !$0.isEmpty } : nil
  }
}
