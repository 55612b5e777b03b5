import FoundationEssentials

extension SyntheticNetwork {
  /// Writes the snapshot into `folder/snapshot` and the questions into `folder/questions.ndjson`.
  ///
  /// - Returns: the snapshot's size in bytes.
  @discardableResult
  public func write(to folder: String, questions count: Int) throws -> Int {
    let snapshot = folder + "/snapshot"
    try FileManager.default.createDirectory(atPath: snapshot, withIntermediateDirectories: true)
    for file in files { try Data(file.bytes).write(to: URL(filePath: "\(snapshot)/\(file.name)")) }
    try Data(questions(count)).write(to: URL(filePath: folder + "/questions.ndjson"))
    return files.reduce(0) { $0 + $1.bytes.count }
  }
}
