package import PacketWalkAddressing
package import PacketWalkServiceSets

/// Services that no op of a graph tells apart but by their ports: one walk answers for all of them.
package struct ServiceClass: Sendable {
  /// One protocol of the class.
  package var `protocol`: IPProtocol
  package var icmpType: UInt8 = 0
  package var icmpCode: UInt8 = 0
  /// All that it stands for.
  package var services: ServiceSet

  /// Whether packets like these are answered at all.
  var expectsReply: Bool { header.expectsReply }

  /// Of one of its packets; the addresses mean nothing.
  fileprivate var header: Header {
    let any = IPAddress(family: .ipv4, bits: 0)
    return Header(protocol: `protocol`, source: any, destination: any, icmpType: icmpType, icmpCode: icmpCode)
  }
}

/// The service space cut at what a graph's rules and ops mention: together the classes hold every service once.
package final class ServiceClasses: Sendable {
  package let all: [ServiceClass]
  /// All in the order in which walks speak for the most others: first what nothing mentions.
  let order: [Int]

  /// The classes that a rule is about, by what packets ask and by what answers them.
  struct Matches {
    var asking: ServiceClassSet
    var answering: ServiceClassSet
  }

  private let matches: [Matches]
  /// What the rules of filters are about.
  private let mentioned: Set<RuleService>
  /// By filter and rule; empty for filters that may look at more.
  private let matchesOfRule: [[Int32]]

  /// - Parameter other: a graph whose filters' services are told apart as well.
  /// - Complexity: O(*r* + *c* *k*) for *r* rules of *k* kinds and *c* classes.
  package init(_ graph: PacketGraph, and other: PacketGraph? = nil, in store: inout ServiceSetStore) {
    var cuts = ServiceCuts()
    for filter in graph.filters + (other?.filters ?? []) {
      for rule in filter.rules { cuts.note(rule) }
      for rule in filter.firewall { cuts.note(rule) }
    }
    for table in graph.listeners { for entry in table.entries { cuts.protocols.insert(entry.protocol) } }

    var classes: [ServiceClass] = []
    var rest = ServiceSet.any
    for number in cuts.protocols.sorted() {
      let whole = store.all(of: number)
      rest = store.subtracting(rest, whole)
      guard number.hasICMPType else {
        classes.append(ServiceClass(protocol: number, services: whole))
        continue
      }
      classes += cuts.icmp(number, in: &store)
    }
    // What nothing mentions, by its lowest number.
    let lowest = (UInt8.min...UInt8.max).lazy.map(IPProtocol.init(rawValue:)).first {
      !cuts.protocols.contains($0)
    }
    if let lowest { classes.append(ServiceClass(protocol: lowest, services: rest)) }
    all = classes
    order = classes.indices.reversed().sorted {
      (classes[$0].protocol.hasPorts ? 2 : classes[$0].expectsReply ? 0 : 1)
        < (classes[$1].protocol.hasPorts ? 2 : classes[$1].expectsReply ? 0 : 1)
    }

    var matches: [Matches] = []
    var known: [RuleService: Int32] = [:]
    matchesOfRule = graph.filters.map { filter in
      filter.rules.map { rule in
        let service = RuleService(rule)
        if let number = known[service] { return number }
        known[service] = Int32(matches.count)
        matches.append(
          Matches(
            asking: ServiceClassSet(classes.indices.lazy.filter { service.covers(classes[$0].header) }),
            answering: ServiceClassSet(
              classes.indices.lazy.filter { service.covers(classes[$0].header.reversed) })))
        return Int32(matches.count - 1)
      }
    }
    self.matches = matches
    mentioned = Set(known.keys).union((other?.filters ?? []).lazy.flatMap(\.rules).map(RuleService.init))
  }

  /// The same classes for a graph in which some filters are others; nil where those mention services that are not
  /// told apart.
  init?(_ classes: ServiceClasses, revisedTo graph: PacketGraph, _ filters: Set<FilterID>) {
    all = classes.all
    order = classes.order
    var matches = classes.matches
    var rows = classes.matchesOfRule
    for filter in filters {
      var row: [Int32] = []
      for rule in graph.filters[filter.value].rules {
        let service = RuleService(rule)
        guard classes.mentioned.contains(service) || service.isAboutWhole(classes.all) else { return nil }
        row.append(Int32(matches.count))
        matches.append(
          Matches(
            asking: ServiceClassSet(all.indices.lazy.filter { service.covers(classes.all[$0].header) }),
            answering: ServiceClassSet(
              all.indices.lazy.filter { service.covers(classes.all[$0].header.reversed) })))
      }
      rows[filter.value] = row
    }
    self.matches = matches
    matchesOfRule = rows
    mentioned = classes.mentioned
  }

  func matches(_ filter: FilterID, rule: Int) -> Matches { matches[Int(matchesOfRule[filter.value][rule])] }
}

/// What a rule says of services, but for their ports.
private struct RuleService: Hashable {
  var protocolNumber: Int16
  var icmpType: Int16
  var icmpCode: Int16

  init(_ rule: Filter.Rule) {
    (protocolNumber, icmpType, icmpCode) = (rule.protocolNumber, rule.icmpType, rule.icmpCode)
  }

  /// Whether each class lies inside or outside, as all do but for those of some type or code of ICMP.
  func isAboutWhole(_ classes: [ServiceClass]) -> Bool {
    protocolNumber < 0
      || icmpType < 0 && classes.contains { Int16($0.protocol.rawValue) == protocolNumber }
  }

  func covers(_ header: Header) -> Bool {
    guard protocolNumber >= 0 else { return true }
    guard protocolNumber == Int16(header.protocol.rawValue) else { return false }
    guard header.protocol.hasICMPType else { return true }
    return (icmpType < 0 || icmpType == Int16(header.icmpType))
      && (icmpCode < 0 || icmpCode == Int16(header.icmpCode))
  }
}

/// What the rules of a graph mention of protocols and ICMP.
private struct ServiceCuts {
  /// These behave in ways of their own, mentioned or not.
  var protocols: Set<IPProtocol> = [.tcp, .udp, .icmp, .icmpv6]
  /// Echo and its reply, likewise.
  var types: [IPProtocol: Set<UInt8>] = [.icmp: [0, 8], .icmpv6: [128, 129]]
  /// Codes by type; by nil those that are mentioned for every type.
  var codes: [IPProtocol: [UInt8?: Set<UInt8>]] = [:]

  mutating func note(_ rule: Filter.Rule) {
    guard let number = UInt8(exactly: rule.protocolNumber) else { return }
    let known = IPProtocol(rawValue: number)
    protocols.insert(known)
    guard known.hasICMPType else { return }
    let type = UInt8(exactly: rule.icmpType)
    if let type { types[known, default: []].insert(type) }
    if let code = UInt8(exactly: rule.icmpCode) { codes[known, default: [:]][type, default: []].insert(code) }
  }

  mutating func note(_ rule: FirewallRule) {
    // A rule about many protocols cuts at each, unless it is about nearly all: then at those it leaves out.
    guard let numbers = rule.protocols else { return }
    let named = (UInt8.min...UInt8.max).filter { numbers.contains($0) == (numbers.count <= 128) }
    protocols.formUnion(named.map(IPProtocol.init(rawValue:)))
  }

  func icmp(_ number: IPProtocol, in store: inout ServiceSetStore) -> [ServiceClass] {
    var classes: [ServiceClass] = []
    let named = types[number, default: []].sorted()
    let others = (UInt8.min...UInt8.max).filter { !named.contains($0) }
    for types in named.map({ [$0] }) + [others] where !types.isEmpty {
      let codes = types.count == 1 ? self.codes(number, types[0]) : codes[number]?[nil] ?? []
      classes += Self.split(types, number, codes, &store)
    }
    return classes
  }

  private func codes(_ number: IPProtocol, _ type: UInt8) -> Set<UInt8> {
    func mentioned(_ number: IPProtocol, _ type: UInt8) -> Set<UInt8> {
      (codes[number]?[type] ?? []).union(codes[number]?[nil] ?? [])
    }
    // NAT64 makes one ping of the other, code and all, and each is answered by the other type.
    let pings: [(IPProtocol, UInt8)] = [(.icmp, 8), (.icmp, 0), (.icmpv6, 128), (.icmpv6, 129)]
    guard pings.contains(where: { $0 == (number, type) }) else { return mentioned(number, type) }
    return pings.reduce(into: []) { $0.formUnion(mentioned($1.0, $1.1)) }
  }

  /// Some types, cut at codes; the first type stands for them all.
  private static func split(
    _ types: [UInt8], _ number: IPProtocol, _ codes: Set<UInt8>, _ store: inout ServiceSetStore
  ) -> [ServiceClass] {
    var classes: [ServiceClass] = []
    var rest = ServiceSet.none
    for type in types { rest = store.union(rest, store.icmp(number, type: type)) }
    for code in codes.sorted() {
      var held = ServiceSet.none
      for type in types { held = store.union(held, store.icmp(number, type: type, code: code)) }
      rest = store.subtracting(rest, held)
      classes.append(ServiceClass(protocol: number, icmpType: types[0], icmpCode: code, services: held))
    }
    if let other = (UInt8.min...UInt8.max).first(where: { !codes.contains($0) }) {
      classes.append(ServiceClass(protocol: number, icmpType: types[0], icmpCode: other, services: rest))
    }
    return classes
  }
}
