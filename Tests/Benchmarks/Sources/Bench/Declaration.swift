import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

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
    // Not by reading it: a child's peak would count what this process held.
    var status = stat()
    guard stat(file, &status) == 0 else { throw BenchError("no \(file)") }
    bytes = Int(status.st_size)
    let text = try Data(contentsOf: URL(filePath: folder + "/question.txt"))
    question = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
