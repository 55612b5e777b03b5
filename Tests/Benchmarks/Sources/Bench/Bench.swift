#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Times the command line tool as whole processes on made-up networks of growing size, and prints a table.
@main
struct Bench {
  private let options: Options
  private var rows: [Row] = []

  static func main() {
    do {
      var bench = Bench(options: try Options(CommandLine.arguments))
      try bench.run()
    } catch {
      print("bench: \(error)")
      exit(2)
    }
  }

  private init(options: Options) { self.options = options }

  private mutating func run() throws {
    rows.append(Row("--version", nil, try measure(["--version"], codes: [0]), goal: 0.015))
    for size in options.sizes { try measure(try Network(options, interfaces: size)) }
    if options.sizes.contains(5000) {
      try measure(try Network(options, interfaces: 5000, hasInstances: true))
      for count in [1000, 100_000] {
        try measure(try Network(options, interfaces: 5000, questions: count), questions: "\(count)")
      }
    }
    print(Row.table(rows))
  }

  /// One question and many about one network.
  private mutating func measure(_ network: Network, questions count: String = "10000") throws {
    let isGoal = network.interfaces == 5000 && !network.hasInstances && count == "10000"
    let suffix = network.hasInstances ? ", with instances" : ""
    let one = Row(
      "one question" + suffix, network,
      try measure(["check", "-t", network.snapshot] + network.question + ["--json"]),
      goal: isGoal ? 0.15 : nil, aim: isGoal ? 0.03 : nil, peakGoal: isGoal ? 150_000_000 : nil)
    let many = Row(
      "\(count) questions" + suffix, network,
      try measure(["check", "-t", network.snapshot, "--queries", network.questions, "--json"]))
    if count == "10000" { rows += [one, many] }
    rows.append(many.onTop(of: one, "\(count) questions, on top" + suffix, goal: isGoal ? 0.5 : nil))
  }

  /// - Parameter codes: the exit codes that don't spoil the measurement: any verdict, but no error.
  private func measure(_ arguments: [String], codes: Set<Int32> = [0, 1, 3, 4]) throws -> [Measurement] {
    // Once before, so that the files are in memory.
    _ = try Measurement(running: options.binary, arguments, codes: codes)
    return try (0..<options.runs).map { _ in
      try Measurement(running: options.binary, arguments, codes: codes)
    }
  }
}
