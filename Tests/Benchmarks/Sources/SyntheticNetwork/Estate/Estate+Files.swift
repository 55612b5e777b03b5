import FoundationEssentials

extension Estate {
  /// Writes `folder/network.yaml`, and source, destination and service of one question, a line each, into
  /// `folder/question.txt`.
  public func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: folder + "/network.yaml"))
    try Data("\(question.source)\n\(question.destination)\n\(question.service)\n".utf8).write(
      to: URL(filePath: folder + "/question.txt"))
  }
}
