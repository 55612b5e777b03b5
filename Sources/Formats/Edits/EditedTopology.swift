package import PacketWalkDiagnostics
package import PacketWalkTopology

/// A topology as it was loaded and as edits make it.
package struct EditedTopology: Sendable {
  package let before: LoadedTopology
  package let edits: [Edit]
  /// The edited topology; without edits, what was loaded.
  package let after: LoadedTopology
  /// Findings of the edited topology that the loaded one does not have.
  package let newFindings: [Finding]

  /// Whether there is anything to compare.
  package var isEdited: Bool { !edits.isEmpty }
  /// Whether the edits leave everything as it is, since the network is like that already.
  package var isUnchanged: Bool {
    var topology = after.topology
    topology.coverage = before.topology.coverage
    return topology == before.topology
  }

  /// Reads edits and makes them, one list after the other, so that each may name what those before it add.
  ///
  /// - Parameter values: each a file or `-`, or else the edits themselves: lines of text, or a YAML list.
  /// - Throws: what reading throws; `noMatch` or `invalid` for an edit that cannot be applied, with its text.
  package init(_ loaded: LoadedTopology, editedBy values: [String]) throws(InputError) {
    before = loaded
    guard !values.isEmpty else {
      (edits, after, newFindings) = ([], loaded, [])
      return
    }
    var (topology, edits): (Topology, [Edit]) = (loaded.topology, [])
    for (place, value) in values.enumerated() {
      let label = values.count == 1 ? "--edit" : "--edit \(place + 1)"
      let read = try EditInput.read(value, label: label, for: topology)
      do {
        let edited = try topology.applying(read)
        edits += read
        topology = edited
      } catch {
        throw error.inputError(read, on: topology)
      }
    }
    topology.coverage.edits += edits.count
    let known = Set(loaded.topology.validate())
    let findings = topology.validate()
    self.edits = edits
    newFindings = findings.filter { !known.contains($0) }
    var after = loaded
    after.topology = topology
    after.findings = loaded.findings.filter { !known.contains($0) } + findings
    after.validationCount = findings.count
    self.after = after
  }
}
