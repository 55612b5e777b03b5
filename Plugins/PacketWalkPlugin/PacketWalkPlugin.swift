import Foundation
import PackagePlugin

/// `swift package packetwalk …`: the tool, built and run from the package that depends on it, in that package's folder.
///
/// The package manager ends with 1 whatever code the tool ended with, so the code is said as well.
@main struct PacketWalkPlugin: CommandPlugin {
  struct Failure: Error, CustomStringConvertible {
    let code: Int32
    var description: String { "packetwalk ended with exit code \(code)" }
  }

  func performCommand(context: PluginContext, arguments: [String]) async throws {
    let process = Process()
    process.executableURL = try context.tool(named: "packetwalk").url
    process.arguments = arguments
    process.currentDirectoryURL = context.package.directoryURL
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(code: process.terminationStatus) }
  }
}
