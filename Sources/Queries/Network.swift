public import PacketWalkDiagnostics
package import PacketWalkForwarding
package import PacketWalkTopology

/// A network to ask questions about: a topology, compiled.
///
/// Immutable and `Sendable`: questions may be asked from any number of threads.
public struct Network: Sendable {
  package let topology: Topology
  package let graph: PacketGraph
  package let index: TopologyIndex
  package let names: NameIndex
  /// What was noticed about the input.
  public let findings: [Finding]

  /// Compiles a topology.
  package init(_ topology: Topology, findings: [Finding] = []) {
    self.topology = topology
    self.findings = findings
    index = TopologyIndex(topology)
    graph = PacketGraph(compiling: topology)
    names = NameIndex(topology)
  }
}
