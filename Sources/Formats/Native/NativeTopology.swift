package import PacketWalkDiagnostics
package import PacketWalkTopology

/// The native topology format: a network in one YAML file, as `docs/topology-format.md` has it.
package enum NativeTopology {
  /// The version that this code reads and writes.
  package static let version = 1

  /// Reads a topology, with what was noticed on the way.
  ///
  /// - Throws: `malformed` for what the grammar doesn't have, `noMatch` and `ambiguous` for references that
  ///   lead nowhere or to several things; each with line and byte column.
  /// - Complexity: O(bytes)
  package static func read(_ bytes: [UInt8], file: String) throws(InputError) -> (Topology, [Finding]) {
    let root = try YAMLDocument.parse(bytes, file: file)
    return try read(root)
  }

  /// Reads a topology from a YAML mapping.
  package static func read(_ root: YAMLNode) throws(InputError) -> (Topology, [Finding]) {
    try requireVersion(root, "a native topology")
    var reader = try NativeReader(YAMLFields(root, of: .file))
    return try reader.read()
  }

  /// - Parameter what: what the file is, in messages.
  static func requireVersion(_ root: YAMLNode, _ what: String) throws(InputError) {
    guard case .mapping(let pairs) = root.content else { return }
    guard let given = pairs.first(where: { $0.key == "packetwalk" })?.value, !given.isEmpty else {
      throw InputError(.unrecognised, "\(what) begins with “packetwalk: \(version)”", at: root.origin)
    }
    guard given.scalar == "\(version)" else {
      throw InputError(
        .invalid, "version \(given.scalar ?? "") of the format is not known; this is packetwalk: \(version)",
        at: given.origin)
    }
  }
}
