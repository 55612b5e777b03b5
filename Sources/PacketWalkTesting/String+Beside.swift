extension String {
  /// The path of a file in the folder of the caller's own source, whatever folder the tests are run in.
  ///
  ///     let network = try Network(path: .beside("network.yaml"))
  ///
  /// - Parameters:
  ///   - path: From that folder on, such as `../Fixtures/plan.json`. An absolute one stays as it is.
  ///   - filePath: The caller's.
  public static func beside(_ path: String, _ filePath: StaticString = #filePath) -> String {
    guard !path.hasPrefix("/"), let end = "\(filePath)".lastIndex(of: "/") else { return path }
    return "\("\(filePath)"[...end])\(path)"
  }
}
