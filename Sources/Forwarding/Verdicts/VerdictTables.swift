import PacketWalkAddressing

/// A graph laid out once more for verdicts alone: what walks read, by how they read it, in flat arrays of plain
/// numbers. Nothing in it is behind a reference of its own, so that a walk neither allocates nor counts references.
///
/// It holds what verdicts need and no more. What few networks have is left to the whole walk: its op is
/// `FlatOp.Code.whole`, and so a walk that comes there starts anew; slow, and never wrong.
package final class VerdictTables: Sendable {
  let graph: PacketGraph
  let options: WalkOptions
  let isStrict: Bool
  let respectsHealth: Bool

  let ops: FlatArray<FlatOp>
  let filters: FlatArray<FlatFilter>
  let ruleKeys: FlatArray<FlatRuleKey>
  let rules: FlatArray<FlatRule>
  let routes: RouteRows
  let atomKinds: FlatArray<AtomKind>

  let vpcs: FlatArray<FlatVPC>
  let subnets: FlatArray<FlatSubnet>
  let interfaces: FlatArray<FlatInterface>
  /// By VPC and address what holds it.
  let owners: AddressMap<FlatOwner>
  let publicAddresses: AddressMap<FlatAddress>
  let privateAddresses: AddressMap<FlatAddress>

  let choices: FlatArray<FlatChoice>
  let zoneTables: FlatArray<FlatZoneTable>
  let listeners: FlatArray<FlatListener>
  let rewrites: FlatArray<FlatRewrite>
  let places: FlatArray<FlatPlace>

  // What spans point into.
  let prefixes: FlatArray<FlatPrefix>
  let addresses: FlatArray<FlatAddress>
  let groups: FlatArray<UInt32>
  let delegated: FlatArray<FlatDelegation>
  let farVPCs: FlatArray<UInt32>
  let alternatives: FlatArray<FlatAlternative>
  let zonePorts: FlatArray<FlatZonePort>
  let listenerEntries: FlatArray<FlatListenerEntry>
  /// Whether any interface has an IPv4 address besides its primary one, which references ask about (MS-3).
  let hasSecondaryAddresses: Bool

  /// Lays out a graph.
  ///
  /// - Parameters:
  ///   - options: How its assumptions and targets are to be taken. Explanations and what else asks for more than a
  ///     verdict make every walk a whole one.
  ///   - routeCells: How many cells rows of routes may take.
  /// - Complexity: linear in interfaces and rules, and O(tables × atoms), bounded by `routeCells`.
  package init(
    _ graph: PacketGraph, _ options: WalkOptions = WalkOptions(), routeCells: Int = RouteRows.budget
  ) {
    self.graph = graph
    self.options = options
    isStrict = options.isStrict
    respectsHealth = options.respectsHealth
    let layout = VerdictLayout(graph, options)
    ops = FlatArray(layout.ops)
    filters = FlatArray(layout.filters)
    ruleKeys = FlatArray(layout.ruleKeys)
    rules = FlatArray(layout.rules)
    routes = RouteRows(graph, budget: routeCells)
    atomKinds = FlatArray(graph.atoms.prefixes.map { AtomKind($0) })
    vpcs = FlatArray(layout.vpcs)
    subnets = FlatArray(layout.subnets)
    interfaces = FlatArray(layout.interfaces)
    owners = AddressMap(layout.owners, filler: .nobody)
    publicAddresses = AddressMap(layout.publicAddresses, filler: .zero)
    privateAddresses = AddressMap(layout.privateAddresses, filler: .zero)
    choices = FlatArray(layout.choices)
    zoneTables = FlatArray(layout.zoneTables)
    listeners = FlatArray(layout.listeners)
    rewrites = FlatArray(layout.rewrites)
    places = FlatArray(layout.places)
    prefixes = FlatArray(layout.prefixes)
    addresses = FlatArray(layout.addresses)
    groups = FlatArray(layout.groups)
    delegated = FlatArray(layout.delegated)
    farVPCs = FlatArray(layout.farVPCs)
    alternatives = FlatArray(layout.alternatives)
    zonePorts = FlatArray(layout.zonePorts)
    listenerEntries = FlatArray(layout.listenerEntries)
    hasSecondaryAddresses = layout.hasSecondaryAddresses
  }

  /// What holds an address in a VPC.
  @inline(__always)
  func owner(_ vpc: Int, _ address: FlatAddress) -> FlatOwner? {
    if let owner = owners.value(vpc, address) { return owner }
    let own = vpcs[vpc].delegated
    guard own.count > 0 else { return nil }
    for place in own.range where delegated[place].prefix.contains(address) { return delegated[place].owner }
    return nil
  }

  /// Whether the address is one of the interface's own, delegated ranges included.
  @inline(__always)
  func owns(_ interface: Int, _ address: FlatAddress) -> Bool {
    let own = interfaces[interface]
    for place in own.addresses.range where addresses[place] == address { return true }
    return contains(own.delegated, address)
  }

  @inline(__always)
  func contains(_ ranges: FlatSpan, _ address: FlatAddress) -> Bool {
    for place in ranges.range where prefixes[place].contains(address) { return true }
    return false
  }

  @inline(__always)
  func isMember(_ interface: UInt32, of group: UInt32) -> Bool {
    for place in interfaces[Int(interface)].groups.range where groups[place] == group { return true }
    return false
  }
}
