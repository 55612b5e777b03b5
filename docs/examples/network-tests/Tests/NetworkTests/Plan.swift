import Foundation
import PacketWalkTesting

/// The plan under test: the one that `PLAN` names, or the example's own.
enum Plan {
  private static var path: String {
    ProcessInfo.processInfo.environment["PLAN"] ?? .beside("../../plan.json")
  }

  /// The network as it will be.
  static func after() throws -> Network { try Network(path: path, source: .beside("../..")) }
  /// The network as it is.
  static func before() throws -> Network { try Network(path: path + "#before") }
}
