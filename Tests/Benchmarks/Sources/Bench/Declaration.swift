import FoundationEssentials

/// A made-up plan or template on disk.
struct Declaration {
  let file: String
  let bytes: Int
  /// Source, destination and service of one question.
  let question: [String]

  /// - Parameter arguments: what the generator is told of its kind and size.
  init(_ options: Options, _ arguments: [String], _ name: String) throws {
    let folder = "\(options.data)/" + arguments.map { String($0.drop { $0 == "-" }) }.joined(separator: "-")
    _ = try Measurement(running: options.generator, arguments + ["--output", folder], codes: [0])
    file = "\(folder)/\(name)"
    bytes = try Data(contentsOf: URL(filePath: file), options: .mappedIfSafe).count
    let text = try Data(contentsOf: URL(filePath: folder + "/question.txt"))
    question = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
