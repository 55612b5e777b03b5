import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkKit
import PacketWalkQueries

/// Two topologies to compare: two inputs, or a plan's own two sides.
struct BeforeAndAfter {
  var before: LoadedTopology
  var after: LoadedTopology

  /// Behind a plan's path, for the network that it finds.
  private static let beforePlan = "#before"

  /// - Parameter new: nil for a plan, which is its own before and after.
  /// - Throws: an `InputError` for what can't be read, or one input that is no plan.
  init(old: String, new: String?, parameters: [String: String]) throws(InputError) {
    let paths = [new ?? old, new == nil ? old + Self.beforePlan : old]
    let loaded = parallelMap(paths, threads: 2, chunk: 1) { path in
      Result { () throws(InputError) in try TopologyLoader.load(path: path, parameters: parameters) }
    }
    after = try loaded[0].get()
    guard new != nil || after.format == .terraform else {
      throw InputError(
        .invalid, "only a plan is its own before and after; name the network after the change as well",
        at: Origin(file: old))
    }
    before = try loaded[1].get()
  }

  /// Both, compiled.
  var networks: (before: Network, after: Network) {
    let networks = parallelMap([before, after], threads: 2, chunk: 1) { Network($0) }
    return (networks[0], networks[1])
  }
}
