public import PacketWalkDiagnostics
package import PacketWalkFormats
public import PacketWalkQueries

extension Network {
  /// Loads and compiles a topology.
  ///
  /// - Parameters:
  ///   - path: A file, a folder, or `-` for standard input: native YAML, an AWS snapshot as the AWS CLI's
  ///     `describe-…` calls print it, a Terraform plan or state, CloudFormation templates, or what `packetwalk
  ///     compile` wrote of any of them. The format is detected. Of a plan's two networks `plan.json` is the one
  ///     after, `plan.json#before` the one before.
  ///   - overlays: Files that add what no snapshot holds: the external networks behind VPNs and the like.
  ///   - parameters: Values for the parameters of CloudFormation templates, by their names.
  ///   - source: The folder of the source that a plan or a state was made of: then its files and lines are given as
  ///     places.
  /// - Throws: an `InputError` with file and position for an input that cannot be used. What can be used
  ///   in part is, and says so in `findings`.
  /// - Complexity: linear in the input.
  public init(
    path: String, with overlays: [String] = [], parameters: [String: String] = [:], source: String? = nil
  ) throws(InputError) {
    self.init(
      try TopologyLoader.load(path: path, parameters: parameters, with: overlays, source: source))
  }

  package init(_ loaded: LoadedTopology) {
    self.init(loaded.topology, findings: loaded.findings)
  }
}
