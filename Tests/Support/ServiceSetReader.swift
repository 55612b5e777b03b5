import PacketWalkAddressing
package import PacketWalkServiceSets

extension ServiceSetStore {
  /// The set that a text of services means, read without any knowledge of how it was written; nil for what is no
  /// such text.
  package mutating func read(_ text: String) -> ServiceSet? {
    switch text {
    case "nothing": return ServiceSet.none
    case "any": return .any
    default: break
    }
    let exclusive = "any except "
    guard text.hasPrefix(exclusive) else { return read(list: text) }
    return read(list: String(text.dropFirst(exclusive.count))).map { complement($0) }
  }

  private mutating func read(list: String) -> ServiceSet? {
    var set = ServiceSet.none
    for item in list.parts(by: ", ") {
      guard let read = read(item: item) else { return nil }
      set = union(set, read)
    }
    return set
  }

  private mutating func read(item: String) -> ServiceSet? {
    let words = item.split(separator: " ").map(String.init)
    guard let first = words.first else { return nil }
    if first == "all" {
      guard words.count > 1, let known = Self.protocols[words[1]] else { return nil }
      if words.count == 2 { return all(of: known) }
      if words.count == 4, words[2] == "except", let left = read(known, words[3]) {
        return subtracting(all(of: known), left)
      }
      return sources(known, .all, words.dropFirst(2))
    }
    let halves = first.split(separator: "/", maxSplits: 1).map(String.init)
    guard halves.count == 2 else { return nil }
    if halves[0] == "proto" {
      guard words.count == 1, let range = PortRange(halves[1]), range.last <= 255 else { return nil }
      return (range.first...range.last).reduce(ServiceSet.none) {
        union($0, all(of: IPProtocol(rawValue: UInt8($1))))
      }
    }
    guard let known = Self.protocols[halves[0]] else { return nil }
    if words.count == 1 { return read(known, halves[1]) }
    return PortRange(halves[1]).flatMap { sources(known, $0, words.dropFirst()) }
  }

  private static let protocols: [String: IPProtocol] = [
    "tcp": .tcp, "udp": .udp, "icmp": .icmp, "icmpv6": .icmpv6,
  ]

  /// `from ports 1-5,9`.
  private mutating func sources(_ known: IPProtocol, _ ports: PortRange, _ words: ArraySlice<String>)
    -> ServiceSet?
  {
    guard words.count == 3, words.starts(with: ["from", "ports"]), let list = words.last else { return nil }
    var set = ServiceSet.none
    for text in list.parts(by: ",") {
      guard let range = PortRange(text) else { return nil }
      set = union(set, self.ports(known, ports, from: range))
    }
    return set
  }

  /// `22,80-90`, or for ICMP `3-8,0/4,5/1-9`.
  private mutating func read(_ known: IPProtocol, _ list: String) -> ServiceSet? {
    var set = ServiceSet.none
    for text in list.parts(by: ",") {
      if known.hasPorts {
        guard let range = PortRange(text) else { return nil }
        set = union(set, ports(known, range))
        continue
      }
      let numbers = text.split(separator: "/").compactMap { PortRange(String($0)) }
      guard let types = numbers.first, types.last <= 255 else { return nil }
      guard numbers.count == 2 else {
        for type in types.first...types.last { set = union(set, icmp(known, type: UInt8(type))) }
        continue
      }
      guard types.first == types.last, numbers[1].last <= 255 else { return nil }
      for code in numbers[1].first...numbers[1].last {
        set = union(set, icmp(known, type: UInt8(types.first), code: UInt8(code)))
      }
    }
    return set
  }
}

extension String {
  /// The parts between separators of one or two characters.
  fileprivate func parts(by separator: String) -> [String] {
    var parts: [String] = [""]
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(separator) {
        parts.append("")
        rest = rest.dropFirst(separator.count)
      } else {
        parts[parts.count - 1].append(rest.removeFirst())
      }
    }
    return parts
  }
}
