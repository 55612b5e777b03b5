package import PacketWalkDiagnostics
package import PacketWalkTopology

/// A topology, and how it was come by.
package struct LoadedTopology: Sendable {
  package var topology: Topology
  /// What the format noticed, then what `Topology.validate()` found.
  package var findings: [Finding]
  package var format: TopologyFormatName
  /// The files that were read, as paths or `-`, in order.
  package var documents: [String]

  package init(
    topology: Topology, findings: [Finding], format: TopologyFormatName, documents: [String]
  ) {
    self.topology = topology
    self.findings = findings
    self.format = format
    self.documents = documents
  }
}
