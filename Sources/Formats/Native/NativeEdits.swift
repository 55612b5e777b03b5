package import PacketWalkDiagnostics
package import PacketWalkTopology

/// Reads a list of edits, as `docs/topology-format.md` has it.
package enum NativeEdits {
  /// Reads edits of a topology of any format; later ones may refer to what earlier ones add.
  ///
  /// - Throws: `malformed`, `noMatch` or `ambiguous`, with the place.
  package static func read(_ node: YAMLNode, for topology: Topology) throws(InputError) -> [Edit] {
    var reader = NativeEditReader(topology)
    var edits: [Edit] = []
    for item in node.items { edits.append(try reader.read(item)) }
    return edits
  }
}
