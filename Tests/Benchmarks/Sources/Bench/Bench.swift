import FoundationEssentials
import SyntheticNetwork

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Times the command line tool as whole processes on made-up networks of growing size, and prints a table.
@main
struct Bench {
  /// What a question's exit code may be: any verdict, but no error.
  private static let verdicts: Set<Int32> = [0, 1, 3, 4]

  private var options: Options
  private var rows: [Row] = []

  static func main() {
    do {
      var bench = Bench(options: try Options(CommandLine.arguments.dropFirst()))
      try bench.run()
    } catch {
      print("bench: \(error)")
      exit(2)
    }
  }

  private mutating func run() throws {
    let version = try measure(["--version"], codes: [0])
    rows.append(Row("--version", version, goal: 0.015))
    for size in options.sizes { try measureNetwork(Shape(interfaces: size)) }
    if options.sizes.contains(5000) {
      try measureNetwork(Shape(interfaces: 5000, hasInstances: true))
      try measureQuestions()
    }
    print(Row.table(rows))
  }

  /// One question and ten thousand about one network.
  private mutating func measureNetwork(_ shape: Shape) throws {
    let isGoal = shape.interfaces == 5000 && !shape.hasInstances
    let network = SyntheticNetwork(shape)
    let folder = "\(options.data)/\(shape.interfaces)\(shape.hasInstances ? "-instances" : "")"
    let bytes = try network.write(to: folder, questions: 10_000)
    let (source, destination, service) = network.typicalQuestion
    let suffix = shape.hasInstances ? ", with instances" : ""
    let one = Row(
      "one question" + suffix, interfaces: shape.interfaces, bytes: bytes,
      try measure(["check", "-t", folder + "/snapshot", source, destination, service, "--json"]),
      goal: isGoal ? 0.15 : nil, aim: isGoal ? 0.03 : nil, peakGoal: isGoal ? 150_000_000 : nil)
    let many = Row(
      "10,000 questions" + suffix, interfaces: shape.interfaces, bytes: bytes,
      try measure(queries(folder, "questions")))
    rows += [one, many, many.onTop(of: one, "10,000 questions, on top" + suffix, goal: isGoal ? 0.5 : nil)]
  }

  /// The cost of a question, whatever number came before it.
  private mutating func measureQuestions() throws {
    let network = SyntheticNetwork(Shape(interfaces: 5000))
    let folder = "\(options.data)/5000"
    guard let base = rows.first(where: { $0.work == "one question" && $0.interfaces == 5000 }) else { return }
    for count in [1000, 100_000] {
      try Data(network.questions(count)).write(to: URL(filePath: "\(folder)/questions-\(count).ndjson"))
      let row = Row(
        "\(count) questions", interfaces: 5000, bytes: base.bytes,
        try measure(queries(folder, "questions-\(count)")))
      rows.append(row.onTop(of: base, "\(count) questions, on top", goal: nil))
    }
  }

  private func queries(_ folder: String, _ file: String) -> [String] {
    ["check", "-t", folder + "/snapshot", "--queries", "\(folder)/\(file).ndjson", "--json"]
  }

  private func measure(_ arguments: [String], codes: Set<Int32> = verdicts) throws -> [Measurement] {
    // Once before, so that the files are in memory.
    _ = try Measurement(running: options.binary, arguments, codes: codes)
    return try (0..<options.runs).map { _ in
      try Measurement(running: options.binary, arguments, codes: codes)
    }
  }
}
