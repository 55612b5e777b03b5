public import PacketWalkDiagnostics
package import PacketWalkFormats
public import PacketWalkQueries

extension Network {
  /// Loads and compiles a topology.
  ///
  /// - Parameters:
  ///   - path: A file, a folder, or `-` for standard input: native YAML, or an AWS snapshot as
  ///     the AWS CLI's `describe-…` calls print it. The format is detected.
  ///   - overlays: Files that add what no snapshot holds: the external networks behind VPNs and the like.
  /// - Throws: an `InputError` with file and position for an input that cannot be used. What can be used
  ///   in part is, and says so in `findings`.
  /// - Complexity: linear in the input.
  public init(path: String, with overlays: [String] = []) throws(InputError) {
    self.init(try TopologyLoader.load(path: path, with: overlays))
  }

  package init(_ loaded: LoadedTopology) {
    self.init(loaded.topology, findings: loaded.findings)
  }
}
