import PacketWalkDiagnostics
import PacketWalkFormats

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
    before = try TopologyLoader.load(path: new == nil ? old + Self.beforePlan : old, parameters: parameters)
  }
}
