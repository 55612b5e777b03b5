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
  /// How many of the findings, the last ones, are those of `Topology.validate()`; nil before it was asked.
  package var validationCount: Int?

  package init(
    topology: Topology, findings: [Finding], format: TopologyFormatName, documents: [String],
    validationCount: Int? = nil
  ) {
    self.topology = topology
    self.findings = findings
    self.format = format
    self.documents = documents
    self.validationCount = validationCount
  }
}
