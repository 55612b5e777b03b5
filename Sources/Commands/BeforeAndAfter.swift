import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkTopology

/// Two topologies to compare: two inputs, or a plan's own two sides.
struct BeforeAndAfter {
  var before: LoadedTopology
  var after: LoadedTopology

  /// Behind a plan's path, for the network that it finds.
  private static let beforePlan = "#before"

  /// - Parameter new: nil for a plan, which is its own before and after.
  /// - Throws: an `InputError` for what can't be read, or one input that is no plan.
  init(old: String, new: String?, parameters: [String: String]) throws(InputError) {
    after = try TopologyLoader.load(path: new ?? old, parameters: parameters)
    guard new != nil || after.format == .terraform else {
      throw InputError(
        .invalid, "only a plan is its own before and after; name the network after the change as well",
        at: Origin(file: old))
    }
    let path = new == nil ? old + Self.beforePlan : old
    do {
      before = try TopologyLoader.load(path: path, parameters: parameters)
    } catch {
      guard error.code == .empty, path.hasSuffix(Self.beforePlan) else { throw error }
      // What a plan makes from nothing has nothing before it.
      before = LoadedTopology(topology: Topology(), findings: [], format: .terraform, documents: [path])
    }
  }
}
