import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A made-up network on disk.
///
/// The generator runs as a process of its own: on Linux a child's peak memory counts what its parent held
/// when it was started, so the runner must stay small.
struct Network {
  let interfaces: Int
  let hasInstances: Bool
  let folder: String
  /// The size of the snapshot.
  let bytes: Int
  /// Source, destination and service of one question.
  let question: [String]

  init(_ options: Options, interfaces: Int, questions: Int = 10_000, hasInstances: Bool = false) throws {
    self.interfaces = interfaces
    self.hasInstances = hasInstances
    folder = "\(options.data)/\(interfaces)\(hasInstances ? "-instances" : "")-\(questions)"
    let arguments = [
      "--interfaces", "\(interfaces)", "--questions", "\(questions)", "--output", folder,
    ]
    _ = try Measurement(
      running: options.generator, arguments + (hasInstances ? ["--instances"] : []), codes: [0])
    let snapshot = folder + "/snapshot"
    bytes = try FileManager.default.contentsOfDirectory(atPath: snapshot).reduce(0) { sum, name in
      var status = stat()
      guard stat("\(snapshot)/\(name)", &status) == 0 else { throw BenchError("no \(snapshot)/\(name)") }
      return sum + Int(status.st_size)
    }
    let text = try Data(contentsOf: URL(filePath: folder + "/question.txt"))
    question = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  var snapshot: String { folder + "/snapshot" }
  var questions: String { folder + "/questions.ndjson" }
}
