import FoundationEssentials

extension Estate {
  /// Writes `folder/network.yaml`, and source, destination and service of one question, a line each, into
  /// `folder/question.txt`; and so many questions, if any, into `folder/hosts.csv` and `folder/all.csv`.
  public func write(to folder: String, questions count: Int = 0) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: folder + "/network.yaml"))
    try Data("\(question.source)\n\(question.destination)\n\(question.service)\n".utf8).write(
      to: URL(filePath: folder + "/question.txt"))
    guard count > 0 else { return }
    for (name, ends) in [("hosts", Ends.hosts), ("all", .all)] {
      try Data(questions(count, ends).utf8).write(to: URL(filePath: "\(folder)/\(name).csv"))
    }
  }
}
