package import PacketWalkAddressing

/// One packet's question in the graph's own terms: `Queries` makes it from names.
package struct WalkQuestion: Sendable {
  package enum Origin: Sendable {
    case interface(InterfaceIndex)
    /// The outside; towards an address that only one VPC holds, it enters there.
    case internet(into: VPCIndex?)
    /// VPC Lattice, towards a target of its own.
    case lattice(into: VPCIndex)
    case external(ExternalIndex)
  }

  package var origin: Origin
  /// Alternatives of which the network takes any: one, or an internet client's representatives.
  package var sources: [IPAddress]
  /// Likewise: one, a balancer's nodes, or the internet's representatives.
  package var destinations: [IPAddress]
  package var `protocol`: IPProtocol
  /// Destination ports asked about; nil where the protocol has none.
  package var ports: PortSet?
  package var sourcePorts: PortSet?
  package var icmpType: UInt8
  package var icmpCode: UInt8
  /// Follow connections through this load balancer, by its place in the topology.
  package var through: Int?
  /// With `through`: only these targets' addresses count; nil for any that the balancer may use.
  package var targets: Set<IPAddress>?

  package init(
    origin: Origin, sources: [IPAddress], destinations: [IPAddress], protocol: IPProtocol, ports: PortSet?,
    sourcePorts: PortSet?, icmpType: UInt8 = 0, icmpCode: UInt8 = 0, through: Int? = nil,
    targets: Set<IPAddress>? = nil
  ) {
    self.origin = origin
    self.sources = sources
    self.destinations = destinations
    self.protocol = `protocol`
    self.ports = ports
    self.sourcePorts = sourcePorts
    self.icmpType = icmpType
    self.icmpCode = icmpCode
    self.through = through
    self.targets = targets
  }
}

/// What a walk is asked to keep.
package struct WalkOptions: Sendable {
  /// Record steps, go on past failed filters, and so find all blockers.
  package var isExplaining: Bool
  /// Go on past failed filters, with or without recording steps.
  package var findsAllBlockers: Bool
  /// Treat every assumption as unknown.
  package var isStrict: Bool
  /// Assumptions that are no longer open: true for granted, false where the packet stops.
  package var settled: [Assumption: Bool]
  /// Pass over targets that were unhealthy when the input was taken (LB-2).
  package var respectsHealth: Bool
  /// Ends whose groups are not asked.
  package var openEnds: OpenEnds?
  /// Elements at which requests end unseen, to ask what gets by without them.
  package var avoided: Set<ElementRef>
  /// Keep which filters and tables are asked.
  var notesReads = false

  package init(
    isExplaining: Bool = false, findsAllBlockers: Bool = false, isStrict: Bool = false,
    settled: [Assumption: Bool] = [:], respectsHealth: Bool = false, openEnds: OpenEnds? = nil,
    avoided: Set<ElementRef> = []
  ) {
    self.isExplaining = isExplaining
    self.findsAllBlockers = findsAllBlockers || isExplaining
    self.isStrict = isStrict
    self.settled = settled
    self.respectsHealth = respectsHealth
    self.openEnds = openEnds
    self.avoided = avoided
  }
}
