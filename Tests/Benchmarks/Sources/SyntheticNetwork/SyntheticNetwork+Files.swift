import FoundationEssentials

extension SyntheticNetwork {
  /// Writes the snapshot into `folder/snapshot`, the questions into `folder/questions.ndjson` and one
  /// question's source, destination and service, a line each, into `folder/question.txt`.
  public func write(to folder: String, questions count: Int) throws {
    let snapshot = folder + "/snapshot"
    try FileManager.default.createDirectory(atPath: snapshot, withIntermediateDirectories: true)
    for file in files { try Data(file.bytes).write(to: URL(filePath: "\(snapshot)/\(file.name)")) }
    try Data(questions(count)).write(to: URL(filePath: folder + "/questions.ndjson"))
    let (source, destination, service) = typicalQuestion
    try Data("\(source)\n\(destination)\n\(service)\n".utf8).write(
      to: URL(filePath: folder + "/question.txt"))
  }
}
