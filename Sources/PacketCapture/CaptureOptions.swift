/// How packets become flows.
package struct CaptureOptions {
  /// The silence after which packets of TCP with the same ends are another connection, in nanoseconds: AWS's
  /// own idle time for what it tracks.
  package var tcpIdle: Int64 = 350_000_000_000
  /// Likewise for UDP, ICMP and all others.
  package var idle: Int64 = 180_000_000_000
  /// How many flows are kept in memory at once; beyond, those idle for longest are handed out early.
  package var maximumFlows = 1 << 18
  /// How many first fragments are remembered for later ones.
  package var maximumFragments = 1 << 12
  /// Whether VXLAN and GENEVE to their own ports are unpacked, as traffic mirrors need.
  package var decapsulates = true
  /// Which packets to look at; nil for all.
  package var filter: CaptureFilter?
  /// How much is read at once.
  package var blockSize = 1 << 18

  package init() {}
}
