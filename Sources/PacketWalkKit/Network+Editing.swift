public import PacketWalkDiagnostics
import PacketWalkFormats
public import PacketWalkQueries

extension Network {
  /// The network after edits; this one stays as it is.
  ///
  ///     let after = try network.edited(by: "sg:db +in tcp/5432 from sg:web")
  ///
  /// - Parameter edits: Edits as text, as `docs/topology-format.md` has it, or the path of a file of them.
  /// - Throws: an `InputError` for a text that is no edit, or an edit that cannot be applied.
  /// - Complexity: that of loading the network.
  public func edited(by edits: String) throws(InputError) -> Network {
    let loaded = LoadedTopology(topology: topology, findings: findings, format: .native, documents: [])
    return Network(try EditedTopology(loaded, editedBy: [edits]).after)
  }
}
