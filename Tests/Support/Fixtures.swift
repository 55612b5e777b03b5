/// Where the inputs of tests lie.
package enum Fixtures {
  /// The repository's `Fixtures`, or `PACKETWALK_FIXTURES` where the tests run away from their sources.
  package static let root = Environment.value("PACKETWALK_FIXTURES") ?? besideSources()

  /// A folder of snapshots of the tester's own, `PACKETWALK_CORPUS`; nil where there is none.
  package static let corpus = Environment.value("PACKETWALK_CORPUS")

  /// A folder of captures of the tester's own, `PACKETWALK_CAPTURES`; nil where there is none.
  package static let captures = Environment.value("PACKETWALK_CAPTURES")

  /// The path of one fixture, such as `snapshots/three-tier`.
  package static func path(_ name: String) -> String { "\(root)/\(name)" }

  /// The folder that holds `README.md`.
  package static let repository = root.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    .joined(separator: "/")

  private static func besideSources(file: String = #filePath) -> String {
    // This file is Tests/Support/Fixtures.swift.
    file.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
      + "/Fixtures"
  }
}
