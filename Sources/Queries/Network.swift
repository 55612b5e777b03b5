public import PacketWalkDiagnostics
package import PacketWalkForwarding
package import PacketWalkTopology

/// A network to ask questions about: a topology, compiled.
///
/// Immutable and `Sendable`: questions may be asked from any number of threads.
public struct Network: Sendable {
  /// Behind one reference, since everything that works on an answer holds on to its network.
  private final class Contents: Sendable {
    let topology: Topology
    let graph: PacketGraph
    let index: TopologyIndex
    let names: NameIndex
    let findings: [Finding]

    init(_ topology: Topology, _ findings: [Finding]) {
      self.topology = topology
      self.findings = findings
      index = TopologyIndex(topology)
      graph = PacketGraph(compiling: topology, index: index)
      names = NameIndex(topology)
    }

    init(_ other: Contents, _ topology: Topology, _ graph: PacketGraph) {
      (self.topology, self.graph) = (topology, graph)
      (findings, index, names) = (other.findings, other.index, other.names)
    }
  }

  private let contents: Contents

  package var topology: Topology { contents.topology }
  package var graph: PacketGraph { contents.graph }
  package var index: TopologyIndex { contents.index }
  package var names: NameIndex { contents.names }
  /// What was noticed about the input.
  public var findings: [Finding] { contents.findings }

  /// The same network, compiled for more mentions than its own.
  package func compiled(with mentions: Mentions) -> Network {
    guard mentions != graph.mentions else { return self }
    let graph = PacketGraph(compiling: topology, index: index, mentions: mentions)
    return Network(contents: Contents(contents, topology, graph))
  }

  /// The same network but for what its graph was revised to.
  package func revised(to graph: PacketGraph) -> Network {
    Network(contents: Contents(contents, graph.topology, graph))
  }

  private init(contents: Contents) { self.contents = contents }

  /// Compiles a topology.
  package init(_ topology: Topology, findings: [Finding] = []) {
    contents = Contents(topology, findings)
  }
}
